#include <algorithm>
#include <array>
#include <map>

#include <gtest/gtest.h>

#include "storage/release/generalise.h"
#include "tests/release/clinic.h"

using namespace clinic;

namespace {

/// The published costs and levels, written down a second time: age 4, sex 2, site 3, arm 3, visits 3.
int cost(int age, int sex, int site, int arm, int visits)
{
    constexpr int ages[] = {0, 250, 600, 1000}, sexes[] = {0, 1000}, sites[] = {0, 300, 900}, arms[] = {0, 500, 1500},
                  often[] = {0, 100, 400};
    return ages[age] + sexes[sex] + sites[site] + arms[arm] + often[visits];
}

struct One {
    int age, visits;
    std::string sex, site, arm;
};

std::string age_word(int age, int level)
{
    if (level == 3) return "withheld";
    if (level == 2) return age >= 80 ? "80+" : std::to_string(age / 20);
    if (age >= 90) return "90+";
    return std::to_string(age / (level == 0 ? 5 : 10));
}

std::string place(const std::vector<One>& people, std::string One::*which, const One& one, int level, int k)
{
    if (level == 2) return "withheld";
    const auto alike = std::ranges::count_if(people, [&](const One& other) { return other.*which == one.*which; });
    return level == 1 && alike < k ? "other" : one.*which;
}

using Look = std::vector<std::string>;

std::vector<Look> looks(const std::vector<One>& people, int a, int s, int si, int ar, int v, int k)
{
    std::vector<Look> all;
    for (const One& one : people) {
        const std::string often = v == 0   ? (one.visits <= 2   ? "a"
                                              : one.visits <= 5 ? "b"
                                                                : "c")
                                  : v == 1 ? (one.visits <= 5 ? "a" : "b")
                                           : "";
        all.push_back({age_word(one.age, a), s == 1 ? "withheld" : one.sex, place(people, &One::site, one, si, k),
                       place(people, &One::arm, one, ar, k), often});
    }
    return all;
}

using Coded = std::array<int, 5>;

/// The same looks as numbers, "withheld" as nought, so that a great many can be compared.
std::vector<Coded> coded(const std::vector<Look>& all)
{
    std::vector<Coded> out(all.size());
    for (std::size_t value = 0; value < 5; ++value) {
        std::map<std::string, int> ids{{"withheld", 0}};
        for (std::size_t person = 0; person < all.size(); ++person)
            out[person][value] = ids.try_emplace(all[person][value], static_cast<int>(ids.size())).first->second;
    }
    return out;
}

std::vector<std::size_t> in_small_groups(const std::vector<Coded>& all, int k)
{
    std::vector<std::size_t> small;
    for (std::size_t person = 0; person < all.size(); ++person)
        if (std::ranges::count(all, all[person]) < k) small.push_back(person);
    return small;
}

/// Gives every person from `at` on who may still lose values every set of values withheld, or none.
bool some_masks_do(std::vector<Coded>& all, int k, int most, std::size_t at)
{
    if (in_small_groups(all, k).empty()) return true;
    if (most == 0 || at == all.size()) return false;
    if (some_masks_do(all, k, most, at + 1)) return true;
    const Coded before = all[at];
    for (unsigned mask = 1; mask < 16; ++mask) {
        bool repeats = false;
        for (std::size_t value = 0; value < 4; ++value) {
            const bool hidden = (mask >> value & 1U) != 0;
            repeats = repeats || (hidden && before[value] == 0);
            all[at][value] = hidden ? 0 : before[value];
        }
        const bool done = !repeats && some_masks_do(all, k, most - 1, at + 1);
        all[at] = before;
        if (done) return true;
    }
    return false;
}

/// Every choice of at most `most` people with every set of values withheld. Nobody can become the like of a person in a
/// small group by losing a value which that person shows, so more such people than `most` is the end of it.
bool can_be_suppressed(const std::vector<Look>& looks, int k, int most)
{
    std::vector<Coded> all = coded(looks);
    if (std::ssize(in_small_groups(all, k)) > most) return false;
    return some_masks_do(all, k, most, 0);
}

int chosen_cost(const release::Risk& risk)
{
    const auto& l = risk.levels;
    return cost(l.at("age_band"), l.at("sex"), l.at("site"), l.at("arm"), l.at("visits"));
}

} // namespace

