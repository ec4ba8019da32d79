#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rapport::sealed {

/// What a person can do in a session. Numbers are the file format: never reuse one.
enum class ActKind : std::uint8_t {
    answered = 1, ///< `value` is the choice's value
    declined = 2,
    cleared = 3,
    moved_to = 4,   ///< looked at this item (Back, Next, from the review)
    part_begun = 5, ///< instructions of instrument `part` left behind
    part_ended = 6, ///< review of instrument `part` left behind
    paused = 7,
    resumed = 8,
    asked_for_moment = 9,
    asked_for_someone = 10,
    resumed_after_crash = 11,
    settings_changed = 12, ///< `value` is a Presentation::code (presentation.h)
    read_aloud = 13,       ///< the person had this item, or with no item this page, read to them; changes nothing
    help_shown = 14,       ///< the clinic's words on safety were put before the person, because of this item
};

enum class InputMethod : std::uint8_t { touch = 1, mouse = 2, keyboard = 3, switch_scan = 4, program = 5 };

/// One act, as kept: what, where, when, how.
/// `part` counts instruments of the battery from 0; `item` is the instrument's own item id, empty where none.
/// `utc_ms` wall clock, milliseconds since 1970 UTC; `boot_ms` monotonic milliseconds since boot.
struct Act {
    ActKind kind = ActKind::moved_to;
    std::uint16_t part = 0;
    std::string item; ///< at most 64 bytes
    std::int32_t value = 0;
    std::int64_t utc_ms = 0;
    std::int64_t boot_ms = 0;
    InputMethod input = InputMethod::touch;
    friend bool operator==(const Act&, const Act&) = default;
};

} // namespace rapport::sealed
