#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/person_page.h"
#include "app/person/person_view.h"
#include "app/shell/program.h"
#include "instruments/definition.h"
#include "storage/vault/model.h"

namespace rapport::desk::person_test {

/// An answer in a test: a value, or -1 for declined.
using Answers = std::vector<int>;
inline constexpr int declined = -1;

/// Civil day of a date, days since 1970-01-01.
[[nodiscard]] std::int32_t on(int year, unsigned month, unsigned day);

/// A definition that comes with the program.
[[nodiscard]] const instruments::Definition& bundled(std::string_view id);

/// Twenty PCL-5 answers that add up to `total`, spread evenly.
[[nodiscard]] Answers pcl5_of(int total);

/// One administration with the scores as ingest would freeze them.
[[nodiscard]] vault::Administration given(const instruments::Definition& definition, std::int32_t day,
                                          const Answers& answers, int session_number = 0);

/// A person with everything the page can show: the invented Heron 214 of the design, 3 November 2026 to 9 February
/// 2027.
struct Clinic {
    vault::PersonRow row;
    std::vector<vault::Administration> administrations;
    std::vector<vault::PlannedVisit> visits;
    std::vector<vault::Alert> alerts;
    std::vector<instruments::Definition> definitions;
    std::int32_t today = 0;

    [[nodiscard]] std::shared_ptr<const PersonView> view() const
    {
        return make_person_view(row, administrations, visits, alerts, definitions, today);
    }
};
[[nodiscard]] Clinic heron();
/// The same person with nothing answered yet.
[[nodiscard]] Clinic newcomer(const std::string& sex = "male");
/// Heron with PHQ-9 and GAD-7, the check-in, twelve visits and two open alerts.
[[nodiscard]] Clinic busy();

/// PCL-5 visits a fortnight apart from 3 November 2026.
[[nodiscard]] Clinic with_totals(const std::vector<int>& totals, const std::string& sex = "male");

/// The page in a program of its own, without the top bar.
class PersonProgram final : public shell::Program {
public:
    explicit PersonProgram(const Clinic& clinic) : view(clinic.view()) {}
    void frame(shell::Ui& ui) override;
    [[nodiscard]] bool done() const override { return false; }

    std::shared_ptr<const PersonView> view;
    PersonPageState state;
    std::vector<PersonIntent> intents;
};

/// Every sentence of a view, for searching.
[[nodiscard]] std::string words_of(const PersonView& view);
/// Whether `word` stands in `text` as a whole word, whatever its case.
[[nodiscard]] bool says(const std::string& text, const std::string& word);

} // namespace rapport::desk::person_test
