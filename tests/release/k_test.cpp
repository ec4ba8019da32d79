#include <algorithm>
#include <ctime>
#include <set>

#include <gtest/gtest.h>

#include "storage/release/writers.h"
#include "tests/release/clinic.h"

using namespace clinic;

namespace {

int banded(int occasions, int level)
{
    if (level == 0) return occasions <= 2 ? 0 : occasions <= 5 ? 1 : occasions <= 8 ? 2 : 3;
    return level == 1 ? (occasions <= 5 ? 0 : 1) : 0;
}

/// GROUP BY over people on one written file, by what it shows alone. Rows stand for occasions when there is one
/// questionnaire.
int smallest_group(const Frame& file, int visits_level, bool with_visits)
{
    std::map<std::string, std::vector<std::string>> people;
    std::map<std::string, std::set<std::pair<std::string, std::string>>> occasions;
    for (std::size_t row = 0; row < file.rows.size(); ++row) {
        const std::string& code = file.at(row, "code");
        const std::vector<std::string> look{file.at(row, "age_band"), file.at(row, "sex"), file.at(row, "site"),
                                            file.at(row, "arm")};
        const auto [at, fresh] = people.emplace(code, look);
        EXPECT_EQ(at->second, look) << "one person, one look";
        occasions[code].insert({file.at(row, "week"), file.at(row, "visit")});
    }
    std::map<std::vector<std::string>, int> groups;
    for (auto& [code, look] : people) {
        if (with_visits) look.push_back(std::to_string(banded(static_cast<int>(occasions[code].size()), visits_level)));
        ++groups[look];
    }
    int smallest = 1 << 30;
    for (const auto& [look, size] : groups)
        smallest = std::min(smallest, size);
    return smallest;
}

/// The files with one row a person's answer or questionnaire, by the writers of the bundle; every other format carries
/// the same cells, which `release_formats_agree` holds.
Result<Bundle> tables_of(const std::vector<release::Record>& records, const release::Policy& policy)
{
    auto data = release::deidentify(records, policy);
    if (!data) return data.error();
    const auto book = release::make_codebook(*data, library());
    if (!book) return book.error();
    MemorySink sink;
    if (const auto written = release::write_items_csv(*data, *book, sink); !written) return written.error();
    for (const release::Sheet& sheet : book->wide)
        if (const auto written = release::write_wide_csv(*data, sheet, sink); !written) return written.error();
    Bundle out;
    out.data = std::move(*data);
    out.files = std::move(sink.files);
    return out;
}

enum class Write : std::uint8_t { tables, everything };

void expect_k(const std::vector<release::Record>& records, const release::Policy& policy, Write what = Write::tables)
{
    const auto made = what == Write::everything ? bundle(records, policy) : tables_of(records, policy);
    if (!made) {
        EXPECT_EQ(made.error().fault, release::fault::too_rare) << made.error().detail;
        EXPECT_EQ(made.error().detail, "visits");
        return;
    }
    const int level = made->data.risk.levels.at("visits");
    const Frame all = frame(made->files.at("long.csv"));
    EXPECT_GE(smallest_group(all, level, true), policy.k);
    EXPECT_EQ(smallest_group(all, level, true), made->data.risk.smallest_class);
    for (const auto& [name, text] : made->files)
        if (name.ends_with("_wide.csv")) {
            EXPECT_GE(smallest_group(frame(text), level, false), policy.k) << name;
        }
}

} // namespace

TEST(Release, every_group_in_every_file_holds_k_people)
{
    Random random(11);
    for (const int people : {11, 12, 40, 200})
        for (int round = 0; round < 20; ++round) {
            Shape shape;
            shape.people = people;
            shape.most_visits = 1 + below(random, 12);
            shape.sites = 1 + below(random, 6);
            shape.arms = below(random, 4);
            shape.instruments = {"pcl-5"};
            expect_k(make(shape, random), policy(), round == 0 ? Write::everything : Write::tables);
        }
}

TEST(Release, every_group_holds_k_people_also_when_questionnaires_are_given_to_some_only)
{
    Random random(12);
    for (int round = 0; round < 40; ++round) {
        Shape shape;
        shape.people = 12 + below(random, 150);
        shape.most_visits = 1 + below(random, 4);
        shape.instruments = {"pcl-5", "phq-9", "wai-sr-client"};
        shape.skips_of_100 = below(random, 100);
        expect_k(make(shape, random), policy());
    }
}

