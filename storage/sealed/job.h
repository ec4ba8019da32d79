#pragma once

#include <string>
#include <vector>

#include "storage/sealed/presentation.h"
#include "storage/sealed/secret.h"

namespace rapport::sealed {

using PublicKey = std::array<std::uint8_t, 32>; ///< X25519

/// One instrument of a battery as the kiosk gets it: the definition's exact JSON (wording included).
struct JobInstrument {
    std::string id;
    std::string definition_json;
    std::vector<std::string> not_asked{}; ///< ids of items that are not for this person, whatever they answer
};

/// The clinic's own words to a patient in one language; what is empty, the kiosk has words of its own for.
struct ClinicWords {
    std::string language;
    std::string moment; ///< for "I need a moment"
    std::string safety; ///< after an answer that somebody should see at once
    friend bool operator==(const ClinicWords&, const ClinicWords&) = default;
};

/// How a battery's questions stand on the page. Numbers are the file format: never reuse one.
enum class Layout : std::uint8_t {
    one_question = 0,
    several = 1, ///< those that share their answers together, where they fit
};

/// Everything the kiosk may know: one session, and the public half of the inbox.
/// Goes from desk to supervisor to kiosk over pipes only; never on a command line, never on disk.
struct Job {
    Id session{};
    Secret key; ///< K, 32 bytes
    PublicKey inbox{};
    std::string drafts_folder;
    std::string inbox_folder;
    std::string language = "en";
    std::string label;              ///< neutral words on the welcome page; never a name
    std::vector<ClinicWords> words; ///< by language: the person may choose another on the tablet
    std::vector<JobInstrument> instruments;
    bool auto_advance = true;
    Asked asked = Asked::self;
    Layout layout = Layout::one_question; ///< to begin with; the person may choose the other
    bool demo = false;                    ///< key-only wording may be shown as a notice; automation allowed
    std::int64_t expires_utc_ms = 0;
    bool therapist_reads = false; ///< single answers of an alliance form: the patient is told before the first question
};

/// The most a job may hold, in bytes or pieces. `whole` keeps the bytes inside the 8 MiB an ordinary user may lock.
struct JobLimits {
    static constexpr std::size_t instruments = 32;
    static constexpr std::size_t instrument_id = 64;
    static constexpr std::size_t definition = 1024 * 1024;
    static constexpr std::size_t not_asked = 255;
    static constexpr std::size_t folder = 4096;
    static constexpr std::size_t language = 64;
    static constexpr std::size_t label = 1024;
    static constexpr std::size_t languages = 8;
    static constexpr std::size_t clinic_words = 4 * 1024; ///< each of the two, in each language
    static constexpr std::size_t whole = 3 * 1024 * 1024;
};

/// Length-prefixed bytes with a magic and a version; the reverse refuses anything it does not know (damaged_job).
/// The bytes hold K: keep them in the Secret they come in. A job beyond JobLimits, or whose key is not 32 bytes,
/// gives an empty Secret, which read_job refuses like any other wrong bytes.
[[nodiscard]] Secret write_job(const Job& job);
[[nodiscard]] Result<Job> read_job(ByteView bytes);

} // namespace rapport::sealed
