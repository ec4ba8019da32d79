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
    /// At once. What has not been heard yet is left out: at the end of a reading that is the breath after the last
    /// piece.
    virtual void close() = 0;
};

/// The sound device that the system calls its default, by ALSA. Opened only when something is to be heard.
[[nodiscard]] std::unique_ptr<Output> speakers();

} // namespace rapport::voice
