#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "instruments/reader.h"
#include "instruments/scoring.h"
#include "storage/sealed/presentation.h"
#include "storage/vault/archive.h"
#include "storage/vault/replay.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;
using instruments::Missing;
using sealed::ActKind;

const instruments::Definition* phq9()
{
    return instruments::find_in_library("phq-9");
}

Replayed replayed(const std::vector<Do>& what)
{
    const instruments::Definition* definitions[] = {phq9()};
    return *replay(definitions, acts(what));
}

} // namespace

TEST(Replay, no_act_at_all_reached_nothing)
{
    const Replayed out = replayed({});
    ASSERT_EQ(out.parts.size(), 1U);
    EXPECT_FALSE(out.parts[0].begun);
    for (const Answer answer : out.parts[0].response.items)
        EXPECT_EQ(answer, Answer::none(Missing::not_reached));
    EXPECT_EQ(progress_of(out).answered, 0);
    EXPECT_EQ(progress_of(out).asked, 10);
}

TEST(Replay, what_the_instruments_own_rule_leaves_out_is_not_asked_and_not_missing)
{
    const instruments::Definition* const definition = instruments::find_in_library("pc-ptsd-5");
    const instruments::Definition* definitions[] = {definition};
    const Replayed out = *replay(definitions, acts({{ActKind::part_begun},
                                                    {ActKind::answered, 0, "0", 1},
                                                    {ActKind::answered, 0, "1", 1},
                                                    {ActKind::answered, 0, "0", 0},
                                                    {ActKind::part_ended}}));
    for (std::size_t item = 1; item <= 5; ++item)
        EXPECT_EQ(out.parts[0].response.items[item], Answer::none(Missing::not_asked)) << item;
    EXPECT_TRUE(is_complete(out.parts[0].response));
    EXPECT_EQ(progress_of(out).asked, 1);
    // No event in a lifetime: the screen's total is 0 (Prins 2016), not absent.
    EXPECT_EQ(instruments::score(*definition, out.parts[0].response).scores[0].value, 0.0);
}

TEST(Replay, looking_at_an_answer_again_does_not_change_it)
{
    const Replayed out = replayed({{ActKind::answered, 0, "1", 2},
                                   {ActKind::moved_to, 0, "1"},
                                   {ActKind::declined, 0, "2"},
                                   {ActKind::moved_to, 0, "2"},
                                   {ActKind::moved_to, 0, ""}});
    EXPECT_EQ(out.parts[0].response.items[0], Answer::chose(2));
    EXPECT_EQ(out.parts[0].response.items[1], Answer::none(Missing::declined));
}

TEST(Replay, hearing_an_item_is_kept_with_it_and_answers_nothing)
{
    const Replayed silent = replayed({{ActKind::answered, 0, "1", 2}});
    EXPECT_TRUE(silent.parts[0].aloud.empty());
    const Replayed out = replayed({{ActKind::read_aloud, 0, ""},
                                   {ActKind::answered, 0, "1", 2},
                                   {ActKind::read_aloud, 0, "3"},
                                   {ActKind::read_aloud, 0, "3"},
                                   {ActKind::read_aloud, 0, "1"}});
    ASSERT_EQ(out.parts[0].aloud.size(), 10U);
    for (std::size_t item = 0; item < 10; ++item)
        EXPECT_EQ(out.parts[0].aloud[item], item == 0 || item == 2) << item;
    EXPECT_EQ(out.parts[0].response, silent.parts[0].response);
    EXPECT_EQ(out.parts[0].finished_ms, acts({{}, {}})[1].utc_ms);

    const instruments::Definition* definitions[] = {phq9()};
    const Do unknown[] = {{ActKind::read_aloud, 0, "no such item"}};
    EXPECT_EQ(replay(definitions, acts({unknown[0]})).error().fault, fault::vault_damaged);
}

TEST(Replay, times_are_those_of_the_parts_own_acts)
{
    const Replayed out = replayed({{ActKind::paused},
                                   {ActKind::part_begun},
                                   {ActKind::answered, 0, "1", 0},
                                   {ActKind::part_ended},
                                   {ActKind::resumed}});
    const auto all = acts({{}, {}, {}, {}, {}});
    EXPECT_EQ(out.parts[0].started_ms, all[1].utc_ms);
    EXPECT_EQ(out.parts[0].finished_ms, all[3].utc_ms);
}

