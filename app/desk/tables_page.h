#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "storage/outlet/tables.h"

namespace rapport::desk {

/// One visit, of everybody or of a group, as it would leave.
struct TableLine {
    std::string name;               ///< "Visit 3", "Visit 3, North"
    std::vector<std::string> cells; ///< one a column; a withheld one is empty
    std::vector<bool> withheld;     ///< one a column
    std::string spoken;             ///< "Visit 3: People 26, Mean 41.2, Median withheld"
    std::string why;                ///< why something is withheld or counts others, and what to do; or empty
};

struct TablePart {
    std::string id; ///< "visit", "change", "reliable", "arms"
    std::string title;
    std::string source; ///< by which rule or cut-off, or empty
    std::vector<std::string> columns;
    std::vector<TableLine> lines;
};

struct TableScore {
    std::string id;
    std::string name;
};
struct TableInstrument {
    std::string id;
    std::string title;
    std::vector<TableScore> scores;
};

struct TablesView {
    std::string under;                        ///< "Project 2027. De-identified, profile A"
    std::vector<TableInstrument> instruments; ///< those with answers
    std::vector<TablePart> parts;
    std::string summary; ///< how many numbers are withheld, or why there is no table
    std::string done;    ///< where it was written, and as which release
    bool may_leave = false;
};

enum class TablesStage : std::uint8_t { measuring, ready, refused, writing };

struct TablesState {
    std::size_t instrument = 0;
    std::size_t score = 0;
    std::size_t grouping = 0; ///< of `groupings`
    shell::TextEdit recipient;
    shell::TextEdit purpose;
    TablesStage stage = TablesStage::measuring;
    std::string refusal;
    std::string open_line; ///< the line whose reasons stand under it
    float content_height = 0;
};

/// "all", "arm", "site", "clinician", in the order of the list.
[[nodiscard]] const std::vector<std::string>& groupings();
/// What is chosen, as a wish; empty before there is anything to choose.
[[nodiscard]] std::optional<release::TableWish> table_wish(const TablesView& view, const TablesState& state);
[[nodiscard]] std::vector<TableInstrument> table_instruments(const std::vector<instruments::Definition>& definitions,
                                                             const std::map<std::string, int>& administrations);
/// The parts, the summary and whether anything may leave; the rest of `view` stays.
void fill_tables_view(TablesView& view, const outlet::PreparedTable& prepared);

/// Node ids "tables.instrument", ".score", ".grouping", ".recipient", ".purpose", "tables.<part>.<n>", ".why" below it,
/// "tables.summary", "tables.write", "tables.done", "tables.refused". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_tables(shell::Ui& ui, const TablesView& view, TablesState& state);
/// Between files and tables, at the right of both pages' titles: "release.part.files", "release.part.tables". Gives
/// back where it begins.
float draw_release_parts(shell::Ui& ui, Page page, std::optional<Intent>& intent);
/// The parts of a table from `y` on, within `place`; gives back where they end.
float draw_table_parts(shell::Ui& ui, const TablesView& view, TablesState& state, shell::Rect place, float y);

} // namespace rapport::desk
