#include "storage/sealed/ticket_sheet.h"
#include "storage/sealed/ticket_tries.h"

#include <set>

#include <sodium.h>

#include "tests/sealed/faulty_files.h"
#include "tests/sealed/refusing_system.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

namespace {

using test::Folder;

DefinitionHash hash_of(std::string_view text)
{
    DefinitionHash hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       nullptr, 0);
    return hash;
}

TicketBody body_of(const std::string& definition)
{
    TicketBody body;
    body.key = Secret::random(32);
    body.language = "es";
    body.label = "Room 3";
    body.auto_advance = false;
    body.instruments.push_back({"phq-9", hash_of(definition), {"4", "7"}});
    return body;
}

/// A sheet with one ticket, and the code it opens to.
struct OneTicket {
    Secret code = make_ticket_code();
    Secret key;
    Id session = random_id();
    TicketSheet sheet;
    Secret session_key;

    OneTicket()
    {
        randombytes_buf(sheet.salt.data(), sheet.salt.size());
        auto made = ticket_key(code, sheet.salt);
        if (!made) std::abort();
        key = std::move(*made);
        const std::string definition = R"({"format":1})";
        const TicketBody body = body_of(definition);
        session_key = body.key.copy();
        sheet.therapist_reads = true;
        sheet.drafts_folder = "/d";
        sheet.inbox_folder = "/i";
        sheet.definitions = {"something else", definition};
        sheet.words = {{"es", "Un momento.", "Llame."}};
        sheet.tickets.push_back(
            {session, ticket_tag(key), 1'790'000'000'000, seal_ticket(key, session, write_ticket_body(body))});
    }
};

} // namespace

TEST(Ticket, no_character_of_a_code_is_taken_for_another)
{
    EXPECT_EQ(std::set<char>(ticket_alphabet.begin(), ticket_alphabet.end()).size(), 24U);
    for (const char easily_mistaken : std::string_view("0O1IL2Z5S8BU"))
        EXPECT_EQ(ticket_alphabet.find(easily_mistaken), std::string_view::npos) << easily_mistaken;
    EXPECT_EQ(ticket_character(U'a'), 'A');
    EXPECT_EQ(ticket_character(U'7'), '7');
    for (const char32_t none : {U'0', U'o', U' ', U'é', U'\U0001F600', U'\0'})
        EXPECT_EQ(ticket_character(none), 0);
}

TEST(Ticket, codes_use_the_whole_alphabet_evenly_and_do_not_repeat)
{
    std::map<char, int> seen;
    std::set<std::string> codes;
    constexpr int drawn = 10'000;
    for (int i = 0; i < drawn; ++i) {
        const Secret code = make_ticket_code();
        ASSERT_EQ(code.size(), ticket_length);
        codes.insert(std::string(code.view()));
        for (const char one : code.view())
            ++seen[one];
    }
    EXPECT_EQ(codes.size(), static_cast<std::size_t>(drawn)); // of 24^8: a second one alike has odds of 1 in 2,000
    ASSERT_EQ(seen.size(), ticket_alphabet.size());
    // Binomial, 80,000 draws of 1 in 24: mean 3,333, standard deviation 57; six of them either way.
    for (const auto& [one, times] : seen)
        EXPECT_NEAR(times, 3333, 345) << one;
}

TEST(Ticket, its_code_alone_opens_it_and_for_its_own_session_alone)
{
    const OneTicket one;
    const auto job = job_of_ticket(one.sheet, one.sheet.tickets[0], one.key);
    ASSERT_TRUE(job.ok());
    EXPECT_EQ(job->key.view(), one.session_key.view());
    EXPECT_EQ(job->session, one.session);
    EXPECT_EQ(job->language, "es");
    EXPECT_EQ(job->label, "Room 3");
    EXPECT_FALSE(job->auto_advance);
    ASSERT_EQ(job->instruments.size(), 1U);
    EXPECT_EQ(job->instruments[0].definition_json, R"({"format":1})");
    EXPECT_EQ(job->instruments[0].not_asked, (std::vector<std::string>{"4", "7"}));
    EXPECT_EQ(job->words, one.sheet.words);
    EXPECT_TRUE(job->therapist_reads); // what the patient is told is the clinic's policy

    const auto other = ticket_key(make_ticket_code(), one.sheet.salt);
    ASSERT_TRUE(other.ok());
    EXPECT_NE(ticket_tag(*other), ticket_tag(one.key));
    EXPECT_FALSE(job_of_ticket(one.sheet, one.sheet.tickets[0], *other).ok());
    OpenTicket elsewhere = one.sheet.tickets[0];
    elsewhere.session = random_id();
    EXPECT_FALSE(job_of_ticket(one.sheet, elsewhere, one.key).ok());
    OpenTicket changed = one.sheet.tickets[0];
    for (std::size_t at = 0; at < changed.box.size(); ++at) {
        changed.box[at] = static_cast<char>(changed.box[at] ^ 1);
        EXPECT_FALSE(job_of_ticket(one.sheet, changed, one.key).ok()) << at;
        changed.box[at] = static_cast<char>(changed.box[at] ^ 1);
    }
}

