// What whoever owns the server does behind our back, by SQL, and what the devices call it.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "site.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

namespace {

/// Two devices, the first of which has sent five sessions; nobody has taken them in.
struct Dishonest : testing::Test {
    Site site{3};
    Id device = site[0].seat().device;

    void SetUp() override
    {
        for (int i = 0; i < 5; ++i) {
            static_cast<void>(site.answer(site[0]));
            site[0].push();
        }
    }
    void run(const std::string& statement)
    {
        Cluster::get().run(statement + " ", {Value(site.site_id()), Value(device)});
    }
    void where(const std::string& change, const std::string& which = "")
    {
        run(change + " WHERE site = $1 AND device = $2" + which);
    }
    /// The second device finds this, and has what came before it and nothing else.
    void finds(Fault fault, std::size_t sessions, std::uint64_t at)
    {
        const Exchanged pulled = site[1].pull();
        const Finding wanted{fault, device, at};
        EXPECT_NE(std::ranges::find(pulled.findings, wanted), pulled.findings.end())
            << fault.name << " was wanted; found: " << names(pulled.findings);
        EXPECT_EQ(site[1].sessions(), sessions);
        const auto now = status(site[1].home, site[1].means);
        ASSERT_TRUE(now.ok());
        EXPECT_TRUE(has(now->findings, fault)) << "status does not tell";
    }
};

constexpr const char* copy_row =
    "INSERT INTO rapport_record (site, device, sequence, head, signature, body) SELECT site, device, ";

} // namespace

TEST_F(Dishonest, a_record_taken_out_of_the_middle_is_dropped)
{
    where("DELETE FROM rapport_record", " AND sequence = 3");
    finds(fault::record_dropped, 2, 3);
}

TEST_F(Dishonest, an_end_cut_off_is_dropped_as_soon_as_another_device_has_told_of_it)
{
    site[2].pull(); // has all five, and tells
    where("DELETE FROM rapport_record", " AND sequence >= 4");
    finds(fault::record_dropped, 3, 4);
}

TEST_F(Dishonest, an_end_cut_off_after_it_was_taken_in_is_dropped)
{
    site[1].pull();
    where("DELETE FROM rapport_record", " AND sequence >= 4");
    finds(fault::record_dropped, 5, 4);
}

TEST_F(Dishonest, what_the_server_lost_of_its_end_is_named_by_its_writer_and_sent_again)
{
    where("DELETE FROM rapport_record", " AND sequence >= 2");
    const Exchanged pushed = site[0].push();
    EXPECT_TRUE(has(pushed.findings, fault::record_dropped)) << names(pushed.findings);
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(pulled.findings.empty()) << names(pulled.findings);
    EXPECT_EQ(site[1].digest(), site[0].digest());
}

TEST_F(Dishonest, a_body_with_a_bit_changed_is_altered)
{
    where("UPDATE rapport_record SET body = set_byte(body, 100, get_byte(body, 100) # 1)", " AND sequence = 2");
    finds(fault::record_altered, 1, 2);
}

TEST_F(Dishonest, a_head_with_a_bit_changed_is_altered_where_somebody_told_of_it_and_invented_elsewhere)
{
    site[2].pull();
    where("UPDATE rapport_record SET head = set_byte(head, 70, get_byte(head, 70) # 1)", " AND sequence = 3");
    finds(fault::record_invented, 2, 3); // the third device's word has not come yet: it stands after this chain
    finds(fault::record_altered, 2, 3);
}

TEST_F(Dishonest, a_record_that_nobody_wrote_is_invented)
{
    run(std::string(copy_row) +
        "6, head, decode(repeat('ab', 64), 'hex'), body FROM rapport_record WHERE site = $1 AND "
        "device = $2 AND sequence = 5");
    finds(fault::record_invented, 5, 6);
    // Its writer sees it too, and writes nothing over or after it.
    static_cast<void>(site.answer(site[0]));
    const auto pushed = hub::push(site[0].home, site[0].means);
    ASSERT_FALSE(pushed.ok());
    EXPECT_EQ(pushed.error().fault, fault::record_invented);
    // Once it is gone, nothing of it stays.
    where("DELETE FROM rapport_record", " AND sequence = 6");
    EXPECT_EQ(site[0].push().sessions, 1U);
    EXPECT_TRUE(site[1].pull().findings.empty());
    EXPECT_EQ(site[1].digest(), site[0].digest());
}

