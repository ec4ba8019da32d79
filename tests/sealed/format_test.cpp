#include <array>
#include <cstring>
#include <set>

#include <sodium.h>

#include "storage/sealed/frames.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

namespace {

const unsigned char* at(const std::string& bytes, std::size_t offset)
{
    return reinterpret_cast<const unsigned char*>(bytes.data()) + offset;
}

template <class T>
T number(const unsigned char* from)
{
    T value{};
    std::memcpy(&value, from, sizeof value); // the tests run on little-endian machines
    return value;
}

} // namespace

// A second reader, written from FORMAT.md with libsodium alone: it shares no line with the room.
TEST(Format, a_reader_made_from_the_description_alone_reads_a_finished_file)
{
    const test::Folder folder;
    const InboxKeys keys = InboxKeys::make();
    const Job job = test::make_job(folder, keys);
    constexpr std::int32_t count = 60;
    test::write_session(job, count, true);
    const std::string file = test::read_file(folder.inbox_of(job));

    ASSERT_EQ(file.substr(0, 8), "RVSEALED");
    ASSERT_EQ(number<std::uint32_t>(at(file, 8)), 1U);
    ASSERT_EQ(number<std::uint32_t>(at(file, 12)), 262144U);
    ASSERT_EQ(std::memcmp(at(file, 16), job.session.data(), 16), 0);

    // Frame 0: sealed K and session id; the tag under K vouches for header and sealed bytes.
    std::array<unsigned char, 48> opened{};
    ASSERT_EQ(number<std::uint32_t>(at(file, 32)), 144U);
    ASSERT_EQ(number<std::uint64_t>(at(file, 36)), 0U);
    ASSERT_EQ(crypto_box_seal_open(opened.data(), at(file, 68), 96, keys.public_key.data(), keys.private_key.data()),
              0);
    ASSERT_EQ(std::memcmp(opened.data(), job.key.data(), 32), 0);
    ASSERT_EQ(std::memcmp(opened.data() + 32, job.session.data(), 16), 0);
    const std::string vouched = file.substr(0, 32) + file.substr(68, 96);
    unsigned char none = 0;
    ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
                  &none, nullptr, &none, 0, at(file, 164), at(vouched, 0), vouched.size(), at(file, 44), opened.data()),
              0);

    std::string tags = file.substr(164, 16);
    for (std::int32_t sequence = 1; sequence <= count + 1; ++sequence) {
        const std::size_t start = 32 + 148 * static_cast<std::size_t>(sequence);
        ASSERT_EQ(number<std::uint32_t>(at(file, start)), 144U);
        ASSERT_EQ(number<std::uint64_t>(at(file, start + 4)), static_cast<std::uint64_t>(sequence));
        const std::string place = file.substr(16, 16) + file.substr(start + 4, 8) + tags.substr(tags.size() - 16);
        std::array<unsigned char, 96> plain{};
        ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt_detached(plain.data(), nullptr, at(file, start + 36), 96,
                                                                      at(file, start + 132), at(place, 0), place.size(),
                                                                      at(file, start + 12), opened.data()),
                  0);
        if (sequence == count + 1) {
            std::array<unsigned char, 32> digest{};
            crypto_generichash(digest.data(), digest.size(), at(tags, 0), tags.size(), nullptr, 0);
            EXPECT_EQ(plain[0], 2);
            EXPECT_EQ(number<std::uint64_t>(plain.data() + 1), static_cast<std::uint64_t>(count));
            EXPECT_EQ(std::memcmp(plain.data() + 9, digest.data(), 32), 0);
            EXPECT_EQ(file.find_first_not_of('\0', start + 148), std::string::npos);
            break;
        }
        const Act expected = test::numbered_act(sequence - 1);
        ASSERT_EQ(plain[0], 1);
        ASSERT_EQ(plain[1], static_cast<unsigned char>(expected.kind));
        ASSERT_EQ(plain[2], static_cast<unsigned char>(expected.input));
        ASSERT_EQ(number<std::uint16_t>(plain.data() + 3), expected.part);
        ASSERT_EQ(number<std::int32_t>(plain.data() + 5), expected.value);
        ASSERT_EQ(number<std::int64_t>(plain.data() + 9), expected.utc_ms);
        ASSERT_EQ(number<std::int64_t>(plain.data() + 17), expected.boot_ms);
        ASSERT_EQ(number<std::uint32_t>(plain.data() + 25), expected.item.size());
        ASSERT_EQ(std::memcmp(plain.data() + 29, expected.item.data(), expected.item.size()), 0);
        tags += file.substr(start + 132, 16);
    }
}

TEST(Format, no_nonce_is_used_twice_not_even_for_the_same_act_in_the_same_place)
{
    const test::Folder folder;
    const InboxKeys keys = InboxKeys::make();
    const Job job = test::make_job(folder, keys);
    test::write_session(job, 1'000, false);
    const std::string whole = test::read_file(folder.draft_of(job));
    std::set<std::string> nonces;
    for (std::size_t sequence = 0; sequence <= 1'000; ++sequence)
        nonces.insert(whole.substr(32 + 148 * sequence + 12, 24));
    EXPECT_EQ(nonces.size(), 1'001U);

    // The last act undone and made again, fifty times.
    for (int again = 0; again < 50; ++again) {
        std::string undone = whole;
        undone.replace(32 + 148 * 1'000, 148, std::string(148, '\0'));
        test::write_file(folder.draft_of(job), undone);
        std::vector<Act> replay;
        auto log = SessionLog::open(job, replay, test::settings_with(posix_files()));
        ASSERT_TRUE(log.ok());
        ASSERT_TRUE(log->append(test::numbered_act(999)).ok());
        nonces.insert(test::read_file(folder.draft_of(job)).substr(32 + 148 * 1'000 + 12, 24));
    }
    EXPECT_EQ(nonces.size(), 1'051U);
}

TEST(Format, a_key_sealed_for_one_session_is_no_key_of_another)
{
    const InboxKeys keys = InboxKeys::make();
    const Secret key = Secret::random(32);
    const Id mine = random_id();
    const Id other = random_id();
    const auto frame = frames::make_key_frame(key, keys.public_key, mine);
    ASSERT_TRUE(frame.ok());
    const ByteView bytes = frames::view(*frame);
    const auto opened = frames::open_key_frame(bytes, mine, keys.public_key, keys.private_key);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->view(), key.view());
    EXPECT_EQ(test::fault_name(frames::open_key_frame(bytes, other, keys.public_key, keys.private_key)), "wrong_key");
}

} // namespace rapport::sealed
