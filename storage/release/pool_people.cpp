#include <algorithm>
#include <set>

#include "storage/release/pool.h"

namespace rapport::release {

namespace {

struct Where {
    std::size_t site = 0;
    std::string_view code;
    auto operator<=>(const Where&) const = default;
};

/// A sheet of fewer answers off the commonest is anybody's who is well, and one that more people share is nobody's own.
constexpr int least_of_a_sheet = 4;
constexpr std::size_t most_sharing = 8;

/// How many answers are other than the commonest one of their questionnaire: what tells one person from another.
int telling(const Returned& row)
{
    std::map<std::int32_t, int> count;
    int given = 0;
    int most = 0;
    for (const instruments::Answer& answer : row.response.items) {
        if (!answer.given()) continue;
        ++given;
        most = std::max(most, ++count[answer.value()]);
    }
    return given - most;
}

/// An administration as two releases of it have it. The week counts from the first questionnaire that is released, so
/// it is left out: another choice of questionnaires moves it.
std::string fingerprint(const Returned& row)
{
    std::string out = row.definition->id + "|" + row.visit;
    for (const instruments::Answer& answer : row.response.items)
        out += ',' + (answer.given() ? std::to_string(answer.value()) : "-" + std::string(word(answer.why())));
    return out;
}

using Pair = std::pair<Where, Where>;

/// By pairs of people in two bundles, how much of what they answered alike is telling.
std::map<Pair, int> alike(std::span<const Contribution> sites)
{
    std::map<std::string, std::set<Where>> seen;
    std::map<std::string, int> weight;
    for (std::size_t at = 0; at < sites.size(); ++at)
        for (const Returned& row : sites[at].rows) {
            const int tells = telling(row);
            if (tells < least_of_a_sheet) continue;
            const std::string print = fingerprint(row);
            seen[print].insert({at, row.code});
            weight[print] = tells;
        }
    std::map<Pair, int> out;
    for (const auto& [print, people] : seen) {
        if (people.size() > most_sharing) continue;
        for (auto one = people.begin(); one != people.end(); ++one)
            for (auto other = std::next(one); other != people.end(); ++other)
                if (one->site != other->site) out[{*one, *other}] += weight.at(print);
    }
    return out;
}

std::set<std::string> codes_of(const Contribution& site)
{
    std::set<std::string> codes;
    for (const Returned& row : site.rows)
        codes.insert(row.code);
    return codes;
}

int shared(const std::set<std::string>& one, const std::set<std::string>& other)
{
    return static_cast<int>(std::ranges::count_if(one, [&](const std::string& code) { return other.contains(code); }));
}

} // namespace

std::vector<Overlap> overlaps(std::span<const Contribution> sites)
{
    std::vector<std::set<std::string>> codes;
    for (const Contribution& site : sites)
        codes.push_back(codes_of(site));
    std::map<std::pair<std::size_t, std::size_t>, std::set<std::string_view>> answers;
    for (const auto& [pair, tells] : alike(sites))
        if (tells >= telling_answers) answers[{pair.first.site, pair.second.site}].insert(pair.first.code);

    std::vector<Overlap> out;
    for (std::size_t one = 0; one < sites.size(); ++one)
        for (std::size_t other = one + 1; other < sites.size(); ++other) {
            const auto found = [&](int count, std::string_view by) {
                out.push_back({sites[one].site(), sites[other].site(), count, by});
            };
            const int same_codes = shared(codes[one], codes[other]);
            const auto same_answers = answers.find({one, other});
            if (sites[one].facts.from.manifest_sha256 == sites[other].facts.from.manifest_sha256)
                found(static_cast<int>(codes[one].size()), "manifest");
            else if (same_codes > 0)
                found(same_codes, "code");
            else if (same_answers != answers.end())
                found(static_cast<int>(same_answers->second.size()), "answers");
        }
    return out;
}

std::vector<Shortfall> shortfalls(std::span<const Contribution> sites, int k)
{
    std::vector<Shortfall> out;
    for (const Contribution& site : sites) {
        std::map<std::string, std::set<std::string>> people;
        for (const Returned& row : site.rows) {
            people[""].insert(row.code);
            people[row.definition->id].insert(row.code);
        }
        for (const auto& [instrument, codes] : people)
            if (std::ssize(codes) < k) out.push_back({site.site(), instrument, static_cast<int>(codes.size())});
    }
    return out;
}

} // namespace rapport::release
