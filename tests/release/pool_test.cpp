#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/release/pool_support.h"

using namespace clinic;

namespace {

using release::Contribution;

/// A line of long.csv without what pooling may change: the site, and bands that are made wider.
std::multiset<std::string> answers_of(const std::string& long_csv)
{
    const Frame rows = frame(long_csv);
    std::multiset<std::string> out;
    for (std::size_t at = 0; at < rows.rows.size(); ++at) {
        std::string line;
        for (const char* const column :
             {"code", "instrument", "version", "visit", "week", "item", "value", "missing_reason"})
            line += rows.at(at, column) + "|";
        out.insert(line);
    }
    return out;
}

/// First and last age of a band; of "withheld" and "" everything.
std::pair<int, int> ages(const std::string& band)
{
    if (band == "withheld" || band.empty()) return {0, 200};
    const int from = std::stoi(band);
    const auto hyphen = band.find('-');
    return {from, hyphen == std::string::npos ? 200 : std::stoi(band.substr(hyphen + 1))};
}

} // namespace

TEST(Pool, every_row_of_every_site_is_there_once_under_its_code_and_nothing_is_told_more_finely)
{
    Random random(7101);
    int wider = 0;
    for (int round = 0; round < 6; ++round) {
        const auto sites = round % 2 == 0 ? three_sites(random) : a_large_one_and_two(random);
        const auto read = contributions(sites);
        ASSERT_EQ(read.size(), 3U);
        ASSERT_TRUE(release::disagreements(read).empty());
        ASSERT_TRUE(release::overlaps(read).empty());
        const auto files = pooled_files_of(read);
        ASSERT_FALSE(files.empty()) << round;
        std::multiset<std::string> given;
        std::map<std::string, std::map<std::string, std::string>> as_given; // by code
        for (const Site& site : sites) {
            given.merge(answers_of(site.files.at("long.csv")));
            const Frame rows = frame(site.files.at("long.csv"));
            for (std::size_t at = 0; at < rows.rows.size(); ++at)
                for (const char* const column : {"age_band", "sex", "arm"})
                    as_given[rows.at(at, "code")][column] = rows.at(at, column);
            for (std::size_t at = 0; at < rows.rows.size(); ++at)
                as_given[rows.at(at, "code")]["contributor"] = site.name;
        }
        EXPECT_EQ(answers_of(files.at("long.csv")), given);
        const Frame rows = frame(files.at("long.csv"));
        for (std::size_t at = 0; at < rows.rows.size(); ++at) {
            auto& was = as_given.at(rows.at(at, "code"));
            const auto before = ages(was["age_band"]);
            const auto after = ages(rows.at(at, "age_band"));
            EXPECT_LE(after.first, before.first);
            EXPECT_GE(after.second, before.second);
            wider += before == after ? 0 : 1;
            for (const char* const column : {"sex", "arm"}) {
                const std::string& now = rows.at(at, column);
                EXPECT_TRUE(now == was[column] || now == "withheld" || (now == "other" && column[0] == 'a'));
            }
            const std::string site = rows.at(at, "site");
            EXPECT_EQ(site.substr(0, site.find(',')), was["contributor"]);
        }
    }
    EXPECT_GT(wider, 0) << "no round had sites with different bands";
}

TEST(Pool, k_holds_with_the_site_among_the_columns_and_every_number_of_the_table_is_that_of_the_rows)
{
    Random random(7102);
    int shown = 0;
    for (int round = 0; round < 6; ++round) {
        const int k = 5 + below(random, 7);
        const auto files = pooled_files_of(contributions(three_sites(random, k)));
        ASSERT_FALSE(files.empty()) << round;
        for (const char* const name : {"long.csv", "pcl5_wide.csv", "gad7_wide.csv"}) {
            const Frame rows = frame(files.at(name));
            std::map<std::string, std::set<std::string>> groups;
            for (std::size_t at = 0; at < rows.rows.size(); ++at)
                groups[rows.at(at, "age_band") + "|" + rows.at(at, "sex") + "|" + rows.at(at, "site") + "|" +
                       rows.at(at, "arm")]
                    .insert(rows.at(at, "code"));
            for (const auto& [look, people] : groups)
                EXPECT_GE(std::ssize(people), k) << name << " " << look;
        }
        std::map<std::string, std::map<std::string, double>> totals; // instrument and visit, code
        const Frame scores = frame(files.at("scores.csv"));
        for (std::size_t at = 0; at < scores.rows.size(); ++at)
            if (scores.at(at, "scale").ends_with("_total") && !scores.at(at, "score").empty())
                totals[scores.at(at, "instrument") + "|" + scores.at(at, "visit")].emplace(
                    scores.at(at, "code"), std::stod(scores.at(at, "score")));
        const Frame table = frame(files.at("table.csv"));
        for (std::size_t at = 0; at < table.rows.size(); ++at) {
            if (table.at(at, "n") == "withheld") continue;
            const auto& people = totals.at(table.at(at, "instrument") + "|" + table.at(at, "visit"));
            double sum = 0;
            for (const auto& [code, score] : people)
                sum += score;
            EXPECT_EQ(table.at(at, "n"), std::to_string(people.size()));
            EXPECT_NEAR(std::stod(table.at(at, "mean")), sum / static_cast<double>(people.size()), 0.05 + 1e-9);
            ++shown;
        }
    }
    EXPECT_GT(shown, 15);
}

