#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "instruments/definition.h"
#include "storage/vault/model.h"

namespace rapport::desk {

struct TicketLine {
    Id session{};
    std::string who;
    std::string about; ///< "PCL-5, PHQ-9. Until tomorrow 10:30. Made by R. Adeyemi."
    std::string state; ///< "Open", "Used", "Over", "Taken back"
    bool open = false;
};
struct TicketsView {
    std::vector<TicketLine> lines;
    int open = 0;
};
struct TicketsState {
    std::string code;     ///< "ABCD EFGH": the one just made, shown until another page is; or empty
    std::string code_for; ///< whose it is and what for
    std::string trouble;
    float content_height = 0;
};

[[nodiscard]] TicketsView make_tickets_view(const std::vector<vault::TicketRow>& rows,
                                            const std::vector<instruments::Definition>& definitions,
                                            std::int64_t now_ms);
/// "ABCD EFGH", as it is shown and written down.
[[nodiscard]] std::string code_words(std::string_view code);

/// Node ids "tickets.code", "tickets.begin", "tickets.<n>.who", "tickets.<n>.revoke", "tickets.trouble". Everything
/// below the top bar.
[[nodiscard]] std::optional<Intent> draw_tickets(shell::Ui& ui, const TicketsView& view, TicketsState& state);

} // namespace rapport::desk
