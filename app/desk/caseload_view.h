#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "instruments/definition.h"
#include "storage/vault/care.h"

namespace rapport::desk {

enum class Moved : std::uint8_t { unknown, better, same, worse }; ///< by the default rule; unknown: no two totals

/// A row's words and its small chart: made when it is drawn.
struct CaseloadRow {
    Id person{};
    std::string who;
    std::string therapist;
    std::string last;    ///< "PCL-5 44"
    std::string change;  ///< "12 lower than at first", or empty
    std::string judged;  ///< "Reliably better", or empty
    std::string caution; ///< that its rule was not studied in people like this one, or empty
    std::string seen;    ///< "5 Feb"
    std::string flags;   ///< "Off the expected course", "Not seen for 35 days", "Care ended"
    bool stopped = false;
    int direction = 0; ///< below 0: lower than at first
    double lowest = 0; ///< the score's range, for the small chart
    double highest = 1;
    std::vector<vault::CoursePoint> course;
};

/// What is known of everybody: enough to count and to sort a clinic.
struct CaseloadLine {
    std::size_t person = 0; ///< among the view's people
    std::size_t scale = 0;  ///< among the view's scales
    Moved moved = Moved::unknown;
    bool stopped = false;
    bool outside = false; ///< the rule was not studied in people like this one
    double by_change = 0; ///< how far for the worse, in shares of the score's range
    double by_last = 0;   ///< how severe, in shares of the range
    std::int32_t last_day = 0;
};

/// Of the questionnaire somebody is followed by.
struct CaseloadScale {
    std::string title; ///< "PCL-5", or empty where the questionnaire is not known here
    double lowest = 0;
    double highest = 1;
};

enum class CaseloadOrder : std::uint8_t { name, result, change, seen };

/// How many moved reliably, of one instrument and by one named rule.
struct CaseloadFigure {
    std::string words; ///< "PCL-5: 14 of 31 reliably better, 12 the same, 5 reliably worse"
    std::string rule;  ///< "Marx 2022, 15 points, male veterans; 31 people with two totals"
};

struct CaseloadView {
    std::vector<std::string> therapists; ///< the first is everybody
    std::string heading;                 ///< "42 people, 31 in care, 4 stopped coming"
    std::string heading_small;           ///< what stopped coming means here
    std::vector<CaseloadFigure> figures;
    std::string disclosure; ///< why figures are withheld or not, in a sentence
    std::vector<vault::PersonRow> people;
    std::vector<CaseloadScale> scales;
    std::vector<CaseloadLine> rows; ///< in the order of the list
    std::int32_t today = 0;
};

struct CaseloadState {
    std::size_t therapist = 0;
    CaseloadOrder order = CaseloadOrder::name;
    bool stopped_only = false;
    CaseloadOrder sorted = CaseloadOrder::name; ///< how the view's rows stand now
    float content_height = 0;
};

struct CaseloadRows {
    std::vector<vault::PersonRow> people;
    std::string therapist; ///< whose they are, empty for everybody's
    std::string viewer;
    vault::CarePolicy policy;
    int cell_threshold = 11; ///< of the release policy
};

/// Everybody by name. Figures of people who are not the viewer's own patients obey the disclosure policy: a count that
/// is smaller than its threshold, or is everybody, withholds all counts of that instrument.
[[nodiscard]] CaseloadView
make_caseload_view(CaseloadRows rows, const std::vector<instruments::Definition>& definitions, std::int32_t today);
/// The words of one line, by its place in the list.
[[nodiscard]] CaseloadRow caseload_row(const CaseloadView& view, std::size_t place);
void sort_caseload(CaseloadView& view, CaseloadOrder order);

/// Three counts that add up to a group: whether they may be shown to somebody outside the treating team. Pure.
[[nodiscard]] bool may_be_shown(int better, int same, int worse, int threshold);

/// Node ids "caseload.therapist", ".order", ".stopped", "caseload.<n>". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_caseload(shell::Ui& ui, CaseloadView& view, CaseloadState& state);

} // namespace rapport::desk
