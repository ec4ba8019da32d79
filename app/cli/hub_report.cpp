#include "app/cli/hub_report.h"

#include <array>
#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/shell/strings/strings.h"

namespace rapport::cli {

namespace {

using json = nlohmann::json;

std::string name_in(const hub::HubStatus& now, const hub::Id& device)
{
    for (const hub::DeviceStatus& one : now.devices)
        if (one.device == device) return one.name;
    return {};
}

json findings_json(const std::vector<hub::Finding>& findings, const hub::HubStatus& now)
{
    json all = json::array();
    for (const hub::Finding& one : findings)
        all.push_back({{"finding", one.fault.name}, {"device", name_in(now, one.device)}, {"record", one.sequence}});
    return all;
}

std::int64_t ms_of(std::uint64_t hour)
{
    constexpr std::int64_t hour_ms = 3'600'000;
    return static_cast<std::int64_t>(hour) * hour_ms;
}

/// "2026-12-01 07:00 UTC": hours are all there is.
std::string hour_text(std::uint64_t hour)
{
    if (hour == 0) return std::string(strings::say("cli.hub.never"));
    using namespace std::chrono;
    const sys_time<hours> time{hours(hour)};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02ld:00 UTC", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<long>((time - day).count()));
    return text.data();
}

} // namespace

void tell_findings(const std::vector<hub::Finding>& findings, const hub::HubStatus& now)
{
    for (const hub::Finding& one : findings) {
        const std::string sentence = strings::explain({one.fault, {}});
        const std::string name = name_in(now, one.device);
        const std::string where =
            name.empty() ? ""
                         : strings::say("cli.hub.where", {{"name", name}, {"record", std::to_string(one.sequence)}});
        std::fprintf(stderr, "rapport: %s%s\n", where.c_str(), sentence.c_str());
    }
}

std::string exchanged_json(const hub::Exchanged& done, const hub::HubStatus& now)
{
    const json answer{{"records", done.records},
                      {"sessions", done.sessions},
                      {"already", done.already},
                      {"findings", findings_json(done.findings, now)}};
    return answer.dump();
}

std::string status_json(const hub::HubStatus& now)
{
    json devices = json::array();
    for (const hub::DeviceStatus& one : now.devices)
        devices.push_back({{"name", one.name},
                           {"this", one.is_this},
                           {"revoked", one.revoked},
                           {"left", one.left},
                           {"last_seen_ms", ms_of(one.last_hour)},
                           {"waiting", one.waiting}});
    const json answer{{"hub", now.shown},
                      {"site", sealed::hex(now.site)},
                      {"list", now.roster},
                      {"epoch", now.epoch},
                      {"to_send", now.to_send},
                      {"pushed_ms", ms_of(now.pushed_hour)},
                      {"pulled_ms", ms_of(now.pulled_hour)},
                      {"aside", now.aside},
                      {"devices", devices},
                      {"findings", findings_json(now.findings, now)},
                      {"server", now.server ? json(now.server->name) : json(nullptr)}};
    return answer.dump();
}

void print_status(const hub::HubStatus& now)
{
    std::printf("%s\n%s\n", now.shown.c_str(),
                strings::say("cli.hub.to_send", {{"sessions", std::to_string(now.to_send)}}).c_str());
    for (const hub::DeviceStatus& one : now.devices) {
        const char* const key = one.is_this   ? "cli.hub.this_device"
                                : one.revoked ? "cli.hub.revoked_device"
                                : one.left    ? "cli.hub.left_device"
                                              : "cli.hub.device";
        std::printf("%s\n", strings::say(key, {{"name", one.name},
                                               {"when", hour_text(one.is_this ? now.pushed_hour : one.last_hour)},
                                               {"waiting", std::to_string(one.waiting)}})
                                .c_str());
    }
    if (now.aside != 0)
        std::printf("%s\n", strings::say("cli.hub.aside", {{"sessions", std::to_string(now.aside)}}).c_str());
}

} // namespace rapport::cli
