#include "app/desk/desk_safety.h"

#include "app/desk/desk_refresh.h"
#include "app/desk/start_session_view.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr int ticket_hours = 24;

/// False when there is nothing to settle.
bool refresh_settle(OpenDesk& open)
{
    WorklistRows rows;
    auto alerts = open.vault.alerts_to_settle();
    if (!alerts) {
        open.banner = sentence_of(alerts.error());
        return false;
    }
    rows.alerts = std::move(*alerts);
    rows.people = people_of(open, rows.alerts);
    open.settle.alerts = make_worklist_view(rows, open.vault.instruments(), open.fresh, open.vault.now_ms()).alerts;
    return !open.settle.alerts.empty();
}

bool goes_on(const Intent& intent)
{
    if (const auto* lock = std::get_if<LockWanted>(&intent)) return !lock->by_idling;
    return std::holds_alternative<HandOverWanted>(intent) || std::holds_alternative<ResumeWanted>(intent) ||
           std::holds_alternative<WaitingRoomWanted>(intent);
}

} // namespace

bool hold_back(OpenDesk& open, const Intent& intent)
{
    if (open.vault.role() != vault::Role::clinician || !goes_on(intent) || !refresh_settle(open)) return false;
    open.held_back = intent;
    open.held_back_from = open.page;
    open.settle_state = {};
    open.focus_first = "settle.words";
    open.turn_to(Page::settle);
    return true;
}

std::optional<Intent> settle(OpenDesk& open, const Intent& intent)
{
    Status kept;
    if (const auto* noted = std::get_if<AlertNoted>(&intent)) kept = open.vault.acknowledge(noted->alert, noted->note);
    if (const auto* left = std::get_if<AlertLeft>(&intent)) kept = open.vault.leave_open(left->alert, left->reason);
    if (!kept) {
        open.settle_state.error = sentence_of(kept.error());
        return {};
    }
    open.settle_state = {};
    if (refresh_settle(open)) return {};
    if (open.held_back) open.turn_to(open.held_back_from);
    return std::exchange(open.held_back, {});
}

void escalate(OpenDesk& open)
{
    open.escalate_at_ms = 0;
    if (open.vault.role() != vault::Role::clinician) return;
    if (const auto marked = open.vault.escalate_alerts(); !marked) open.banner = sentence_of(marked.error());
    if (const auto next = open.vault.next_escalation()) open.escalate_at_ms = *next;
}

void open_device(OpenDesk& open, const DeskSettings& settings)
{
    open.device = {};
    open.device.demo = open.vault.demo();
    if (!settings.look_at_device) return;
    open.device.checks = settings.look_at_device();
    open.device.refused = sealed::red_ones(open.device.checks);
    if (auto refused = open.vault.not_allowed_of(open.device.refused)) open.device.refused = std::move(*refused);
}

void open_tickets(OpenDesk& open)
{
    const auto rows = open.vault.tickets();
    if (!rows) {
        open.banner = sentence_of(rows.error());
        return;
    }
    open.tickets = make_tickets_view(*rows, open.vault.instruments(), open.vault.now_ms());
}

void make_ticket(OpenDesk& open)
{
    const auto wish = read_wish(open.start, open.start_state);
    if (!wish) return;
    const auto made = open.vault.make_ticket(*wish, ticket_hours);
    if (!made) {
        open.start_state.trouble = sentence_of(made.error());
        return;
    }
    open.tickets_state = {};
    open.tickets_state.code = code_words(made->code.view());
    open.tickets_state.code_for =
        say("desk.tickets.for",
            {{"who", made->row.pseudonym}, {"battery", battery_words(made->row.battery, open.vault.instruments())}});
    open_tickets(open);
    open.focus_first = "tickets.begin";
    open.turn_to(Page::tickets);
}

void revoke_ticket(OpenDesk& open, const Id& session)
{
    if (const Status done = open.vault.revoke_ticket(session); !done)
        open.tickets_state.trouble = sentence_of(done.error());
    open_tickets(open);
}

} // namespace rapport::desk