TEST(Release, five_thousand_people_hold_k_within_seconds)
{
    Random random(13);
    Shape shape;
    shape.people = 5000;
    shape.most_visits = 3;
    shape.sites = 8;
    expect_k(make(shape, random), policy());
}

TEST(Release, the_oldest_a_lonely_site_and_the_most_frequent_visitor_do_not_stand_out)
{
    Random random(14);
    for (const int people : {12, 40, 200}) {
        Shape shape;
        shape.people = people;
        shape.least_visits = 4;
        auto records = make(shape, random);
        const std::string oldest = records.front().person;
        const std::string lonely = records[records.size() / 2].person;
        for (auto& record : records) {
            if (record.person == oldest) record.year_of_birth = 2026 - 94;
            if (record.person == lonely) record.site = "Lighthouse";
        }
        const release::Record last = records.back();
        for (int more = 1; more <= 60; ++more) {
            records.push_back(row(last.person, last.code, "pcl-5", 8 + more, last.day + 3 * more, random));
            auto& made = records.back();
            made.year_of_birth = last.year_of_birth, made.sex = last.sex, made.site = last.site, made.arm = last.arm;
        }
        expect_k(records, policy());

        const auto made = bundle(records, policy());
        if (!made) continue;
        std::map<std::string, int> rows;
        const Frame all = frame(made->files.at("pcl5_wide.csv"));
        for (std::size_t row = 0; row < all.rows.size(); ++row)
            ++rows[all.at(row, "code")];
        int most = 0;
        for (const auto& [code, count] : rows)
            most = std::max(most, count);
        EXPECT_GE(std::ranges::count_if(rows, [&](const auto& one) { return one.second == most; }), 11) << people;
        for (const auto& [name, text] : made->files)
            EXPECT_EQ(text.find("Lighthouse"), std::string::npos) << name;
    }
}

TEST(Release, fewer_people_than_k_are_refused_whatever_their_rows)
{
    Random random(15);
    for (const int people : {1, 5, 10}) {
        Shape shape;
        shape.people = people;
        shape.least_visits = shape.most_visits = 12;
        const auto made = release::deidentify(make(shape, random), policy());
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().fault, release::fault::too_few_people);
        EXPECT_NE(made.error().detail.find(std::to_string(people)), std::string::npos);
        EXPECT_NE(made.error().detail.find("11"), std::string::npos);
    }
}

TEST(Release, a_questionnaire_answered_by_fewer_than_k_people_stays_behind)
{
    Random random(16);
    Shape shape;
    shape.least_visits = shape.most_visits = 3;
    auto records = make(shape, random);
    for (int person = 0; person < 10; ++person) {
        auto extra = records[static_cast<std::size_t>(person * 3)];
        extra.instrument = "gad-7";
        extra.version = instruments::find_in_library("gad-7")->version;
        extra.response = random_response(*instruments::find_in_library("gad-7"), random);
        records.push_back(extra);
    }
    const auto made = bundle(records, policy());
    ASSERT_TRUE(made);
    EXPECT_FALSE(made->files.contains("gad7_wide.csv"));
    EXPECT_TRUE(std::ranges::any_of(made->data.withheld, [](const auto& line) { return line.what == "gad-7"; }));
    EXPECT_EQ(made->files.at("long.csv").find("gad-7"), std::string::npos);
}

TEST(Release, people_lose_values_only_within_the_share_the_policy_allows)
{
    Random random(17);
    int with_loss = 0;
    for (int round = 0; round < 40; ++round) {
        Shape shape;
        shape.people = 300 + below(random, 300);
        shape.most_visits = 2;
        shape.sites = 2;
        auto wish = policy();
        wish.suppress_at_most = 0.05;
        auto records = make(shape, random);
        const int unusual = 3 + below(random, 8);
        for (auto& record : records) {
            const int number = std::stoi(record.person.substr(9));
            record.sex = number < unusual ? "" : number % 2 == 0 ? "female" : "male";
        }
        const auto made = release::deidentify(records, wish);
        ASSERT_TRUE(made) << made.error().detail;
        EXPECT_LE(made->risk.lost_a_value, 0.05);
        EXPECT_GE(made->risk.smallest_class, 11);
        with_loss += made->risk.lost_a_value > 0 ? 1 : 0;
    }
    EXPECT_GT(with_loss, 0);
}

