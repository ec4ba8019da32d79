#include "storage/release/naming.h"

#include <algorithm>
#include <set>

namespace rapport::release {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Lower case letters and digits; anything else becomes one underscore, and none stands between a word and its number.
std::string plain(std::string_view text)
{
    std::string out;
    bool gap = false;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool kept = (lower >= 'a' && lower <= 'z') || is_digit(lower);
        if (!kept) {
            gap = true;
            continue;
        }
        if (gap && !out.empty() && !is_digit(lower)) out += '_';
        gap = false;
        out += lower;
    }
    return out;
}

std::string item_part(const std::string& id, std::size_t width)
{
    std::string part = plain(id);
    const bool number = !part.empty() && std::ranges::all_of(part, is_digit);
    if (number && part.size() < width) part.insert(0, width - part.size(), '0');
    return part;
}

class Namer {
public:
    explicit Namer(std::string stem) : stem_(std::move(stem)) {}

    std::string name(std::string part)
    {
        if (part.empty()) part = "x";
        std::string made = fit(part);
        for (int number = 2; !taken_.insert(made).second; ++number)
            made = fit(part.substr(0, 12) + "_" + std::to_string(number));
        return made;
    }

private:
    std::string fit(std::string part) const
    {
        part.resize(std::min<std::size_t>(part.size(), 18));
        return stem_.substr(0, longest_name - 1 - part.size()) + "_" + part;
    }

    std::string stem_;
    std::set<std::string> taken_;
};

} // namespace

std::vector<std::string> Names::all() const
{
    std::vector<std::string> out = items;
    out.insert(out.end(), scores.begin(), scores.end());
    out.insert(out.end(), criteria.begin(), criteria.end());
    out.push_back(missing);
    return out;
}

Names names_of(const instruments::Definition& definition)
{
    Names names;
    names.stem = plain(definition.id);
    if (names.stem.empty() || is_digit(names.stem.front())) names.stem.insert(0, "q");
    Namer namer(names.stem);
    names.missing = namer.name("missing");
    const std::size_t width = definition.items.size() > 99 ? 3 : 2;
    for (const auto& item : definition.items)
        names.items.push_back(namer.name(item_part(item.id, width)));
    for (const auto& score : definition.scores)
        names.scores.push_back(namer.name(plain(score.id)));
    for (const auto& criterion : definition.criteria)
        names.criteria.push_back(namer.name(definition.criteria.size() == 1 ? "pattern" : plain(criterion.id)));
    return names;
}

} // namespace rapport::release