TEST(Replay, what_the_definition_does_not_have_is_an_error_and_no_answer)
{
    const instruments::Definition* definitions[] = {phq9()};
    for (const Do& wrong :
         {Do{ActKind::answered, 0, "11", 1}, Do{ActKind::answered, 0, "1", 4}, Do{ActKind::answered, 1, "1", 1},
          Do{ActKind::declined, 0, "x"}, Do{ActKind::answered, 0, "", 1}})
        EXPECT_EQ(replay(definitions, acts({wrong})).error().fault, fault::vault_damaged);
}

TEST(Replay, ten_thousand_random_sessions_agree_with_a_map_of_last_acts)
{
    const instruments::Definition* definitions[] = {phq9(), instruments::find_in_library("gad-7")};
    std::mt19937_64 random(99);
    for (int round = 0; round < 10'000; ++round) {
        std::vector<Do> what;
        std::map<std::pair<int, std::string>, Answer> expected;
        const std::size_t count = random() % 40;
        for (std::size_t i = 0; i < count; ++i) {
            const auto part = static_cast<std::uint16_t>(random() % 2);
            const auto& items = definitions[part]->items;
            const std::string item = items[random() % items.size()].id;
            const auto at = std::pair{int{part}, item};
            switch (random() % 4) {
            case 0: {
                const int value = static_cast<int>(random() % 4);
                what.push_back({ActKind::answered, part, item, value});
                expected[at] = Answer::chose(value);
                break;
            }
            case 1:
                what.push_back({ActKind::declined, part, item});
                expected[at] = Answer::none(Missing::declined);
                break;
            case 2:
                what.push_back({ActKind::cleared, part, item});
                expected[at] = Answer::none(Missing::cleared);
                break;
            default:
                what.push_back({ActKind::moved_to, part, item});
                expected.try_emplace(at, Answer::none(Missing::unrecorded));
                break;
            }
        }
        const auto out = replay(definitions, acts(what));
        ASSERT_TRUE(out.ok());
        for (int part = 0; part < 2; ++part)
            for (std::size_t item = 0; item < definitions[part]->items.size(); ++item) {
                const auto found = expected.find({part, definitions[part]->items[item].id});
                const Answer want = found == expected.end() ? Answer::none(Missing::not_reached) : found->second;
                ASSERT_EQ(out->parts[static_cast<std::size_t>(part)].response.items[item], want);
            }
    }
}

TEST(Archive, ten_thousand_random_ones_read_back_the_same_and_fit)
{
    std::mt19937_64 random(5);
    for (int round = 0; round < 10'000; ++round) {
        Kept kept;
        Administration& row = kept.administration;
        row.version = "2";
        row.visit = std::string(random() % (most_label + 1), 'v');
        row.session_number = static_cast<int>(random() % 1000) - 500;
        row.started_ms = static_cast<std::int64_t>(random() >> 2U);
        row.complete = random() % 2 == 0;
        row.input = "touch";
        row.criteria = {{"symptom_pattern", "cannot_tell"}};
        kept.context.sex = random() % 2 == 0 ? "male" : "";
        if (random() % 2 == 0) kept.context.age = static_cast<int>(random() % 120);
        const std::size_t items = round % 100 == 0 ? most_items : random() % 30;
        for (std::size_t i = 0; i < items; ++i)
            row.response.items.push_back(random() % 3 == 0 ? Answer::none(static_cast<Missing>(1 + random() % 5))
                                                           : Answer::chose(static_cast<int>(random() % 2001) - 1000));
        if (random() % 2 == 0)
            for (std::size_t i = 0; i < items; ++i)
                row.aloud.push_back(random() % 3 == 0);
        const auto bytes = write_archive(kept);
        ASSERT_TRUE(bytes.ok()) << bytes.error().detail;
        EXPECT_LE(bytes->size(), most_archive);
        Kept back;
        ASSERT_TRUE(read_archive(*bytes, back).ok());
        EXPECT_EQ(back.administration.response, row.response);
        EXPECT_EQ(back.administration.aloud, row.aloud);
        EXPECT_EQ(back.administration.visit, row.visit);
        EXPECT_EQ(back.administration.session_number, row.session_number);
        EXPECT_EQ(back.administration.started_ms, row.started_ms);
        EXPECT_EQ(back.administration.complete, row.complete);
        EXPECT_EQ(back.administration.criteria.front().tri, "cannot_tell");
        EXPECT_EQ(back.context.sex, kept.context.sex);
        EXPECT_EQ(back.context.age, kept.context.age);
    }
}

