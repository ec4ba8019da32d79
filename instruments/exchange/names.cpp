#include "instruments/exchange/names.h"

#include <algorithm>
#include <set>

namespace rapport::instruments {

namespace {

constexpr std::size_t longest_field = 26;
constexpr std::size_t longest_part = 18;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

std::string letters_and_digits(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if (is_letter(c) || is_digit(c)) out += c;
    return out;
}

/// Lower case letters and digits; anything else becomes one underscore, and none stands between a word and its number.
std::string plain(std::string_view text)
{
    std::string out;
    bool gap = false;
    for (const char c : text) {
        if (!is_letter(c) && !is_digit(c)) {
            gap = true;
            continue;
        }
        if (gap && !out.empty() && !is_digit(c)) out += '_';
        gap = false;
        out += lower(c);
    }
    return out;
}

class Register {
public:
    /// `make(part)`, or with the first number that makes it new.
    template <class Make>
    std::string take(const std::string& part, Make&& make)
    {
        std::string name = make(part);
        for (int number = 2; !taken_.insert(name).second; ++number)
            name = make(part.substr(0, 12) + "x" + std::to_string(number));
        return name;
    }

private:
    std::set<std::string> taken_;
};

} // namespace

ExchangeNames variable_names(const Definition& definition)
{
    ExchangeNames names;
    Register items;
    Register scores;
    for (const Item& item : definition.items)
        names.items.push_back(items.take(letters_and_digits(item.id), [](const std::string& part) { return part; }));
    for (const Score& score : definition.scores) {
        std::string part = letters_and_digits(score.id);
        if (!part.empty() && is_letter(part.front())) part.front() = static_cast<char>(part.front() - 'a' + 'A');
        part.resize(std::min(part.size(), longest_part));
        names.scores.push_back(scores.take(part, [](const std::string& made) { return made; }));
    }
    return names;
}

ExchangeNames field_names(const Definition& definition)
{
    ExchangeNames names;
    names.stem = plain(definition.id);
    if (names.stem.empty() || is_digit(names.stem.front())) names.stem.insert(0, "q");
    Register fields;
    const auto fit = [&](std::string part) {
        if (part.empty()) part = "x";
        part.resize(std::min(part.size(), longest_part));
        return names.stem.substr(0, longest_field - 1 - part.size()) + "_" + part;
    };
    const std::size_t width = definition.items.size() > 99 ? 3 : 2;
    for (const Item& item : definition.items) {
        std::string part = plain(item.id);
        if (std::all_of(part.begin(), part.end(), is_digit) && part.size() < width)
            part.insert(0, width - part.size(), '0');
        names.items.push_back(fields.take(part, fit));
    }
    for (const Score& score : definition.scores)
        names.scores.push_back(fields.take(plain(score.id), fit));
    return names;
}

std::string form_name(const Definition& definition)
{
    std::string name;
    for (const char c : definition.id)
        name += c == '-' ? '_' : c;
    if (name.empty() || !is_letter(name.front())) name.insert(0, "form_");
    return name;
}

} // namespace rapport::instruments