TEST(Ticket, a_definition_that_is_not_the_one_it_was_made_for_is_refused)
{
    OneTicket one;
    one.sheet.definitions[1] += " ";
    EXPECT_EQ(test::fault_name(job_of_ticket(one.sheet, one.sheet.tickets[0], one.key)), "damaged_job");
}

TEST(Ticket, the_salt_decides_too)
{
    const OneTicket one;
    TicketSalt other = one.sheet.salt;
    other[0] ^= 1U;
    const auto key = ticket_key(one.code, other);
    ASSERT_TRUE(key.ok());
    EXPECT_NE(key->view(), one.key.view());
}

TEST(Ticket, a_sheet_shows_no_key_no_label_and_no_battery)
{
    const OneTicket one;
    const Secret bytes = write_sheet(one.sheet);
    EXPECT_EQ(bytes.view().find(one.session_key.view()), std::string_view::npos);
    EXPECT_EQ(bytes.view().find(one.code.view()), std::string_view::npos);
    EXPECT_EQ(bytes.view().find("Room 3"), std::string_view::npos);
    EXPECT_EQ(bytes.view().find("phq-9"), std::string_view::npos);
}

TEST(Ticket, a_sheet_read_back_is_the_one_that_was_written_and_no_other_bytes_are_one)
{
    const OneTicket one;
    const Secret bytes = write_sheet(one.sheet);
    ASSERT_TRUE(is_sheet(bytes.view()));
    const auto again = read_sheet(bytes.view());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(write_sheet(*again).view(), bytes.view());
    EXPECT_FALSE(read_job(bytes.view()).ok());
    std::mt19937_64 random(31);
    for (int i = 0; i < 10'000; ++i) {
        std::string changed(bytes.view());
        if (random() % 2 == 0)
            changed.resize(random() % changed.size());
        else
            changed[random() % changed.size()] = static_cast<char>(random());
        const auto read = read_sheet(changed);
        if (read) {
            EXPECT_EQ(write_sheet(*read).view(), changed);
        }
    }
}

TEST(Ticket, what_goes_into_a_box_is_written_at_its_limits_and_not_beyond)
{
    const auto written = [](const auto& change) {
        TicketBody body = body_of("{}");
        change(body);
        const Secret bytes = write_ticket_body(body);
        if (bytes.empty()) return false;
        EXPECT_TRUE(read_ticket_body(bytes.view()).ok());
        return true;
    };
    using Body = TicketBody;
    EXPECT_FALSE(written([](Body& body) { body.key = Secret(31); }));
    EXPECT_TRUE(written([](Body& body) { body.language.assign(64, 'x'); }));
    EXPECT_FALSE(written([](Body& body) { body.language.assign(65, 'x'); }));
    EXPECT_TRUE(written([](Body& body) { body.label.assign(1024, 'x'); }));
    EXPECT_FALSE(written([](Body& body) { body.label.assign(1025, 'x'); }));
    EXPECT_TRUE(written([](Body& body) { body.instruments.assign(32, body.instruments[0]); }));
    EXPECT_FALSE(written([](Body& body) { body.instruments.assign(33, body.instruments[0]); }));
    EXPECT_FALSE(written([](Body& body) { body.instruments[0].id.assign(65, 'x'); }));
    EXPECT_TRUE(written([](Body& body) { body.instruments[0].not_asked.assign(255, "1"); }));
    EXPECT_FALSE(written([](Body& body) { body.instruments[0].not_asked.assign(256, "1"); }));
    EXPECT_FALSE(written([](Body& body) { body.instruments[0].not_asked = {std::string(65, 'x')}; }));
}

