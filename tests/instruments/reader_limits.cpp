#include <gtest/gtest.h>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

std::vector<Problem> problems(const std::string& text)
{
    const Reading reading = read_definition(text);
    EXPECT_NE(reading.definition.has_value(), !reading.problems.empty());
    return reading.problems;
}

bool says(const std::vector<Problem>& list, std::string_view pointer, std::string_view words)
{
    for (const Problem& problem : list)
        if (problem.pointer == pointer && problem.what.find(words) != std::string::npos) return true;
    return false;
}

std::string with_title(const std::string& title)
{
    return replaced(small_definition(), "\"Small\"", "\"" + title + "\"");
}

/// `items` items with ids 1.. and a score over the first two, as in the small definition.
std::string with_items(int items)
{
    std::string list;
    for (int i = 3; i <= items; ++i)
        list += ",{\"id\":\"" + std::to_string(i) + R"(","label":"l","text":"t"})";
    return replaced(small_definition(), "\"Second?\"}", "\"Second?\"}" + list);
}

std::string with_choices(int choices)
{
    std::string list;
    for (int i = 3; i < choices; ++i)
        list += ",{\"value\":" + std::to_string(i) + R"(,"text":"t"})";
    std::string text = replaced(small_definition(), "\"much\"}", "\"much\"}" + list);
    text = replaced(text, "\"max\":4", "\"max\":" + std::to_string(2 * choices - 2));
    return replaced(text, "\"from\":2,\"to\":4", "\"from\":2,\"to\":" + std::to_string(2 * choices - 2));
}

} // namespace

TEST(ReaderLimits, the_small_definition_is_sound)
{
    EXPECT_EQ(listed(problems(small_definition())), "");
}

TEST(ReaderLimits, one_mebibyte_and_not_a_byte_more)
{
    const std::string text = small_definition();
    EXPECT_TRUE(problems(text + std::string((1U << 20U) - text.size(), ' ')).empty());
    EXPECT_TRUE(says(problems(text + std::string((1U << 20U) + 1 - text.size(), ' ')), "", "larger than 1 MiB"));
}

TEST(ReaderLimits, sixteen_levels_and_not_one_more)
{
    const auto nested = [](int levels) {
        const auto count = static_cast<std::size_t>(levels - 1);
        return replaced(small_definition(), "\"format\":1",
                        "\"format\":1,\"x\":" + std::string(count, '[') + std::string(count, ']'));
    };
    EXPECT_FALSE(says(problems(nested(16)), "/x/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0", "16 deep"));
    EXPECT_TRUE(problem_at(problems(nested(16)), "/x"));
    EXPECT_TRUE(says(problems(nested(17)), "/x/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0", "16 deep"))
        << listed(problems(nested(17)));
    EXPECT_FALSE(problems(std::string(1U << 20U, '[')).empty());
}

