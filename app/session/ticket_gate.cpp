#include "app/session/ticket_gate.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace rapport::session {

TicketGate::TicketGate(sealed::TicketSheet sheet, std::string boot, sealed::FileOps& files)
    : sheet_(std::move(sheet)), tries_(sheet_.drafts_folder, std::move(boot), files), files_(&files)
{
}

void TicketGate::type(char32_t character)
{
    const char known = sealed::ticket_character(character);
    if (known == 0 || complete()) return;
    typed_.append({&known, 1});
    said_ = Said::nothing;
}

void TicketGate::rub_out()
{
    typed_.drop_last_code_point();
    said_ = Said::nothing;
}

std::optional<sealed::Job> TicketGate::enter(Instant now)
{
    if (!complete()) return std::nullopt;
    if (tries_.wait_ms(now.boot_ms) > 0) {
        said_ = Said::wait;
        return std::nullopt;
    }
    const sealed::Secret code = std::exchange(typed_, sealed::Secret());
    if (!tries_.count(now.boot_ms)) {
        said_ = Said::trouble;
        return std::nullopt;
    }
    auto job = open(code, now);
    if (said_ == Said::wrong && tries_.wait_ms(now.boot_ms) > 0) said_ = Said::wait;
    if (!job) return std::nullopt;
    sheet_ = {};
    return job;
}

std::optional<sealed::Job> TicketGate::open(const sealed::Secret& code, Instant now)
{
    const auto key = sealed::ticket_key(code, sheet_.salt);
    if (!key) {
        said_ = Said::trouble;
        return std::nullopt;
    }
    said_ = Said::wrong;
    const auto ticket = std::ranges::find(sheet_.tickets, sealed::ticket_tag(*key), &sealed::OpenTicket::tag);
    if (ticket == sheet_.tickets.end()) return std::nullopt;
    auto job = sealed::job_of_ticket(sheet_, *ticket, *key);
    const auto used = sealed::is_ticket_used(*files_, sheet_.drafts_folder, sheet_.inbox_folder, ticket->session);
    if (!tries_.forget() || !job || !used) {
        said_ = Said::trouble;
        return std::nullopt;
    }
    said_ = *used ? Said::used : now.utc_ms > ticket->expires_utc_ms ? Said::expired : Said::nothing;
    if (said_ != Said::nothing) return std::nullopt;
    return std::move(*job);
}

std::string boot_name()
{
    std::string name;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), name);
    return name;
}

} // namespace rapport::session
