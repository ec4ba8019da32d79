#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "storage/hub/faults.h"
#include "storage/hub/hub.h"
#include "storage/sealed/exit_codes.h"
#include "storage/vault/users.h"
#include "tests/desk/hub/libpq_watch.h"
#include "tests/desk/hub/two_desks.h"

namespace rapport::desk::test {

using hub::test::Cluster;

namespace {

/// A desk unlocked over one of the two folders.
class HubDeskHands : public Desk {
public:
    explicit HubDeskHands(const std::string& folder) : Desk(TwoDesks::settings(folder), 1280, 800) { unlock(); }

    void open_hub_page()
    {
        click("tab.setup");
        click("setup.hub");
        EXPECT_TRUE(on_page("hub")) << harness.tree().spoken();
    }
    /// Draws frames until that stands there; false after twenty seconds.
    bool wait_until(const std::function<bool()>& stands)
    {
        for (int tries = 0; tries < 4000; ++tries) {
            harness.settle();
            if (stands()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }
    /// What is being taken in just then is waited for, and nothing else.
    void lock_now()
    {
        click("lock");
        EXPECT_TRUE(wait_until([this] { return program.done(); })) << harness.tree().spoken();
    }
    bool wait_to_say(std::string_view id, std::string_view words)
    {
        return wait_until([&] { return said(id).find(words) != std::string::npos; });
    }
};

/// The server stands still for as long as this lives.
class Frozen {
public:
    Frozen() { Cluster::get().freeze(); }
    ~Frozen() { Cluster::get().thaw(); }
    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;
};

} // namespace

TEST(DeskHub, a_session_of_another_desk_comes_onto_the_work_list_by_itself_and_is_marked_new)
{
    TwoDesks clinic;
    clinic.join_both();
    clinic.answer(0, clinic.two());
    clinic.push(clinic.two());
    const LibpqWatch watch;
    HubDeskHands desk(clinic.one());
    ASSERT_TRUE(desk.wait_until([&] { return desk.on_page("review.0.new"); })) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("review.0").find("Heron 214"), std::string::npos) << desk.said("review.0");
    EXPECT_FALSE(desk.on_page("top.hub")) << desk.said("top.hub");
    EXPECT_FALSE(desk.on_page("banner"));
    EXPECT_GT(watch.others(), 0);
    EXPECT_EQ(watch.drawing(), 0) << "the thread that draws spoke to libpq";
    desk.lock_now();
    // Once, however often it is asked for.
    HubDeskHands again(clinic.one());
    again.open_hub_page();
    ASSERT_TRUE(again.wait_to_say("hub.last.did", "0 brought here")) << again.harness.tree().spoken();
}

TEST(DeskHub, the_page_names_both_devices_and_what_waits_and_an_exchange_is_made_by_pressing)
{
    TwoDesks clinic;
    clinic.join_both();
    clinic.answer(1, clinic.two());
    clinic.push(clinic.two());
    HubDeskHands desk(clinic.one());
    desk.open_hub_page();
    ASSERT_TRUE(desk.wait_to_say("hub.last.did", "1 brought here")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("hub.summary"), "This device shares finished sessions through a hub, as Desk 1.");
    EXPECT_EQ(desk.said("hub.device.0.name"), "Desk 1");
    EXPECT_EQ(desk.said("hub.device.1.name"), "Desk 2");
    EXPECT_TRUE(desk.said("hub.device.1.about").starts_with("Last seen today, between"))
        << desk.said("hub.device.1.about");
    EXPECT_EQ(desk.said("hub.waiting.0"), "Nothing waits here to be sent.");
    desk.click("hub.go");
    ASSERT_TRUE(desk.wait_to_say("hub.last.did", "0 brought here")) << desk.harness.tree().spoken();
    EXPECT_FALSE(desk.on_page("hub.progress"));
}

TEST(DeskHub, while_the_server_is_frozen_frames_go_on_and_locking_ends_the_exchange)
{
    TwoDesks clinic;
    clinic.join_both();
    clinic.answer(0, clinic.two());
    clinic.push(clinic.two());
    {
        const Frozen frozen;
        const LibpqWatch watch;
        HubDeskHands desk(clinic.one());
        ASSERT_TRUE(desk.wait_until([&] { return watch.others() > 2; }));
        desk.open_hub_page();
        desk.click("hub.go");
        ASSERT_TRUE(desk.on_page("hub.progress"));
        for (int frames = 0; frames < 300; ++frames) {
            desk.harness.key(shell::Key::tab);
            ASSERT_TRUE(desk.on_page("hub.progress")) << "the exchange ended, so this showed nothing";
        }
        // Other pages are there too, with what the vault has.
        desk.click("tab.people");
        EXPECT_TRUE(desk.says("Heron 214"));
        desk.click("tab.worklist");
        EXPECT_TRUE(desk.on_page("worklist"));
        EXPECT_EQ(watch.drawing(), 0) << "the thread that draws spoke to libpq";
        EXPECT_EQ(LibpqWatch::open_connections(), 1);
        desk.click("lock");
        EXPECT_TRUE(desk.program.done());
        EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::locked);
        // It ended, rather than being left behind: a server that stands still would have held it for ten seconds.
        EXPECT_EQ(LibpqWatch::open_connections(), 0);
    }
    HubDeskHands later(clinic.one());
    ASSERT_TRUE(later.wait_until([&] { return later.on_page("review.0.new"); })) << later.harness.tree().spoken();
}

TEST(DeskHub, the_window_closed_in_the_middle_loses_and_doubles_nothing)
{
    TwoDesks clinic;
    clinic.join_both();
    clinic.answer(0, clinic.two());
    clinic.push(clinic.two());
    clinic.answer(1, clinic.one());
    // Gone after so many words with the server, a little later each time.
    for (int words = 1; words < 60; words += 7) {
        const LibpqWatch watch;
        HubDeskHands desk(clinic.one());
        ASSERT_TRUE(desk.wait_until([&] { return watch.others() >= words; })) << words;
        EXPECT_FALSE(desk.program.done());
    }
    HubDeskHands desk(clinic.one());
    desk.open_hub_page();
    ASSERT_TRUE(desk.wait_until([&] { return !desk.said("hub.last.did").empty(); })) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("hub.waiting.0"), "Nothing waits here to be sent.");
    desk.lock_now();
    clinic.with_home(clinic.one(), [](const hub::Home& home, const hub::Signer&, const hub::Means& means) {
        const auto status = hub::status(home, means);
        ASSERT_TRUE(status.ok());
        EXPECT_TRUE(status->findings.empty());
        EXPECT_EQ(status->to_send, 0U);
    });
    clinic.with_home(clinic.two(), [](const hub::Home& home, const hub::Signer&, const hub::Means& means) {
        const auto pulled = hub::pull(home, means);
        ASSERT_TRUE(pulled.ok());
        EXPECT_EQ(pulled->sessions, 1U);
        EXPECT_EQ(pulled->already, 0U);
        EXPECT_TRUE(pulled->findings.empty());
    });
}

