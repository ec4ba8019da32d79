#pragma once

#include "app/kiosk/kiosk_program.h"
#include "app/kiosk/ticket.h"

namespace rapport::kiosk {

/// A kiosk that asks for a ticket and then is the session of that ticket, and of no other: when it is over the program
/// ends, and whoever started it starts another. Nothing of one person is in memory when the next one comes.
class WaitingRoom : public shell::Program {
public:
    /// Whoever started this kiosk learns of the job before the session's file is made, so that a kiosk that dies from
    /// then on goes on with it.
    using Opened = std::function<void(const sealed::Job& job)>;

    WaitingRoom(sealed::TicketSheet sheet, Opened opened, session::Clock clock = session::system_clock(),
                sealed::FileOps& files = sealed::posix_files(), std::string boot = session::boot_name(),
                std::function<std::unique_ptr<voice::Output>()> output = voice::speakers);

    void frame(shell::Ui& ui) override;
    [[nodiscard]] bool done() const override { return left_ || (kiosk_ && kiosk_->done()); }
    /// Staff want the desk; otherwise the next person's kiosk is what comes.
    [[nodiscard]] bool staff_wanted() const;
    [[nodiscard]] const KioskProgram* kiosk() const { return kiosk_.get(); }
    /// The page that asks for a ticket says to staff that somebody waits to be seen.
    void somebody_waits() { see_first_ = true; }

private:
    void ask(shell::Ui& ui);
    void follow(shell::Ui& ui, const TicketIntent& intent);
    void try_ticket(shell::Ui& ui);

    session::TicketGate gate_;
    Opened opened_;
    session::Clock clock_;
    sealed::FileOps* files_;
    std::function<std::unique_ptr<voice::Output>()> output_;
    std::string language_;
    std::string offered_; ///< the page's own language, for whoever comes next
    Hold hold_;
    bool checking_ = false;
    bool see_first_ = false;
    bool refused_ = false; ///< the session could not begin
    bool left_ = false;
    std::unique_ptr<KioskProgram> kiosk_;
};

} // namespace rapport::kiosk
