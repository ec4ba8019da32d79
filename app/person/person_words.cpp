#include "app/person/person_words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

constexpr std::string_view down_arrow = "\u2193";
constexpr std::string_view up_arrow = "\u2191";

bool starts(std::string_view text, std::string_view with)
{
    return text.substr(0, with.size()) == with;
}

std::string lower(std::string_view text)
{
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

/// Whole words only: "male" is not in "female".
bool has_word(std::string_view text, std::string_view word)
{
    const auto letter = [&](std::size_t at) { return at < text.size() && text[at] >= 'a' && text[at] <= 'z'; };
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    return false;
}

std::string verdict_key(const instruments::ChangeThreshold& threshold, const instruments::Change& moved)
{
    if (threshold.kind == "minimal_important") {
        if (!moved.beyond_threshold) return "not_important";
        const bool in_range = threshold.points_to && std::abs(moved.difference) < *threshold.points_to;
        return in_range ? "perhaps_important" : "important";
    }
    if (!moved.beyond_threshold) return "not_reliable";
    if (!moved.clinically_significant) return "reliable";
    return moved.difference < 0 ? "significant_low" : "significant_high";
}

/// "15", or "9–12" where the source gives a range.
std::string points_of(const instruments::ChangeThreshold& threshold)
{
    return range(threshold.points, threshold.points_to.value_or(threshold.points));
}

std::string worded(std::string_view form, const instruments::ChangeThreshold& threshold,
                   const instruments::Change& moved, std::string_view sex)
{
    std::string words = say("desk.person.judgement." + std::string(form) + "." + verdict_key(threshold, moved),
                            {{"source", threshold.source},
                             {"population", threshold.population},
                             {"points", points_of(threshold)},
                             {"end", number(threshold.end_point.value_or(0))}});
    if (studied_in(threshold, sex)) return words;
    return say("desk.person.judgement.not_studied", {{"judgement", words}});
}

} // namespace

Line marked(std::string_view sentence)
{
    Line line;
    bool strong = false;
    std::string words;
    const auto flush = [&] {
        if (!words.empty()) line.push_back({strong ? Run::Kind::strong : Run::Kind::plain, words});
        words.clear();
    };
    for (std::size_t at = 0; at < sentence.size();) {
        const std::string_view rest = sentence.substr(at);
        if (rest.front() == '*') {
            flush();
            strong = !strong;
            at += 1;
        } else if (starts(rest, down_arrow) || starts(rest, up_arrow)) {
            flush();
            line.push_back({starts(rest, down_arrow) ? Run::Kind::arrow_down : Run::Kind::arrow_up, {}});
            at += down_arrow.size();
            if (at < sentence.size() && sentence[at] == ' ') ++at;
        } else {
            words += rest.front();
            at += 1;
        }
    }
    flush();
    return line;
}

std::string plain(const Line& line)
{
    std::string words;
    for (const Run& run : line)
        words += run.words;
    return words;
}

std::string number(double points)
{
    const double tenth = std::round(points * 10) / 10;
    const double size = std::abs(tenth);
    const std::string digits = size == std::floor(size) ? fmt::format("{:.0f}", size) : fmt::format("{:.1f}", size);
    return tenth < 0 ? "\u2212" + digits : digits;
}

std::string signed_number(double points)
{
    return points > 0 ? "+" + number(points) : number(points);
}

std::string range(double from, double to)
{
    return from == to ? number(from) : number(from) + "\u2013" + number(to);
}

bool studied_in(const instruments::ChangeThreshold& threshold, std::string_view sex)
{
    const std::string population = lower(threshold.population);
    const bool men = has_word(population, "male") || has_word(population, "men");
    const bool women = has_word(population, "female") || has_word(population, "women");
    if (men == women) return true;
    return sex == (men ? "male" : "female");
}

Standing stand(const std::vector<instruments::Band>& bands, double value)
{
    std::vector<const instruments::Band*> rising;
    for (const auto& band : bands)
        rising.push_back(&band);
    std::sort(rising.begin(), rising.end(), [](const auto* a, const auto* b) { return a->from < b->from; });
    Standing standing;
    for (const auto* band : rising) {
        if (value >= band->from && value <= band->to) return {band, nullptr};
        if (band->from <= value) standing.band = band;
        if (band->from > value && standing.band && !standing.above) standing.above = band;
    }
    return standing.above ? standing : Standing{};
}

std::string rule_name(const instruments::ChangeThreshold& threshold)
{
    return say("desk.person.rule.name",
               {{"source", threshold.source}, {"population", threshold.population}, {"points", points_of(threshold)}});
}

std::string judgement(const instruments::ChangeThreshold& threshold, const instruments::Change& moved,
                      std::string_view sex)
{
    return worded("long", threshold, moved, sex);
}

std::string short_judgement(const instruments::ChangeThreshold& threshold, const instruments::Change& moved,
                            std::string_view sex)
{
    return worded("short", threshold, moved, sex);
}

std::size_t main_score(const instruments::Definition& definition)
{
    return definition.score_index("total").value_or(0);
}

} // namespace rapport::desk::person
