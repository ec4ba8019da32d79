#include "tests/kiosk/stage.h"

#include "app/kiosk/waiting_room.h"
#include "app/shell/strings/strings.h"

#include <sodium.h>

namespace rapport::kiosk::test {

namespace {

/// The PHQ-9 on its ninth item.
struct Ninth : Stage {
    explicit Ninth(int width = 1280, int height = 800) : Stage({"phq-9"}, width, height)
    {
        to_first_question();
        for (int item = 0; item < 8; ++item)
            answer(0);
        EXPECT_EQ(progress(), "9 of 10");
    }
};

void hold(Stage& stage, std::string_view id, double seconds)
{
    ASSERT_TRUE(stage.harness->hold(id)) << id;
    for (double held = 0; held < seconds; held += 0.25)
        stage.wait(0.25);
    stage.harness->let_go();
}

} // namespace

TEST(SafetyPage, the_clinics_words_stand_there_at_once_and_somebody_can_be_called)
{
    Ninth stage;
    stage.click("option.1");
    EXPECT_EQ(stage.page(), "safety");
    EXPECT_NE(stage.tree().spoken().find("Call us on 555 0100, day or night."), std::string::npos);
    EXPECT_EQ(stage.tree().spoken().find("Several days"), std::string::npos) << "no answer stands there";
    stage.wait(30);
    EXPECT_EQ(stage.page(), "safety") << "it waits for the person";
    stage.click("moment.someone");
    EXPECT_EQ(stage.page(), "moment");
    stage.click("moment.return");
    EXPECT_EQ(stage.page(), "question");
    EXPECT_EQ(stage.progress(), "9 of 10");
}

TEST(SafetyPage, by_keyboard_alone)
{
    Ninth stage;
    stage.click("option.3");
    ASSERT_EQ(stage.page(), "safety");
    for (int most = 0; most < 10 && stage.harness->ui().focused() != "moment.return"; ++most)
        stage.harness->key(shell::Key::tab);
    ASSERT_EQ(stage.harness->ui().focused(), "moment.return");
    stage.harness->key(shell::Key::enter);
    EXPECT_EQ(stage.page(), "question");
}

TEST(SafetyPage, the_last_page_asks_staff_to_see_this_person_first_and_no_other_page_does)
{
    for (const int ninth : {0, 2}) {
        Ninth stage;
        stage.click("option." + std::to_string(ninth));
        if (ninth > 0) {
            stage.click("moment.return");
            stage.click("next");
        } else {
            stage.let_advance();
        }
        if (stage.page() == "question") stage.answer(0);
        ASSERT_EQ(stage.page(), "review");
        stage.click("review.go_on");
        ASSERT_EQ(stage.page(), "handback");
        EXPECT_EQ(stage.has("handback.see_first"), ninth > 0);
    }
}

TEST(StaffExit, three_seconds_take_the_tablet_back_and_a_tap_does_not)
{
    Ninth stage;
    stage.click("pause");
    ASSERT_EQ(stage.page(), "cover");
    stage.click("cover.staff_hold");
    EXPECT_EQ(stage.page(), "cover");
    EXPECT_FALSE(stage.program->done());
    hold(stage, "cover.staff_hold", 2.5);
    EXPECT_FALSE(stage.program->done());
    hold(stage, "cover.staff_hold", 3.25);
    EXPECT_TRUE(stage.program->done());
    EXPECT_TRUE(stage.survey().staff_wanted());
    EXPECT_FALSE(stage.survey().finished());
}

namespace {

/// A kiosk in a waiting room: two tickets, and time in the test's hand.
struct Waiting {
    Folder folder;
    FullDisk disk;
    sealed::InboxKeys inbox = sealed::InboxKeys::make();
    std::vector<sealed::Secret> codes;
    std::vector<sealed::Id> sessions;
    std::string definition = session::test::small_definition("small", 2);
    std::int64_t now_ms = 1'700'000'000'000;
    int opened = 0;
    std::unique_ptr<WaitingRoom> program;
    std::unique_ptr<shell::Harness> harness;