TEST_F(Dishonest, a_record_put_there_once_more_is_replayed)
{
    run(std::string(copy_row) + "6, head, signature, body FROM rapport_record WHERE site = $1 AND device = $2 AND "
                                "sequence = 2");
    finds(fault::record_replayed, 5, 6);
}

TEST_F(Dishonest, another_devices_record_in_this_chain_is_replayed_even_in_its_own_number)
{
    for (int i = 0; i < 6; ++i)
        static_cast<void>(site.answer(site[2]));
    site[2].push();
    const Id other = site[2].seat().device;
    Cluster::get().run("INSERT INTO rapport_record (site, device, sequence, head, signature, body) SELECT site, "
                       "CAST($2 AS bytea), 6, head, signature, body FROM rapport_record WHERE site = $1 AND device = "
                       "$3 AND sequence = 6",
                       {Value(site.site_id()), Value(device), Value(other)});
    finds(fault::record_replayed, 11, 6);
}

TEST_F(Dishonest, two_records_that_changed_places_are_reordered)
{
    where("UPDATE rapport_record SET sequence = 7 - sequence + 100", " AND sequence IN (3, 4)");
    where("UPDATE rapport_record SET sequence = sequence - 100", " AND sequence > 100");
    finds(fault::record_reordered, 2, 3);
}

TEST_F(Dishonest, a_record_left_out_with_the_others_moved_up_is_reordered)
{
    where("DELETE FROM rapport_record", " AND sequence = 2");
    where("UPDATE rapport_record SET sequence = sequence + 100 - 1", " AND sequence > 2");
    where("UPDATE rapport_record SET sequence = sequence - 100", " AND sequence > 100");
    finds(fault::record_reordered, 1, 2);
}

TEST_F(Dishonest, a_record_of_another_clinic_is_of_another_site)
{
    Site other(1);
    static_cast<void>(other.answer(other[0]));
    other[0].push();
    Cluster::get().run("INSERT INTO rapport_record (site, device, sequence, head, signature, body) SELECT CAST($1 AS "
                       "bytea), CAST($2 AS bytea), 6, "
                       "head, signature, body FROM rapport_record WHERE site = $3",
                       {Value(site.site_id()), Value(device), Value(other.site_id())});
    finds(fault::record_of_other_site, 5, 6);
}

TEST_F(Dishonest, a_chain_shown_otherwise_to_two_devices_is_forked)
{
    // A copy of the first device's folder goes on by itself: two that write in one name.
    const std::string copy = site[0].home.folder + "-copy";
    std::filesystem::copy(site[0].home.folder, copy, std::filesystem::copy_options::recursive);
    TestDevice second{site[0].name, site[0].home.copy(), {}};
    second.home.folder = copy;
    second.means.password = secret(Cluster::password);
    second.means.clock = site[0].means.clock;
    second.means.tries = 1;
    static_cast<void>(site.answer(second));
    second.push();
    static_cast<void>(site.answer(site[0]));
    const auto pushed = hub::push(site[0].home, site[0].means);
    ASSERT_FALSE(pushed.ok());
    EXPECT_EQ(pushed.error().fault, fault::hub_forked);
    // The server shows the copy's sixth record to the second device, and then the true one to the third.
    site[1].pull();
    where("DELETE FROM rapport_record", " AND sequence = 6");
    site[0].push();
    site[2].pull();
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::hub_forked) || has(pulled.findings, fault::record_altered))
        << names(pulled.findings);
    std::filesystem::remove_all(copy);
}

TEST_F(Dishonest, a_list_of_devices_that_the_root_did_not_sign_is_refused)
{
    Site other(1);
    Cluster::get().run(
        "INSERT INTO rapport_roster (site, version, body) SELECT CAST($1 AS bytea), 99, body FROM rapport_roster WHERE "
        "site = $2",
        {Value(site.site_id()), Value(other.site_id())});
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::roster_refused)) << names(pulled.findings);
    EXPECT_EQ(pulled.sessions, 5U); // by the list it has
}

