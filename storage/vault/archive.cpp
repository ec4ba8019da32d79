#include "storage/vault/archive.h"

#include <sstream>

#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include "storage/vault/faults.h"

namespace rapport::vault {

namespace {

using instruments::Answer;
using instruments::Missing;

constexpr std::uint16_t archive_version = 3;

/// Choices are kept as they are; reasons lie below every choice a definition may have (-32768 + reason).
constexpr int reason_base = -32768;
constexpr int last_reason = static_cast<int>(Missing::unrecorded);

std::int16_t code_of(Answer answer)
{
    return static_cast<std::int16_t>(answer.given() ? answer.value() : reason_base + static_cast<int>(answer.why()));
}

std::optional<Answer> answer_of(std::int16_t code)
{
    const int reason = code - reason_base;
    if (reason > last_reason) return Answer::chose(code);
    if (reason < static_cast<int>(Missing::declined)) return std::nullopt;
    return Answer::none(static_cast<Missing>(reason));
}

/// Version 1. A later version is another struct; this one stays for as long as a row of it may exist.
struct Version1 {
    std::string version;
    std::uint8_t respondent = 0;
    std::uint8_t mode = 0;
    std::string language;
    std::string visit;
    std::int32_t session_number = 0;
    std::int64_t started_ms = 0;
    bool complete = false;
    std::string input;
    std::string sex;
    std::int16_t age = -1; ///< -1 unknown
    std::vector<std::int16_t> answers;
    std::vector<std::string> criteria; ///< id, tri, id, tri ...

    template <class Archive>
    void save(Archive& archive) const
    {
        archive(version, respondent, mode, language, visit, session_number, started_ms, complete, input, sex, age,
                answers, criteria);
    }

    /// The same in the same order. cereal believes every length it reads and makes room for it first; here each is
    /// held against the longest archive there is.
    template <class Archive>
    void load(Archive& archive)
    {
        bounded(archive, version);
        archive(respondent, mode);
        bounded(archive, language);
        bounded(archive, visit);
        std::uint8_t whole = 0; // a bool of any other value is none
        archive(session_number, started_ms, whole);
        if (whole > 1) throw cereal::Exception("bool");
        complete = whole == 1;
        bounded(archive, input);
        bounded(archive, sex);
        archive(age);
        bounded(archive, answers);
        criteria.resize(length(archive));
        for (std::string& word : criteria)
            bounded(archive, word);
    }

