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

constexpr std::uint16_t archive_version = 1;

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
    void serialize(Archive& archive)
    {
        archive(version, respondent, mode, language, visit, session_number, started_ms, complete, input, sex, age,
                answers, criteria);
    }
};

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
        archive(archive_version, flat(kept));
    }
    sealed::Bytes bytes = std::move(out).str();
    if (bytes.size() > most_archive) return Error{fault::too_long, "answers"};
    return bytes;
}

Status read_archive(sealed::ByteView bytes, Kept& kept)
{
    try {
        std::istringstream in{std::string(bytes)};
        cereal::PortableBinaryInputArchive archive(in);
        std::uint16_t version = 0;
        archive(version);
        if (version > archive_version) return Error{fault::vault_newer, "archive"};
        Version1 flat_form;
        archive(flat_form);
        return unfold(flat_form, kept);
    } catch (const std::exception&) { // cereal's, and what a wrong length brings about
        return Error{fault::vault_damaged, "archive"};
    }
}

} // namespace rapport::vault
