#include <cerrno>

#include <alsa/asoundlib.h>

#include "app/shell/voice/output.h"
#include "app/shell/voice/voice.h"

namespace rapport::voice {
namespace {

constexpr unsigned latency_us = 120'000; // the mark on the screen is at most this much before the ear

constexpr int longest_wait_ms = 1000; // a device that takes nothing for so long has stopped

/// ALSA explains on standard error what a tablet without a sound device lacks; the button says it instead.
void say_nothing(const char*, int, const char*, int, const char*, ...) {}

class Alsa final : public Output {
public:
    ~Alsa() override { close(); }

    Status open(int rate) override
    {
        snd_lib_error_set_handler(say_nothing);
        if (snd_pcm_open(&device_, "default", SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK) < 0) {
            device_ = nullptr;
            return Error{fault::no_sound, "open"};
        }
        const int set = snd_pcm_set_params(device_, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1,
                                           static_cast<unsigned>(rate), 1, latency_us);
        return set < 0 ? Status(Error{fault::no_sound, "parameters"}) : Status{};
    }

    Status play(std::span<const std::int16_t> samples) override
    {
        while (!samples.empty()) {
            snd_pcm_sframes_t written = snd_pcm_writei(device_, samples.data(), samples.size());
            if (written == -EAGAIN) {
                if (snd_pcm_wait(device_, longest_wait_ms) == 0) return Error{fault::no_sound, "stalled"};
                continue;
            }
            if (written < 0) {
                if (snd_pcm_recover(device_, static_cast<int>(written), 1) < 0) return Error{fault::no_sound, "write"};
                continue;
            }
            samples = samples.subspan(static_cast<std::size_t>(written));
        }
        return {};
    }

    void close() override
    {
        if (device_ == nullptr) return;
        snd_pcm_drop(device_);
        snd_pcm_close(device_);
        device_ = nullptr;
    }

private:
    snd_pcm_t* device_ = nullptr;
};

} // namespace

std::unique_ptr<Output> speakers()
{
    return std::make_unique<Alsa>();
}

} // namespace rapport::voice
