#include "app/session/ticket_gate.h"

#include <sodium.h>

#include "tests/session/support.h"

namespace rapport::session::test {

namespace {

using Said = TicketGate::Said;
constexpr Instant start{1'700'000'000'000, 5'000'000};

/// Two tickets, one of which is over, and what a kiosk in the waiting room gets.
struct Room : testing::Test {
    Folder folder;
    sealed::InboxKeys inbox = sealed::InboxKeys::make();
    sealed::Secret code = sealed::make_ticket_code();
    sealed::Secret late = sealed::make_ticket_code();
    sealed::Id session = sealed::random_id();
    std::string definition = small_definition("small", 3);

    [[nodiscard]] sealed::TicketSheet sheet() const
    {
        sealed::TicketSheet out;
        out.inbox = inbox.public_key;
        out.drafts_folder = folder.drafts();
        out.inbox_folder = folder.inbox();
        out.definitions = {definition};
        out.tickets = {ticket(code, session, start.utc_ms + 1000, out.salt),
                       ticket(late, sealed::random_id(), start.utc_ms - 1, out.salt)};
        return out;
    }
    [[nodiscard]] sealed::OpenTicket ticket(const sealed::Secret& typed, const sealed::Id& of, std::int64_t until,
                                            const sealed::TicketSalt& salt) const
    {
        sealed::TicketBody body;
        body.key = key.copy();
        sealed::DefinitionHash hash{};
        crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(definition.data()),
                           definition.size(), nullptr, 0);
        body.instruments.push_back({"small", hash, {}});
        const auto made = sealed::ticket_key(typed, salt);
        return {of, sealed::ticket_tag(*made), until, sealed::seal_ticket(*made, of, sealed::write_ticket_body(body))};
    }
    static void type(TicketGate& gate, std::string_view words)
    {
        for (const char one : words)
            gate.type(static_cast<char32_t>(static_cast<unsigned char>(one)));
    }
    TicketGate gate()
    {
        EXPECT_TRUE(sealed::TicketTries(folder.drafts(), "boot-1").begin().ok());
        return {sheet(), "boot-1"};
    }
    sealed::Secret key = sealed::Secret::random(32);
};

using Gate = Room;

} // namespace

TEST_F(Gate, a_ticket_opens_its_session_once)
{
    TicketGate first = gate();
    type(first, code.view());
    EXPECT_TRUE(first.complete());
    auto job = first.enter(start);
    ASSERT_TRUE(job.has_value());
    EXPECT_EQ(job->session, session);
    EXPECT_EQ(job->key.view(), key.view());
    ASSERT_TRUE(Survey::begin(std::move(*job), start, on(sealed::posix_files())).ok());

    TicketGate second = gate();
    type(second, code.view());
    EXPECT_FALSE(second.enter(start).has_value());
    EXPECT_EQ(second.said(), Said::used);
}

TEST_F(Gate, one_that_is_over_is_refused_and_so_is_one_that_was_taken_back)
{
    TicketGate gate = this->gate();
    type(gate, late.view());
    EXPECT_FALSE(gate.enter(start).has_value());
    EXPECT_EQ(gate.said(), Said::expired);
    std::FILE* const mark = std::fopen((folder.drafts() + "/" + sealed::revoked_name(session)).c_str(), "w");
    ASSERT_NE(mark, nullptr);
    std::fclose(mark);
    type(gate, code.view());
    EXPECT_FALSE(gate.enter(start).has_value());
    EXPECT_EQ(gate.said(), Said::used);
}

TEST_F(Gate, five_wrong_ones_and_then_it_waits_across_a_kill_and_for_a_right_one_too)
{
    Instant now = start;
    {
        TicketGate gate = this->gate();
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(gate.wait_ms(now.boot_ms), 0);
            type(gate, "AAAAAAAA");
            EXPECT_FALSE(gate.enter(now).has_value());
        }
        EXPECT_EQ(gate.said(), Said::wait);
        EXPECT_EQ(gate.wait_ms(now.boot_ms), 30'000);
    }
    TicketGate again(sheet(), "boot-1");
    type(again, code.view());
    EXPECT_FALSE(again.enter(now).has_value()) << "not even the right one";
    EXPECT_EQ(again.said(), Said::wait);
    now.boot_ms += 30'000;
    EXPECT_TRUE(again.enter(now).has_value()) << "what was typed is still there";
}

TEST_F(Gate, a_right_one_begins_the_count_anew)
{
    TicketGate gate = this->gate();
    for (int i = 0; i < 4; ++i) {
        type(gate, "AAAAAAAA");
        EXPECT_FALSE(gate.enter(start).has_value());
        EXPECT_EQ(gate.said(), Said::wrong);
    }
    type(gate, late.view());
    EXPECT_FALSE(gate.enter(start).has_value());
    EXPECT_EQ(gate.said(), Said::expired);
    for (int i = 0; i < 4; ++i) {
        type(gate, "AAAAAAAA");
        EXPECT_FALSE(gate.enter(start).has_value());
        EXPECT_EQ(gate.said(), Said::wrong);
    }
}

TEST_F(Gate, only_a_tickets_characters_are_taken_and_eight_of_them)
{
    TicketGate gate = this->gate();
    type(gate, "a0o1iLz3");
    EXPECT_EQ(gate.typed(), "A3");
    EXPECT_FALSE(gate.complete());
    EXPECT_FALSE(gate.enter(start).has_value());
    EXPECT_EQ(gate.said(), Said::nothing) << "too short is not tried";
    gate.rub_out();
    EXPECT_EQ(gate.typed(), "A");
    type(gate, "CDEFGHJKMN");
    EXPECT_EQ(gate.typed(), "ACDEFGHJ");
}

} // namespace rapport::session::test