TEST(Pool, the_same_bundles_in_any_order_give_the_same_bytes)
{
    Random random(7103);
    auto sites = three_sites(random);
    std::vector<int> order{0, 1, 2};
    std::map<std::string, std::string> first;
    do {
        std::vector<Site> now;
        for (const int at : order)
            now.push_back(sites[static_cast<std::size_t>(at)]);
        const auto files = pooled_bundle_of(contributions(now));
        ASSERT_FALSE(files.empty());
        EXPECT_TRUE(files.contains("load_duckdb.sql") && files.contains("load_postgresql.sql"));
        if (first.empty()) first = files;
        EXPECT_EQ(files.size(), first.size());
        for (const auto& [name, bytes] : first)
            EXPECT_TRUE(files.at(name) == bytes) << name; // not printed: they are megabytes
    } while (std::ranges::next_permutation(order).found);
}

TEST(Pool, no_group_under_the_threshold_can_be_had_by_taking_the_sites_tables_from_the_pooled_one)
{
    Random random(7104);
    int tried = 0;
    int late = 0;
    for (int round = 0; round < 20; ++round) {
        std::vector<Site> sites;
        for (const char* const name : {"North", "South", "West", "East"}) {
            Shape shape;
            shape.people = 24 + below(random, 30);
            shape.sites = 1;
            shape.arms = 2;
            shape.least_visits = 1;
            shape.most_visits = 2 + below(random, 4);
            sites.push_back(site_of(name, make(shape, random), policy(5)));
        }
        const auto read = contributions(sites);
        if (read.size() != sites.size()) continue; // a clinic whose courses are too unlike
        const auto files = pooled_files_of(read);
        ASSERT_FALSE(files.empty()) << round;
        // By table row: n of the pooled one, less that of every choice of sites that told theirs.
        const auto numbers = [](const std::string& statistics, const std::string& name) {
            std::map<std::string, int> out;
            const Frame rows = frame(statistics);
            for (std::size_t at = 0; at < rows.rows.size(); ++at) {
                const std::string& value = rows.at(at, "value");
                const bool plain = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
                if (rows.at(at, "statistic") == name && plain)
                    out[rows.at(at, "by") + "|" + rows.at(at, "group") + "|" + rows.at(at, "visit")] = std::stoi(value);
            }
            return out;
        };
        for (const char* const name : {"n", "pairs", "missing", "dropped_out"}) {
            const bool people_of_a_value = name[0] == 'n' || name[0] == 'p';
            const auto pooled = numbers(files.at("statistics.csv"), name);
            for (unsigned which = 1; which < 16; ++which)
                for (const auto& [key, all] : pooled) {
                    if (key.starts_with("site|")) continue;
                    int left = all;
                    bool told = true;
                    for (std::size_t at = 0; at < sites.size(); ++at) {
                        if ((which >> at & 1U) == 0) continue;
                        const auto own = numbers(sites[at].files.at("statistics.csv"), name);
                        const auto found = own.find(key);
                        if (found == own.end())
                            told = false;
                        else
                            left -= found->second;
                    }
                    if (!told) continue;
                    ++tried;
                    int others_told = 0;
                    for (std::size_t at = 0; at < sites.size(); ++at)
                        others_told += (which >> at & 1U) == 0 &&
                                       numbers(sites[at].files.at("statistics.csv"), name).contains(key);
                    // A count of few is marked as such by its site: the pooled one is there only where everybody who
                    // has part in it told theirs.
                    if (people_of_a_value) {
                        EXPECT_TRUE(left == 0 || left >= 11) << name << " " << key << ": " << left;
                    } else if (others_told == 0) {
                        EXPECT_EQ(left, 0) << name << " " << key;
                    }
                    if (others_told > 0) continue;
                    late += left == 0 ? 0 : 1;
                }
        }
    }
    EXPECT_GT(tried, 200);
    EXPECT_GT(late, 0) << "pooling showed nothing that no site could show alone";
}