    explicit Waiting(int width = 1280, int height = 800)
    {
        for (int i = 0; i < 2; ++i) {
            codes.push_back(sealed::make_ticket_code());
            sessions.push_back(sealed::random_id());
        }
        EXPECT_TRUE(sealed::TicketTries(folder.drafts(), "boot").begin().ok());
        begin(width, height);
    }
    void begin(int width = 1280, int height = 800)
    {
        harness.reset();
        sealed::TicketSheet sheet;
        sheet.inbox = inbox.public_key;
        sheet.drafts_folder = folder.drafts();
        sheet.inbox_folder = folder.inbox();
        sheet.definitions = {definition};
        for (std::size_t i = 0; i < codes.size(); ++i) {
            sealed::TicketBody body;
            body.key = sealed::Secret::random(32);
            sealed::DefinitionHash hash{};
            crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(definition.data()),
                               definition.size(), nullptr, 0);
            body.instruments.push_back({"small", hash, {}});
            const auto key = sealed::ticket_key(codes[i], sheet.salt);
            sheet.tickets.push_back({sessions[i], sealed::ticket_tag(*key), now_ms + 3'600'000,
                                     sealed::seal_ticket(*key, sessions[i], sealed::write_ticket_body(body))});
        }
        const session::Clock clock{[this] { return now_ms; }, [this] { return now_ms; }};
        program = std::make_unique<WaitingRoom>(
            std::move(sheet), [this](const sealed::Job&) { ++opened; }, clock, disk, "boot",
            [] { return std::unique_ptr<voice::Output>(); });
        harness = std::make_unique<shell::Harness>(*program, width, height);
    }
    [[nodiscard]] std::string page() const
    {
        for (const shell::Node& node : harness->tree().nodes())
            if (node.role == shell::Role::page) return node.id;
        return {};
    }
    void wait(double seconds)
    {
        now_ms += std::llround(seconds * 1000);
        harness->advance(seconds);
    }
    void press(const std::string& id) { EXPECT_TRUE(harness->click(id)) << id << " on " << page(); }
    void type(std::string_view code)
    {
        for (const char one : code)
            press("ticket.key." + std::string(1, one));
    }
    [[nodiscard]] std::string said() const
    {
        const shell::Node* node = harness->tree().by_id("ticket.said");
        return node != nullptr ? node->name : std::string();
    }
};

} // namespace

TEST(WaitingRoomPage, a_ticket_begins_its_session_and_the_next_kiosk_refuses_it)
{
    Waiting room;
    ASSERT_EQ(room.page(), "ticket");
    room.type(room.codes[0].view());
    EXPECT_EQ(room.harness->tree().by_id("ticket.code")->value, room.codes[0].view());
    room.press("ticket.go");
    EXPECT_EQ(room.page(), "welcome");
    EXPECT_EQ(room.opened, 1);
    EXPECT_FALSE(room.program->staff_wanted());

    room.begin();
    room.type(room.codes[0].view());
    room.press("ticket.go");
    EXPECT_EQ(room.page(), "ticket");
    EXPECT_EQ(room.said(), strings::say("kiosk.ticket.used"));
    EXPECT_EQ(room.opened, 1);
    EXPECT_EQ(room.harness->tree().by_id("ticket.code")->value, "") << "what was typed is gone";
}

TEST(WaitingRoomPage, a_session_is_walked_to_its_end_and_makes_way_for_the_next_person)
{
    Waiting room;
    room.type(room.codes[1].view());
    room.press("ticket.go");
    room.press("welcome.begin");
    room.press("part.start");
    for (int item = 0; item < 2; ++item) {
        room.press("option.0");
        room.wait(0.25);
    }
    room.press("review.go_on");
    ASSERT_EQ(room.page(), "handback");
    EXPECT_EQ(room.harness->tree().by_id("handback.staff"), nullptr) << "no tap leaves the waiting room";
    room.press("handback.next");
    EXPECT_TRUE(room.program->done());
    EXPECT_FALSE(room.program->staff_wanted());
    EXPECT_TRUE(sealed::is_ticket_used(room.disk, room.folder.drafts(), room.folder.inbox(), room.sessions[1]).value());
}

TEST(WaitingRoomPage, five_wrong_ones_and_the_keys_wait)
{
    Waiting room;
    for (int i = 0; i < 5; ++i) {
        room.type("AAAAAAAA");
        room.press("ticket.go");
    }
    EXPECT_NE(room.said().find("30 seconds"), std::string::npos) << room.said();
    EXPECT_FALSE(room.harness->click("ticket.key.A"));
    room.begin(); // killed and started again
    EXPECT_NE(room.said().find("30 seconds"), std::string::npos) << room.said();
    room.wait(30);
    EXPECT_TRUE(room.harness->click("ticket.key.A"));
}

