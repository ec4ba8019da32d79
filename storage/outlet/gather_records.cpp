#include "storage/outlet/gather_records.h"

#include <algorithm>
#include <cmath>

#include "instruments/scoring.h"
#include "storage/outlet/outlet.h"
#include "storage/sealed/secret.h"

namespace rapport::outlet {

namespace {

release::Record record_of(const vault::Person& person, const vault::Administration& administration)
{
    release::Record record;
    record.person = sealed::hex(person.id);
    record.year_of_birth = person.year_of_birth;
    record.sex = person.sex;
    record.site = person.site;
    record.arm = person.arm;
    record.clinician = person.therapist;
    record.language = administration.language;
    record.instrument = administration.instrument;
    record.version = administration.version;
    record.visit = administration.visit;
    record.session_number = administration.session_number;
    record.day = administration.day;
    record.complete = administration.complete;
    record.response = administration.response;
    return record;
}

/// The files carry scores worked out from the answers; the clinic saw the frozen ones. They must be the same numbers.
bool scores_agree(const instruments::Definition& definition, const vault::Administration& administration,
                  const vault::Person& person)
{
    const auto scored = instruments::score(definition, administration.response, {person.sex, {}});
    return std::ranges::all_of(administration.scores, [&](const vault::FrozenScore& frozen) {
        const auto now = std::ranges::find(scored.scores, frozen.id, &instruments::ScoreValue::id);
        if (now == scored.scores.end() || now->value.has_value() != frozen.value.has_value()) return false;
        return !frozen.value || std::abs(*now->value - *frozen.value) < 1e-9;
    });
}

} // namespace

Result<VaultRecords> gather_records(vault::Vault& vault, const std::string& project)
{
    VaultRecords out;
    std::map<std::string, sealed::Id> people;
    std::string differs;
    const Status read =
        vault.for_each_administration([&](const vault::Person& person, const vault::Administration& one) {
            ++out.administrations[one.instrument];
            const instruments::Definition* definition = vault.instrument(one.instrument);
            if (definition == nullptr || definition->version != one.version ||
                !instruments::fits(*definition, one.response)) {
                ++out.other_versions[one.instrument];
                return true;
            }
            if (!scores_agree(*definition, one, person)) {
                differs = one.instrument;
                return false;
            }
            out.records.push_back(record_of(person, one));
            people[out.records.back().person] = person.id;
            return true;
        });
    if (!read) return read.error();
    if (!differs.empty()) return Error{fault::score_differs, differs};

    std::map<std::string, std::string> codes;
    for (const auto& [key, id] : people) {
        auto code = vault.project_code(project, id);
        if (!code) return code.error();
        codes[key] = std::move(*code);
    }
    for (release::Record& record : out.records)
        record.code = codes.at(record.person);
    return out;
}

} // namespace rapport::outlet
