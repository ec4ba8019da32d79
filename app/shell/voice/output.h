#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "instruments/base/result.h"

namespace rapport::voice {

/// What samples are played on. Used by one thread, opened for each reading and closed after it.
class Output {
public:
    virtual ~Output() = default;
    /// Errors: no_sound.
    [[nodiscard]] virtual Status open(int rate) = 0;
    /// Takes about as long as the samples last. Errors: no_sound.
    [[nodiscard]] virtual Status play(std::span<const std::int16_t> samples) = 0;
    /// Waits for the last sample, or leaves out what has not been heard yet.
    enum class Ending : std::uint8_t { whole, cut };
    virtual void close(Ending how) = 0;
};

/// The sound device that the system calls its default, by ALSA. Opened only when something is to be heard.
[[nodiscard]] std::unique_ptr<Output> speakers();

} // namespace rapport::voice
