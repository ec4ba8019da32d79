#pragma once

#include "app/kiosk/aloud.h"
#include "app/kiosk/hold.h"
#include "app/kiosk/reader.h"
#include "app/kiosk/views.h"
#include "app/session/survey.h"
#include "app/shell/program.h"

namespace rapport::kiosk {

/// One patient session on one screen: each frame shows the page the session is on and hands back what the person did.
class KioskProgram : public shell::Program {
public:
    explicit KioskProgram(session::Survey survey, session::Clock clock = session::system_clock(),
                          std::unique_ptr<voice::Output> output = voice::speakers());

    void frame(shell::Ui& ui) override;
    [[nodiscard]] bool done() const override { return survey_.done(); }
    [[nodiscard]] const session::Survey& survey() const { return survey_; }
    void leave_for_the_next() { survey_.leave_for_the_next(); }
    /// Looks like that from the next frame on, as if chosen by a program.
    session::Outcome show(const session::Presentation& presentation);

private:
    std::optional<session::Intent> draw(shell::Ui& ui);
    [[nodiscard]] std::optional<SeveralView> rows_of_page(const shell::Ui& ui, const session::page::Question& at) const;
    void show_as_chosen(shell::Ui& ui) const;
    void do_as_told(shell::Ui& ui, const session::Intent& intent);
    void follow_focus(shell::Ui& ui, const session::Page& page);

    session::Survey survey_;
    session::Clock clock_;
    std::optional<session::Page> drawn_; ///< page of the last frame
    std::size_t review_first_ = 0;       ///< first card of the review that is shown
    ReadSoFar read_;
    Hold hold_;
    Aloud aloud_;
};

} // namespace rapport::kiosk
