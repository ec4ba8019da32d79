#pragma once

#include "app/session/survey.h"
#include "app/shell/ui.h"
#include "app/shell/voice/read_aloud.h"

namespace rapport::kiosk {

/// What of a screen is read: headings, texts and choices in reading order. Progress and buttons are not, since they are
/// the same on every page. `wording` is the language of an instrument's own words, `words` of all others.
[[nodiscard]] std::vector<voice::Piece> pieces_of(const shell::SemanticTree& screen, std::string_view words,
                                                  std::string_view wording);

/// The page read aloud. It changes nothing; an answer, or another page, stops it.
class Aloud {
public:
    explicit Aloud(std::unique_ptr<voice::Output> output) : reader_(std::move(output)) {}

    using State = voice::ReadAloud::State;
    [[nodiscard]] State state() const { return reader_.state(); }

    void begin(const shell::Ui& ui, const session::Survey& survey);
    void stop();
    /// First in each frame: stops when what is shown is no longer what is read, marks the piece that is being said.
    void follow(shell::Ui& ui);
    /// Seconds since the person did anything or last heard something.
    [[nodiscard]] double idle_seconds(const shell::Ui& ui) const;

private:
    voice::ReadAloud reader_;
    std::string screen_;      ///< what is read, or why it is not
    double heard_at_ = -1e18; ///< when something was last being read
};

} // namespace rapport::kiosk