TEST(Pool, a_visit_at_which_a_site_counted_an_earlier_releases_people_is_not_told)
{
    Random random(7107);
    for (const int lacking : {1, 3, 30}) {
        auto sites = three_sites(random);
        Shape shape;
        shape.people = 60;
        shape.sites = 1;
        shape.least_visits = 2;
        shape.most_visits = 3;
        shape.missing_of_100 = 0;
        shape.instruments = {"pcl-5", "gad-7"};
        const auto records = make(shape, random);
        // All who had a first PCL-5 but those who came since left in a table before.
        const auto now = release::aggregate(records, library(), policy());
        const auto first = std::ranges::find_if(
            now.rows, [](const auto& row) { return row.instrument == "pcl-5" && row.visit == "Visit 1"; });
        ASSERT_NE(first, now.rows.end());
        release::LedgerRow before{"pcl-5|total|Visit 1", first->people};
        ASSERT_GT(std::ssize(before.people), lacking + 11);
        before.people.resize(before.people.size() - static_cast<std::size_t>(lacking));
        sites[0] = site_of("North", records, policy(), {before});
        const auto files = pooled_files_of(contributions(sites));
        ASSERT_FALSE(files.empty());
        int told = 0;
        for (const char* const name : {"table.csv", "statistics.csv"}) {
            const Frame rows = frame(files.at(name));
            const std::string value = name[0] == 't' ? "n" : "value";
            for (std::size_t at = 0; at < rows.rows.size(); ++at)
                if (rows.at(at, "instrument") == "pcl-5" && rows.at(at, "visit") == "Visit 1")
                    told += rows.at(at, value) == "withheld" ? 0 : 1;
        }
        if (lacking < 11)
            EXPECT_EQ(told, 0) << lacking;
        else
            EXPECT_GT(told, 0) << "where nobody's part would be had, the visit is there";
    }
}

TEST(Pool, the_strictest_rule_holds_and_what_no_wider_band_helps_is_told_by_site)
{
    Random random(7105);
    Shape large;
    large.people = 80;
    large.sites = 1;
    Shape once = large; // whose last week is everybody's
    once.most_visits = 1;
    Shape small = once;
    small.people = 12;
    const auto read = contributions({site_of("North", make(large, random), policy(15)),
                                     site_of("South", make(once, random), policy(5)),
                                     site_of("West", make(small, random), policy(5))});
    ASSERT_EQ(read.size(), 3U);
    const auto both = release::pool(std::span(read).first(2), "Study");
    ASSERT_TRUE(both) << both.error().fault.name << both.error().detail;
    EXPECT_EQ(both->policy.k, 15);
    EXPECT_GE(both->data.risk.smallest_class, 15);
    const auto all = release::pool(read, "Study");
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().fault, release::fault::too_rare);
    const auto short_of = release::shortfalls(read, 15);
    ASSERT_EQ(short_of.size(), 2U);
    EXPECT_EQ(short_of[0].site, "West");
    EXPECT_EQ(short_of[0].people, 12);
    EXPECT_EQ(short_of[1].instrument, "pcl-5");
}

TEST(Pool, the_manifest_says_where_every_row_comes_from)
{
    Random random(7106);
    const auto sites = three_sites(random);
    const auto files = pooled_files_of(contributions(sites));
    ASSERT_FALSE(files.empty());
    const auto manifest = nlohmann::json::parse(files.at("manifest.json"));
    ASSERT_EQ(manifest["pooled"].size(), 3U);
    int people = 0;
    for (std::size_t at = 0; at < 3; ++at) {
        const auto& one = manifest["pooled"][at];
        EXPECT_EQ(one["site"], sites[at].name);
        EXPECT_EQ(one["manifest_sha256"], sites[at].manifest_sha256);
        const auto own = nlohmann::json::parse(sites[at].files.at("manifest.json"));
        EXPECT_EQ(one["people"], own["people"]);
        EXPECT_EQ(one["withheld"], own["withheld"]);
        EXPECT_EQ(one["program"], own["app"]["version"]);
        people += one["people"].get<int>();
    }
    EXPECT_EQ(manifest["people"], people);
    EXPECT_EQ(sites[0].files.at("manifest.json").find("\"pooled\""), std::string::npos);
    EXPECT_FALSE(release::read_manifest(files.at("manifest.json"))) << "not pooled twice";
}