TEST(DeskHub, an_exchange_under_way_is_broken_off_by_its_button)
{
    TwoDesks clinic;
    clinic.join_both();
    const Frozen frozen;
    HubDeskHands desk(clinic.one());
    desk.open_hub_page();
    desk.click("hub.go");
    ASSERT_TRUE(desk.on_page("hub.progress"));
    desk.click("hub.stop");
    ASSERT_TRUE(desk.wait_to_say("hub.trouble", "broken off")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.on_page("hub.go"));
    desk.lock_now();
}

TEST(DeskHub, one_more_device_is_let_in_by_an_administrator_and_joins_by_the_words_that_are_shown)
{
    TwoDesks clinic;
    clinic.join_first();
    std::string code;
    {
        HubDeskHands desk(clinic.one());
        desk.open_hub_page();
        ASSERT_TRUE(desk.wait_until([&] { return desk.on_page("hub.device.0.name"); }));
        desk.click("hub.invite");
        desk.type_into("hub.form.name", "Desk 2");
        desk.type_into("hub.form.approval", passphrase); // the clinician's own is not an administrator's
        desk.click("hub.form.go");
        ASSERT_TRUE(desk.wait_to_say("hub.trouble", "not right")) << desk.harness.tree().spoken();
        desk.click("hub.form.approval");
        for (std::size_t n = 0; n < passphrase.size(); ++n)
            desk.harness.key(shell::Key::backspace);
        desk.harness.type(admin_passphrase);
        desk.click("hub.form.go");
        ASSERT_TRUE(desk.wait_until([&] { return desk.on_page("hub.code"); })) << desk.harness.tree().spoken();
        code = desk.said("hub.code");
        EXPECT_EQ(std::count(code.begin(), code.end(), ' '), 7) << "eight words";
        EXPECT_NE(desk.said("hub.code.for").find("Desk 2"), std::string::npos);
        desk.click("tab.worklist");
        desk.open_hub_page();
        EXPECT_FALSE(desk.on_page("hub.code")) << "shown once";
        desk.lock_now();
    }
    clinic.keep_password(false); // on the second desk it is typed
    HubDeskHands desk(clinic.two());
    EXPECT_FALSE(desk.on_page("top.hub"));
    desk.open_hub_page();
    EXPECT_EQ(desk.said("hub.summary"), "This device shares through no hub. Everything works as it is.");
    desk.type_into("hub.form.url", clinic.url());
    desk.type_into("hub.form.code", code);
    desk.type_into("hub.form.password", Cluster::password);
    desk.click("hub.form.go");
    ASSERT_TRUE(desk.wait_to_say("hub.done", "as Desk 2")) << desk.harness.tree().spoken();
    // Typed once and kept nowhere: the exchange after it says what is missing.
    ASSERT_TRUE(desk.wait_to_say("hub.answered", "asks for its password")) << desk.harness.tree().spoken();
    desk.type_into("hub.password", Cluster::password);
    desk.click("hub.go");
    ASSERT_TRUE(desk.wait_to_say("hub.last.did", "0 brought here")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.harness.tree().by_id("hub.password")->value, "") << "it is not kept beyond the exchange";
    EXPECT_EQ(desk.said("hub.device.1.name"), "Desk 1");
}

