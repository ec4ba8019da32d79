#include <algorithm>

#include <gtest/gtest.h>

#include "tests/release/pool_support.h"

using namespace clinic;

namespace {

using release::Contribution;

void replace(std::string& text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

/// Two sites that go together, and what is said once the second one's file is changed.
std::vector<release::Disagreement> said_of(const std::string& file, const std::string& from, const std::string& to)
{
    Random random(7201);
    Shape shape;
    shape.instruments = {"gad-7", "pcl-5"};
    shape.sites = 1;
    auto one = site_of("North", make(shape, random), policy());
    auto other = site_of("South", make(shape, random), policy());
    EXPECT_TRUE(release::disagreements(contributions({one, other})).empty());
    replace(other.files.at(file), from, to);
    const auto read = contributions({one, other});
    EXPECT_EQ(read.size(), 2U) << file;
    if (read.size() == 2) {
        EXPECT_FALSE(release::pool(read, "Study")) << file << " " << to;
    }
    return release::disagreements(read);
}

} // namespace

TEST(PoolRefusals, each_kind_of_disagreement_is_told_by_file_variable_and_what_each_site_says)
{
    struct Case {
        std::string file, from, to, variable, what, north, south;
    };
    for (const Case& one : std::vector<Case>{
             {"codebook.csv", "GAD-7 item 1: Nervous", "GAD-7 item 1: Nerves", "gad7_wide.csv gad7_01", "label", "",
              ""},
             {"codebook.csv", "gad7_wide.csv,gad7_02,", "gad7_wide.csv,gad7_2,", "gad7_wide.csv gad7_02", "variable",
              "there", ""},
             {"codebook.csv", "Why there is no answer,text,", "Why there is no answer,integer,",
              "long.csv missing_reason", "type", "text", "integer"},
             {"manifest.json", "\"demo\": false", "\"demo\": true", "", "demo", "real people", "invented people"},
             {"manifest.json", "\"schema\": 2", "\"schema\": 1", "", "schema", "2", "1"},
         }) {
        const auto said = said_of(one.file, one.from, one.to);
        ASSERT_FALSE(said.empty()) << one.to;
        const auto at = std::ranges::find_if(said, [&](const auto& each) { return each.variable == one.variable; });
        ASSERT_NE(at, said.end()) << one.variable;
        EXPECT_EQ(at->file, one.file);
        EXPECT_EQ(at->what, one.what);
        ASSERT_EQ(at->says.size(), 2U);
        EXPECT_EQ(at->says[0].first, "North");
        EXPECT_EQ(at->says[1].first, "South");
        EXPECT_NE(at->says[0].second, at->says[1].second);
        if (!one.north.empty()) {
            EXPECT_EQ(at->says[0].second, one.north);
            EXPECT_EQ(at->says[1].second, one.south);
        }
    }
}

TEST(PoolRefusals, other_questionnaires_or_visits_in_another_order_are_a_disagreement)
{
    Random random(7202);
    Shape shape;
    shape.instruments = {"gad-7", "pcl-5"};
    shape.sites = 1;
    Shape fewer = shape;
    fewer.instruments = {"gad-7"};
    const auto one = site_of("North", make(shape, random), policy());
    const auto said = release::disagreements(contributions({one, site_of("South", make(fewer, random), policy())}));
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].variable, "pcl-5");
    EXPECT_TRUE(said[0].says[1].second.empty());

    auto records = make(shape, random);
    for (release::Record& record : records)
        record.visit = "Visit " + std::to_string(9 - record.session_number);
    const auto turned = release::disagreements(contributions({one, site_of("South", records, policy())}));
    ASSERT_FALSE(turned.empty());
    EXPECT_EQ(turned[0].file, "table.csv");
    EXPECT_EQ(turned[0].says[0].second.find("Visit 1; Visit 2"), 0U) << turned[0].says[0].second;
}

TEST(PoolRefusals, people_who_stand_in_two_bundles_are_known_by_manifest_code_or_answers)
{
    Random random(7203);
    Shape shape;
    shape.instruments = {"gad-7", "pcl-5"};
    shape.sites = 1;
    const auto records = make(shape, random);
    const auto known_by = [](const std::vector<Site>& sites) -> std::pair<std::string, int> {
        const auto read = contributions(sites);
        EXPECT_EQ(read.size(), 2U);
        const auto found = release::overlaps(read);
        if (found.empty()) return {};
        EXPECT_FALSE(release::pool(read, "Study"));
        return {std::string(found.front().known_by), found.front().people};
    };
    const auto first = site_of("North", records, policy());
    auto same = first;
    same.name = "South";
    EXPECT_EQ(known_by({first, same}), std::pair(std::string("manifest"), 40));

    // A later release of the same project: half of the people are gone, one has come.
    std::vector<release::Record> later;
    for (const release::Record& record : records)
        if (record.person < "PERSONKEY25") later.push_back(record);
    const auto [by_code, people] = known_by({first, site_of("South", later, policy(5))});
    EXPECT_EQ(by_code, "code");
    EXPECT_GT(people, 10);

    // Under another project everybody has another code.
    auto renamed = records;
    std::map<std::string, std::string> codes;
    for (release::Record& record : renamed) {
        auto& code = codes[record.code];
        if (code.empty()) code = random_code(random);
        record.code = code;
    }
    EXPECT_EQ(known_by({first, site_of("South", renamed, policy())}).first, "answers");

    // Other people, of whom many answered next to nothing: nobody is taken for somebody else.
    auto well = make(shape, random);
    auto well_too = make(shape, random);
    for (auto* const all : {&well, &well_too})
        for (release::Record& record : *all)
            for (std::size_t item = 0; item < record.response.items.size(); ++item)
                record.response.items[item] = instruments::Answer::chose(item == 0 ? below(random, 2) : 0);
    EXPECT_EQ(known_by({site_of("North", well, policy()), site_of("South", well_too, policy())}).first, "");
    EXPECT_EQ(known_by({first, site_of("South", make(shape, random), policy())}).first, "");
}

TEST(PoolRefusals, what_is_no_bundle_of_profile_a_is_not_read)
{
    Random random(7204);
    Shape shape;
    shape.sites = 1;
    const auto good = site_of("North", make(shape, random), policy());
    ASSERT_TRUE(contribution(good));
    for (const std::string_view name : release::pooled_files) {
        Site lacking = good;
        lacking.files.erase(std::string(name));
        EXPECT_FALSE(contribution(lacking)) << name;
        Site broken = good;
        broken.files.at(std::string(name)) = "\"";
        if (name.ends_with(".csv")) {
            EXPECT_FALSE(contribution(broken)) << name;
        }
    }
    Site changed = good;
    replace(changed.files.at("manifest.json"), "\"profile\": \"A\"", "\"profile\": \"B\"");
    EXPECT_FALSE(contribution(changed));
    release::Policy dated = policy();
    dated.profile = "B";
    dated.recipient = dated.purpose = "one";
    EXPECT_FALSE(contribution(site_of("North", make(shape, random), dated)));
    for (int round = 0; round < 10'000; ++round) {
        std::string text = good.files.at("manifest.json");
        for (int times = 1 + below(random, 3); times > 0; --times)
            text[static_cast<std::size_t>(below(random, static_cast<int>(text.size())))] =
                static_cast<char>(below(random, 256));
        static_cast<void>(release::read_manifest(text)); // read or refused, and never more
    }
}
