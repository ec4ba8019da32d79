#include "instruments/exchange/branching.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

constexpr int deepest = 16;

class Reader {
public:
    Reader(std::string_view text, const ImportDraft& draft) : rest_(text), draft_(draft) {}

    std::optional<Json> whole()
    {
        auto condition = joined("or", 0);
        skip();
        return rest_.empty() ? condition : std::nullopt;
    }

private:
    void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    bool accept(std::string_view sign)
    {
        skip();
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        return true;
    }

    bool accept_word(std::string_view word)
    {
        skip();
        if (rest_.size() < word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i)
            if ((rest_[i] | 0x20) != word[i]) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    std::optional<std::string> until(char end)
    {
        const std::size_t at = rest_.find(end);
        if (at == std::string_view::npos) return std::nullopt;
        std::string text(rest_.substr(0, at));
        rest_.remove_prefix(at + 1);
        return text;
    }

    /// "and" binds closer than "or".
    std::optional<Json> joined(std::string_view word, int depth)
    {
        const bool outer = word == "or";
        std::vector<Json> parts;
        do {
            auto part = outer ? joined("and", depth) : single(depth);
            if (!part) return std::nullopt;
            parts.push_back(*std::move(part));
        } while (accept_word(word));
        return condition_of(outer ? "any" : "all", std::move(parts));
    }

    std::optional<Json> single(int depth)
    {
        if (!accept("(")) return comparison();
        if (depth == deepest) return std::nullopt;
        auto inner = joined("or", depth + 1);
        return inner && accept(")") ? inner : std::nullopt;
    }

    std::optional<std::string> code()
    {
        for (const char quote : {'"', '\''})
            if (accept(std::string_view(&quote, 1))) return until(quote);
        const std::size_t end = std::min(rest_.find_first_not_of("-0123456789"), rest_.size());
        std::string number(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return number.empty() ? std::nullopt : std::optional(number);
    }

    std::optional<Json> comparison()
    {
        if (!accept("[")) return std::nullopt;
        const auto field = until(']');
        const DraftItem* const gate = field ? draft_.find(*field) : nullptr;
        const bool differs = accept("<>") || accept("!=");
        if (gate == nullptr || (!differs && !accept("="))) return std::nullopt;
        const auto named = code();
        if (!named || std::find(gate->codes.begin(), gate->codes.end(), *named) == gate->codes.end())
            return std::nullopt;
        std::vector<int> values;
        for (std::size_t i = 0; i < gate->codes.size(); ++i)
            if ((gate->codes[i] == *named) != differs) values.push_back(gate->choices[i].value);
        return condition_leaf(gate->id, values);
    }

    std::string_view rest_;
    const ImportDraft& draft_;
};

} // namespace

std::optional<Json> read_branching(std::string_view logic, const ImportDraft& draft)
{
    return Reader(logic, draft).whole();
}

} // namespace rapport::instruments
