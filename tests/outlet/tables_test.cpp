#include <algorithm>

#include <gtest/gtest.h>

#include "storage/outlet/outlet.h"
#include "storage/outlet/tables.h"
#include "tests/outlet/clinic.h"

using namespace rapport;
using namespace outlet_test;

namespace {

const release::TableWish by_time{"pcl-5", "total", "all"};

outlet::PreparedTable prepared(vault::Vault& vault, const release::TableWish& wish = by_time)
{
    const auto source = outlet::table_source(vault, policy());
    EXPECT_TRUE(source) << source.error().fault.name;
    const auto table = outlet::prepare_table(vault, *source, wish);
    EXPECT_TRUE(table) << table.error().fault.name;
    return *table;
}

std::string value(const outlet::PreparedTable& table, const std::string& visit, const std::string& name)
{
    for (const auto& one : table.table.outcomes.rows)
        if (one.visit == visit && one.group == "all" && one.name == name) return one.value;
    return {};
}

} // namespace

TEST(OutletTables, a_table_lands_private_and_whole_and_the_ledger_has_it)
{
    Clinic clinic(30, 2);
    auto table = prepared(clinic.vault());
    table.policy.recipient = "A university";
    table.policy.purpose = "One paper";
    const std::string out = clinic.scratch.path + "/table";
    const auto done = outlet::write_table(clinic.vault(), table, out);
    ASSERT_TRUE(done) << done.error().fault.name << done.error().detail;
    EXPECT_EQ(names_in(out), (std::vector<std::string>{"README.txt", "SHA256SUMS", "manifest.json", "statistics.csv"}));
    EXPECT_EQ(mode_of(out), 0700U);
    for (const std::string& name : names_in(out)) {
        EXPECT_EQ(mode_of(out + "/" + name), 0600U);
        for (const char* const marker : {"MARKPSEUDONYM", "MARKTHERAPIST", "MARKNAME", "MARKNUMBER"})
            EXPECT_EQ(bytes_of(out + "/" + name).find(marker), std::string::npos) << name;
    }
    const std::string csv = bytes_of(out + "/statistics.csv");
    for (const auto& one : table.table.outcomes.rows)
        EXPECT_NE(csv.find(one.visit + "," + one.name + "," + one.value + "\n"), std::string::npos) << one.name;
    const auto lines = vault::releases(clinic.vault());
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ(lines->front().recipient, "A university");
    EXPECT_EQ(lines->front().people, 30);
    EXPECT_EQ(lines->front().manifest_sha256, done->written.manifest_sha256);
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release"), 1);
}

TEST(OutletTables, a_bundle_and_a_table_are_held_against_one_ledger)
{
    Clinic clinic(24, 2);
    const auto bundle = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(bundle);
    ASSERT_TRUE(outlet::write(clinic.vault(), *bundle, clinic.scratch.path + "/a"));
    clinic.add(24, 2);
    const auto table = prepared(clinic.vault());
    EXPECT_EQ(value(table, "Visit 1", "n"), "24") << "the newcomer is not counted";
    for (const auto& row : bundle->table.rows)
        if (row.instrument == "pcl-5" && row.visit == "Visit 1") {
            EXPECT_EQ(value(table, "Visit 1", "mean"), release::table_words(row).mean);
        }
    ASSERT_TRUE(outlet::write_table(clinic.vault(), table, clinic.scratch.path + "/b"));
    const auto lines = vault::releases(clinic.vault());
    ASSERT_TRUE(lines);
    EXPECT_EQ(lines->size(), 2U);
    ASSERT_TRUE(clinic.vault().verify());
}

TEST(OutletTables, what_is_not_as_it_was_shown_is_not_written)
{
    Clinic clinic(24, 1);
    const auto shown = prepared(clinic.vault());
    for (int person = 24; person < 40; ++person)
        clinic.add(person, 1);
    const auto before = names_in(clinic.scratch.path);
    const auto done = outlet::write_table(clinic.vault(), shown, clinic.scratch.path + "/late");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, outlet::fault::table_changed);
    EXPECT_EQ(names_in(clinic.scratch.path), before);
    EXPECT_TRUE(vault::releases(clinic.vault())->empty());
}

TEST(OutletTables, with_every_number_withheld_nothing_leaves_and_the_audit_says_so)
{
    Clinic clinic(8, 1);
    const auto shown = prepared(clinic.vault());
    const auto before = names_in(clinic.scratch.path);
    const auto done = outlet::write_table(clinic.vault(), shown, clinic.scratch.path + "/few");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, release::fault::nothing_to_release);
    EXPECT_EQ(names_in(clinic.scratch.path), before);
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release_refused"), 1);
    EXPECT_TRUE(vault::releases(clinic.vault())->empty());
}

TEST(OutletTables, looking_charges_nothing_and_dates_are_of_no_table)
{
    Clinic clinic(24, 1);
    for (int look = 0; look < 3; ++look)
        static_cast<void>(prepared(clinic.vault()));
    EXPECT_TRUE(vault::released_rows(clinic.vault())->empty());
    auto with_dates = policy();
    with_dates.profile = "B";
    EXPECT_FALSE(outlet::table_source(clinic.vault(), with_dates));
}
