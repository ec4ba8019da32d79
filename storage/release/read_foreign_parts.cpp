#include "storage/release/read_foreign_parts.h"

#include <algorithm>
#include <cmath>

#include "instruments/asking.h"
#include "storage/release/read_back_parts.h"

namespace rapport::release {

namespace {

bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/// "14:30", "14:30:05", with a fraction and an offset or none.
bool is_time_of_day(std::string_view text)
{
    constexpr int hours = 24;
    constexpr int minutes = 60;
    if (text.size() < 5 || !is_figure(text[0]) || !is_figure(text[1]) || text[2] != ':' || !is_figure(text[3]) ||
        !is_figure(text[4]))
        return false;
    if (*whole_of(text.substr(0, 2)) >= hours || *whole_of(text.substr(3, 2)) >= minutes) return false;
    return std::ranges::all_of(text.substr(5), [](char c) {
        return is_figure(c) || c == ':' || c == '.' || c == '+' || c == '-' || c == 'Z';
    });
}

} // namespace

bool is_plain(std::string_view text)
{
    constexpr std::size_t longest = 200;
    constexpr unsigned char first_printed = 0x20;
    constexpr unsigned char rubout = 0x7F;
    return !text.empty() && text.size() <= longest && std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < first_printed || static_cast<unsigned char>(c) == rubout;
    });
}

std::optional<int> whole_number(std::string_view text)
{
    constexpr double most = 32'000;
    const auto number = number_of(text);
    if (!number || std::abs(*number) > most || *number != std::floor(*number)) return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<int> foreign_choice(const instruments::Definition& definition, std::size_t item, const ForeignItem& how,
                                  const std::string& code)
{
    if (code.empty()) return std::nullopt;
    std::optional<int> value;
    if (how.same)
        value = whole_number(code);
    else if (const auto found = how.codes.find(code); found != how.codes.end())
        value = found->second;
    if (value && !definition.allows(item, *value)) return std::nullopt;
    return value;
}

std::optional<std::int32_t> foreign_day(std::string_view text)
{
    constexpr std::size_t date = 10;
    const auto day = day_of(text.substr(0, std::min(date, text.size())));
    if (!day || text.size() == date) return day;
    if (text[date] != ' ' && text[date] != 'T') return std::nullopt;
    return is_time_of_day(text.substr(date + 1)) ? day : std::nullopt;
}

void skip_by_rule(const instruments::Definition& definition, instruments::Response& response)
{
    for (std::size_t at = 0; at < definition.items.size(); ++at) {
        const instruments::Answer answer = response.items[at];
        if (answer.given() || !definition.items[at].has_rule()) continue;
        const bool said =
            answer.why() != instruments::Missing::unrecorded && answer.why() != instruments::Missing::not_reached;
        if (!said && instruments::asked(definition, at, response) == instruments::Tri::not_met)
            response.items[at] = instruments::Answer::none(instruments::Missing::not_asked);
    }
}

} // namespace rapport::release