TEST(Ticket, a_box_read_back_is_the_one_that_was_written_and_no_other_bytes_are_one)
{
    const Secret bytes = write_ticket_body(body_of("{}"));
    const std::string good(bytes.view());
    for (std::size_t size = 0; size < good.size(); ++size)
        ASSERT_EQ(test::fault_name(read_ticket_body(ByteView(good).substr(0, size))), "damaged_job") << size;
    EXPECT_EQ(test::fault_name(read_ticket_body(good + '\0')), "damaged_job");
    int refused = 0;
    for (std::size_t at = 0; at < good.size(); ++at)
        for (const int byte : {0, 1, 4, 33, 255}) {
            std::string changed = good;
            changed[at] = static_cast<char>(byte);
            const auto read = read_ticket_body(changed);
            if (read) {
                ASSERT_EQ(write_ticket_body(*read).view(), changed) << at; // it means what its bytes say, and no more
            } else {
                ++refused;
            }
        }
    EXPECT_GT(refused, 0);
    // The right key, and in the box something that is no ticket.
    OneTicket one;
    one.sheet.tickets[0].box = seal_ticket(one.key, one.session, Secret::copy_of("RVTICKET and more"));
    EXPECT_EQ(test::fault_name(job_of_ticket(one.sheet, one.sheet.tickets[0], one.key)), "damaged_job");
}

TEST(Ticket, a_sheet_is_written_at_its_limits_and_not_beyond)
{
    const OneTicket one;
    const auto sheet = [&] {
        TicketSheet out = *read_sheet(write_sheet(one.sheet).view());
        return out;
    };
    const auto written = [&](const auto& change) {
        TicketSheet changed = sheet();
        change(changed);
        const Secret bytes = write_sheet(changed);
        if (bytes.empty()) return false;
        EXPECT_TRUE(read_sheet(bytes.view()).ok());
        return true;
    };
    using Sheet = TicketSheet;
    EXPECT_TRUE(written([](Sheet& out) { out.drafts_folder.assign(4096, 'x'); }));
    EXPECT_FALSE(written([](Sheet& out) { out.drafts_folder.assign(4097, 'x'); }));
    EXPECT_FALSE(written([](Sheet& out) { out.inbox_folder.assign(4097, 'x'); }));
    EXPECT_FALSE(written([](Sheet& out) { out.inbox_folder = std::string("a\0b", 3); }));
    EXPECT_FALSE(written([](Sheet& out) { out.language.assign(65, 'x'); }));
    EXPECT_TRUE(written([](Sheet& out) { out.words.assign(8, {"en", {}, {}}); }));
    EXPECT_FALSE(written([](Sheet& out) { out.words.assign(9, {"en", {}, {}}); }));
    EXPECT_FALSE(written([](Sheet& out) { out.words = {{std::string(65, 'x'), {}, {}}}; }));
    EXPECT_FALSE(written([](Sheet& out) { out.words = {{"en", std::string(4097, 'x'), {}}}; }));
    EXPECT_FALSE(written([](Sheet& out) { out.words = {{"en", {}, std::string(4097, 'x')}}; }));
    EXPECT_TRUE(written([](Sheet& out) { out.tickets.assign(200, out.tickets[0]); }));
    EXPECT_FALSE(written([](Sheet& out) { out.tickets.assign(201, out.tickets[0]); }));
    EXPECT_FALSE(written([](Sheet& out) { out.tickets[0].box.assign(64 * 1024 + 1, 'x'); }));
    EXPECT_TRUE(written([](Sheet& out) { out.definitions.assign(2, std::string(1024 * 1024, 'x')); }));
    EXPECT_FALSE(written([](Sheet& out) { out.definitions = {std::string(1024 * 1024 + 1, 'x')}; }));
    EXPECT_FALSE(written([](Sheet& out) { out.definitions.assign(3, std::string(1024 * 1024, 'x')); })) << "in all";
    EXPECT_FALSE(written([](Sheet& out) { out.definitions.assign(0x10000, {}); }));
    EXPECT_FALSE(read_sheet(std::string(3 * 1024 * 1024 + 1, 'x')).ok());
}

TEST(TicketTries, a_disk_that_fails_is_told_of_and_gives_no_try_back)
{
    const Folder folder;
    const std::string name = folder.drafts() + "/ticket.tries";
    TicketTries sound(folder.drafts(), "boot-1");
    constexpr std::int64_t now = 1'000'000;
    int told = 0;
    for (int at = 1;; ++at) {
        ASSERT_TRUE(sound.begin().ok());
        for (int tried = 0; tried < 6; ++tried)
            ASSERT_TRUE(sound.count(now).ok());
        ASSERT_EQ(sound.wait_ms(now), 60'000);
        test::FaultyFiles files({at, false, EIO, test::FaultPlan::Shape::refused});
        TicketTries tries(folder.drafts(), "boot-1", files);
        const Status counted = tries.count(now);
        if (!files.came_to_it()) break;
        told += counted ? 0 : 1;
        // Counted, or told that it was not and still as it stood; a count that could not be read has none left free.
        const std::int64_t wait = sound.wait_ms(now);
        EXPECT_GE(wait, counted ? 60'000 : 30'000) << at;
    }
    EXPECT_GT(told, 3);
}

TEST(TicketTries, five_are_free_and_then_each_waits_longer)
{
    const Folder folder;
    TicketTries tries(folder.drafts(), "boot-1");
    ASSERT_TRUE(tries.begin().ok());
    std::int64_t now = 1'000'000;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(tries.wait_ms(now), 0) << i;
        ASSERT_TRUE(tries.count(now).ok());
    }
    std::int64_t before = 0;
    for (const std::int64_t seconds : {30, 60, 120, 300, 900, 900}) {
        EXPECT_EQ(tries.wait_ms(now), seconds * 1000);
        EXPECT_GE(seconds, before);
        before = seconds;
        now += seconds * 1000;
        EXPECT_EQ(tries.wait_ms(now), 0);
        EXPECT_EQ(tries.wait_ms(now - 1), 1);
        ASSERT_TRUE(tries.count(now).ok());
    }
    ASSERT_TRUE(tries.forget().ok());
    EXPECT_EQ(tries.wait_ms(now), 0);
}

