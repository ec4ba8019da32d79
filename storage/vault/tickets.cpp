#include "storage/vault/tickets.h"

#include "storage/sealed/ticket_tries.h"

#include <algorithm>
#include <set>

#include "storage/vault/audit.h"
#include "storage/vault/begin_session.h"
#include "storage/vault/definitions.h"
#include "storage/vault/files.h"
#include "storage/vault/lists.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

constexpr std::int64_t hour_ms = 60LL * 60 * 1000;
constexpr int most_hours = 30 * 24;
constexpr std::string_view salt_setting = "ticket_salt";

/// One for the vault, made with its first ticket: a tablet stretches what was typed once, and not once for each ticket.
Result<sealed::TicketSalt> salt_of(Core& core)
{
    const auto kept = read_setting(core.database, salt_setting);
    if (!kept) return kept.error();
    if (*kept) {
        const auto salt = sealed::id_from_hex(**kept);
        if (!salt) return Error{fault::vault_damaged, "ticket salt"};
        return *salt;
    }
    sealed::TicketSalt salt{};
    crypto::fill_random(salt);
    if (const Status made = act(core, {"ticket_salt", {}, {}, {}, {}, {}},
                                [&] { return write_setting(core.database, salt_setting, sealed::hex(salt)); });
        !made)
        return made.error();
    return salt;
}

Result<sealed::TicketBody> body_of(Core& core, const SessionRow& session, sealed::Asked asked)
{
    sealed::TicketBody body;
    body.key = session.key.copy();
    body.language = session.language;
    body.label = session.label;
    body.auto_advance = session.auto_advance;
    body.asked = asked;
    auto instruments = instruments_of(core, session);
    if (!instruments) return instruments.error();
    for (std::size_t part = 0; part < instruments->size(); ++part)
        body.instruments.push_back(
            {(*instruments)[part].id, session.definitions[part], std::move((*instruments)[part].not_asked)});
    return body;
}

std::string state_of(const Core& core, const sealed::Id& session, std::int64_t expires_ms, std::int64_t revoked_ms,
                     std::string_view standing)
{
    // The names of the files say it before the next look into the inbox does.
    const auto used =
        sealed::is_ticket_used(sealed::posix_files(), core.path(drafts_folder), core.path(inbox_folder), session);
    if (standing != "handed_over" || (used && *used && revoked_ms == 0)) return "used";
    if (revoked_ms != 0) return "revoked";
    return core.clock() > expires_ms ? "expired" : "open";
}

Result<std::int64_t> open_tickets(Core& core)
{
    return core.database.count("SELECT count(*) FROM main.ticket t JOIN main.session s ON s.id = t.session WHERE "
                               "t.revoked_ms = 0 AND t.expires_ms >= ? AND s.state = 'handed_over'",
                               {core.clock()});
}

} // namespace

Result<bool> has_ticket(Core& core, const sealed::Id& session)
{
    const auto found = core.database.count("SELECT count(*) FROM main.ticket WHERE session = ?", {session});
    if (!found) return found.error();
    return *found != 0;
}

Result<NewTicket> Vault::make_ticket(const SessionWish& wish, int hours)
{
    if (const Status may = clinicians_only(*state_, "make_ticket"); !may) return may.error();
    Core& core = *state_;
    if (hours < 1 || hours > most_hours) return Error{fault::bad_policy, "hours"};
    const auto person = find_person(core, wish.person);
    if (!person) return person.error();
    if (const Status checked = check_wish(core, wish); !checked) return checked.error();
    const auto open = open_tickets(core);
    if (!open) return open.error();
    if (*open >= static_cast<std::int64_t>(sealed::TicketSheet::most_tickets)) return fault::too_many_tickets;
    const auto salt = salt_of(core);
    if (!salt) return salt.error();

    NewTicket made;
    made.code = sealed::make_ticket_code();
    const auto key = sealed::ticket_key(made.code, *salt);
    if (!key) return key.error();
    SessionRow session = new_session(core, wish);
    session.expires_ms = core.clock() + hours * hour_ms;
    made.row = {session.id,    wish.person,  person->pseudonym, wish.visit,         wish.battery,
                wish.language, core.clock(), core.user,         session.expires_ms, "open"};
    const bool planned = wish.planned_visit != Id{};
    const Status kept = act(core, {"ticket_made", sealed::hex(session.id), {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = keep_session(core, session, planned); !done) return done;
        const auto body = body_of(core, session, wish.asked);
        if (!body) return body.error();
        const sealed::Secret plain = sealed::write_ticket_body(*body);
        if (plain.empty()) return Error{fault::too_long, "ticket"};
        const sealed::Bytes box = sealed::seal_ticket(*key, session.id, plain);
        return core.database.run("INSERT INTO main.ticket (session, person, tag, box, made_ms, made_by, expires_ms) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?)",
                                 {session.id, session.person, sealed::ticket_tag(*key), Blob{box}, core.clock(),
                                  core.user, session.expires_ms});
    });
    if (!kept) return kept.error();
    return made;
}

