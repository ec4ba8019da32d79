#include "app/cli/demo_people.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace rapport::cli {

using instruments::Answer;
using instruments::Definition;
using instruments::Missing;
using instruments::Response;

namespace {

constexpr std::array given = {"Alma",  "Bruno",  "Carys", "Dario", "Edda", "Falk",  "Greta", "Hugo", "Iris",  "Jonas",
                              "Katya", "Lennox", "Mirja", "Nero",  "Oona", "Piers", "Quinn", "Runa", "Silas", "Tilda"};
constexpr std::array family = {"Example-Amberwick",  "Example-Bramblehurst", "Example-Copperfin", "Example-Dunmarrow",
                               "Example-Elderbrook", "Example-Fennimoor",    "Example-Gorsebeck", "Example-Hollowmere",
                               "Example-Inkerfield", "Example-Juniperson",   "Example-Kestrelby"};
constexpr std::array therapists = {"R. Adeyemi", "T. Nakamura", "J. Castellano"};

double alliance(const Course& course, int visit)
{
    const double level = course.alliance_start + course.alliance_step * visit;
    if (course.rupture_visit < 0) return level;
    const int since = visit - course.rupture_visit;
    return since >= 0 && since < 2 ? level - 0.22 : level;
}

/// FNV-1a, so that a person's profile over an instrument is the same on every platform.
std::uint64_t spread(std::string_view id)
{
    std::uint64_t hash = 14695981039346656037U;
    for (const char letter : id)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211U;
    return hash;
}

/// Suicidal thoughts are far rarer than the other symptoms of the same person.
double offset(const Definition& definition, std::size_t item)
{
    for (const auto& critical : definition.critical_items)
        if (critical.item == item) return -0.52;
    return 0;
}

} // namespace

double Dice::uniform()
{
    return static_cast<double>(bits_() >> 11U) * 0x1.0p-53;
}

double Dice::normal(double mean, double sd)
{
    double sum = -6;
    for (int i = 0; i < 12; ++i)
        sum += uniform();
    return mean + sd * sum;
}

int Dice::between(int lowest, int highest)
{
    return lowest + static_cast<int>(uniform() * (highest - lowest + 1));
}

bool Dice::chance(double probability)
{
    return uniform() < probability;
}

InventedPerson invent_person(int n, std::int32_t first_day, Dice& dice)
{
    InventedPerson invented;
    const auto number = static_cast<std::size_t>(n);
    vault::Person& person = invented.person;
    person.year_of_birth = 1958 + dice.between(0, 45);
    person.sex = dice.chance(0.72) ? "male" : "female";
    person.site = "North clinic";
    person.therapist = therapists[number % therapists.size()];
    person.episode_start_day = first_day;

    char text[64];
    invented.identity.name =
        std::string(given[number % given.size()]) + " " + family[(number * 7 + number / given.size()) % family.size()];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", person.year_of_birth, dice.between(1, 12), dice.between(1, 28));
    invented.identity.date_of_birth = text;
    std::snprintf(text, sizeof text, "DEMO-%06d", 100003 + n * 7919);
    invented.identity.record_number = text;

    Course& course = invented.course;
    course.severity_start = std::clamp(dice.normal(0.63, 0.10), 0.35, 0.9);
    const double kind = dice.uniform();
    course.severity_step = kind < 0.5    ? dice.normal(-0.045, 0.012)
                           : kind < 0.85 ? dice.normal(-0.012, 0.006)
                                         : dice.normal(0.010, 0.005);
    course.alliance_start = std::clamp(dice.normal(0.62, 0.10), 0.3, 0.9);
    course.alliance_step = dice.normal(0.022, 0.010);
    if (dice.chance(0.2)) course.rupture_visit = dice.between(3, 6);
    course.declines = dice.chance(0.3) ? 0.02 : 0.002;
    course.habits = static_cast<std::uint64_t>(dice.between(1, 1 << 30));
    return invented;
}

Response invent_answers(const Definition& definition, const Course& course, int visit, Dice& dice)
{
    const bool about_alliance =
        !definition.scores.empty() && definition.scores.front().direction == instruments::Direction::higher_is_better;
    const double latent =
        about_alliance ? alliance(course, visit) : course.severity_start + course.severity_step * visit;
    Dice habits(course.habits + spread(definition.id));

    Response response;
    response.items.reserve(definition.items.size());
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        const double own = habits.normal(0, 0.13);
        const double share = std::clamp(latent + own + offset(definition, item) + dice.normal(0, 0.09), 0.0, 1.0);
        const auto& choices = definition.choices(item);
        const auto which = static_cast<std::size_t>(std::lround(share * static_cast<double>(choices.size() - 1)));
        response.items.push_back(dice.chance(course.declines) ? Answer::none(Missing::declined)
                                                              : Answer::chose(choices[which].value));
    }
    if (dice.chance(0.015)) { // called away before the end
        const auto reached = static_cast<std::size_t>(dice.between(1, static_cast<int>(response.items.size())));
        for (std::size_t item = reached; item < response.items.size(); ++item)
            response.items[item] = Answer::none(Missing::not_reached);
    }
    return response;
}

} // namespace rapport::cli
