#pragma once

#include <cstdint>
#include <string>

#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct BackupsView {
    bool overdue = false;
    std::string overdue_words; ///< "The last backup is 9 days old; ..."
    std::string last;          ///< "Today 10:42", or "Never"
    std::string last_file;
    std::string last_drill; ///< "3 Nov, all of it came back", or "Never"
    bool drill_failed = false;
    std::string usual_folder; ///< where they go when the clinic says nothing
};

struct BackupsState {
    shell::TextEdit folder;
    PassphraseSink passphrase;
    bool backing_up = false;
    bool drilling = false;
    std::string backup_done;
    std::string backup_trouble;
    std::string drill_done;
    std::string drill_trouble;
    float backup_height = 0; ///< of the cards, and of the page, in the last frame
    float drill_height = 0;
    float content_height = 0;
};

/// Node ids "backups.warning", ".last", ".folder", ".go", ".progress", ".done", ".trouble"; "drill.last",
/// ".passphrase", ".go", ".progress", ".done", ".trouble". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_backups(shell::Ui& ui, const BackupsView& view, BackupsState& state);

} // namespace rapport::desk