Result<std::vector<TicketRow>> Vault::tickets()
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "tickets"); !may) return may.error();
    std::vector<TicketRow> rows;
    const Status read = core.database.each(
        "SELECT t.session, t.person, coalesce(p.pseudonym, ''), s.visit, s.battery, s.language, t.made_ms, t.made_by, "
        "t.expires_ms, t.revoked_ms, s.state FROM main.ticket t JOIN main.session s ON s.id = t.session LEFT JOIN "
        "main.person p ON p.id = t.person ORDER BY t.made_ms DESC, t.session",
        {}, [&](const Row& row) {
            rows.push_back({row.id(0), row.id(1), row.text(2), row.text(3), split_lines(row.text(4)), row.text(5),
                            row.integer(6), row.text(7), row.integer(8),
                            state_of(core, row.id(0), row.integer(8), row.integer(9), row.text(10))});
            return true;
        });
    if (!read) return read.error();
    return rows;
}

Status Vault::revoke_ticket(const Id& session)
{
    if (const Status may = clinicians_only(*state_, "revoke_ticket"); !may) return may;
    Core& core = *state_;
    const auto all = tickets();
    if (!all) return all.error();
    const auto ticket = std::ranges::find(*all, session, &TicketRow::session);
    if (ticket == all->end()) return fault::unknown_session;
    if (ticket->state == "used") return fault::ticket_used;
    const Status done = act(core, {"ticket_revoked", sealed::hex(session), {}, {}, {}, {}}, [&] {
        return core.database.run("UPDATE main.ticket SET revoked_ms = ?2 WHERE session = ?1 AND revoked_ms = 0",
                                 {session, core.clock()});
    });
    if (!done) return done;
    // A tablet that has the ticket already looks for this name before it opens it.
    return replace_file(core.path(drafts_folder), sealed::revoked_name(session), {});
}

Result<sealed::TicketSheet> Vault::ticket_sheet()
{
    if (const Status may = clinicians_only(*state_, "waiting_room"); !may) return may.error();
    Core& core = *state_;
    sealed::TicketSheet sheet;
    const auto salt = salt_of(core);
    if (!salt) return salt.error();
    sheet.salt = *salt;
    sheet.inbox = core.header.inbox;
    sheet.drafts_folder = core.path(drafts_folder);
    sheet.inbox_folder = core.path(inbox_folder);
    sheet.demo = core.header.demo;
    auto words = read_clinic_words(core);
    if (!words) return words.error();
    sheet.words = std::move(*words);
    const auto reads = read_therapist_reads(core);
    if (!reads) return reads.error();
    sheet.therapist_reads = *reads;
    std::set<crypto::Hash> definitions;
    const Status read = core.database.each(
        "SELECT t.session, t.tag, t.expires_ms, t.box, s.definitions FROM main.ticket t JOIN main.session s ON s.id = "
        "t.session WHERE t.revoked_ms = 0 AND t.expires_ms >= ? AND s.state = 'handed_over' ORDER BY t.made_ms",
        {core.clock()}, [&](const Row& row) {
            sheet.tickets.push_back({row.id(0), row.bytes<16>(1), row.integer(2), row.blob(3)});
            const sealed::Bytes hashes = row.blob(4);
            for (std::size_t at = 0; at + std::tuple_size_v<crypto::Hash> <= hashes.size();
                 at += std::tuple_size_v<crypto::Hash>) {
                crypto::Hash hash{};
                std::ranges::transform(hashes.substr(at, hash.size()), hash.begin(),
                                       [](char byte) { return static_cast<std::uint8_t>(byte); });
                definitions.insert(hash);
            }
            return true;
        });
    if (!read) return read.error();
    for (const crypto::Hash& hash : definitions) {
        auto json = pinned_json(core, hash);
        if (!json) return json.error();
        sheet.definitions.push_back(std::move(*json));
    }
    if (Status begun = sealed::TicketTries(core.path(drafts_folder), core.boot_clock().boot).begin(); !begun)
        return begun.error();
    const Status noted = note("waiting_room", "tickets", std::to_string(sheet.tickets.size()));
    if (!noted) return noted.error();
    return sheet;
}

} // namespace rapport::vault
