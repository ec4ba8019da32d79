#pragma once

#include "app/session/clock.h"
#include "storage/sealed/ticket_sheet.h"
#include "storage/sealed/ticket_tries.h"

namespace rapport::session {

/// The page before a session in a waiting room: what is typed, whether it is a ticket, and how long to wait after what
/// were none. Holds no key but while a ticket is being opened. Only who typed a real ticket learns that it was used or
/// is over; everything else is wrong alike.
class TicketGate {
public:
    enum class Said : std::uint8_t {
        nothing,
        wrong,
        used,
        expired,
        wait,    ///< too many were wrong: `wait_ms`
        trouble, ///< the disk or the memory of this tablet
    };

    TicketGate(sealed::TicketSheet sheet, std::string boot, sealed::FileOps& files = sealed::posix_files());

    /// Adds a character when it is one of a ticket's and there is room; what was said goes.
    void type(char32_t character);
    void rub_out();
    [[nodiscard]] std::string_view typed() const { return typed_.view(); }
    [[nodiscard]] bool complete() const { return typed_.size() == sealed::ticket_length; }

    /// Tries what was typed, which goes. The count of wrong tries is on the disk before anything is compared. The job
    /// of a ticket that is good; the sheet, with every box, is gone from memory then.
    [[nodiscard]] std::optional<sealed::Job> enter(Instant now);

    [[nodiscard]] Said said() const { return said_; }
    /// Until the next try may be made; 0: now.
    [[nodiscard]] std::int64_t wait_ms(std::int64_t boot_ms) const { return tries_.wait_ms(boot_ms); }
    [[nodiscard]] const std::string& language() const { return sheet_.language; }
    [[nodiscard]] bool demo() const { return sheet_.demo; }

private:
    [[nodiscard]] std::optional<sealed::Job> open(const sealed::Secret& code, Instant now);

    sealed::TicketSheet sheet_;
    sealed::TicketTries tries_;
    sealed::FileOps* files_;
    sealed::Secret typed_;
    Said said_ = Said::nothing;
};

/// Names this start of the machine.
[[nodiscard]] std::string boot_name();

} // namespace rapport::session
