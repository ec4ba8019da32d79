#pragma once

#include <optional>

#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/person/person_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// What is typed on the page of notes, events, signatures and the sheet.
struct JournalState {
    std::size_t kind = 0; ///< 0 a note, then vault::event_kinds
    shell::TextEdit day;  ///< ISO 8601
    shell::TextEdit words;
    shell::TextEdit reason;
    std::optional<Id> replacing; ///< the entry that is put right or taken back
    bool taking_back = false;
    std::string trouble;
    std::string done;

    std::size_t session = 0; ///< of the view's sessions, newest first
    std::size_t meaning = 0; ///< of vault::signature_meanings
    PassphraseSink passphrase;
    bool signing = false; ///< the passphrase is being tried
    std::string sign_trouble;
    std::string sign_done;

    bool names = false;
    std::string sheet_trouble;
    std::string sheet_done;

    float left_height = 0; ///< of the cards and of the page in the last frame
    float sign_height = 0;
    float sheet_height = 0;
    float content_height = 0;

    void wipe() { *this = JournalState(); }
};

/// Node ids "journal.back", ".kind", ".day", ".words", ".reason", ".save", ".cancel", ".trouble", ".done",
/// ".entry.<n>.correct" and ".take_back"; "sign.session", ".meaning", ".passphrase", ".go", ".trouble", ".done";
/// "sheet.names", ".pdf", ".text", ".trouble", ".done". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_journal(shell::Ui& ui, const PersonView& view, const Id& person,
                                                 JournalState& state);

} // namespace rapport::desk