TEST(TicketTries, neither_a_restart_nor_another_program_gives_tries_back)
{
    const Folder folder;
    {
        TicketTries tries(folder.drafts(), "boot-1");
        ASSERT_TRUE(tries.begin().ok());
        for (int i = 0; i < 6; ++i)
            ASSERT_TRUE(tries.count(900'000).ok());
        EXPECT_EQ(tries.wait_ms(900'000), 60'000);
    }
    EXPECT_EQ(TicketTries(folder.drafts(), "boot-1").wait_ms(920'000), 40'000);
    // The machine was started again five seconds ago: the whole minute begins anew.
    EXPECT_EQ(TicketTries(folder.drafts(), "boot-2").wait_ms(5'000), 55'000);
}

TEST(TicketTries, a_count_that_is_lost_or_damaged_has_used_up_the_free_tries)
{
    const Folder folder;
    TicketTries tries(folder.drafts(), "boot-1");
    EXPECT_EQ(tries.wait_ms(0), 30'000);
    ASSERT_TRUE(tries.begin().ok());
    const std::string path = folder.drafts() + "/ticket.tries";
    const std::string bytes = test::read_file(path);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        test::write_file(path, changed);
        EXPECT_EQ(tries.wait_ms(0), 30'000) << at;
    }
    for (const std::string& changed : {bytes.substr(1), bytes + "x", std::string()}) {
        test::write_file(path, changed);
        EXPECT_EQ(tries.wait_ms(0), 30'000) << changed.size();
    }
    test::write_file(path, bytes);
    EXPECT_EQ(tries.wait_ms(0), 0);
}

TEST(TicketUse, where_the_disk_does_not_say_nobody_says_unused)
{
    const Folder folder;
    const Id session = random_id();
    for (int at = 1; at <= 4; ++at) {
        test::FaultyFiles files({at, false, EIO, test::FaultPlan::Shape::refused});
        const auto used = is_ticket_used(files, folder.drafts(), folder.inbox(), session);
        ASSERT_TRUE(files.came_to_it());
        EXPECT_FALSE(used.ok()) << at;
    }
}

TEST(TicketUse, a_ticket_is_used_once_its_session_has_a_file_anywhere_or_it_was_taken_back)
{
    const Folder folder;
    const Id session = random_id();
    const auto used = [&] { return is_ticket_used(posix_files(), folder.drafts(), folder.inbox(), session); };
    EXPECT_FALSE(*used());
    for (const std::string& path :
         {folder.drafts() + "/" + hex(session) + ".rvs", folder.inbox() + "/" + hex(session) + ".rvs",
          folder.drafts() + "/" + revoked_name(session)}) {
        test::write_file(path, "x");
        EXPECT_TRUE(*used()) << path;
        test::remove_path(path);
        EXPECT_FALSE(*used());
    }
}

TEST(Ticket, a_box_too_short_to_be_one_opens_nothing_and_without_libsodium_no_key_is_made)
{
    OneTicket one;
    const Bytes whole = one.sheet.tickets[0].box;
    for (std::size_t size = 0; size <= 48; ++size) { // a nonce of 24 bytes and a tag of 16, and a little more
        one.sheet.tickets[0].box = whole.substr(0, size);
        EXPECT_EQ(test::fault_name(job_of_ticket(one.sheet, one.sheet.tickets[0], one.key)), "damaged_job") << size;
    }
    const test::Refuses refuses(test::Call::sodium_init);
    EXPECT_EQ(test::fault_name(ticket_key(one.code, one.sheet.salt)), "no_sodium");
}

} // namespace rapport::sealed
