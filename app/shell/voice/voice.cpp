#include "app/shell/voice/voice.h"

#include <array>
#include <map>

#include "app/shell/voice/engine.h"

namespace rapport::voice {
namespace {

constexpr const char* words_a_minute = "140"; // a little slower than the engine's 175: for tired listeners
constexpr double breath_seconds = 0.35;

struct Spoken {
    std::string_view language; ///< of the interface
    std::array<std::string_view, 2> voices;
};
/// Best first. Spanish as it is spoken in the Americas, Mandarin for Chinese.
constexpr std::array known{Spoken{"en", {"en-us", "en"}}, Spoken{"es", {"es-419", "es"}}, Spoken{"zh", {"cmn", "zh"}}};

/// `--voices=es-419` prints a head line and then a voice a line; only one that begins with just this language will do.
bool installed(std::string_view voice)
{
    const Result<std::string> list = run_engine({"--voices=" + std::string(voice)}, {});
    if (!list) return false;
    const std::string_view lines = *list;
    for (std::size_t at = lines.find('\n'); at != std::string_view::npos; at = lines.find('\n', at + 1)) {
        std::string_view line = lines.substr(at + 1, lines.find('\n', at + 1) - at - 1);
        line.remove_prefix(std::min(line.find_first_not_of(" 0123456789"), line.size()));
        if (line.substr(0, line.find(' ')) == voice) return true;
    }
    return false;
}

struct Wave {
    int rate = 0;
    std::string_view bytes; ///< 16 bits a sample, little-endian
};

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint32_t value = 0;
    for (std::size_t byte = 0; byte < size; ++byte)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + byte])) << 8U * byte;
    return value;
}

/// RIFF as it comes down a pipe: the lengths in it are made up, what there is is what counts.
Result<Wave> read_wave(std::string_view file)
{
    constexpr std::size_t head = 44;
    if (file.size() < head || file.substr(0, 4) != "RIFF" || file.substr(8, 8) != "WAVEfmt " ||
        file.substr(36, 4) != "data" || number(file, 20, 2) != 1 || number(file, 22, 2) != 1 ||
        number(file, 34, 2) != 16)
        return Error{fault::no_voice, "wave"};
    return Wave{static_cast<int>(number(file, 24, 4)), file.substr(head)};
}

} // namespace

Result<std::string> voice_for(std::string_view language)
{
    for (const Spoken& spoken : known) {
        if (language.substr(0, language.find('-')) != spoken.language) continue;
        for (const std::string_view voice : spoken.voices)
            if (installed(voice)) return std::string(voice);
    }
    return Error{fault::no_voice, std::string(language)};
}

std::vector<std::string> languages_spoken()
{
    std::vector<std::string> spoken;
    for (const Spoken& one : known)
        if (voice_for(one.language)) spoken.emplace_back(one.language);
    return spoken;
}

Result<Speech> speak(std::span<const Piece> pieces, const std::atomic<bool>& stop)
{
    std::map<std::string, std::string, std::less<>> voices;
    Speech speech;
    for (std::size_t at = 0; at < pieces.size() && !stop; ++at) {
        std::string& voice = voices[pieces[at].language];
        if (voice.empty()) {
            Result<std::string> found = voice_for(pieces[at].language);
            if (!found) return found.error();
            voice = *std::move(found);
        }
        const Result<std::string> file =
            run_engine({"--stdin", "--stdout", "-b", "1", "-s", words_a_minute, "-v", voice}, pieces[at].words + "\n");
        if (!file) return file.error();
        const Result<Wave> wave = read_wave(*file);
        if (!wave) return wave.error();
        speech.rate = wave->rate;
        speech.marks.push_back({speech.samples.size(), at});
        for (std::size_t byte = 0; byte + 1 < wave->bytes.size(); byte += 2)
            speech.samples.push_back(static_cast<std::int16_t>(number(wave->bytes, byte, 2)));
        speech.samples.resize(speech.samples.size() + static_cast<std::size_t>(wave->rate * breath_seconds));
    }
    return speech;
}

} // namespace rapport::voice
