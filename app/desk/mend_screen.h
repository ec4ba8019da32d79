#pragma once

#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/shell/ui.h"
#include "instruments/definition.h"
#include "storage/vault/administer.h"

namespace rapport::desk {

struct Form;

struct MendItem {
    std::string id;
    std::string label;                ///< "7. Avoiding external reminders"
    std::string now;                  ///< "2, Moderately"
    std::vector<std::string> choices; ///< in words, the last one "declined"
    std::vector<instruments::Answer> answers;
};
struct MendOccasion {
    Id administration{};
    std::string instrument;
    std::string label; ///< "PCL-5, 9 Feb, Visit 3"
    std::vector<MendItem> items;
};
struct MendLine {
    std::string what; ///< "PCL-5 of 9 Feb, item 7: 2 became 4"
    std::string who;  ///< "R. Adeyemi, today 10:30: Read from the paper form."
};

struct MendView {
    Id person{};
    std::string who;                     ///< the code name
    std::string followed;                ///< the instrument they are followed by
    std::vector<MendOccasion> occasions; ///< newest first
    std::vector<MendLine> corrections;
    bool some_hidden = false; ///< forms that the treating therapist may not read item by item
    bool withdrawn = false;
    bool may_hand_over = false; ///< the right that lets records leave with names
    std::string holds;          ///< "16 questionnaires, 2 alerts"
};

struct MendState {
    std::size_t occasion = 0;
    std::size_t item = 0;
    std::size_t choice = 0;
    bool chosen = false; ///< nothing is chosen beforehand
    shell::TextEdit reason;
    std::string trouble;
    std::string done;
    shell::TextEdit leave_reason;
    shell::TextEdit leave_name; ///< the code name, typed to erase
    bool erasing = false;       ///< the erase form is open
    bool withdrawing = false;
    bool handing = false; ///< the form of an identified record is open
    bool writing = false;
    shell::TextEdit recipient;
    shell::TextEdit purpose;
    PassphraseSink passphrase; ///< one's own, once more
    std::string leave_trouble;
    std::string leave_done;
    float left_height = 0; ///< of the cards and of the page in the last frame
    float right_height = 0;
    float content_height = 0;
};

/// What a patient said of the alliance is corrected by somebody other than the therapist it is about: `viewer` sees no
/// item of it when they are that therapist, unless the clinic's policy lets them. A form whose other half is not in is
/// shown to nobody.
[[nodiscard]] MendView make_mend_view(const vault::Person& person, std::string_view viewer,
                                      const std::vector<vault::Administration>& rows,
                                      const std::vector<vault::Corrected>& corrections, bool withdrawn,
                                      const std::vector<instruments::Definition>& definitions, std::int64_t now_ms,
                                      bool therapist_sees_items = false);

/// An identified record: for whom, what for, and the passphrase once more. Node ids "record.recipient", ".purpose",
/// ".passphrase", ".go", ".cancel", ".trouble".
void draw_hand_over(shell::Ui& ui, const MendView& view, MendState& state, Form& form, std::optional<Intent>& intent);

/// Node ids "mend.back", ".occasion", ".item", ".answer", ".reason", ".save", ".trouble", ".done"; "leave.record",
/// "leave.withdraw", ".erase", ".reason", ".name", ".go", ".cancel". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_mend(shell::Ui& ui, const MendView& view, MendState& state);

} // namespace rapport::desk
