#include <algorithm>

#include <gtest/gtest.h>

#include "storage/sealed/ticket_tries.h"
#include "storage/vault/tables.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

SessionWish wish_for(const Id& person)
{
    SessionWish wish;
    wish.person = person;
    wish.visit = "Visit 1";
    wish.session_number = 1;
    wish.battery = {"phq-9"};
    return wish;
}

/// The job that a tablet makes of a sheet and a code.
Result<sealed::Job> typed(const sealed::TicketSheet& sheet, const sealed::Secret& code)
{
    const auto key = sealed::ticket_key(code, sheet.salt);
    if (!key) return key.error();
    for (const sealed::OpenTicket& ticket : sheet.tickets)
        if (ticket.tag == sealed::ticket_tag(*key)) return sealed::job_of_ticket(sheet, ticket, *key);
    return sealed::fault::damaged_job;
}

/// What puts a row there once more under another key, and under a tag of its own: ?1 the new key, ?2 the old one.
std::string row_again(Connection& database, const std::string& table, const std::string& key)
{
    std::string into;
    std::string from;
    const auto tables = tables_of(database, "main");
    for (const std::string& column : std::ranges::find(*tables, table, &Table::name)->columns) {
        into += (into.empty() ? "" : ", ") + column;
        from += (from.empty() ? "" : ", ") + (column == key ? "?1" : column == "tag" ? "randomblob(16)" : column);
    }
    return "INSERT INTO main." + table + " (" + into + ") SELECT " + from + " FROM main." + table + " WHERE " + key +
           " = ?2";
}

} // namespace

TEST(Tickets, what_is_typed_in_the_waiting_room_comes_back_to_its_person)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Person other = somebody(vault, "Somebody else");
    const auto made = vault.make_ticket(wish_for(person.id), 24);
    ASSERT_TRUE(made.ok()) << made.error().fault.name;
    EXPECT_EQ(made->row.state, "open");
    ASSERT_TRUE(vault.make_ticket(wish_for(other.id), 24).ok());

    const auto sheet = vault.ticket_sheet();
    ASSERT_TRUE(sheet.ok());
    ASSERT_EQ(sheet->tickets.size(), 2U);
    EXPECT_EQ(sheet->definitions.size(), 1U) << "the same for both";
    const auto job = typed(*sheet, made->code);
    ASSERT_TRUE(job.ok()) << job.error().detail;
    EXPECT_EQ(job->session, made->row.session);
    Clinic::answer(*job, all_items(0, 10, 0));

    ASSERT_EQ(vault.ingest()->sessions, 1);
    const auto rows = *vault.administrations(person.id);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].unattended);
    EXPECT_TRUE(vault.administrations(other.id)->empty());
    for (const TicketRow& row : *vault.tickets())
        EXPECT_EQ(row.state, row.session == made->row.session ? "used" : "open");
    EXPECT_EQ(vault.ticket_sheet()->tickets.size(), 1U) << "a used one is handed to no tablet";
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Tickets, begun_and_not_finished_is_used_and_staff_go_on_with_it)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const auto made = vault.make_ticket(wish_for(person.id), 24);
    const auto job = typed(*vault.ticket_sheet(), made->code);
    ASSERT_TRUE(job.ok());
    Clinic::begin(*job, {{sealed::ActKind::answered, 0, "1", 2}});
    EXPECT_EQ(vault.tickets()->front().state, "used");
    EXPECT_EQ(vault.revoke_ticket(made->row.session).error().fault, fault::ticket_used);
    ASSERT_TRUE(vault.ingest().ok());
    const auto again = vault.resume_session(made->row.session);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->key.view(), job->key.view());
}

TEST(Tickets, one_taken_back_or_over_is_handed_to_no_tablet_and_one_taken_back_is_refused_by_those_that_have_it)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const auto first = vault.make_ticket(wish_for(person.id), 1);
    const auto second = vault.make_ticket(wish_for(person.id), 24);
    ASSERT_TRUE(first.ok() && second.ok());
    ASSERT_TRUE(vault.revoke_ticket(second->row.session).ok());
    EXPECT_TRUE(*sealed::is_ticket_used(sealed::posix_files(), clinic.folder + "/drafts", clinic.folder + "/inbox",
                                        second->row.session));
    EXPECT_EQ(vault.ticket_sheet()->tickets.size(), 1U);
    clinic.now += 3'600'001;
    EXPECT_TRUE(vault.ticket_sheet()->tickets.empty());
    const auto rows = *vault.tickets();
    EXPECT_EQ(rows[0].state == "revoked" ? rows[1].state : rows[0].state, "expired");
    EXPECT_EQ(vault.revoke_ticket(sealed::random_id()).error().fault, fault::unknown_session);
}

TEST(Tickets, answers_to_one_taken_back_meanwhile_are_kept_all_the_same)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const auto made = vault.make_ticket(wish_for(person.id), 24);
    const auto job = typed(*vault.ticket_sheet(), made->code);
    ASSERT_TRUE(vault.revoke_ticket(made->row.session).ok());
    Clinic::answer(*job, all_items(0, 10, 0));
    EXPECT_EQ(vault.ingest()->sessions, 1);
    EXPECT_EQ(vault.administrations(person.id)->size(), 1U);
}

