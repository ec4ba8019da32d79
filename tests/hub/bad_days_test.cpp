#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "proxy.h"
#include "site.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

namespace {

/// That this fault comes, that no word of it could give anything away, that what waits goes afterwards.
struct BadDay : testing::Test {
    static void is(const Result<Exchanged>& result, Fault fault)
    {
        ASSERT_FALSE(result.ok()) << fault.name << " was wanted";
        EXPECT_EQ(result.error().fault, fault) << result.error().fault.name << " " << result.error().detail;
        for (const char* const secret : {Cluster::password, "127.0.0.1", "clinic", "postgres", "sslmode"})
            EXPECT_EQ(result.error().detail.find(secret), std::string::npos) << result.error().detail;
        EXPECT_LE(result.error().detail.size(), 16U) << result.error().detail;
    }
};

} // namespace

TEST(Address, nothing_less_than_a_proven_server_is_taken_but_for_this_machine_itself)
{
    const auto why = [](const std::string& url) {
        const auto read = read_address(url);
        return read ? Fault{"taken"} : read.error().fault;
    };
    EXPECT_EQ(read_address("postgresql://a@hub.example.org/x")->word("sslmode"), "verify-full");
    for (const char* const mode : {"disable", "allow", "prefer", "require", "verify-ca"}) {
        const std::string end = std::string("/x?sslmode=") + mode;
        EXPECT_EQ(why("postgresql://a@hub.example.org" + end), fault::hub_not_encrypted) << mode;
        EXPECT_EQ(why("postgresql://a@10.0.0.7" + end), fault::hub_not_encrypted) << mode;
        EXPECT_EQ(why("postgresql://a@localhost,hub.example.org" + end), fault::hub_not_encrypted) << mode;
        EXPECT_EQ(why("postgresql://a@localhost" + end + "&hostaddr=10.0.0.7"), fault::hub_not_encrypted) << mode;
        EXPECT_EQ(why("postgresql://a@127.0.0.1.example.org" + end), fault::hub_not_encrypted) << mode;
        EXPECT_EQ(why("postgresql://a@127.0.0.1" + end).name, "taken") << mode;
        EXPECT_EQ(why("postgresql://a@[::1]" + end).name, "taken") << mode;
    }
    EXPECT_EQ(why("postgresql://a:word@hub.example.org/x"), fault::password_in_url);
    EXPECT_EQ(why("host=h user=a dbname=x password=word"), fault::password_in_url);
    EXPECT_EQ(why("postgresql://hub.example.org/x"), fault::bad_hub_url);
    EXPECT_EQ(why("postgresql://a@hub.example.org"), fault::bad_hub_url);
    EXPECT_EQ(why("postgresql://a@h/x?options=-csearch_path%3Dy"), fault::bad_hub_url);
    EXPECT_EQ(why("postgresql://a@h/x?service=y"), fault::bad_hub_url);
    EXPECT_EQ(why("ftp://h/x"), fault::bad_hub_url);
}

TEST_F(BadDay, a_certificate_that_is_not_the_servers)
{
    Cluster& cluster = Cluster::get();
    Site good(1, cluster.url_by_tls(cluster.certificate()));
    static_cast<void>(good.answer(good[0]));
    EXPECT_EQ(good[0].push().sessions, 1U); // by TLS, proven
    const std::string other = good[0].home.folder + "/other";
    ASSERT_EQ(std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
                           "/CN=hub -addext subjectAltName=IP:127.0.0.1 -keyout " +
                           other + ".key -out " + other + " 2>/dev/null")
                              .c_str()),
              0);
    Seat seat = good[0].seat();
    seat.url = cluster.url_by_tls(other);
    ASSERT_TRUE(save_seat(sealed::posix_files(), good[0].home, seat).ok());
    is(hub::push(good[0].home, good[0].means), fault::hub_certificate);
    // The right one for another name.
    seat.url = "postgresql://clinic@localhost:" + std::to_string(cluster.port()) +
               "/hub?hostaddr=127.0.0.1&sslrootcert=" + cluster.certificate();
    ASSERT_TRUE(save_seat(sealed::posix_files(), good[0].home, seat).ok());
    is(hub::push(good[0].home, good[0].means), fault::hub_certificate);
}

TEST_F(BadDay, a_password_that_is_wrong_missing_or_expired)
{
    Cluster& cluster = Cluster::get();
    Site site(1);
    static_cast<void>(site.answer(site[0]));
    site[0].means.password = secret("another password altogether");
    is(hub::push(site[0].home, site[0].means), fault::hub_password);
    site[0].means.password = {};
    is(hub::push(site[0].home, site[0].means), fault::hub_password_needed);
    site[0].means.password = secret(Cluster::password);
    cluster.run("ALTER ROLE clinic VALID UNTIL '2020-01-01'");
    is(hub::push(site[0].home, site[0].means), fault::hub_password);
    cluster.run("ALTER ROLE clinic VALID UNTIL 'infinity'");
    EXPECT_EQ(site[0].push().sessions, 1U);
}

