#include "app/desk/hub_view.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/hub/faults.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

std::string capital(std::string words)
{
    if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

/// "9", "9:30" where the clinic's clock is half an hour beside the world's.
std::string hour_of_day(int minute)
{
    return minute % 60 == 0 ? fmt::format("{}", minute / 60) : fmt::format("{}:{:02}", minute / 60, minute % 60);
}

std::string name_of(const hub::HubStatus& status, const hub::Id& device)
{
    const auto found = std::ranges::find(status.devices, device, &hub::DeviceStatus::device);
    return found == status.devices.end() ? std::string() : found->name;
}

std::string device_words(const hub::DeviceStatus& device, const hub::HubStatus& status, std::int64_t now_ms)
{
    if (device.revoked) return std::string(say("desk.hub.taken_out"));
    const std::uint64_t hour = device.is_this ? status.pushed_hour : device.last_hour;
    const strings::Fill when{{"when", hour_words(hour, now_ms)}};
    if (device.left) return say("desk.hub.has_left", when);
    std::string words = hour == 0 ? std::string(say(device.is_this ? "desk.hub.never_sent" : "desk.hub.never_seen"))
                                  : say(device.is_this ? "desk.hub.last_sent" : "desk.hub.last_seen", when);
    if (device.waiting > 0) words += " " + count_words("desk.hub.waits_there", static_cast<long long>(device.waiting));
    return words;
}

std::vector<std::string> finding_words(const hub::HubStatus& status)
{
    std::vector<std::string> words;
    for (const hub::Finding& finding : status.findings) {
        const std::string name = name_of(status, finding.device);
        const std::string sentence = sentence_of({finding.fault, {}});
        std::string told = name.empty() ? sentence : say("desk.hub.of", {{"name", name}, {"words", sentence}});
        // The same of many records of one device is one thing to do.
        if (std::ranges::find(words, told) == words.end()) words.push_back(std::move(told));
    }
    return words;
}

/// That another try may do better, so nobody is troubled before a day has gone by.
bool may_pass(Fault fault)
{
    return hub::is_passing(fault) || fault == hub::fault::hub_in_use || fault == hub::fault::hub_stopped;
}

std::uint64_t last_good_hour(const hub::HubStatus& status)
{
    return std::min(status.pushed_hour, status.pulled_hour);
}

std::string silence_words(const HubKnown& known, std::int64_t now_ms)
{
    const std::uint64_t hour = known.status ? last_good_hour(*known.status) : 0;
    if (hour == 0) return std::string(say("desk.hub.never_answered"));
    const std::int64_t days = (now_ms - static_cast<std::int64_t>(hour) * hour_ms) / day_ms;
    return days < 1 ? std::string() : count_words("desk.hub.silent", days);
}

std::string notice_of(const HubKnown& known, const std::vector<std::string>& findings, std::int64_t now_ms)
{
    if (known.error && !may_pass(known.error->fault)) return sentence_of(*known.error);
    if (findings.size() == 1) return findings.front();
    if (!findings.empty()) return count_words("desk.hub.found", static_cast<long long>(findings.size()));
    if (known.error)
        if (std::string silence = silence_words(known, now_ms); !silence.empty()) return silence;
    if (known.status && known.status->aside > 0)
        return count_words("desk.hub.aside", static_cast<long long>(known.status->aside));
    return {};
}

void say_last(HubView& view, const HubKnown& known, std::int64_t now_ms)
{
    const std::uint64_t hour = known.status ? std::max(known.status->pushed_hour, known.status->pulled_hour) : 0;
    if (known.exchanged_ms > 0) {
        view.last = when_words(known.exchanged_ms, now_ms);
        view.last_did =
            say("desk.hub.did", {{"sent", count_words("desk.hub.sent", static_cast<long long>(known.sent))},
                                 {"brought", count_words("desk.hub.brought", static_cast<long long>(known.brought))}});
    } else {
        view.last = capital(hour_words(hour, now_ms));
    }
    view.trouble = known.error.has_value();
    if (known.error)
        view.answered = sentence_of(*known.error);
    else if (known.exchanged_ms > 0)
        view.answered = say(known.by_hand ? "desk.hub.by_hand" : "desk.hub.answered");
}

} // namespace

std::string hour_words(std::uint64_t hour, std::int64_t now_ms)
{
    if (hour == 0) return std::string(say("desk.hub.never"));
    const std::int64_t begun = static_cast<std::int64_t>(hour) * hour_ms;
    const LocalTime from = local_time(begun);
    const LocalTime to = local_time(begun + hour_ms);
    return say("desk.hub.hour", {{"day", day_words(from.day, local_time(now_ms).day)},
                                 {"from", hour_of_day(from.minute)},
                                 {"to", hour_of_day(to.minute == 0 ? 24 * 60 : to.minute)}});
}

std::chrono::minutes pause_after(int failures)
{
    constexpr std::chrono::minutes usual{3};
    constexpr std::chrono::minutes longest{30};
    if (failures <= 0) return usual;
    constexpr int doublings = 5;
    return std::min(longest, std::chrono::minutes{1 << std::min(failures - 1, doublings)});
}

HubView make_hub_view(const HubKnown& known, std::int64_t now_ms)
{
    HubView view;
    view.joined = known.joined;
    if (!known.joined) {
        view.summary = say("desk.hub.alone");
        return view;
    }
    view.summary = say("desk.hub.shares");
    say_last(view, known, now_ms);
    if (known.status) {
        const hub::HubStatus& status = *known.status;
        view.server = status.shown;
        for (const hub::DeviceStatus& device : status.devices) {
            if (device.is_this) view.summary = say("desk.hub.shares_as", {{"name", device.name}});
            view.devices.push_back({device.name, device_words(device, status, now_ms), device.is_this,
                                    !device.is_this && !device.revoked});
        }
        // This device first, those that are out last.
        std::ranges::stable_sort(view.devices, [](const HubDeviceLine& left, const HubDeviceLine& right) {
            return std::pair(!left.is_this, !left.can_be_taken_out) <
                   std::pair(!right.is_this, !right.can_be_taken_out);
        });
        view.waiting.push_back(status.to_send == 0
                                   ? std::string(say("desk.hub.nothing_waits"))
                                   : count_words("desk.hub.waits_here", static_cast<long long>(status.to_send)));
        if (status.aside > 0)
            view.waiting.push_back(count_words("desk.hub.aside", static_cast<long long>(status.aside)));
        view.findings = finding_words(status);
    }
    view.notice = notice_of(known, view.findings, now_ms);
    return view;
}

} // namespace rapport::desk