    template <class Archive>
    static std::size_t length(Archive& archive)
    {
        cereal::size_type said = 0;
        archive(cereal::make_size_tag(said));
        if (said > most_archive) throw cereal::Exception("length");
        return static_cast<std::size_t>(said);
    }
    template <class Archive, class Run>
    static void bounded(Archive& archive, Run& run)
    {
        run.resize(length(archive));
        archive(cereal::binary_data(run.data(), run.size() * sizeof(typename Run::value_type)));
    }
};

/// Version 2 is version 1 and then this: a bit an item, the first in the lowest of the first byte, set when it was read
/// aloud. Version 3 has that too, of no length when none was, and then the language of the screen and whether nobody
/// was by. Each is written only when it has something to say.
std::string bits_of(const std::vector<bool>& flags)
{
    std::string bits((flags.size() + 7) / 8, '\0');
    for (std::size_t at = 0; at < flags.size(); ++at)
        if (flags[at]) bits[at / 8] = static_cast<char>(static_cast<unsigned char>(bits[at / 8]) | 1U << at % 8);
    return bits;
}

std::optional<std::vector<bool>> flags_of(const std::string& bits, std::size_t items)
{
    std::vector<bool> flags(items);
    for (std::size_t at = 0; at < items; ++at)
        flags[at] = at / 8 < bits.size() && (static_cast<unsigned char>(bits[at / 8]) >> at % 8 & 1U) != 0;
    // Another length, or a bit of an item that is none, is nothing we wrote.
    return bits_of(flags) == bits ? std::optional(flags) : std::nullopt;
}

Version1 flat(const Kept& kept)
{
    const Administration& from = kept.administration;
    Version1 out;
    out.version = from.version;
    out.respondent = static_cast<std::uint8_t>(from.respondent);
    out.mode = static_cast<std::uint8_t>(from.mode);
    out.language = from.language;
    out.visit = from.visit;
    out.session_number = from.session_number;
    out.started_ms = from.started_ms;
    out.complete = from.complete;
    out.input = from.input;
    out.sex = kept.context.sex;
    out.age = static_cast<std::int16_t>(kept.context.age.value_or(-1));
    for (const Answer answer : from.response.items)
        out.answers.push_back(code_of(answer));
    for (const FrozenCriterion& criterion : from.criteria) {
        out.criteria.push_back(criterion.id);
        out.criteria.push_back(criterion.tri);
    }
    return out;
}

Status unfold(const Version1& from, Kept& kept)
{
    if (from.respondent > static_cast<std::uint8_t>(instruments::Respondent::staff) ||
        from.mode > static_cast<std::uint8_t>(instruments::Mode::from_paper) || from.criteria.size() % 2 != 0)
        return Error{fault::vault_damaged, "archive"};
    Administration& out = kept.administration;
    out.version = from.version;
    out.respondent = static_cast<instruments::Respondent>(from.respondent);
    out.mode = static_cast<instruments::Mode>(from.mode);
    out.language = from.language;
    out.visit = from.visit;
    out.session_number = from.session_number;
    out.started_ms = from.started_ms;
    out.complete = from.complete;
    out.input = from.input;
    kept.context.sex = from.sex;
    kept.context.age = from.age < 0 ? std::nullopt : std::optional<int>(from.age);
    out.response.items.clear();
    for (const std::int16_t code : from.answers) {
        const auto answer = answer_of(code);
        if (!answer) return Error{fault::vault_damaged, "archive answer"};
        out.response.items.push_back(*answer);
    }
    out.criteria.clear();
    for (std::size_t i = 0; i < from.criteria.size(); i += 2)
        out.criteria.push_back({from.criteria[i], from.criteria[i + 1]});
    return {};
}

} // namespace

Result<sealed::Bytes> write_archive(const Kept& kept)
{
    std::ostringstream out;
    {
        cereal::PortableBinaryOutputArchive archive(out, cereal::PortableBinaryOutputArchive::Options::LittleEndian());
        const Administration& from = kept.administration;
        const std::uint16_t version = from.unattended || !from.spoken.empty() ? 3 : from.aloud.empty() ? 1 : 2;
        archive(version, flat(kept));
        if (version >= 2) archive(bits_of(from.aloud));
        if (version >= 3) archive(from.spoken, static_cast<std::uint8_t>(from.unattended));
    }
    sealed::Bytes bytes = std::move(out).str();
    if (bytes.size() > most_archive) return Error{fault::too_long, "answers"};
    return bytes;
}

Status read_archive(sealed::ByteView bytes, Kept& kept)
{
    if (bytes.size() > most_archive) return Error{fault::vault_damaged, "archive"};
    try {
        std::istringstream in{std::string(bytes)};
        cereal::PortableBinaryInputArchive archive(in);
        std::uint16_t version = 0;
        archive(version);
        if (version > archive_version) return Error{fault::vault_newer, "archive"};
        Version1 flat_form;
        archive(flat_form);
        std::string bits;
        if (version >= 2) Version1::bounded(archive, bits);
        std::string spoken;
        std::uint8_t unattended = 0;
        if (version >= 3) {
            Version1::bounded(archive, spoken);
            archive(unattended);
            // What has neither is no version 3: one row is written in one way.
            if (unattended > 1 || (spoken.empty() && unattended == 0)) return Error{fault::vault_damaged, "archive"};
        }
        if (in.peek() != std::istringstream::traits_type::eof()) return Error{fault::vault_damaged, "archive"};
        kept.administration.spoken = std::move(spoken);
        kept.administration.unattended = unattended == 1;
        kept.administration.aloud.clear();
        if (version == 2 || !bits.empty()) {
            const auto aloud = flags_of(bits, flat_form.answers.size());
            if (!aloud || aloud->empty()) return Error{fault::vault_damaged, "archive"};
            kept.administration.aloud = *aloud;
        }
        return unfold(flat_form, kept);
    } catch (const std::exception&) { // cereal's, and what a wrong length brings about
        return Error{fault::vault_damaged, "archive"};
    }
}

} // namespace rapport::vault
