#include <random>

#include <gtest/gtest.h>

#include "app/shell/utf8.h"
#include "app/shell/wrap.h"
#include "tests/shell/screen.h"

namespace rapport::shell {
namespace {

float ten(char32_t)
{
    return 10;
}

std::vector<std::string> cut(std::string_view text, float width)
{
    const auto lines = wrap(text, width, ten);
    return {lines.begin(), lines.end()};
}

using Lines = std::vector<std::string>;

} // namespace

TEST(Wrap, cuts_at_spaces_and_drops_them)
{
    EXPECT_EQ(cut("one two three", 70), (Lines{"one two", "three"}));
    EXPECT_EQ(cut("one two three", 69), (Lines{"one", "two", "three"}));
    EXPECT_EQ(cut("one  two", 30), (Lines{"one", "two"}));
}

TEST(Wrap, a_word_too_wide_is_cut_inside_and_nothing_is_lost)
{
    EXPECT_EQ(cut("abcdefgh", 30), (Lines{"abc", "def", "gh"}));
    EXPECT_EQ(cut("a bcdefgh", 30), (Lines{"a", "bcd", "efg", "h"}));
    EXPECT_EQ(cut("abc", 1), (Lines{"a", "b", "c"}));
}

TEST(Wrap, new_lines_hyphens_and_chinese_may_end_a_line)
{
    EXPECT_EQ(cut("a\n\nb", 100), (Lines{"a", "", "b"}));
    EXPECT_EQ(cut("well-being now", 80), (Lines{"well-", "being", "now"}));
    EXPECT_EQ(cut("你好世界", 20), (Lines{"你好", "世界"}));
    EXPECT_EQ(cut("", 20), (Lines{""}));
    // A sign that closes a sentence stays with what it closes.
    EXPECT_EQ(cut("你好世界。好", 40), (Lines{"你好世", "界。好"}));
}

TEST(Wrap, no_line_is_too_wide_and_every_word_stands_in_order)
{
    std::mt19937_64 random(20260211);
    const std::vector<std::string> pieces = {"a", "bb", "señor", " ", " ", " ", "-", "问", "\n", "wwwwwwww"};
    for (int round = 0; round < 10'000; ++round) {
        std::string text;
        for (auto left = random() % 30; left > 0; --left)
            text += pieces[random() % pieces.size()];
        const float width = static_cast<float>(10 + random() % 100);
        std::string joined;
        for (const std::string_view line : wrap(text, width, ten)) {
            std::size_t points = 0;
            for (std::size_t at = 0; at < line.size(); at = utf8::next(line, at))
                ++points;
            ASSERT_LE(static_cast<float>(points) * 10, std::max(width, 10.0F)) << text;
            joined += line;
        }
        std::string wanted = text;
        std::erase_if(wanted, [](char c) { return c == ' ' || c == '\n'; });
        std::erase_if(joined, [](char c) { return c == ' '; });
        ASSERT_EQ(joined, wanted);
    }
}

TEST(Wrap, what_is_measured_is_what_is_drawn)
{
    const std::string words = "Avoiding external reminders of the stressful experience (for example, people, places, "
                              "conversations, activities, objects, or situations)?";
    for (const TextSize size : {TextSize::p100, TextSize::p125, TextSize::p150, TextSize::p200})
        for (float width = 60; width < 1200; width += 37) {
            float measured = 0;
            float drawn = 0;
            test::Screen screen([&](Ui& ui) {
                ui.set_text_size(size);
                ui.page("p", "P");
                measured = ui.paragraph_height(words, width, Type::patient_question, Weight::semibold);
                drawn = ui.paragraph(
                    "q", {0, 0, width, 0}, words,
                    {.type = Type::patient_question, .weight = Weight::semibold, .colour = ui.theme().ink});
            });
            const Harness harness(screen, 1280, 800);
            ASSERT_EQ(measured, drawn);
            ASSERT_EQ(harness.tree().by_id("q")->rect.h, measured);
        }
}

TEST(Wrap, a_width_measured_and_given_back_holds_its_words_on_one_line)
{
    test::Screen screen([](Ui& ui) {
        ui.page("p", "P");
        for (const char* words : {"I need a moment", "Quite a bit", "Leave them and go on", "12,5 % – „ja“"}) {
            const float width = ui.text_width(words, Type::patient_option, Weight::regular);
            EXPECT_EQ(ui.paragraph_height(words, width, Type::patient_option, Weight::regular),
                      metrics(Type::patient_option).line)
                << words;
        }
    });
    const Harness harness(screen, 800, 600);
}

TEST(Wrap, widths_are_those_of_the_font_and_digits_are_level)
{
    test::Screen screen([](Ui& ui) {
        ui.page("p", "P");
        // Sum of the advances in Inter-Regular.otf's hmtx table at 20 px: 158.2 in Inter 3.19, 157.9 in Inter 4.
        EXPECT_NEAR(ui.text_width("I need a moment", Type::patient_small, Weight::regular), 158.05, 0.25);
        for (const char* digits : {"11", "25", "90", "77"})
            EXPECT_FLOAT_EQ(ui.text_width(digits, Type::staff_small, Weight::regular),
                            ui.text_width("44", Type::staff_small, Weight::regular));
    });
    const Harness harness(screen, 800, 600);
}

TEST(Utf8, walks_by_code_points_and_survives_what_is_not_utf8)
{
    EXPECT_EQ(utf8::next("Señor", 2), 4U);
    EXPECT_EQ(utf8::previous("Señor", 4), 2U);
    EXPECT_EQ(utf8::decode("\xC3", 0).point, 0xFFFDU);
    EXPECT_EQ(utf8::decode("\xC0\x80", 0).point, 0xFFFDU) << "an overlong nought";
    EXPECT_EQ(utf8::decode("\xED\xA0\x80", 0).point, 0xFFFDU) << "half a surrogate";
    for (const char32_t point : {U'a', U'ñ', U'你', U'\U0001F642'}) {
        const auto bytes = utf8::encode(point);
        EXPECT_EQ(utf8::decode(bytes.view(), 0).point, point);
        EXPECT_EQ(utf8::decode(bytes.view(), 0).bytes, bytes.size);
    }
}

} // namespace rapport::shell