TEST(ReaderLimits, two_thousand_items_and_not_one_more)
{
    EXPECT_TRUE(problems(with_items(2'000)).empty());
    EXPECT_TRUE(says(problems(with_items(2'001)), "/items", "2,000"));
}

TEST(ReaderLimits, two_hundred_choices_and_not_one_more)
{
    EXPECT_EQ(listed(problems(with_choices(200))), "");
    EXPECT_TRUE(says(problems(with_choices(201)), "/choices/c", "200"));
}

TEST(ReaderLimits, texts_of_eight_kibibytes_and_not_a_byte_more)
{
    EXPECT_TRUE(problems(with_title(std::string(8'192, 'x'))).empty());
    EXPECT_TRUE(says(problems(with_title(std::string(8'193, 'x'))), "/title", "8 KiB"));
}

TEST(ReaderLimits, keys_of_sixty_four_bytes_and_not_a_byte_more)
{
    const auto keyed = [](std::size_t length) {
        return replaced(small_definition(), "\"format\":1", "\"format\":1,\"" + std::string(length, 'k') + "\":0");
    };
    EXPECT_FALSE(says(problems(keyed(64)), "", "64 bytes"));
    EXPECT_TRUE(says(problems(keyed(65)), "", "64 bytes"));
}

TEST(ReaderLimits, no_more_than_two_hundred_thousand_values)
{
    std::string zeros = "0";
    while (zeros.size() < 420'000)
        zeros += ",0";
    const auto list = problems(replaced(small_definition(), "\"format\":1", "\"format\":1,\"x\":[" + zeros + "]"));
    EXPECT_TRUE(says(list, "/x", "too many values"));
}

TEST(ReaderLimits, the_list_of_problems_ends)
{
    std::string rows;
    for (int i = 0; i < 5'000; ++i)
        rows += ",\"k" + std::to_string(i) + "\":0";
    EXPECT_EQ(problems(replaced(small_definition(), "\"format\":1", "\"format\":1" + rows)).size(), 500U);
}

TEST(ReaderLimits, only_valid_utf_8)
{
    for (const std::string bad : {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
                                  "\x80", "\xf8\x88\x80\x80\x80"})
        EXPECT_TRUE(says(problems(with_title(bad)), "", "UTF-8"));
    for (const std::string good : {"\xc3\xa9", "\xe2\x80\x93", "\xf0\x9f\x99\x82", "\xed\x9f\xbf", "\\u00e9"})
        EXPECT_EQ(listed(problems(with_title(good))), "");
    EXPECT_FALSE(problems(with_title("\\ud800")).empty());
}

TEST(ReaderLimits, no_control_characters_written_or_escaped)
{
    for (const std::string bad : {"\\u0000", "\\n", "\\t", "\\u001f", "\\u007f", "\\u0085", "\xc2\x9b", "\\u061c",
                                  "\\u200e", "\\u200f", "\\u202a", "\xe2\x80\xae", "\\u2066", "\\u2069"})
        EXPECT_TRUE(says(problems(with_title("a" + bad)), "/title", "control")) << bad;
    EXPECT_TRUE(says(problems(with_title("a\x1b")), "", "control"));
    EXPECT_TRUE(
        says(problems(replaced(small_definition(), "\"format\":1", "\"format\":1,\"a\\u202e\":0")), "", "control"));
    EXPECT_TRUE(says(problems(small_definition() + std::string(1, '\0') + "{"), "", "control"));
}

TEST(ReaderLimits, no_key_twice_anywhere)
{
    EXPECT_TRUE(
        says(problems(replaced(small_definition(), "\"format\":1", "\"format\":1,\"format\":1")), "/format", "twice"));
    EXPECT_TRUE(says(problems(replaced(small_definition(), "{\"1\":1,", "{\"1\":1,\"1\":1,")), "/examples/0/answers/1",
                     "twice"));
    const auto three = problems(replaced(small_definition(), "\"format\":1", "\"format\":1,\"format\":1,\"format\":1"));
    EXPECT_EQ(three.size(), 1U) << listed(three);
}

TEST(ReaderLimits, numbers_are_finite_and_nothing_follows_the_value)
{
    EXPECT_TRUE(
        says(problems(replaced(small_definition(), "\"max\":4", "\"max\":1e999")), "/scores/0/max", "too large"));
    EXPECT_FALSE(problems(replaced(small_definition(), "\"max\":4", "\"max\":NaN")).empty());
    EXPECT_FALSE(problems(replaced(small_definition(), "\"max\":4", "\"max\":Infinity")).empty());
    EXPECT_TRUE(says(problems(small_definition() + " {}"), "", "after the end"));
    EXPECT_TRUE(says(problems(small_definition() + "}"), "", "after the end"));
    EXPECT_FALSE(problems("").empty());
    EXPECT_FALSE(problems("7").empty());
    EXPECT_FALSE(problems("/* no */" + small_definition()).empty());
}

TEST(ReaderLimits, a_pointer_escapes_what_its_rule_says)
{
    EXPECT_TRUE(
        problem_at(problems(replaced(small_definition(), "\"format\":1", "\"format\":1,\"a/b~c\":0")), "/a~1b~0c"));
}