TEST(Tickets, the_code_stands_in_no_file_of_the_vault)
{
    const Clinic clinic;
    std::string code;
    {
        Vault vault = clinic.open();
        const Person person = somebody(vault);
        const auto made = vault.make_ticket(wish_for(person.id), 24);
        code = std::string(made->code.view());
        ASSERT_TRUE(vault.ticket_sheet().ok());
    }
    for (const auto& [path, bytes] : all_bytes(clinic.folder))
        EXPECT_EQ(bytes.find(code), std::string::npos) << path;
    // Nor in the database once it is open.
    Core core = clinic.core();
    const auto found = core.database.count(
        "SELECT count(*) FROM main.ticket WHERE instr(box, ?1) > 0 OR instr(tag, ?1) > 0 OR instr(made_by, ?1) > 0",
        {code});
    EXPECT_EQ(*found, 0);
}

TEST(Tickets, a_sheet_holds_no_key_that_opens_anything_and_no_name)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault, "Marguerite Vandersteen");
    const auto made = vault.make_ticket(wish_for(person.id), 24);
    const auto sheet = vault.ticket_sheet();
    const auto job = typed(*sheet, made->code);
    ASSERT_TRUE(job.ok());
    const sealed::Secret bytes = sealed::write_sheet(*sheet);
    EXPECT_EQ(bytes.view().find(job->key.view()), std::string_view::npos);
    EXPECT_EQ(bytes.view().find("Vandersteen"), std::string_view::npos);
    EXPECT_EQ(bytes.view().find(person.pseudonym), std::string_view::npos);
    const auto& keys = clinic.raw_keys();
    for (const sealed::Secret* key : {&keys.responses, &keys.identity, &keys.inbox})
        EXPECT_EQ(bytes.view().find(key->view()), std::string_view::npos);
}

TEST(Tickets, limits_are_said)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    EXPECT_EQ(vault.make_ticket(wish_for(person.id), 0).error().fault, fault::bad_policy);
    EXPECT_EQ(vault.make_ticket(wish_for(person.id), 24 * 30 + 1).error().fault, fault::bad_policy);
    EXPECT_EQ(vault.make_ticket(wish_for(sealed::random_id()), 24).error().fault, fault::unknown_person);
    SessionWish nothing = wish_for(person.id);
    nothing.battery = {};
    EXPECT_FALSE(vault.make_ticket(nothing, 24).ok());
    EXPECT_TRUE(vault.tickets()->empty());
}

TEST(Device, what_is_red_is_refused_until_an_administrator_allows_just_that_for_thirty_days)
{
    Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const std::vector<std::string> red = {"disk_encryption", "swap"};
    EXPECT_EQ(*vault.not_allowed_of(red), red);
    EXPECT_EQ(vault.allow_in_spite_of(red, " ", by_admin()).error().fault, fault::empty_note);
    Approval wrong = by_admin();
    wrong.passphrase = secret("not the passphrase at all");
    EXPECT_FALSE(vault.allow_in_spite_of(red, "Trial week.", wrong).ok());
    EXPECT_EQ(*vault.not_allowed_of(red), red);
    ASSERT_TRUE(vault.allow_in_spite_of(red, "Trial week, tablet never leaves the room.", by_admin()).ok());
    EXPECT_TRUE(vault.not_allowed_of(red)->empty());
    EXPECT_EQ(*vault.not_allowed_of({"swap", "clock"}), std::vector<std::string>{"clock"});
    clinic.now += 30LL * 24 * 3'600'000 + 1;
    EXPECT_EQ(*vault.not_allowed_of(red), red);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Tickets, no_more_are_open_at_once_than_a_sheet_can_hold)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const auto first = vault.make_ticket(wish_for(person.id), 24);
    ASSERT_TRUE(first.ok());
    // Each takes a slow hash; the others are rows like the first.
    Core& core = VaultOf::core(vault);
    const std::string session = row_again(core.database, "session", "id");
    const std::string ticket = row_again(core.database, "ticket", "session");
    ASSERT_TRUE(vault
                    .together([&]() -> Status {
                        for (std::size_t made = 1; made < sealed::TicketSheet::most_tickets; ++made)
                            for (const sealed::Id id = sealed::random_id(); const std::string& sql : {session, ticket})
                                if (Status done = core.database.run(sql, {id, first->row.session}); !done) return done;
                        return {};
                    })
                    .ok());
    EXPECT_EQ(vault.make_ticket(wish_for(person.id), 24).error().fault, fault::too_many_tickets);
    EXPECT_EQ(vault.ticket_sheet()->tickets.size(), sealed::TicketSheet::most_tickets);
    ASSERT_TRUE(vault.revoke_ticket(first->row.session).ok());
    EXPECT_TRUE(vault.make_ticket(wish_for(person.id), 24).ok());
}

} // namespace rapport::vault::test
