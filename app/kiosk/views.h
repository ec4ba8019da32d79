#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/page.h"
#include "app/session/presentation.h"
#include "app/shell/voice/read_aloud.h"

namespace rapport::kiosk {

/// The row every page but the cover has: where one is at the left, help and rest at the right.
struct TopBarView {
    std::string strong{};    ///< "7 of 20"; empty: no progress is shown
    std::string brief{};     ///< "7/20", where there is no room for that
    std::string rest{};      ///< "Part 1 of 2", or empty
    bool dot = false;        ///< between the two
    std::string value{};     ///< what the progress node says; `strong` when empty
    std::vector<int> done{}; ///< per part, of `total`
    std::vector<int> total{};
    bool someone = false; ///< help reads "I need someone"
    bool pause = true;
    std::optional<voice::ReadAloud::State> aloud{}; ///< the loudspeaker, or none
    bool about = false;                             ///< the question mark that leads to instructions and help
    bool help = true;
    bool display = true; ///< otherwise its place stays empty
};

struct WelcomeView {
    TopBarView top{};
    std::string label{}; ///< the clinic's neutral words, may be empty
    int questions = 0;
    int parts = 1;
    session::Presentation shown{};
};

struct InstructionsView {
    TopBarView top{};
    std::string heading{};
    std::string words{};
    int questions = 0;
    std::string notice{};  ///< that the wording is in another language than the rest, or empty
    std::string readers{}; ///< who will read the answers of this part, or empty where it is the staff who treat them
    bool back = false;     ///< there is an earlier part
};

struct ChoiceView {
    int value = 0;
    std::string words{};
};

struct WordingView {
    std::string stem{};     ///< of the part; may be empty
    bool stem_shown = true; ///< otherwise it only keeps its room, so that nothing moves
    std::string question{};
    std::string key{};    ///< which question it is, for what was read of it
    std::string notice{}; ///< that the wording is in another language than the rest, or empty
};

struct QuestionView {
    TopBarView top{};
    WordingView wording{};
    std::vector<ChoiceView> choices{};
    std::optional<int> chosen{}; ///< value of the choice
    bool declined = false;
    std::string focus{}; ///< id of the card that the keyboard starts on
};

/// One of several questions on a page.
struct RowView {
    std::size_t item = 0; ///< index in the definition
    std::string number{}; ///< as counted on the screen
    std::string words{};
    std::vector<ChoiceView> choices{};
    bool opens = false;          ///< the part's stem belongs before it
    std::optional<int> chosen{}; ///< value of the choice
    bool declined = false;
};

struct SeveralView {
    TopBarView top{};
    std::string stem{};
    std::vector<RowView> rows{};
    /// Id of the card that the keyboard starts on: of the first row that is open.
    [[nodiscard]] std::string focus() const;
};

struct ConfirmDeclineView {
    TopBarView top{};
    WordingView wording{};
};

struct OpenItemView {
    std::size_t item = 0; ///< index in the definition
    std::string id{};
    std::string number{}; ///< as counted on the screen
    std::string words{};
    bool declined = false;
};

struct ReviewView {
    TopBarView top{};
    std::vector<OpenItemView> open{};
    int items = 0;
    bool last_part = false;
    std::string focus{}; ///< id of the card that the keyboard starts on
};

struct CoverView {
    session::CoverReason why = session::CoverReason::paused;
};

struct HandBackView {
    bool see_first = false; ///< staff should see this person before anybody else
    bool next = false;      ///< in a waiting room: nobody takes the tablet back
};

struct MomentView {
    TopBarView top{};
    std::string words{};
    bool someone = false;
    bool safety = false; ///< an answer called for it, not the person
};

struct ReadingView {
    session::Presentation shown{};
};

struct AboutView {
    TopBarView top{};
    std::string key{};
    std::string instructions{};
    std::string recall{}; ///< "past month", or empty
    std::string help{};   ///< the item's own, or empty
    std::string notice{}; ///< that the wording is in another language than the rest, or empty
    bool can_clear = false;
};

struct SaveFailedView {
    int safe = 0;
};

} // namespace rapport::kiosk
