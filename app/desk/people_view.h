#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/desk/person_page.h"
#include "storage/vault/model.h"

namespace rapport::desk {

struct PersonLine {
    Id person{};
    std::string who;
    std::string age; ///< reached this year: only the year of birth is known without the identity file
    std::string sex;
    std::string therapist;
    Sentence standing;
    std::string last_visit; ///< "9 Feb", or empty when there was none
};

struct PeopleView {
    std::string search;
    std::vector<PersonLine> lines;
};

[[nodiscard]] PeopleView make_people_view(const std::vector<vault::PersonRow>& rows, std::string_view search,
                                          const std::vector<instruments::Definition>& definitions, std::int64_t now_ms);

/// "female" in the words of the screen's language; what nobody recorded is said so.
[[nodiscard]] std::string sex_words(std::string_view sex);

} // namespace rapport::desk