TEST(Search, no_node_of_lower_loss_satisfies_k_and_the_share)
{
    Random random(31);
    int with_loss = 0;
    for (int round = 0; round < 200; ++round) {
        const int k = 3;
        const int most = round % 4 == 0 ? 3 : 0;
        const int n = 6 + below(random, most == 0 ? 12 : 2);
        std::vector<One> people;
        std::vector<release::Record> records;
        const int visits = 1 + below(random, 7);
        for (int i = 0; i < n; ++i) {
            One one{20 + below(random, 4) * 6, visits, below(random, 5) == 0 ? "female" : "male",
                    "S" + std::to_string(below(random, 2)), "A" + std::to_string(below(random, 2))};
            const std::string code = random_code(random);
            for (int visit = 1; visit <= visits; ++visit) {
                records.push_back(row("p" + std::to_string(i), code, "gad-7", visit, 19000 + visit * 7, random));
                auto& r = records.back();
                r.year_of_birth = 2026 - one.age, r.sex = one.sex, r.site = one.site, r.arm = one.arm;
            }
            people.push_back(one);
        }
        auto wish = policy(k);
        wish.suppress_at_most = most == 0 ? 0 : (most + 0.01) / n;
        const auto made = release::deidentify(records, wish);
        ASSERT_TRUE(made);
        EXPECT_GE(made->risk.smallest_class, k);
        with_loss += made->risk.lost_a_value > 0 ? 1 : 0;

        const int found = chosen_cost(made->risk);
        for (int a = 0; a < 4; ++a)
            for (int s = 0; s < 2; ++s)
                for (int si = 0; si < 3; ++si)
                    for (int ar = 0; ar < 3; ++ar)
                        for (int v = 0; v < 3; ++v)
                            if (cost(a, s, si, ar, v) < found) {
                                EXPECT_FALSE(can_be_suppressed(looks(people, a, s, si, ar, v, k), k, most))
                                    << round << ": " << a << s << si << ar << v;
                            }
    }
    EXPECT_GT(with_loss, 3);
}

TEST(Search, ninety_and_older_are_one_band_and_bands_have_their_widths)
{
    for (int age = 0; age <= 130; ++age) {
        EXPECT_EQ(release::age_band(age, 0) == "90+", age >= 90) << age;
        EXPECT_EQ(release::age_band(age, 1) == "90+", age >= 90) << age;
        EXPECT_EQ(release::age_band(age, 2) == "80+", age >= 80) << age;
    }
    EXPECT_EQ(release::age_band(44, 0), "40-44");
    EXPECT_EQ(release::age_band(45, 0), "45-49");
    EXPECT_EQ(release::age_band(49, 1), "40-49");
    EXPECT_EQ(release::age_band(59, 2), "40-59");
    EXPECT_EQ(release::age_band(-3, 0), "");
}

TEST(Search, a_few_early_leavers_cost_a_few_late_rows_and_not_the_whole_course)
{
    Random random(32);
    std::vector<release::Record> records;
    for (int person = 0; person < 40; ++person) {
        const std::string code = random_code(random);
        const int visits = person < 4 ? 2 + person % 3 : 8;
        for (int visit = 1; visit <= visits; ++visit)
            records.push_back(row("p" + std::to_string(person), code, "pcl-5", visit, 19000 + 7 * visit, random));
    }
    const auto made = release::deidentify(records, policy());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->risk.levels.at("visits"), release::visits_filled);
    // Seven people lose visits 6 to 8, so that "five or fewer" holds eleven.
    EXPECT_EQ(made->risk.left_out, 7 * 3);
    std::map<std::string, int> rows;
    for (const auto& record : clinic::all_of(*made))
        ++rows[record.code()];
    EXPECT_EQ(std::ranges::count_if(rows, [](const auto& one) { return one.second <= 5; }), 11);
}
