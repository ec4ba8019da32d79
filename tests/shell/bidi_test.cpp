// Expectations are from the Unicode Bidirectional Algorithm itself (UAX #9) and from its BidiTest and
// BidiCharacterTest files' kind of line: an order given, an order wanted, worked out by the rules and not by fribidi.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "app/shell/bidi.h"
#include "app/shell/faces.h"
#include "app/shell/utf8.h"
#include "tests/shell/screen.h"

namespace rapport::shell::test {

namespace {

std::vector<char32_t> points(std::string_view words)
{
    std::vector<char32_t> found;
    for (std::size_t at = 0; at < words.size();) {
        const auto [point, bytes] = utf8::decode(words, at);
        found.push_back(point);
        at += bytes;
    }
    return found;
}

std::string backwards(std::string_view words)
{
    auto all = points(words);
    std::ranges::reverse(all);
    std::string out;
    for (const char32_t point : all)
        out += utf8::encode(point).view();
    return out;
}

} // namespace

TEST(Bidi, costs_nothing_where_all_runs_from_left_to_right)
{
    for (const char* words : {"", "7 of 20", "¿Qué tal, señor Núñez?", "您今天的就诊", "Ωμέγα", "Жизнь", "नमस्ते", "ไทย"})
        EXPECT_FALSE(bidi::runs_right_to_left(words)) << words;
    for (const char* words : {"שלום", "مرحبا", "name: יוסף", "ܫܠܡܐ", "\xE2\x80\x8F"})
        EXPECT_TRUE(bidi::runs_right_to_left(words)) << words;
}

TEST(Bidi, hebrew_is_drawn_from_the_right)
{
    EXPECT_EQ(bidi::line("שלום"), backwards("שלום"));
    EXPECT_TRUE(bidi::lay_out("שלום, Ana").right_to_left);
    EXPECT_FALSE(bidi::lay_out("Ana, שלום").right_to_left);
}

TEST(Bidi, numbers_and_latin_words_keep_their_own_order)
{
    // W2, N1, L2: the number stays 123 and stands left of the word before it.
    EXPECT_EQ(bidi::line("שלום 123"), "123 " + backwards("שלום"));
    EXPECT_EQ(bidi::line("שלום Ana שלום"), backwards("שלום") + " Ana " + backwards("שלום"));
    // In a line that runs from the left, only the Hebrew is turned round.
    EXPECT_EQ(bidi::line("Ana שלום Bea"), "Ana " + backwards("שלום") + " Bea");
}

TEST(Bidi, brackets_face_the_way_the_line_runs)
{
    // L4 and N0: what opens still opens.
    EXPECT_EQ(bidi::line("שלום (אמא)"), "(" + backwards("אמא") + ") " + backwards("שלום"));
    EXPECT_EQ(bidi::line("a (b) שלום"), "a (b) " + backwards("שלום"));
}

TEST(Bidi, arabic_letters_join_their_neighbours)
{
    // U+0628 in its four forms, from the Unicode chart of Presentation Forms-B: alone FE8F, last FE90, first FE91,
    // middle FE92.
    EXPECT_EQ(points(bidi::line("ب")), (std::vector<char32_t>{0xFE8F}));
    EXPECT_EQ(points(bidi::line("ببب")), (std::vector<char32_t>{0xFE90, 0xFE92, 0xFE91}));
    // Lam and alef are one sign (FEFB), and nothing is left where there were two.
    EXPECT_EQ(points(bidi::line("لا")), (std::vector<char32_t>{0xFEFB}));
    // A letter that does not join forwards (dal, FEA9) leaves the next in its first form.
    EXPECT_EQ(points(bidi::line("دب")), (std::vector<char32_t>{0xFE8F, 0xFEA9}));
}

TEST(Bidi, drawing_loses_no_letter_and_invents_none)
{
    const std::u32string letters = U"abcאבגדהו 12,.()שתןZ";
    std::mt19937 dice(5);
    for (int round = 0; round < 10'000; ++round) {
        std::string words;
        for (auto length = dice() % 20; length > 0; --length)
            words += utf8::encode(letters[dice() % letters.size()]).view();
        auto given = points(words);
        auto drawn = points(bidi::line(words));
        const auto plain = [](std::vector<char32_t>& all) {
            std::ranges::replace(all, U')', U'('); // mirrored, some of them
            std::ranges::sort(all);
        };
        plain(given);
        plain(drawn);
        ASSERT_EQ(given, drawn) << words;
    }
}

TEST(Bidi, a_paragraph_begins_at_its_own_side_and_breaks_between_words)
{
    const std::string words = "בחודש האחרון, כמה הפריעו לך זיכרונות חוזרים, מטרידים ולא רצויים של החוויה המלחיצה?";
    Screen screen([&](Ui& ui) {
        ui.page("p", "p");
        ui.paragraph("words", {100, 40, 420, 0}, words, {.type = Type::patient_question});
        ui.paragraph("latin", {100, 400, 420, 0}, "In the past month", {.type = Type::patient_question});
    });
    Harness harness(screen, 800, 600);
    std::string read;
    for (const DrawnWords& line : harness.words()) {
        if (line.where.y >= 400) {
            EXPECT_NEAR(line.where.x, 100, 1);
            continue;
        }
        EXPECT_NEAR(line.where.right(), 520, 1) << line.words;
        EXPECT_GE(line.where.x, 99);
        // Hebrew and its signs alone: each line is the reading order turned round.
        read += (read.empty() ? "" : " ") + backwards(line.words);
    }
    EXPECT_EQ(read, words);
}

TEST(Letters, names_in_any_script_have_shapes)
{
    const auto faces = Faces::open();
    ASSERT_TRUE(faces.ok());
    for (const char* name : {"Nguyễn Thị Ánh", "Øystein Ærø", "Łukasz Żółć", "Дмитро Їжак",
                             "Ελένη",          "יוסף כהן",    "محمد الأمين", "علی‌رضا",
                             "नरेन्द्र",          "বাংলা",       "தமிழ்",        "ไพลิน",
                             "გიორგი",         "Հայկ",        "አበበ",         "ខ្មែរ",
                             "မြန်မာ",          "ཀརྨ",          "ᏣᎳᎩ",         "王小明",
                             "さくら"})
        EXPECT_TRUE((*faces)->can_show(name)) << name;
    EXPECT_TRUE((*faces)->can_show(bidi::line("محمد الأمين")));
    EXPECT_FALSE((*faces)->can_show("\xF3\xB0\x80\x81"));
    // Marks of direction have no shape and no width.
    EXPECT_EQ((*faces)->width("\xE2\x80\x8F", Weight::regular, 24), 0);
}

} // namespace rapport::shell::test