TEST(Release, too_rare_names_the_column_when_half_of_the_answers_would_stay_behind)
{
    Random random(18);
    std::vector<release::Record> records;
    for (int person = 0; person < 11; ++person) {
        const std::string code = random_code(random);
        for (int visit = 1; visit <= 1 + person * 4; ++visit)
            records.push_back(row("p" + std::to_string(person), code, "pcl-5", visit, 19000 + 7 * visit, random));
    }
    const auto made = release::deidentify(records, policy());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().fault, release::fault::too_rare);
    EXPECT_EQ(made.error().detail, "visits");
}

TEST(Release, a_policy_outside_its_range_is_refused_by_name)
{
    Random random(19);
    const auto records = make({}, random);
    const auto refused = [&](auto change, const char* field) {
        auto wish = policy();
        change(wish);
        const auto made = release::deidentify(records, wish);
        ASSERT_FALSE(made) << field;
        EXPECT_EQ(made.error().fault, release::fault::policy_refused);
        EXPECT_EQ(made.error().detail, field);
    };
    refused([](auto& p) { p.profile = "D"; }, "profile");
    refused([](auto& p) { p.profile = ""; }, "profile");
    refused([](auto& p) { p.profile = "B"; }, "recipient");
    refused([](auto& p) { p.k = 2; }, "k");
    refused([](auto& p) { p.cell_threshold = 4; }, "cell_threshold");
    refused([](auto& p) { p.suppress_at_most = 1.5; }, "suppress_at_most");
    refused([](auto& p) { p.cut_at_most = -0.1; }, "cut_at_most");
}

TEST(Release, codes_must_be_one_for_a_person_and_look_random)
{
    Random random(20);
    const auto good = make({}, random);
    const auto refused = [&](auto change) {
        auto records = good;
        change(records);
        const auto made = release::deidentify(records, policy());
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().fault, release::fault::bad_codes);
    };
    refused([](auto& r) { r.front().code.clear(); });
    refused([](auto& r) { r.front().code = "John Smith 1234567"; });
    refused([&](auto& r) {
        const std::string taken = r.back().code;
        const std::string who = r.front().person;
        for (auto& one : r)
            if (one.person == who) one.code = taken;
    });
    const auto none = release::deidentify(std::span<const release::Record>(), policy());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().fault, release::fault::nothing_to_release);
}

TEST(ProfileB, dates_leave_only_for_a_named_recipient_and_purpose_and_every_file_says_what_they_are)
{
    Random random(95);
    Shape shape;
    shape.people = 14;
    shape.instruments = {"pcl-5", "gad-7"};
    const auto records = make(shape, random);
    auto wish = policy();
    wish.profile = "B";
    for (const char* field : {"recipient", "purpose"}) {
        const auto refused = release::deidentify(records, wish);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, release::fault::policy_refused);
        EXPECT_EQ(refused.error().detail, field);
        (field[0] == 'r' ? wish.recipient : wish.purpose) = "somebody";
    }
    const auto made = bundle(records, wish);
    ASSERT_TRUE(made) << made.error().fault.name << made.error().detail;
    const Frame wide = frame(made->files.at("pcl5_wide.csv"));
    EXPECT_EQ(made->data.records.size(), records.size()) << "nothing is left out";
    std::multiset<std::string> dates;
    for (std::size_t row = 0; row < wide.rows.size(); ++row)
        dates.insert(wide.at(row, "date"));
    for (const auto& record : records)
        if (record.instrument == "pcl-5") {
            // Days since 1970 by the machine's own calendar.
            const std::time_t when = static_cast<std::time_t>(record.day) * 86400;
            std::tm parts{};
            gmtime_r(&when, &parts);
            char text[16];
            std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
            const auto at = dates.find(text);
            ASSERT_NE(at, dates.end()) << text;
            dates.erase(at);
        }
    EXPECT_TRUE(dates.empty());
    for (const char* name : {"README-PERSONAL-DATA.txt", "manifest.json", "datapackage.json", "odm.xml"})
        EXPECT_NE(made->files.at(name).find("personal data under pseudonyms"), std::string::npos) << name;
    EXPECT_FALSE(made->files.contains("README.txt"));
    // And A never has the column.
    auto plain = policy();
    shape.people = 60;
    const auto other = bundle(make(shape, random), plain);
    ASSERT_TRUE(other);
    EXPECT_FALSE(frame(other->files.at("pcl5_wide.csv")).column.contains("date"));
}
