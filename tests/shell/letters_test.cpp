#include <gtest/gtest.h>

#include "app/shell/faces.h"

namespace rapport::shell::test {

TEST(Letters, of_every_language_we_speak_can_be_shown_and_those_of_none_are_said_to_be_missing)
{
    const auto faces = Faces::open();
    ASSERT_TRUE(faces);
    EXPECT_TRUE((*faces)->can_show("In the past month: \xC2\xBFQu\xC3\xA9 tal?\nNo."));
    EXPECT_TRUE((*faces)->can_show("您今天的就诊，第 1 题。"));
    // A private character: no font has it, and a box must not stand for it.
    EXPECT_FALSE((*faces)->can_show("a\xF3\xB0\x80\x81z"));
}

TEST(Letters, chinese_signs_are_as_wide_as_high_and_their_words_have_a_width)
{
    const auto faces = Faces::open();
    ASSERT_TRUE(faces);
    for (const char32_t sign : {U'中', U'文', U'，', U'。'})
        EXPECT_NEAR((*faces)->advance(Weight::regular, 24, sign), 24, 1) << static_cast<unsigned>(sign);
    EXPECT_GT((*faces)->draw(Weight::regular, 24, U'中', 0).width, 12);
    // The second weight is made from the first: bolder, and no wider in its place.
    EXPECT_EQ((*faces)->advance(Weight::semibold, 24, U'中'), (*faces)->advance(Weight::regular, 24, U'中'));
}

} // namespace rapport::shell::test
