// The real ALSA output, on a sound system that this test writes down: one that records, and one that has no device.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <unistd.h>

#include "app/shell/voice/read_aloud.h"

namespace rapport::voice {
namespace {

struct SoundSystem {
    std::string folder;
    explicit SoundSystem(bool device)
    {
        std::string pattern = "/tmp/rapport-sound-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        std::ofstream written(folder + "/asound.conf");
        if (device)
            written << "pcm.!default { type file slave.pcm { type null } file \"" << tape() << "\" format \"raw\" }\n";
        written.close();
        ::setenv("ALSA_CONFIG_PATH", (folder + "/asound.conf").c_str(), 1);
    }
    ~SoundSystem()
    {
        ::unsetenv("ALSA_CONFIG_PATH");
        for (const std::string& file : {tape(), folder + "/asound.conf"})
            std::remove(file.c_str());
        ::rmdir(folder.c_str());
    }
    SoundSystem(const SoundSystem&) = delete;
    SoundSystem& operator=(const SoundSystem&) = delete;
    [[nodiscard]] std::string tape() const { return folder + "/tape"; }
};

ReadAloud::State read_to_the_end(ReadAloud& reader)
{
    reader.read({{"option.0", "Not at all", "en"}});
    for (int tries = 0; tries < 1000 && reader.state() == ReadAloud::State::reading; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return reader.state();
}

TEST(Speakers, play_every_sample_as_it_was_spoken)
{
    const SoundSystem recording(true);
    ReadAloud reader(speakers());
    EXPECT_EQ(read_to_the_end(reader), ReadAloud::State::silent);
    std::ifstream file(recording.tape(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const std::atomic<bool> go_on{false};
    const std::vector<Piece> one{{"option.0", "Not at all", "en"}};
    const auto speech = speak(one, go_on);
    ASSERT_TRUE(speech.ok());
    ASSERT_GE(bytes.size(), speech->samples.size() * 2); // the device is fed to the end of its last period
    for (std::size_t at = 0; at < speech->samples.size(); ++at) {
        const auto low = static_cast<unsigned char>(bytes[2 * at]);
        const auto high = static_cast<unsigned char>(bytes[2 * at + 1]);
        ASSERT_EQ(static_cast<std::int16_t>(low | high << 8), speech->samples[at]) << at;
    }
}

TEST(Speakers, without_a_device_are_no_sound)
{
    const SoundSystem none(false);
    ReadAloud reader(speakers());
    EXPECT_EQ(read_to_the_end(reader), ReadAloud::State::no_sound);
}

} // namespace
} // namespace rapport::voice
