#include "app/desk/hub_view.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

#include "app/desk/words.h"
#include "storage/hub/faults.h"

namespace rapport::desk::test {

namespace {

constexpr std::int64_t hour_of_ms = 3'600'000;
/// Tuesday 9 February 2027, 10:30 UTC.
constexpr std::int64_t moment = 1'802'169'000'000;
constexpr std::uint64_t this_hour = static_cast<std::uint64_t>(moment / hour_of_ms);

void live_in(const char* zone)
{
    ::setenv("TZ", zone, 1);
    ::tzset();
}

hub::DeviceStatus device(const char* name, std::uint8_t id, std::uint64_t hour)
{
    hub::DeviceStatus device;
    device.name = name;
    device.device[0] = id;
    device.is_this = id == 1;
    device.last_hour = hour;
    return device;
}

HubKnown all_is_well()
{
    live_in("UTC");
    HubKnown known;
    known.joined = true;
    hub::HubStatus status;
    status.shown = "hub.example.org/north";
    status.pushed_hour = status.pulled_hour = this_hour;
    status.devices = {device("Desk 1", 1, 0), device("Tablet 2", 2, this_hour - 1)};
    known.status = status;
    known.exchanged_ms = moment;
    known.sent = 2;
    known.brought = 1;
    return known;
}

} // namespace

TEST(HubPause, after_failures_it_is_1_2_4_8_16_and_then_30_minutes_and_otherwise_a_few)
{
    const std::vector<int> expected{3, 1, 2, 4, 8, 16, 30, 30, 30};
    for (std::size_t failures = 0; failures < expected.size(); ++failures)
        EXPECT_EQ(pause_after(static_cast<int>(failures)).count(), expected[failures]) << failures;
    for (int failures = 1; failures < 20'000; ++failures) {
        EXPECT_GE(pause_after(failures + 1), pause_after(failures)) << failures;
        EXPECT_LE(pause_after(failures).count(), 30) << failures;
    }
}

TEST(HubWords, an_hour_is_said_as_the_clinics_wall_clock_has_it)
{
    live_in("UTC");
    EXPECT_EQ(hour_words(this_hour - 1, moment), "today, between 9 and 10");
    EXPECT_EQ(hour_words(this_hour - 11, moment), "yesterday, between 23 and 24");
    EXPECT_EQ(hour_words(this_hour - 10, moment), "today, between 0 and 1");
    EXPECT_EQ(hour_words(0, moment), "never");
    live_in("Asia/Kolkata"); // five and a half hours before: 9 UTC is half past two
    EXPECT_EQ(hour_words(this_hour - 1, moment), "today, between 14:30 and 15:30");
    live_in("UTC");
}

TEST(HubWords, the_page_says_when_each_device_was_last_seen_and_what_waits)
{
    HubKnown known = all_is_well();
    known.status->devices[1].waiting = 3;
    known.status->to_send = 2;
    known.status->devices.push_back(device("Tablet 3", 3, this_hour - 11));
    known.status->devices.back().revoked = true;
    const HubView view = make_hub_view(known, moment);
    EXPECT_EQ(view.summary, "This device shares finished sessions through a hub, as Desk 1.");
    EXPECT_EQ(view.server, "hub.example.org/north");
    EXPECT_EQ(view.last, "Today 10:30");
    EXPECT_EQ(view.last_did, "2 sessions sent, 1 brought here.");
    ASSERT_EQ(view.devices.size(), 3U);
    EXPECT_EQ(view.devices[0].about, "Last sent today, between 10 and 11.");
    EXPECT_FALSE(view.devices[0].can_be_taken_out);
    EXPECT_EQ(view.devices[1].about, "Last seen today, between 9 and 10. 3 records wait at the hub.");
    EXPECT_TRUE(view.devices[1].can_be_taken_out);
    EXPECT_EQ(view.devices[2].about, "Taken out.");
    EXPECT_FALSE(view.devices[2].can_be_taken_out);
    ASSERT_EQ(view.waiting.size(), 1U);
    EXPECT_EQ(view.waiting[0], "2 finished sessions wait here to be sent.");
    EXPECT_EQ(view.notice, "");
}

TEST(HubWords, the_bar_is_silent_while_all_is_well_and_for_a_server_that_is_away_for_less_than_a_day)
{
    HubKnown known = all_is_well();
    EXPECT_EQ(make_hub_view(known, moment).notice, "");
    known.error = Error{hub::fault::hub_unreachable, {}};
    EXPECT_EQ(make_hub_view(known, moment + 23 * hour_of_ms).notice, "");
    EXPECT_TRUE(make_hub_view(known, moment + 23 * hour_of_ms).trouble);
    EXPECT_TRUE(
        make_hub_view(known, moment + 25 * hour_of_ms).notice.starts_with("The hub has not answered for a day."));
    EXPECT_TRUE(
        make_hub_view(known, moment + 75 * hour_of_ms).notice.starts_with("The hub has not answered for 3 days."));
}

TEST(HubWords, what_only_a_person_can_mend_is_said_at_once)
{
    for (const Fault fault : {hub::fault::device_revoked, hub::fault::hub_certificate, hub::fault::hub_password,
                              hub::fault::hub_full, hub::fault::hub_damaged, hub::fault::hub_not_made}) {
        HubKnown known = all_is_well();
        known.error = Error{fault, {}};
        EXPECT_EQ(make_hub_view(known, moment).notice, sentence_of({fault, {}})) << fault.name;
    }
    HubKnown known = all_is_well();
    known.status->aside = 1;
    EXPECT_NE(make_hub_view(known, moment).notice.find("hub/aside"), std::string::npos);
}

TEST(HubWords, a_finding_is_a_sentence_with_the_devices_name_and_is_said_once)
{
    HubKnown known = all_is_well();
    known.status->findings = {{hub::fault::record_dropped, known.status->devices[1].device, 7},
                              {hub::fault::record_dropped, known.status->devices[1].device, 9},
                              {hub::fault::roster_withheld, {}, 3}};
    const HubView view = make_hub_view(known, moment);
    ASSERT_EQ(view.findings.size(), 2U);
    EXPECT_TRUE(view.findings[0].starts_with("Tablet 2: Records are missing")) << view.findings[0];
    EXPECT_EQ(view.findings[1], sentence_of({hub::fault::roster_withheld, {}}));
    EXPECT_EQ(view.notice, "2 things are wrong at the hub. Look under Set-up, Hub.");
    known.status->findings.resize(1);
    EXPECT_TRUE(make_hub_view(known, moment).notice.starts_with("Tablet 2: "));
}

TEST(HubWords, a_clinic_without_a_hub_is_told_so_and_nothing_else)
{
    const HubView view = make_hub_view({}, moment);
    EXPECT_FALSE(view.joined);
    EXPECT_EQ(view.summary, "This device shares through no hub. Everything works as it is.");
    EXPECT_EQ(view.notice, "");
}

TEST(HubWords, none_of_them_names_a_command_of_the_command_line)
{
    for (const Fault fault :
         {hub::fault::hub_password_needed, hub::fault::hub_not_made, hub::fault::hub_not_joined,
          hub::fault::hub_joined_already, hub::fault::hub_damaged, hub::fault::hub_forked, hub::fault::device_revoked,
          hub::fault::unknown_device, hub::fault::still_waiting, hub::fault::hub_unreachable, hub::fault::hub_silent,
          hub::fault::roster_moved, hub::fault::code_unknown, hub::fault::code_expired, hub::fault::hub_stopped}) {
        const std::string sentence = sentence_of({fault, {}});
        EXPECT_EQ(sentence.find("--"), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find("“rapport"), std::string::npos) << sentence;
    }
}

} // namespace rapport::desk::test
