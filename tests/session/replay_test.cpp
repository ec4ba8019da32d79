#include <unistd.h>

#include <array>
#include <variant>

#include "tests/session/support.h"

namespace rapport::session::test {

namespace {

/// Where a person stands for the promise "the same page": asking before declining is that question.
Page kept_page(const Page& now)
{
    if (const auto* asking = std::get_if<page::ConfirmDecline>(&now)) return page::Question{asking->part, asking->item};
    return now;
}

/// The course a list of acts leads to, worked out here and by hand-written rules of the test, not by `Course`.
struct ByHand {
    Page page = page::Welcome{};
    std::vector<std::vector<std::string>> answers;
};

ByHand by_hand(const std::vector<sealed::Act>& acts, const std::vector<int>& sizes)
{
    ByHand state;
    for (const int size : sizes)
        state.answers.emplace_back(static_cast<std::size_t>(size), "");
    Page under = page::Welcome{};
    std::vector<Page> over;
    std::optional<Page> cover;
    std::optional<Page> moment;
    for (const sealed::Act& act : acts) {
        const std::size_t part = act.part;
        const std::size_t item = act.item.empty() ? 0 : static_cast<std::size_t>(std::stoi(act.item)) - 1;
        switch (act.kind) {
        case sealed::ActKind::answered:
            state.answers[part][item] = std::to_string(act.value);
            break;
        case sealed::ActKind::declined:
            state.answers[part][item] = "declined";
            break;
        case sealed::ActKind::cleared:
            state.answers[part][item] = "";
            break;
        case sealed::ActKind::moved_to:
            if (!act.item.empty())
                under = page::Question{part, item};
            else if (act.value == 2)
                under = page::Review{part};
            else
                under = page::Instructions{part};
            break;
        case sealed::ActKind::part_begun:
            under = page::Question{part, 0};
            break;
        case sealed::ActKind::part_ended:
            under = part + 1 < sizes.size() ? Page(page::Instructions{part + 1}) : Page(page::HandBack{});
            break;
        case sealed::ActKind::paused:
            cover = page::Cover{static_cast<CoverReason>(act.value)};
            break;
        case sealed::ActKind::asked_for_moment:
            moment = page::Moment{false};
            break;
        case sealed::ActKind::asked_for_someone:
            moment = page::Moment{true};
            break;
        case sealed::ActKind::help_shown:
            moment = page::Moment{false, true};
            break;
        case sealed::ActKind::resumed:
            if (moment)
                moment.reset();
            else
                cover.reset();
            break;
        case sealed::ActKind::resumed_after_crash:
        case sealed::ActKind::settings_changed:
        case sealed::ActKind::read_aloud:
            break;
        }
    }
    state.page = moment ? *moment : cover ? *cover : under;
    return state;
}

std::string shown(instruments::Answer answer)
{
    if (answer.given()) return std::to_string(answer.value());
    return answer.why() == instruments::Missing::declined ? "declined" : "";
}

void expect_answers(const Survey& survey, const ByHand& hand)
{
    for (std::size_t part = 0; part < hand.answers.size(); ++part)
        for (std::size_t item = 0; item < hand.answers[part].size(); ++item)
            ASSERT_EQ(shown(survey.course().answer(part, item)), hand.answers[part][item]) << part << "." << item;
}

/// Time passes now and then; an intent otherwise.
void random_step(Survey& survey, std::mt19937_64& random, Instant& now)
{
    now.boot_ms += static_cast<std::int64_t>(random() % 400);
    if (random() % 5 == 0) {
        constexpr std::array<std::int64_t, 4> idle{0, 61'000, 61'000, 301'000};
        survey.tick(now, random() % 8 == 0 ? idle[random() % idle.size()] : 0);
    } else {
        apply(survey, likely_intent(survey.page(), random), now);
    }
}

} // namespace

TEST(SessionReplay, any_ten_thousand_sequences_come_back_on_the_same_page_with_the_same_answers)
{
    const std::vector<int> sizes{3, 2};
    const std::vector<sealed::JobInstrument> instruments{{"one", small_definition("one", 3)},
                                                         {"two", small_definition("two", 2)}};
    std::mt19937_64 random(20'260'723);
    const Folder folder;
    int finished = 0;
    int on_questions = 0;
    for (int round = 0; round < 10'000; ++round) {
        const Handover handover(folder, instruments);
        Instant now{1'000'000, 0};
        Page page = page::Welcome{};
        std::optional<Course> course;
        bool done = false;
        {
            Survey survey = begin(handover, now);
            apply(survey, intent::Begin{}, now);
            apply(survey, intent::StartPart{}, now);
            const std::uint64_t steps = random() % 50;
            for (std::uint64_t i = 0; i < steps && !survey.done() && !survey.finished(); ++i)
                random_step(survey, random, now);
            // A sheet that lies over a page is nobody's place.
            apply(survey, intent::SheetDone{}, now);
            page = kept_page(survey.page());
            course = survey.course();
            done = survey.finished();
        }
        const sealed::OpenedSession file = handover.read(done ? folder.inbox() : folder.drafts());
        ASSERT_EQ(file.finished, done);
        const ByHand hand = by_hand(file.acts, sizes);
        Survey again = begin(handover, now);
        ASSERT_EQ(again.page(), page) << "round " << round;
        ASSERT_EQ(hand.page, page) << "round " << round;
        if (!done) {
            ASSERT_TRUE(again.course() == *course) << "round " << round;
            expect_answers(again, hand);
        }
        finished += done ? 1 : 0;
        on_questions += std::holds_alternative<page::Question>(page) ? 1 : 0;
        unlink(((done ? folder.inbox() : folder.drafts()) + "/" + sealed::hex(handover.session) + ".rvs").c_str());
        if (HasFatalFailure()) return;
    }
    // The sequences reach far enough to mean something.
    EXPECT_GT(finished, 100);
    EXPECT_GT(on_questions, 1'000);
}

TEST(SessionReplay, ten_thousand_intents_on_all_pages_never_break_a_session)
{
    std::mt19937_64 random(7);
    const Folder folder;
    std::array<int, std::variant_size_v<Page>> seen{};
    FullDisk disk;
    int intents = 0;
    while (intents < 10'000) {
        const Handover handover(folder, {{"one", small_definition("one", 2)}, {"two", small_definition("two", 1)}});
        disk.full = false;
        Instant now{1'000'000, 0};
        Survey survey = begin(handover, now, on(disk));
        const std::uint64_t until_full = random() % 400;
        for (std::uint64_t i = 0; i < 300 && !survey.done(); ++i, ++intents) {
            disk.full = i >= until_full;
            random_step(survey, random, now);
            ++seen[survey.page().index()];
            ASSERT_EQ(survey.page().index() == Page(page::SaveFailed{}).index() || survey.failure() == std::nullopt ||
                          std::holds_alternative<page::Moment>(survey.page()) ||
                          std::holds_alternative<page::Reading>(survey.page()),
                      true);
        }
    }
    for (std::size_t page = 0; page < seen.size(); ++page)
        EXPECT_GT(seen[page], 0) << "page " << page << " was never reached";
}

} // namespace rapport::session::test
