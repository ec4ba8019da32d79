#include "storage/release/packed.h"

#include <algorithm>
#include <cassert>

namespace rapport::release {

namespace {

using instruments::Answer;
using instruments::Missing;

/// Choices as they are; reasons lie below every choice a definition may have.
constexpr int lowest = -32768;
constexpr int reasons = static_cast<int>(Missing::unrecorded) + 1;

std::int16_t pack(Answer answer)
{
    const int code = answer.given() ? answer.value() : lowest + static_cast<int>(answer.why());
    assert(code >= lowest && code <= 32767);
    return static_cast<std::int16_t>(code);
}

Answer unpack(std::int16_t code)
{
    const int reason = code - lowest;
    return reason < reasons ? Answer::none(static_cast<Missing>(reason)) : Answer::chose(code);
}

} // namespace

void Packed::add(std::span<const Record* const> records)
{
    if (records.empty()) return;
    assert(people_.empty() || people_.back().person < records.front()->person);
    people_.push_back({records.front()->person, kept_.size()});
    for (const Record* record : records) {
        const Form form{record->instrument, record->version, record->visit, record->language, record->session_number};
        const auto [at, fresh] = numbers_.try_emplace(form, static_cast<std::uint32_t>(forms_.size()));
        if (fresh) forms_.push_back(&at->first);
        kept_.push_back({at->second, record->day, answers_.size()});
        for (const Answer answer : record->response.items)
            answers_.push_back(pack(answer));
    }
}

Result<std::span<const Record>> Packed::again(const std::string& person, std::string_view instrument)
{
    given_.clear();
    const auto found = std::ranges::lower_bound(people_, person, {}, &Person::person);
    if (found == people_.end() || found->person != person) return std::span<const Record>(given_);
    const auto next = std::next(found);
    const std::size_t end = next == people_.end() ? kept_.size() : next->first;
    for (std::size_t at = found->first; at < end; ++at) {
        const Kept& kept = kept_[at];
        const Form& form = *forms_[kept.form];
        if (!instrument.empty() && form.instrument != instrument) continue;
        Record& record = given_.emplace_back();
        record.person = person;
        record.instrument = form.instrument;
        record.version = form.version;
        record.visit = form.visit;
        record.language = form.language;
        record.session_number = form.session_number;
        record.day = kept.day;
        const std::size_t answers_end = at + 1 == kept_.size() ? answers_.size() : kept_[at + 1].answers;
        for (std::size_t answer = kept.answers; answer < answers_end; ++answer)
            record.response.items.push_back(unpack(answers_[answer]));
    }
    return std::span<const Record>(given_);
}

} // namespace rapport::release