TEST_F(Dishonest, an_older_list_put_back_is_withheld)
{
    site[1].pull();
    Cluster::get().run("DELETE FROM rapport_roster WHERE site = $1 AND version > 1", {Value(site.site_id())});
    Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::roster_withheld)) << names(pulled.findings);
    // Under a new number as well.
    Cluster::get().run(
        "INSERT INTO rapport_roster (site, version, body) SELECT site, 99, body FROM rapport_roster WHERE "
        "site = $1 AND version = 1",
        {Value(site.site_id())});
    pulled = site[1].pull();
    EXPECT_FALSE(pulled.findings.empty());
    EXPECT_EQ(status(site[1].home, site[1].means)->roster, 3U);
}

TEST_F(Dishonest, a_list_withheld_from_one_device_is_told_by_the_others)
{
    site[1].pull();
    // The third device learns of a fourth; the server shows the second the list before.
    TestDevice& fourth = site.add("Tablet 4");
    site.join(fourth);
    static_cast<void>(site.answer(site[2]));
    site[2].push();
    Cluster::get().run("DELETE FROM rapport_roster WHERE site = $1 AND version = 4", {Value(site.site_id())});
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::roster_withheld)) << names(pulled.findings);
}

TEST_F(Dishonest, a_server_brought_back_from_an_older_backup_is_named_and_made_whole_by_its_devices)
{
    site[1].pull(); // the third has not taken anything in
    Cluster::get().run("DELETE FROM rapport_record WHERE site = $1 AND sequence > 2", {Value(site.site_id())});
    Cluster::get().run("DELETE FROM rapport_roster WHERE site = $1 AND version > 2", {Value(site.site_id())});
    EXPECT_TRUE(has(site[1].pull().findings, fault::roster_withheld));
    EXPECT_TRUE(has(site[0].push().findings, fault::record_dropped));
    static_cast<void>(site.answer(site[1]));
    site[1].push();
    for (std::size_t i = 0; i < 3; ++i) {
        const Exchanged pulled = site[i].pull();
        EXPECT_TRUE(pulled.findings.empty()) << names(pulled.findings);
        EXPECT_EQ(site[i].sessions(), 6U);
    }
}

TEST_F(Dishonest, everything_taken_away_is_noticed_by_everybody)
{
    site[1].pull();
    Cluster::get().run("DELETE FROM rapport_record WHERE site = $1", {Value(site.site_id())});
    Cluster::get().run("DELETE FROM rapport_roster WHERE site = $1", {Value(site.site_id())});
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::record_dropped)) << names(pulled.findings);
    EXPECT_TRUE(has(pulled.findings, fault::roster_withheld)) << names(pulled.findings);
    EXPECT_EQ(site[1].sessions(), 5U);
}

TEST(Place, that_somebody_took_before_a_batch_was_sent_is_named_and_the_batch_waits)
{
    Cluster& cluster = Cluster::get();
    const std::string database = cluster.new_database();
    Site site(1, cluster.url(database));
    static_cast<void>(site.answer(site[0]));
    // The batch is on this disk, and the server did not take it.
    cluster.run(
        "CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE "
        "= '53100'; END $$",
        {}, database);
    cluster.run("CREATE TRIGGER bad BEFORE INSERT ON rapport_record EXECUTE FUNCTION bad()", {}, database);
    EXPECT_FALSE(hub::push(site[0].home, site[0].means).ok());
    cluster.run("DROP TRIGGER bad ON rapport_record", {}, database);
    cluster.run(
        "INSERT INTO rapport_record (site, device, sequence, head, signature, body) VALUES ($1, $2, 1, 'x', 'y', "
        "'z')",
        {Value(site.site_id()), Value(site[0].seat().device)}, database);
    const auto pushed = hub::push(site[0].home, site[0].means);
    ASSERT_FALSE(pushed.ok());
    EXPECT_EQ(pushed.error().fault, fault::record_invented);
    cluster.run("DELETE FROM rapport_record", {}, database);
    EXPECT_EQ(site[0].push().sessions, 1U);
}
