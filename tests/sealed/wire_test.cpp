#include "storage/sealed/wire.h"

#include <limits>

#include "tests/sealed/support.h"

namespace rapport::sealed {

namespace {

ByteView view_of(const std::vector<unsigned char>& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

TEST(Wire, numbers_are_little_endian)
{
    std::vector<unsigned char> room(4 + 2 + 8);
    wire::Writer out(room);
    out.number(std::uint32_t{0x01020304});
    out.number(std::int16_t{-2});
    out.number(std::numeric_limits<std::int64_t>::min());
    EXPECT_TRUE(out.fits());
    EXPECT_EQ(room, (std::vector<unsigned char>{4, 3, 2, 1, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0x80}));

    wire::Reader in(view_of(room));
    EXPECT_EQ(in.number<std::uint32_t>(), 0x01020304U);
    EXPECT_EQ(in.number<std::int16_t>(), -2);
    EXPECT_EQ(in.number<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
    EXPECT_TRUE(in.complete());
}

TEST(Wire, a_writer_without_room_measures_and_writes_nothing)
{
    std::vector<unsigned char> room(3, 0xEE);
    wire::Writer out(room);
    out.text("abcd");
    out.number(std::uint8_t{1});
    EXPECT_FALSE(out.fits());
    EXPECT_EQ(out.needed(), 9U);
    EXPECT_EQ(room, std::vector<unsigned char>(3, 0xEE));
}

TEST(Wire, a_reader_stays_failed)
{
    wire::Reader in(ByteView("\x01\x02", 2));
    EXPECT_EQ(in.number<std::uint32_t>(), 0U);
    EXPECT_FALSE(in.ok());
    EXPECT_EQ(in.number<std::uint8_t>(), 0U);
    EXPECT_TRUE(in.raw(1).empty());
    EXPECT_FALSE(in.complete());
}

TEST(Wire, a_length_beyond_the_bytes_or_the_limit_is_a_failure)
{
    wire::Reader huge(ByteView("\xFF\xFF\xFF\xFFxx", 6));
    EXPECT_TRUE(huge.text(0xFFFFFFFFU).empty());
    EXPECT_FALSE(huge.ok());
    wire::Reader limited(ByteView("\x02\0\0\0xx", 6));
    EXPECT_TRUE(limited.text(1).empty());
    EXPECT_FALSE(limited.ok());
    wire::Reader exact(ByteView("\x02\0\0\0xx", 6));
    EXPECT_EQ(exact.text(2), "xx");
    EXPECT_TRUE(exact.complete());
}

TEST(Wire, a_flag_is_0_or_1)
{
    wire::Reader in(ByteView("\x00\x01\x02", 3));
    EXPECT_FALSE(in.flag());
    EXPECT_TRUE(in.flag());
    EXPECT_TRUE(in.ok());
    static_cast<void>(in.flag());
    EXPECT_FALSE(in.ok());
}

TEST(Wire, what_was_written_is_read_back_whatever_it_was)
{
    std::mt19937_64 random(2);
    for (int i = 0; i < 10'000; ++i) {
        const auto a = static_cast<std::int64_t>(random());
        const auto b = static_cast<std::int32_t>(random());
        const auto c = static_cast<std::uint16_t>(random());
        std::string text(random() % 40, '\0');
        for (char& byte : text)
            byte = static_cast<char>(random());
        std::vector<unsigned char> room(8 + 4 + 2 + 4 + text.size());
        wire::Writer out(room);
        out.number(a);
        out.text(text);
        out.number(b);
        out.number(c);
        ASSERT_EQ(out.needed(), room.size());
        wire::Reader in(view_of(room));
        ASSERT_EQ(in.number<std::int64_t>(), a);
        ASSERT_EQ(in.text(40), text);
        ASSERT_EQ(in.number<std::int32_t>(), b);
        ASSERT_EQ(in.number<std::uint16_t>(), c);
        ASSERT_TRUE(in.complete());
    }
}

} // namespace rapport::sealed
