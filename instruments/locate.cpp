#include "instruments/locate.h"

#include <algorithm>
#include <unordered_map>

#include "instruments/json_tree.h"
#include "instruments/problems.h"

namespace rapport::instruments {

namespace {

using Offsets = std::unordered_map<std::string, std::size_t>;

/// Walks JSON that the parser has found to be well formed, and stops at anything else. It keeps no values, only the
/// pointer of the one it stands at.
class Walk {
public:
    Walk(std::string_view text, Offsets& wanted) : text_(text), wanted_(wanted) {}

    void run()
    {
        begin_value();
        while (!open_.empty() && at_ < text_.size()) {
            const std::size_t before = at_;
            next_member();
            if (at_ == before) return;
        }
    }

private:
    struct Open {
        bool list = false;
        std::size_t next = 0;
        std::size_t path = 0; ///< length of the pointer of the open value
    };

    void skip_blanks()
    {
        while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }

    std::string_view take_string()
    {
        const std::size_t from = at_++;
        while (at_ < text_.size() && text_[at_] != '"')
            at_ += text_[at_] == '\\' ? std::size_t{2} : std::size_t{1};
        at_ = std::min(at_ + 1, text_.size());
        return text_.substr(from, at_ - from);
    }

    void begin_value()
    {
        skip_blanks();
        if (at_ >= text_.size()) return;
        if (const auto found = wanted_.find(path_); found != wanted_.end()) found->second = at_;
        const char first = text_[at_];
        if (first == '{' || first == '[') {
            open_.push_back({first == '[', 0, path_.size()});
            ++at_;
        } else if (first == '"') {
            take_string();
        } else {
            while (at_ < text_.size() && std::string_view(" \t\r\n,]}").find(text_[at_]) == std::string_view::npos)
                ++at_;
        }
    }

    void next_member()
    {
        skip_blanks();
        if (at_ >= text_.size()) return;
        Open& top = open_.back();
        path_.resize(top.path);
        if (text_[at_] == '}' || text_[at_] == ']') {
            ++at_;
            open_.pop_back();
            return;
        }
        if (top.list) {
            path_ += "/" + std::to_string(top.next++);
        } else {
            if (text_[at_] != '"') return;
            const std::string_view quoted = take_string();
            path_ += pointer_step(quoted.find('\\') == std::string_view::npos ? quoted.substr(1, quoted.size() - 2)
                                                                              : parse_json(quoted).root.text);
        }
        begin_value();
    }

    std::string_view text_;
    Offsets& wanted_;
    std::vector<Open> open_;
    std::string path_;
    std::size_t at_ = 0;
};

std::string_view around(std::string_view pointer)
{
    return pointer.substr(0, std::min(pointer.rfind('/'), pointer.size()));
}

} // namespace

TextPlace text_place(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
    const auto code_points = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                                           [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')), 1 + static_cast<int>(code_points)};
}

void locate(std::string_view json, std::vector<Problem>& problems)
{
    constexpr std::size_t nowhere = std::string_view::npos;
    Offsets wanted;
    for (const Problem& problem : problems)
        for (std::string_view pointer = problem.pointer;; pointer = around(pointer)) {
            const bool known = !wanted.emplace(std::string(pointer), nowhere).second;
            if (known || pointer.empty()) break;
        }
    Walk(json, wanted).run();
    for (Problem& problem : problems) {
        if (problem.line != 0) continue;
        std::string_view pointer = problem.pointer;
        while (!pointer.empty() && wanted[std::string(pointer)] == nowhere)
            pointer = around(pointer);
        const std::size_t offset = wanted[std::string(pointer)];
        const TextPlace place = text_place(json, offset == nowhere ? 0 : offset);
        problem.line = place.line;
        problem.column = place.column;
    }
}

} // namespace rapport::instruments
