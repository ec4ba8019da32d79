#include "storage/outlet/gather_records.h"

#include <algorithm>
#include <cmath>

#include "instruments/scoring.h"
#include "storage/outlet/outlet.h"
#include "storage/release/packed.h"
#include "storage/sealed/secret.h"
#include "storage/vault/released.h"

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

/// Whether it is of the version that the library has.
bool usable(const vault::Vault& vault, const vault::Administration& one)
{
    const instruments::Definition* const definition = vault.instrument(one.instrument);
    return definition != nullptr && definition->version == one.version && instruments::fits(*definition, one.response);
}

/// The records of one person, until the next comes.
class PersonByPerson {
public:
    PersonByPerson(vault::Vault& vault, const std::string& project, release::Roll& roll, release::Packed& packed)
        : vault_(vault), project_(project), roll_(roll), packed_(packed)
    {
    }
    Status take(const vault::Person& person, const vault::Administration& one)
    {
        if (person.id != person_)
            if (Status ended = end(); !ended) return ended;
        person_ = person.id;
        records_.push_back(record_of(person, one));
        return {};
    }
    Status end()
    {
        if (records_.empty()) return {};
        const auto code = vault_.project_code(project_, person_);
        if (!code) return code.error();
        std::vector<const release::Record*> all;
        for (release::Record& record : records_) {
            record.code = *code;
            all.push_back(&record);
        }
        roll_.add(all);
        packed_.add(all);
        records_.clear();
        return {};
    }

private:
    vault::Vault& vault_;
    const std::string& project_;
    release::Roll& roll_;
    release::Packed& packed_;
    sealed::Id person_{};
    std::vector<release::Record> records_;
};

} // namespace

Result<VaultRecords> gather_records(vault::Vault& vault, const std::string& project)
{
    VaultRecords out;
    auto roll = std::make_shared<release::Roll>();
    auto packed = std::make_shared<release::Packed>();
    PersonByPerson people(vault, project, *roll, *packed);
    Status taken;
    const Status read =
        vault.for_each_administration([&](const vault::Person& person, const vault::Administration& one) {
            ++out.administrations[one.instrument];
            if (!usable(vault, one)) {
                ++out.other_versions[one.instrument];
                return true;
            }
            if (!scores_agree(*vault.instrument(one.instrument), one, person))
                taken = Error{fault::score_differs, one.instrument};
            else
                taken = people.take(person, one);
            return taken.ok();
        });
    if (!read) return read.error();
    if (taken) taken = people.end();
    if (!taken) return taken.error();
    out.all = {std::move(roll), std::move(packed)};
    return out;
}

Status still_to_be_released(vault::Vault& vault, const release::Roll& roll)
{
    const auto people = vault::people_to_release(vault);
    if (!people) return people.error();
    for (const release::Who& who : roll.people()) {
        const auto id = sealed::id_from_hex(who.person);
        if (!id || !people->contains(*id)) return Error{release::fault::changed_since, {}};
    }
    return {};
}

} // namespace rapport::outlet
