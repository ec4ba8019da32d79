#pragma once

#include <memory>

#include "app/desk/desk_state.h"
#include "app/shell/program.h"

namespace rapport::desk {

/// The staff program: unlock, then the pages. Draws what its state says, carries out at most one intent a frame, and
/// ends itself when the vault is locked or a session is handed over.
class DeskProgram final : public shell::Program {
public:
    /// Seconds without a hand on the desk until it locks, where the clinic's policy says nothing else.
    static constexpr double lock_after = 120;

    explicit DeskProgram(DeskSettings settings);

    void frame(shell::Ui& ui) override;
    [[nodiscard]] bool done() const override { return desk_.exit.has_value(); }
    /// Of sealed::exit_code; also right when the window was closed instead.
    [[nodiscard]] int exit_code() const { return desk_.exit.value_or(desk_.exit_when_closed); }

private:
    std::optional<Intent> draw_open(shell::Ui& ui);
    void watch_alerts(shell::Ui& ui);
    void watch_idling(shell::Ui& ui);

    Desk desk_;
    /// What was asked for while background work held the vault; done as soon as it gives it back.
    std::optional<Intent> waiting_;
};

} // namespace rapport::desk
