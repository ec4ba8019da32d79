#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/hub/hub.h"

namespace rapport::desk {

/// What the desk knows of the hub between two exchanges: what the page and the bar say is made of this alone.
struct HubKnown {
    bool joined = false;
    std::optional<hub::HubStatus> status; ///< the newest there was
    std::optional<Error> error;    ///< of the last exchange, or why there is no status; nothing when it went well
    std::int64_t exchanged_ms = 0; ///< when one last went well, since the desk was unlocked; 0: none did
    std::uint64_t sent = 0;        ///< by that one
    std::uint64_t brought = 0;
    bool by_hand = false; ///< the server asks for a password that nothing keeps: exchanges do not go by themselves
};

struct HubDeviceLine {
    std::string name;
    std::string about; ///< "Last seen today, between 9 and 10. 3 records wait at the hub."
    bool is_this = false;
    bool can_be_taken_out = false;
};

struct HubView {
    bool joined = false;
    std::string summary;               ///< whether this device shares, and as what
    std::string server;                ///< "hub.example.org/north"
    std::string last;                  ///< "Today 10:42", "Today, between 9 and 10", "Never"
    std::string last_did;              ///< what that one did, or empty
    std::string answered;              ///< whether the server answered, or why not
    bool trouble = false;              ///< it did not
    std::vector<std::string> waiting;  ///< what waits here, there, and aside
    std::vector<std::string> findings; ///< each with the device's name and what to do
    std::vector<HubDeviceLine> devices;
    std::string notice; ///< for the bar: what needs a person, or empty when nothing does
};

[[nodiscard]] HubView make_hub_view(const HubKnown& known, std::int64_t now_ms);

/// "today, between 9 and 10": a whole hour since 1970, as the clinic's wall clock has it. 0: "never".
[[nodiscard]] std::string hour_words(std::uint64_t hour, std::int64_t now_ms);

/// How long until the next exchange: a few minutes while they go well, and after failures 1, 2, 4 and so on to 30.
[[nodiscard]] std::chrono::minutes pause_after(int failures);

} // namespace rapport::desk
