#include <gtest/gtest.h>

#include <array>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

enum class Mark { below, reaches, blank };

/// Whether every, some or no way of filling the blanks puts `need` marks into the cluster, by going through them all.
struct Cluster {
    bool always = true;
    bool ever = false;
};

Cluster go_through(const std::vector<Mark>& marks, int need)
{
    std::vector<std::size_t> blanks;
    int sure = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i] == Mark::blank) blanks.push_back(i);
        if (marks[i] == Mark::reaches) ++sure;
    }
    Cluster result;
    for (unsigned filled = 0; filled < (1U << blanks.size()); ++filled) {
        int count = sure;
        for (std::size_t b = 0; b < blanks.size(); ++b)
            count += (filled >> b) & 1U ? 1 : 0;
        result.always = result.always && count >= need;
        result.ever = result.ever || count >= need;
    }
    return result;
}

bool holds(const Criterion& criterion, const std::vector<int>& values)
{
    for (const CriterionPart& part : criterion.parts) {
        int count = 0;
        for (std::size_t i = 0; i < part.items.size(); ++i)
            if (values[part.items[i]] >= part.at_least[i]) ++count;
        if (count < part.need || (part.most && count > *part.most)) return false;
    }
    return true;
}

void complete(const Definition& definition, const Response& response, std::vector<int>& values, int& met, int& all)
{
    const std::size_t next = values.size();
    if (next == response.items.size()) {
        ++all;
        met += holds(definition.criteria[0], values) ? 1 : 0;
        return;
    }
    for (const Choice& choice : definition.choices(next)) {
        if (response.items[next].given() && response.items[next].value() != choice.value) continue;
        values.push_back(choice.value);
        complete(definition, response, values, met, all);
        values.pop_back();
    }
}

Tri by_all_completions(const Definition& definition, const Response& response)
{
    int met = 0;
    int all = 0;
    std::vector<int> values;
    complete(definition, response, values, met, all);
    return met == all ? Tri::met : met == 0 ? Tri::not_met : Tri::cannot_tell;
}

Definition random_rule(std::mt19937_64& random)
{
    Definition made;
    made.choice_sets.push_back({"c", {{0, "a"}, {1, "b"}, {2, "c"}}});
    const int items = pick(random, 2, 6);
    for (int i = 0; i < items; ++i)
        made.items.push_back({std::to_string(i + 1), "", "", "", 0});
    Criterion criterion;
    criterion.id = "rule";
    for (int p = pick(random, 1, 3); p > 0; --p) {
        CriterionPart part;
        for (int i = 0; i < items; ++i)
            if (pick(random, 0, 2) > 0) {
                part.items.push_back(static_cast<std::size_t>(i));
                part.at_least.push_back(pick(random, 1, 2));
            }
        if (part.items.empty()) part.items = {0}, part.at_least = {1};
        const int size = static_cast<int>(part.items.size());
        part.need = pick(random, 1, size);
        if (pick(random, 0, 1) == 1) part.most = pick(random, part.need, size);
        criterion.parts.push_back(part);
    }
    made.criteria.push_back(criterion);
    return made;
}

} // namespace

TEST(Criteria, the_pcl_5_pattern_is_what_all_completions_say)
{
    const Definition& pcl = known("pcl-5");
    std::mt19937_64 random(5);
    std::array<int, 3> seen{};
    for (int i = 0; i < 20'000; ++i) {
        std::vector<Mark> marks;
        Response response;
        const int blank = pick(random, 0, 60);
        const int reaching = pick(random, 5, 95);
        for (int item = 0; item < 20; ++item) {
            const bool high = pick(random, 0, 99) < reaching;
            const bool gone = pick(random, 0, 99) < blank;
            marks.push_back(gone ? Mark::blank : high ? Mark::reaches : Mark::below);
            response.items.push_back(gone ? Answer::none(Missing::declined)
                                          : Answer::chose(high ? pick(random, 2, 4) : pick(random, 0, 1)));
        }
        // B is items 1-5, C 6-7, D 8-14, E 15-20; they share none, so each may be gone through on its own.
        bool always = true;
        bool ever = true;
        const auto cluster = [&](int first, int last, int need) {
            const Cluster one = go_through({marks.begin() + first - 1, marks.begin() + last}, need);
            always = always && one.always;
            ever = ever && one.ever;
        };
        cluster(1, 5, 1);
        cluster(6, 7, 1);
        cluster(8, 14, 2);
        cluster(15, 20, 2);
        const Tri want = always ? Tri::met : ever ? Tri::cannot_tell : Tri::not_met;
        ASSERT_EQ(tri_of(score(pcl, response), "symptom_pattern"), want) << "case " << i;
        ++seen[static_cast<std::size_t>(want)];
    }
    for (const int times : seen)
        EXPECT_GT(times, 1'000) << "every verdict must be among the cases";
}

TEST(Criteria, rules_that_share_items_and_have_upper_bounds_are_what_all_completions_say)
{
    std::mt19937_64 random(6);
    std::array<int, 3> seen{};
    for (int i = 0; i < 20'000; ++i) {
        const Definition rule = random_rule(random);
        const Response response = random_response(rule, random, 50);
        const Tri want = by_all_completions(rule, response);
        ASSERT_EQ(score(rule, response).criteria[0].tri, want) << "case " << i;
        ++seen[static_cast<std::size_t>(want)];
    }
    for (const int times : seen)
        EXPECT_GT(times, 1'000);
}

TEST(Criteria, the_phq_9_patterns_exclude_each_other)
{
    const Definition& phq = known("phq-9");
    std::mt19937_64 random(7);
    for (int i = 0; i < 10'000; ++i) {
        const Response response = random_response(phq, random, pick(random, 0, 40));
        int core = 0;
        int count = 0;
        int blank = 0;
        for (std::size_t item = 0; item < 9; ++item) {
            const Answer answer = response.items[item];
            const bool counts = answer.given() && answer.value() >= (item == 8 ? 1 : 2);
            count += counts ? 1 : 0;
            core += counts && item < 2 ? 1 : 0;
            blank += answer.given() ? 0 : 1;
        }
        const Scored scored = score(phq, response);
        const Tri major = tri_of(scored, "symptom_pattern_major");
        const Tri other = tri_of(scored, "symptom_pattern_other");
        ASSERT_FALSE(major == Tri::met && other != Tri::not_met);
        ASSERT_FALSE(other == Tri::met && major != Tri::not_met);
        if (blank == 0) {
            ASSERT_EQ(major == Tri::met, core >= 1 && count >= 5);
            ASSERT_EQ(other == Tri::met, core >= 1 && count >= 2 && count <= 4);
        }
    }
}
