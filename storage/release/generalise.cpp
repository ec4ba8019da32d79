#include "storage/release/generalise.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "storage/release/text.h"

namespace rapport::release {

namespace {

constexpr std::array<std::array<int, 4>, quasi_count> costs{{
    {0, 250, 600, 1000}, // age
    {0, 1000, 0, 0},     // sex
    {0, 300, 900, 0},    // site
    {0, 500, 1500, 0},   // arm
    {0, 100, 400, 0},    // visits
}};

constexpr std::size_t index(Quasi which)
{
    return static_cast<std::size_t>(which);
}

Values number_words(const std::vector<std::string>& words)
{
    std::map<std::string, int> ids;
    for (const std::string& word : words)
        ids.emplace(word, 0);
    ids.erase(std::string(withheld_word));
    Values values;
    values.words.emplace_back(withheld_word);
    for (auto& [word, id] : ids) {
        id = static_cast<int>(values.words.size());
        values.words.push_back(word);
    }
    ids.emplace(withheld_word, 0);
    for (const std::string& word : words)
        values.of.push_back(ids.at(word));
    return values;
}

/// A label that staff typed: one that holds a date or a time does not leave at all.
std::string label(const std::string& typed)
{
    return has_clock(typed) ? std::string(withheld_word) : clean(typed);
}

/// A band as it is or wider. `level` is never finer than the band's own.
std::string wider(const std::string& band, int level)
{
    int from = 0;
    const auto [end, error] = std::from_chars(band.data(), band.data() + band.size(), from);
    return error == std::errc{} ? age_band(from, level) : band;
}

std::string age_word(const Who& who, int year, int level)
{
    if (!who.age_band->empty()) return wider(*who.age_band, level);
    return who.year_of_birth <= 0 ? std::string() : age_band(year - who.year_of_birth, level);
}

std::vector<std::string> pooled(std::vector<std::string> words, int k)
{
    std::map<std::string, int> people;
    for (const std::string& word : words)
        ++people[word];
    for (std::string& word : words)
        if (people.at(word) < k) word = pooled_word;
    return words;
}

/// The record allows two words; any other text there is nobody's business.
std::string sex_word(const std::string& sex)
{
    return sex == "female" || sex == "male" || sex.empty() ? sex : std::string(withheld_word);
}

} // namespace

std::vector<Node> all_nodes()
{
    std::vector<Node> nodes{Node{}};
    for (std::size_t which = 0; which < quasi_count; ++which) {
        std::vector<Node> next;
        for (const Node& node : nodes)
            for (int level = 0; level < level_count[which]; ++level) {
                next.push_back(node);
                next.back()[which] = level;
            }
        nodes = std::move(next);
    }
    return nodes;
}

int loss(const Node& node)
{
    int sum = 0;
    for (std::size_t which = 0; which < quasi_count; ++which)
        sum += costs[which][static_cast<std::size_t>(node[which])];
    return sum;
}

Generalised::Generalised(const Courses& courses, int k, int year)
{
    const auto words = [&](const std::function<std::string(const Course&)>& word) {
        std::vector<std::string> out;
        for (const Course& course : courses)
            out.push_back(word(course));
        return out;
    };
    const std::vector<std::string> gone(courses.size(), std::string(withheld_word));
    const auto first = [](const Course& course) -> const Who& { return *course.who; };

    for (int level = 0; level < 3; ++level)
        values_[index(Quasi::age)].push_back(
            number_words(words([&](const Course& c) { return age_word(first(c), year, level); })));
    values_[index(Quasi::sex)].push_back(number_words(words([&](const Course& c) { return sex_word(*first(c).sex); })));
    const auto sites = words([&](const Course& c) { return label(*first(c).site); });
    const auto arms = words([&](const Course& c) { return label(*first(c).arm); });
    values_[index(Quasi::site)] = {number_words(sites), number_words(pooled(sites, k))};
    values_[index(Quasi::arm)] = {number_words(arms), number_words(pooled(arms, k))};
    for (const Quasi which : {Quasi::age, Quasi::sex, Quasi::site, Quasi::arm})
        values_[index(which)].push_back(number_words(gone));
    for (int level = 0; level < level_count[index(Quasi::visits)]; ++level)
        values_[index(Quasi::visits)].push_back(
            number_words(words([&](const Course& c) { return visits_band(c.occasions(), level); })));
}

Key Generalised::key(std::size_t person, const Node& node) const
{
    Key key{};
    for (const Quasi which : all_quasi)
        key[index(which)] = at(which, node[index(which)]).of[person];
    return key;
}

const std::string& Generalised::word(Quasi which, const Node& node, int id) const
{
    return at(which, node[index(which)]).words[static_cast<std::size_t>(id)];
}

const Values& Generalised::at(Quasi which, int level) const
{
    return values_[index(which)][static_cast<std::size_t>(level)];
}

std::string age_band(int age, int level)
{
    if (age < 0 || age > 130) return {};
    const int width = level == 0 ? 5 : level == 1 ? 10 : 20;
    const int from = age / width * width;
    const int open = level == 2 ? 80 : 90;
    if (from >= open) return std::to_string(open) + "+";
    return std::to_string(from) + "-" + std::to_string(from + width - 1);
}

std::string visits_band(int occasions, int level)
{
    if (level == 0) return occasions <= 2 ? "1-2" : occasions <= 5 ? "3-5" : occasions <= 8 ? "6-8" : "9+";
    if (level == 1) return occasions <= few_occasions ? "1-5" : "6+";
    return "any";
}

} // namespace rapport::release
