#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "site.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

namespace {

constexpr std::string_view code = "copper gate slow river seven pale stones line";

Fault why(const Status& status)
{
    return status.ok() ? Fault{"nothing was wrong"} : status.error().fault;
}

template <class T>
Fault why(const Result<T>& result)
{
    return result.ok() ? Fault{"nothing was wrong"} : result.error().fault;
}

Status invited(Site& site, std::string_view name = "Desk 2", int minutes = 60)
{
    return invite(site[0].home, name, secret(code), minutes, site.signer(), site[0].means);
}

} // namespace

TEST(Enrol, a_code_as_it_is_read_aloud_lets_one_device_in_and_no_second)
{
    Site site(1);
    TestDevice& second = site.add("elsewhere called");
    TestDevice& third = site.add("another");
    ASSERT_TRUE(invited(site).ok());
    const auto joined =
        join(second.home, site.url, secret("  Copper gate slow RIVER seven-pale stones line "), second.means);
    ASSERT_TRUE(joined.ok()) << joined.error().fault.name;
    EXPECT_EQ(*joined, "Desk 2");
    EXPECT_EQ(why(join(third.home, site.url, secret(code), third.means)), fault::code_unknown);
    EXPECT_EQ(why(join(second.home, site.url, secret(code), second.means)), fault::hub_joined_already);
    static_cast<void>(site.answer(second));
    second.push();
    EXPECT_EQ(site[0].pull().sessions, 1U);
}

TEST(Enrol, a_wrong_code_and_one_of_another_vault_open_nothing)
{
    Site site(1);
    ASSERT_TRUE(invited(site).ok());
    TestDevice& second = site.add("two");
    EXPECT_EQ(why(join(second.home, site.url, secret("copper gate slow river seven pale stones lime"), second.means)),
              fault::code_unknown);
    TestDevice& stranger = site.add("of another vault");
    stranger.home.vault = sealed::random_id();
    EXPECT_EQ(why(join(stranger.home, site.url, secret(code), stranger.means)), fault::code_unknown);
    EXPECT_EQ(why(hub::push(second.home, second.means)), fault::hub_not_joined);
}

TEST(Enrol, a_packet_that_another_device_has_claimed_lets_nobody_else_in)
{
    Site site(1);
    ASSERT_TRUE(invited(site).ok());
    TestDevice& second = site.add("two");
    Cluster::get().run("UPDATE rapport_join SET claim = decode(repeat('77', 16), 'hex')");
    EXPECT_EQ(why(join(second.home, site.url, secret(code), second.means)), fault::code_unknown);
    // Its own claim, of a joining that was cut short, it goes on with.
    Cluster::get().run("UPDATE rapport_join SET claim = $1",
                       {Value(load_seat(sealed::posix_files(), second.home)->claim)});
    EXPECT_TRUE(join(second.home, site.url, secret(code), second.means).ok());
}

TEST(Enrol, a_code_expires)
{
    Site site(1);
    ASSERT_TRUE(invited(site, "Desk 2", 10).ok());
    TestDevice& second = site.add("two");
    site.now += 11 * 60'000;
    EXPECT_EQ(why(join(second.home, site.url, secret(code), second.means)), fault::code_expired);
    EXPECT_FALSE(load_seat(sealed::posix_files(), second.home)->joined);
}

TEST(Enrol, a_packet_whose_list_another_root_signed_is_refused)
{
    Site site(1);
    ASSERT_TRUE(invited(site).ok());
    TestDevice& second = site.add("two");
    second.home.root = make_signing_pair().public_key;
    EXPECT_EQ(why(join(second.home, site.url, secret(code), second.means)), fault::roster_refused);
}

TEST(Enrol, a_name_is_given_once_and_the_first_seat_too)
{
    Site site(1);
    ASSERT_TRUE(invited(site).ok());
    EXPECT_EQ(why(invited(site)), fault::device_name_taken);
    EXPECT_EQ(why(init(site[0].home, site.url, "again", site.signer(), site[0].means)), fault::hub_joined_already);
}

TEST(Enrol, nobody_but_the_root_lets_a_device_in_or_takes_one_out)
{
    Site site(2);
    const KeyPair other = make_signing_pair();
    const Signer wrong = [&](ByteView bytes) -> Result<Signature> {
        return sign(other.private_key, roster_purpose, bytes);
    };
    EXPECT_EQ(why(invite(site[0].home, "Desk 9", secret(code), 60, wrong, site[0].means)), fault::roster_refused);
    EXPECT_EQ(why(revoke(site[0].home, "Tablet 2", wrong, site[0].means)), fault::roster_refused);
    EXPECT_EQ(status(site[1].home, site[1].means)->roster, 2U);
}

