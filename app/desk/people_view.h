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
    long long all = 0; ///< how many there are; `lines` may hold the first of them alone
    bool more = false; ///< others follow, which are read when the list gets there
};

[[nodiscard]] PeopleView make_people_view(const std::vector<vault::PersonRow>& rows, std::string_view search,
                                          const std::vector<instruments::Definition>& definitions, std::int64_t now_ms);

/// Rows that follow those there are.
void add_people(PeopleView& view, const std::vector<vault::PersonRow>& rows,
                const std::vector<instruments::Definition>& definitions, std::int64_t now_ms);

/// "female" in the words of the screen's language; what nobody recorded is said so.
[[nodiscard]] std::string sex_words(std::string_view sex);

} // namespace rapport::desk