TEST(DeskHub, a_device_that_was_taken_out_is_told_so_in_the_bar)
{
    TwoDesks clinic;
    clinic.join_both();
    {
        HubDeskHands desk(clinic.one());
        desk.open_hub_page();
        ASSERT_TRUE(desk.wait_until([&] { return desk.on_page("hub.device.1.remove"); }));
        desk.click("hub.device.1.remove");
        desk.type_into("hub.form.approval", admin_passphrase);
        desk.click("hub.form.go");
        ASSERT_TRUE(desk.wait_to_say("hub.done", "Desk 2 is out.")) << desk.harness.tree().spoken();
        EXPECT_EQ(desk.said("hub.device.1.about"), "Taken out.");
        EXPECT_FALSE(desk.on_page("hub.device.1.remove"));
        desk.lock_now();
        auto vault = vault::Vault::open(clinic.one(), user, sealed::Secret::copy_of(passphrase), vault::system_clock());
        ASSERT_TRUE(vault.ok());
        const auto lines = vault->audit(1, 10'000);
        EXPECT_TRUE(std::any_of(lines->begin(), lines->end(), [](const auto& line) {
            return line.event == "hub_device_revoked" && line.reason == "Desk 2";
        }));
    }
    HubDeskHands desk(clinic.two());
    ASSERT_TRUE(desk.wait_to_say("top.hub", "taken out of the hub")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.on_page("banner")) << "said once in words";
    desk.click("top.hub");
    EXPECT_TRUE(desk.on_page("hub"));
    EXPECT_NE(desk.said("hub.answered").find("taken out of the hub"), std::string::npos);
    desk.click("hub.leave");
    desk.click("hub.form.only_here");
    desk.click("hub.form.go");
    ASSERT_TRUE(desk.wait_to_say("hub.done", "This device is out.")) << desk.harness.tree().spoken();
    EXPECT_FALSE(desk.on_page("top.hub"));
}

TEST(DeskHub, a_clinic_without_a_hub_makes_no_key_and_asks_nobody)
{
    TwoDesks clinic;
    const LibpqWatch watch;
    HubDeskHands desk(clinic.one());
    desk.open_hub_page();
    desk.harness.advance(60);
    desk.lock_now();
    EXPECT_EQ(watch.others() + watch.drawing(), 0);
    EXPECT_FALSE(std::filesystem::exists(clinic.one() + "/hub"));
}

} // namespace rapport::desk::test