TEST(Archive, one_with_nothing_read_aloud_is_as_it_always_was)
{
    Kept kept;
    kept.administration.response.items.assign(9, Answer::chose(1));
    const std::string before = *write_archive(kept);
    EXPECT_EQ(before[1], 1); // the version, after cereal's own mark of byte order
    kept.administration.aloud.assign(9, false);
    kept.administration.aloud[8] = true;
    const std::string after = *write_archive(kept);
    EXPECT_EQ(after[1], 2);
    EXPECT_EQ(after.substr(3), before.substr(3) + std::string("\2\0\0\0\0\0\0\0\0\1", 10));
    Kept back;
    std::string wrong = after;
    wrong.back() = 2; // an item that is none
    EXPECT_EQ(read_archive(wrong, back).error().fault, fault::vault_damaged);
    ASSERT_TRUE(read_archive(before, back).ok());
    EXPECT_TRUE(back.administration.aloud.empty());
}

TEST(Archive, one_too_large_for_a_row_is_refused_and_a_newer_one_is_named)
{
    Kept kept;
    kept.administration.response.items.assign(2000, Answer::chose(1));
    EXPECT_EQ(write_archive(kept).error().fault, fault::too_long);
    kept.administration.response.items.resize(5);
    std::string bytes = *write_archive(kept);
    Kept back;
    EXPECT_EQ(read_archive(std::string_view(bytes).substr(0, bytes.size() / 2), back).error().fault,
              fault::vault_damaged);
    bytes[1] = 9; // after cereal's own mark of byte order stands our version
    EXPECT_EQ(read_archive(bytes, back).error().fault, fault::vault_newer);
}

TEST(Replay, how_a_part_was_answered_is_told_and_more_than_one_way_is_mixed)
{
    const instruments::Definition* definitions[] = {phq9()};
    const auto told = [&](const std::vector<sealed::InputMethod>& ways) {
        std::vector<Do> what(ways.size(), {ActKind::answered, 0, "1", 1});
        auto all = acts(what);
        for (std::size_t i = 0; i < ways.size(); ++i)
            all[i].input = ways[i];
        return replay(definitions, all)->parts[0].input;
    };
    using enum sealed::InputMethod;
    for (const auto& [way, word] :
         {std::pair{touch, "touch"}, std::pair{mouse, "mouse"}, std::pair{keyboard, "keyboard"},
          std::pair{switch_scan, "switch_scan"}, std::pair{program, "program"}}) {
        EXPECT_EQ(told({way}), word);
        EXPECT_EQ(told({way, way}), word);
    }
    EXPECT_EQ(told({touch, mouse}), "mixed");
    EXPECT_EQ(told({touch, mouse, touch, touch}), "mixed");
    EXPECT_EQ(told({}), "");
}

TEST(Replay, the_presentation_is_the_last_one_that_is_one_and_a_number_that_is_none_changes_nothing)
{
    sealed::Presentation large;
    large.size = sealed::Presentation::Size::p200;
    ASSERT_FALSE(sealed::Presentation::of(-1));
    const Replayed out = replayed({{ActKind::settings_changed, 0, {}, sealed::Presentation{}.code()},
                                   {ActKind::settings_changed, 0, {}, large.code()},
                                   {ActKind::settings_changed, 0, {}, -1}});
    EXPECT_EQ(out.presentation, large);
    EXPECT_FALSE(out.parts[0].begun) << "that is no answer";
}

TEST(Replay, a_page_heard_in_a_part_that_is_none_and_help_asked_for_leave_every_answer_as_it_is)
{
    const Replayed out = replayed({{ActKind::answered, 0, "1", 2},
                                   {ActKind::read_aloud, 7, "1"},
                                   {ActKind::asked_for_someone, 0, "1"},
                                   {ActKind::answered, 0, "1", 1}});
    EXPECT_EQ(out.parts[0].response.items[0], Answer::chose(1)) << "the later of two";
    ASSERT_EQ(out.calls.size(), 1U);
    EXPECT_EQ(out.calls[0].item, "1");
    EXPECT_TRUE(out.parts[0].aloud.empty());
}

} // namespace rapport::vault::test
