#pragma once

#include "app/kiosk/hold.h"
#include "app/session/ticket_gate.h"

namespace rapport::kiosk {

struct TicketView {
    std::string typed{};
    session::TicketGate::Said said = session::TicketGate::Said::nothing;
    std::int64_t wait_ms = 0;
    bool checking = false;
    std::string language{};
    bool see_first = false; ///< somebody who was here before waits to be seen by staff
};

/// What a person did on the page that asks for a ticket.
struct TicketTyped {
    char32_t character = 0;
};
struct TicketRubbedOut {};
struct TicketEntered {};
struct TicketLanguage {
    std::string language{};
};
struct TicketStaff {};
using TicketIntent = std::variant<TicketTyped, TicketRubbedOut, TicketEntered, TicketLanguage, TicketStaff>;

/// Node ids "ticket.code", "ticket.key.A", "ticket.delete", "ticket.go", "ticket.said", "ticket.language.es",
/// "ticket.staff_hold".
std::optional<TicketIntent> draw_ticket(shell::Ui& ui, const TicketView& view, Hold& hold);

} // namespace rapport::kiosk