TEST_F(BadDay, a_server_that_is_full_busy_read_only_or_lets_nobody_write)
{
    Cluster& cluster = Cluster::get();
    const std::string database = cluster.new_database();
    Site site(1, cluster.url(database));
    static_cast<void>(site.answer(site[0]));
    // PostgreSQL's own words for it, in the place where it says them.
    for (const auto& [state, fault] : {std::pair{"53100", fault::hub_full},
                                       {"53300", fault::hub_busy},
                                       {"40001", fault::hub_busy},
                                       {"57014", fault::hub_busy},
                                       {"XX001", fault::hub_error}}) {
        cluster.run("CREATE OR REPLACE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
                    "'no more room for clinic' USING ERRCODE = '" +
                        std::string(state) + "'; END $$",
                    {}, database);
        cluster.run("CREATE TRIGGER bad BEFORE INSERT ON rapport_record EXECUTE FUNCTION bad()", {}, database);
        is(hub::push(site[0].home, site[0].means), fault);
        cluster.run("DROP TRIGGER bad ON rapport_record", {}, database);
    }
    cluster.run("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
    is(hub::push(site[0].home, site[0].means), fault::hub_read_only);
    cluster.run("ALTER DATABASE " + database + " RESET default_transaction_read_only");
    cluster.run("ALTER TABLE rapport_record OWNER TO postgres", {}, database);
    is(hub::push(site[0].home, site[0].means), fault::hub_no_right);
    cluster.run("ALTER TABLE rapport_record OWNER TO clinic", {}, database);
    cluster.run("ALTER DATABASE " + database + " CONNECTION LIMIT 0");
    is(hub::push(site[0].home, site[0].means), fault::hub_busy);
    cluster.run("ALTER DATABASE " + database + " CONNECTION LIMIT -1");
    EXPECT_EQ(site[0].push().sessions, 1U);
}

TEST_F(BadDay, no_server_no_database_and_no_hub_in_it)
{
    Cluster& cluster = Cluster::get();
    Site site(1);
    const auto push_at = [&](const std::string& url) {
        Seat seat = site[0].seat();
        seat.url = url;
        EXPECT_TRUE(save_seat(sealed::posix_files(), site[0].home, seat).ok());
        return hub::push(site[0].home, site[0].means);
    };
    is(push_at(cluster.url("hub", 1)), fault::hub_unreachable);
    is(push_at(cluster.url("nowhere")), fault::hub_not_made);
    is(push_at(cluster.url(cluster.new_database())), fault::hub_not_made);
}

TEST_F(BadDay, a_hub_newer_than_this_program)
{
    Cluster& cluster = Cluster::get();
    const std::string database = cluster.new_database();
    Site site(1, cluster.url(database));
    cluster.run("UPDATE rapport_hub SET value = 2", {}, database);
    is(hub::push(site[0].home, site[0].means), fault::hub_newer);
    cluster.run("UPDATE rapport_hub SET value = 1", {}, database);
    site[0].push();
}

TEST_F(BadDay, a_record_of_a_newer_program_waits_and_is_not_called_damaged)
{
    Site site(2);
    static_cast<void>(site.answer(site[1]));
    const Seat seat = site[0].seat();
    Head head;
    head.site = site.site_id();
    head.device = seat.device;
    head.epoch = 1;
    auto server = Server::open(*read_address(site.url), secret(Cluster::password));
    const auto bytes = read_file(sealed::posix_files(), site[0].home.hub() + "/roster", largest_roster);
    const Roster list = *read_roster(**bytes, {site.site_id(), site.root(), 0, {}}, seat.device, seat.box);
    const Record record =
        make_record(head, {}, {static_cast<Kind>(77), 1, {}, {}}, list.newest().public_key, seat.signing);
    ASSERT_TRUE(server->put(site.site_id(), seat.device, std::vector<Outgoing>{{1, record}}).ok());
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::hub_newer)) << names(pulled.findings);
    EXPECT_EQ(site[1].push().sessions, 1U);
}

TEST_F(BadDay, a_clock_a_year_apart_is_said_and_loses_nothing)
{
    Site site(2);
    constexpr std::int64_t year = 365LL * 24 * 3'600'000;
    for (const std::int64_t apart : {-year, year}) {
        const std::int64_t was = site.now;
        site.now += apart;
        static_cast<void>(site.answer(site[0]));
        const Exchanged pushed = site[0].push();
        EXPECT_TRUE(has(pushed.findings, fault::clock_apart)) << names(pushed.findings);
        EXPECT_EQ(pushed.sessions, 1U);
        site.now = was;
        const Exchanged pulled = site[1].pull();
        EXPECT_EQ(pulled.sessions, 1U);
        EXPECT_FALSE(has(pulled.findings, fault::clock_apart)) << names(pulled.findings);
    }
}

TEST_F(BadDay, a_server_that_stands_still_is_given_up_and_what_waits_goes_later)
{
    Site site(1);
    static_cast<void>(site.answer(site[0]));
    site[0].means.patience = {std::chrono::seconds(1), std::chrono::seconds(1)};
    Cluster::get().freeze();
    is(hub::push(site[0].home, site[0].means), fault::hub_silent);
    Cluster::get().thaw();
    site[0].means.patience = {};
    EXPECT_EQ(site[0].push().sessions, 1U);
}

TEST_F(BadDay, a_server_restarted_between_two_exchanges)
{
    Site site(2);
    static_cast<void>(site.answer(site[0]));
    site[0].push();
    Cluster::get().restart();
    EXPECT_EQ(site[1].pull().sessions, 1U);
    EXPECT_EQ(site[0].digest(), site[1].digest());
}

TEST_F(BadDay, a_full_disk_here)
{
    Site site(2);
    static_cast<void>(site.answer(site[0]));
    site[0].push();
    // A folder that takes nothing stands for a disk that takes nothing: root may write anywhere else.
    const std::string inbox = site[1].home.inbox();
    std::filesystem::rename(inbox, inbox + "-away");
    const auto pulled = hub::pull(site[1].home, site[1].means);
    ASSERT_FALSE(pulled.ok());
    std::filesystem::rename(inbox + "-away", inbox);
    EXPECT_EQ(site[1].pull().sessions, 1U);
}
