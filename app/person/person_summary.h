#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "instruments/definition.h"
#include "storage/vault/administer.h"
#include "storage/vault/page.h"

/// One person as screens, the printed sheet and its text tell of them: worked out from the vault's rows and the
/// definitions, with no call of the vault and nothing drawn.
namespace rapport::desk {

struct PersonView;

/// What the vault gave for one person.
struct PersonRows {
    vault::PersonRow row;
    std::vector<vault::Administration> administrations;
    std::vector<vault::PlannedVisit> visits;
    std::vector<vault::Alert> alerts;
    std::vector<vault::Corrected> corrections;
    std::vector<vault::PageEntry> entries;
    std::vector<vault::Occasion> occasions;
};

/// Who looks, and what the clinic's policy lets them see of the single answers in a form of the alliance.
struct Looking {
    std::string viewer;
    bool therapist_sees_items = false;
};

/// `today` is the civil day the view is read on; ages and "next visit" depend on it.
[[nodiscard]] std::shared_ptr<const PersonView>
make_person_view(const PersonRows& rows, const std::vector<instruments::Definition>& definitions, std::int32_t today,
                 const Looking& looking = {});
[[nodiscard]] std::shared_ptr<const PersonView>
make_person_view(const vault::PersonRow& row, const std::vector<vault::Administration>& administrations,
                 const std::vector<vault::PlannedVisit>& visits, const std::vector<vault::Alert>& alerts,
                 const std::vector<instruments::Definition>& definitions, std::int32_t today);

/// "44 of 80. Symptom pattern met. 12 points lower than 3 Nov: ...": the first sentence of the page, also used by
/// work-list rows.
struct Sentence {
    std::string score;     ///< "PCL-5 44"
    std::string change;    ///< "12 lower than 3 Nov", or empty at a first visit
    int direction = 0;     ///< -1 lower, 0 same or none, 1 higher
    std::string judgement; ///< "Not reliable by Marx 2022 (15)", or empty
};
[[nodiscard]] Sentence standing_of(const vault::PersonRow& row,
                                   const std::vector<instruments::Definition>& definitions);

/// "9 Feb", "Tuesday 9 February", "9 Feb 2027" when the year is not the given one.
[[nodiscard]] std::string short_day(std::int32_t day);
[[nodiscard]] std::string short_day(std::int32_t day, std::int32_t seen_from);
[[nodiscard]] std::string long_day(std::int32_t day);

} // namespace rapport::desk