TEST(Enrol, a_revoked_device_reads_nothing_new_and_nothing_it_writes_counts)
{
    Site site(3);
    static_cast<void>(site.answer(site[2]));
    site[2].push();
    const Id lost = site[2].seat().device;
    const Roster before = [&] {
        const auto bytes = read_file(sealed::posix_files(), site[2].home.hub() + "/roster", largest_roster);
        return *read_roster(**bytes, {site.site_id(), site.root(), 0, {}}, lost, site[2].seat().box);
    }();
    ASSERT_TRUE(revoke(site[0].home, "Tablet 3", site.signer(), site[0].means).ok());
    EXPECT_EQ(site[0].sessions(), 1U); // what it wrote before was taken in first

    // Its own program says so at once.
    static_cast<void>(site.answer(site[2]));
    EXPECT_EQ(why(hub::push(site[2].home, site[2].means)), fault::device_revoked);
    EXPECT_EQ(why(hub::pull(site[2].home, site[2].means)), fault::device_revoked);

    // A program of its own writes all the same: a record that is signed, sealed and in its place.
    Head head;
    head.site = site.site_id();
    head.device = lost;
    head.epoch = before.newest().epoch;
    const State state = *load_state(sealed::posix_files(), site[2].home);
    const Record record = make_record(head, state.built, {Kind::heads, before.version, {}, {}},
                                      before.newest().public_key, site[2].seat().signing);
    auto server = Server::open(*read_address(site.url), secret(Cluster::password));
    ASSERT_TRUE(server.ok());
    const std::vector<Outgoing> one{{state.built.sequence + 1, record}};
    ASSERT_TRUE(server->put(site.site_id(), lost, one).ok());
    for (const std::size_t i : {0U, 1U}) {
        const Exchanged pulled = site[i].pull();
        EXPECT_TRUE(has(pulled.findings, fault::record_of_revoked)) << names(pulled.findings);
    }

    // What the others write from now on is sealed to a key it never had.
    static_cast<void>(site.answer(site[1]));
    site[1].push();
    const auto rows = server->after(site.site_id(), site[1].seat().device, 0, 10);
    ASSERT_TRUE(rows.ok());
    ASSERT_FALSE(rows->empty());
    const Row& newest = rows->back();
    EXPECT_EQ(read_head(newest.record.head)->epoch, before.newest().epoch + 1);
    for (const EpochKey& key : before.epochs)
        EXPECT_FALSE(open_box(key.private_key, newest.record.body).has_value());
    EXPECT_EQ(site[0].pull().sessions, 1U);
}

TEST(Enrol, what_a_revoked_device_wrote_in_between_is_named_by_who_took_it_in)
{
    Site site(3);
    // Between the last look of who takes it out and the new list, a second device takes in one session more.
    const Signer slow = [&](ByteView bytes) -> Result<Signature> {
        static_cast<void>(site.answer(site[2]));
        site[2].push();
        EXPECT_EQ(site[1].pull().sessions, 1U);
        return site.signer()(bytes);
    };
    ASSERT_TRUE(revoke(site[0].home, "Tablet 3", slow, site[0].means).ok());
    for (const std::size_t i : {0U, 1U}) {
        const Exchanged pulled = site[i].pull();
        const Finding wanted{fault::record_of_revoked, site[2].seat().device, 1};
        EXPECT_NE(std::ranges::find(pulled.findings, wanted), pulled.findings.end()) << names(pulled.findings);
    }
    EXPECT_EQ(site[0].sessions(), 0U);
    EXPECT_EQ(site[1].sessions(), 1U);
}

TEST(Enrol, a_device_that_comes_later_reads_what_was_written_under_earlier_keys)
{
    Site site(2);
    static_cast<void>(site.answer(site[0]));
    site[0].push();
    ASSERT_TRUE(revoke(site[0].home, "Tablet 2", site.signer(), site[0].means).ok());
    static_cast<void>(site.answer(site[0]));
    site[0].push();
    TestDevice& late = site.add("Tablet 3");
    site.join(late);
    const Exchanged pulled = late.pull();
    EXPECT_EQ(pulled.sessions, 2U) << names(pulled.findings);
    EXPECT_EQ(late.digest(), site[0].digest());
}

TEST(Enrol, who_leaves_is_seen_to_have_left_and_leaves_nothing_unsent)
{
    Site site(2);
    static_cast<void>(site.answer(site[1]));
    EXPECT_EQ(why(leave(site[1].home, Leaving::tell_the_hub, site[1].means)), fault::still_waiting);
    site[1].push();
    ASSERT_TRUE(leave(site[1].home, Leaving::tell_the_hub, site[1].means).ok());
    EXPECT_EQ(why(hub::push(site[1].home, site[1].means)), fault::hub_not_joined);
    site[0].pull();
    const auto now = status(site[0].home, site[0].means);
    ASSERT_TRUE(now.ok());
    EXPECT_TRUE(now->devices.at(1).left);
    EXPECT_EQ(site[0].sessions(), 1U);
    EXPECT_FALSE(std::filesystem::exists(site[1].home.hub() + "/seat"));
}

TEST(Enrol, two_lists_made_at_once_are_one_and_then_the_other)
{
    Site site(2);
    // The second device's list is the one before the invitation that comes in between.
    const Signer slow = [&](ByteView bytes) -> Result<Signature> {
        static bool first = true;
        if (first) {
            first = false;
            TestDevice& third = site.add("Tablet 3");
            site.join(third);
        }
        return site.signer()(bytes);
    };
    EXPECT_EQ(why(invite(site[1].home, "Tablet 4", secret(code), 60, slow, site[1].means)), fault::roster_moved);
    EXPECT_TRUE(invite(site[1].home, "Tablet 4", secret(code), 60, site.signer(), site[1].means).ok());
    EXPECT_EQ(status(site[1].home, site[1].means)->devices.size(), 4U);
}
