#pragma once

#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct RecordRow {
    std::string number;
    std::string when;
    std::string who;
    std::string what;
    std::string about; ///< code name, file or word it is about
    std::string why;
};

struct RecordView {
    std::vector<RecordRow> rows;
    std::int64_t oldest = 0; ///< number of the last row, to go on from
    bool more = false;
    std::vector<std::string> actors;
    // The end of the day.
    std::string anchor;
    std::string anchor_about; ///< "Tuesday 9 February 10:30, 1,204 lines"
};

struct RecordState {
    std::size_t actor = 0; ///< 0: everybody
    std::size_t kind = 0;  ///< index into `record_kinds()`
    shell::TextEdit person;
    shell::TextEdit from;
    shell::TextEdit to;
    std::string trouble;
    std::string exported;
    bool exporting = false;
    shell::TextEdit anchor;
    std::string anchor_trouble;
    std::string anchor_done;
    std::string slip_done;
    float list_height = 0; ///< of the rows and of the side card in the last frame
    float side_height = 0;
    float content_height = 0;
};

/// Node ids "record.actor", ".kind", ".person", ".from", ".to", ".show", ".export", ".more", "record.<n>";
/// "day.anchor",
/// ".slip", ".typed", ".check". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_record(shell::Ui& ui, const RecordView& view, RecordState& state);

} // namespace rapport::desk