TEST(WaitingRoomPage, by_a_keyboard_and_in_small_letters)
{
    Waiting room;
    for (const char one : room.codes[0].view())
        room.harness->type(std::string(1, static_cast<char>(std::tolower(static_cast<unsigned char>(one)))));
    EXPECT_EQ(room.harness->tree().by_id("ticket.code")->value, room.codes[0].view());
}

TEST(WaitingRoomPage, what_somebody_left_half_typed_goes_and_so_does_their_language)
{
    Waiting room;
    room.press("ticket.language.es");
    EXPECT_EQ(room.harness->tree().by_id("ticket.lead")->name, "Por favor, escriba su clave");
    room.type("ACD");
    room.wait(61);
    room.wait(0); // the frame that was asked for at once
    EXPECT_EQ(room.harness->tree().by_id("ticket.code")->value, "");
    EXPECT_EQ(room.harness->tree().by_id("ticket.lead")->name, "Please type your ticket");
    strings::use_language("en");
}

TEST(WaitingRoomPage, every_key_is_a_target_of_twenty_millimetres_at_every_size_and_lies_in_the_window)
{
    for (const auto& [width, height] : {std::pair{1280, 800}, std::pair{800, 1280}, std::pair{1920, 1200}}) {
        Waiting room(width, height);
        for (const char* language : {"en", "es", "zh"}) {
            room.press("ticket.language." + std::string(language));
            std::vector<shell::Rect> places;
            for (const shell::Node& node : room.harness->tree().nodes()) {
                if (!node.focusable) continue;
                EXPECT_GE(node.rect.h, 72) << node.id << " " << language << " " << width;
                EXPECT_GE(node.rect.w, 72) << node.id << " " << language << " " << width;
                EXPECT_GE(node.rect.x, 0) << node.id;
                EXPECT_LE(node.rect.right(), static_cast<float>(width)) << node.id;
                EXPECT_LE(node.rect.bottom(), static_cast<float>(height)) << node.id;
                for (const shell::Rect& other : places)
                    EXPECT_FALSE(other.x < node.rect.right() && node.rect.x < other.right() &&
                                 other.y < node.rect.bottom() && node.rect.y < other.bottom())
                        << node.id << " " << language << " " << width;
                places.push_back(node.rect);
            }
            EXPECT_GE(places.size(), 24U + 3);
        }
        strings::use_language("en");
    }
}

TEST(WaitingRoomPage, on_a_tablet_that_says_its_size_all_but_the_keys_height_is_twenty_millimetres)
{
    // 10.1 inches. The height of the keys gives way, down to 72 pixels, 12 mm: all of them stand on one page.
    constexpr float twenty = 118;
    for (const auto& [width, height] : {std::pair{1280, 800}, std::pair{800, 1280}}) {
        Waiting room(width, height);
        room.harness->set_patient_target(twenty);
        std::vector<shell::Rect> places;
        for (const shell::Node& node : room.harness->tree().nodes()) {
            if (!node.focusable) continue;
            const bool key = node.id.starts_with("ticket.key.");
            EXPECT_GE(node.rect.h, key ? 72 : twenty) << node.id << " " << width;
            EXPECT_GE(node.rect.w, twenty) << node.id << " " << width;
            EXPECT_LE(node.rect.right(), static_cast<float>(width)) << node.id;
            EXPECT_LE(node.rect.bottom(), static_cast<float>(height)) << node.id;
            for (const shell::Rect& other : places)
                EXPECT_FALSE(other.x < node.rect.right() && node.rect.x < other.right() &&
                             other.y < node.rect.bottom() && node.rect.y < other.bottom())
                    << node.id << " " << width;
            places.push_back(node.rect);
        }
        EXPECT_EQ(places.size(), 24U + 3 + 2) << "keys, languages, rub out, staff; nothing to go on with yet";
    }
}

TEST(WaitingRoomPage, staff_come_back_by_holding_and_nobody_by_a_tap)
{
    Waiting room;
    room.press("ticket.staff_hold");
    EXPECT_FALSE(room.program->done());
    ASSERT_TRUE(room.harness->hold("ticket.staff_hold"));
    for (int i = 0; i < 14; ++i)
        room.wait(0.25);
    EXPECT_TRUE(room.program->done());
    EXPECT_TRUE(room.program->staff_wanted());
}

} // namespace rapport::kiosk::test
