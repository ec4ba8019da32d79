// The installed engine and its voices speak here; what they say goes to a recorder instead of a sound device.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <map>
#include <thread>

#include "app/shell/voice/engine.h"
#include "app/shell/voice/read_aloud.h"

namespace rapport::voice {
namespace {

using namespace std::chrono_literals;

const std::atomic<bool> go_on{false};

double loudness(std::span<const std::int16_t> samples)
{
    double sum = 0;
    for (const std::int16_t sample : samples)
        sum += static_cast<double>(sample) * sample;
    return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

/// Keeps what was played, and under which piece's name; may be told to hold its breath.
struct Recorder final : Output {
    struct Tape {
        std::mutex guard;
        std::condition_variable changed;
        std::vector<std::int16_t> samples;
        std::vector<std::string> said; ///< names in the order they came
        std::map<std::string, double> loudest;
        std::size_t hold_after = ~std::size_t{0};
        bool open = false;
        bool works = true;
        const ReadAloud* reader = nullptr;
    };
    explicit Recorder(Tape& kept) : tape(kept) {}
    Status open(int) override
    {
        if (!tape.works) return Error{fault::no_sound, "none"};
        tape.open = true;
        return {};
    }
    Status play(std::span<const std::int16_t> samples) override
    {
        std::unique_lock lock(tape.guard);
        tape.samples.insert(tape.samples.end(), samples.begin(), samples.end());
        const std::string now = tape.reader->saying();
        if (tape.said.empty() || tape.said.back() != now) tape.said.push_back(now);
        tape.loudest[now] = std::max(tape.loudest[now], loudness(samples));
        const bool hold = tape.samples.size() >= tape.hold_after;
        tape.changed.notify_all();
        lock.unlock();
        if (hold) std::this_thread::sleep_for(20ms);
        return {};
    }
    void close() override { tape.open = false; }
    Tape& tape;
};

void wait_until_silent(const ReadAloud& reader)
{
    for (int tries = 0; tries < 500 && reader.state() == ReadAloud::State::reading; ++tries)
        std::this_thread::sleep_for(10ms);
}

const std::vector<Piece> question{{"stem", "In the past month, how much were you bothered by:", "en"},
                                  {"question", "Trouble falling or staying asleep?", "en"},
                                  {"option.0", "Not at all", "en"},
                                  {"option.1", "A little bit", "en"}};

TEST(Voice, speaks_english_spanish_and_chinese_and_not_silence)
{
    EXPECT_EQ(languages_spoken(), (std::vector<std::string>{"en", "es", "zh"}))
        << "packaging/install.sh installs espeak-ng, which has all three";
    const std::map<std::string, std::string> sentences = {
        {"en", "Trouble falling or staying asleep?"}, {"es", "¿Problemas para dormirse?"}, {"zh", "难以入睡？"}};
    std::map<std::string, std::vector<std::int16_t>> heard;
    for (const auto& [language, words] : sentences) {
        const std::vector<Piece> one{{"question", words, language}};
        const auto speech = speak(one, go_on);
        ASSERT_TRUE(speech.ok()) << language;
        EXPECT_GT(speech->samples.size(), static_cast<std::size_t>(speech->rate)) << language;
        EXPECT_GT(loudness(speech->samples), 500) << language;
        heard[language] = speech->samples;
    }
    EXPECT_NE(heard["en"].size(), heard["es"].size());
}

TEST(Voice, says_a_language_by_its_first_part_and_refuses_one_it_has_not)
{
    EXPECT_EQ(voice_for("es-MX").value(), "es-419");
    EXPECT_EQ(voice_for("zh-Hans").value(), "cmn");
    EXPECT_EQ(voice_for("tlh").error().fault, fault::no_voice);
    EXPECT_EQ(voice_for("").error().fault, fault::no_voice);
}

TEST(Voice, marks_where_each_piece_begins_and_each_is_heard)
{
    const auto speech = speak(question, go_on);
    ASSERT_TRUE(speech.ok());
    ASSERT_EQ(speech->marks.size(), question.size());
    EXPECT_EQ(speech->marks.front().sample, 0U);
    for (std::size_t at = 0; at < question.size(); ++at) {
        EXPECT_EQ(speech->marks[at].piece, at);
        const std::size_t from = speech->marks[at].sample;
        const std::size_t to = at + 1 < question.size() ? speech->marks[at + 1].sample : speech->samples.size();
        ASSERT_LT(from, to);
        EXPECT_GT(loudness(std::span(speech->samples).subspan(from, to - from)), 300) << question[at].id;
        // The breath at the end of a piece is silent: the next one is not begun under its mark.
        const auto breath = static_cast<std::size_t>(speech->rate / 4);
        EXPECT_LT(loudness(std::span(speech->samples).subspan(to - breath, breath)), 1) << question[at].id;
    }
}

TEST(Voice, takes_words_for_words_and_never_for_orders)
{
    const std::vector<Piece> odd{
        {"a", "--help", "en"}, {"b", "<speak>and & 100 %</speak>", "en"}, {"c", "\"quoted\" $(id) `id`", "en"}};
    const auto speech = speak(odd, go_on);
    ASSERT_TRUE(speech.ok());
    EXPECT_EQ(speech->marks.size(), odd.size());
    const std::vector<Piece> long_words{{"a", std::string(20'000, 'a'), "en"}};
    EXPECT_TRUE(speak(long_words, go_on).ok());
}

TEST(Voice, engine_that_fails_is_no_voice)
{
    EXPECT_EQ(run_engine({"--stdin", "--stdout", "-v", "qqq"}, "hello").error().fault, fault::no_voice);
}

TEST(ReadAloud, says_every_piece_in_order_under_its_name)
{
    Recorder::Tape tape;
    ReadAloud reader(std::make_unique<Recorder>(tape));
    tape.reader = &reader;
    reader.read(question);
    EXPECT_EQ(reader.state(), ReadAloud::State::reading);
    wait_until_silent(reader);
    EXPECT_EQ(reader.state(), ReadAloud::State::silent);
    EXPECT_EQ(reader.saying(), "");
    EXPECT_EQ(tape.said, (std::vector<std::string>{"stem", "question", "option.0", "option.1"}));
    for (const Piece& piece : question)
        EXPECT_GT(tape.loudest[piece.id], 500) << piece.id;
    EXPECT_FALSE(tape.open);
    const auto whole = speak(question, go_on);
    EXPECT_EQ(tape.samples, whole->samples);
}

TEST(ReadAloud, stops_at_once_and_begins_anew)
{
    Recorder::Tape tape;
    tape.hold_after = 1;
    ReadAloud reader(std::make_unique<Recorder>(tape));
    tape.reader = &reader;
    reader.read(question);
    {
        std::unique_lock lock(tape.guard);
        ASSERT_TRUE(tape.changed.wait_for(lock, 5s, [&] { return tape.samples.size() > 2000; }));
    }
    const auto before = std::chrono::steady_clock::now();
    reader.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 300ms);
    EXPECT_EQ(reader.state(), ReadAloud::State::silent);
    EXPECT_EQ(reader.saying(), "");
    EXPECT_FALSE(tape.open);
    EXPECT_EQ(tape.said, std::vector<std::string>{"stem"});
    tape.said.clear();
    tape.hold_after = ~std::size_t{0};
    reader.read({{"option.0", "Nada en absoluto", "es"}});
    wait_until_silent(reader);
    EXPECT_EQ(tape.said, std::vector<std::string>{"option.0"});
}

TEST(ReadAloud, says_why_it_is_silent)
{
    Recorder::Tape tape;
    tape.works = false;
    ReadAloud reader(std::make_unique<Recorder>(tape));
    tape.reader = &reader;
    reader.read(question);
    wait_until_silent(reader);
    EXPECT_EQ(reader.state(), ReadAloud::State::no_sound);
    tape.works = true;
    // Half a question in another voice would be worse than none.
    reader.read({{"question", "Trouble falling or staying asleep?", "en"}, {"option.0", "Qo'", "tlh"}});
    wait_until_silent(reader);
    EXPECT_EQ(reader.state(), ReadAloud::State::no_voice);
    EXPECT_TRUE(tape.samples.empty());
}

TEST(ReadAloud, leaves_a_sound_system_behind_that_hangs)
{
    struct Gate {
        std::mutex guard;
        std::condition_variable opened;
        bool open = false;
        std::atomic<bool> entered{false};
    };
    struct Hanging final : Output {
        explicit Hanging(std::shared_ptr<Gate> before) : gate(std::move(before)) {}
        Status open(int) override
        {
            gate->entered = true;
            std::unique_lock lock(gate->guard);
            gate->opened.wait(lock, [this] { return gate->open; });
            return {};
        }
        Status play(std::span<const std::int16_t>) override { return {}; }
        void close() override {}
        std::shared_ptr<Gate> gate;
    };
    const auto gate = std::make_shared<Gate>();
    ReadAloud reader(std::make_unique<Hanging>(gate));
    reader.read(question);
    for (int tries = 0; tries < 500 && !gate->entered; ++tries)
        std::this_thread::sleep_for(10ms);
    ASSERT_TRUE(gate->entered);
    const auto before = std::chrono::steady_clock::now();
    reader.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
    EXPECT_EQ(reader.state(), ReadAloud::State::silent);
    reader.read(question);
    EXPECT_EQ(reader.state(), ReadAloud::State::no_sound);
    {
        const std::lock_guard lock(gate->guard);
        gate->open = true;
    }
    gate->opened.notify_all();
    std::this_thread::sleep_for(100ms);
}

} // namespace
} // namespace rapport::voice
