#pragma once

#include <cstdint>

namespace rapport::shell {

/// TOKENS section 4; all drawn from primitives in a 24-unit box.
enum class Icon : std::uint8_t {
    none,
    back,
    next,
    up,
    down,
    chevron_right,
    chevron_down,
    tick,
    pause,
    help,
    search,
    lock,
    alert,
    flag,
    notice,
    tablet,
    eye,
    keyboard,
    plus,
    close,
    ring,
    write_out,
    mark,
    speaker,
    speaker_off,
    stop,
};

} // namespace rapport::shell
