#include "storage/sealed/act_code.h"
#include "storage/sealed/frames.h"
#include "tests/sealed/power_cut_disk.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

class DamageTest : public ::testing::Test {
protected:
    static constexpr std::int32_t acts = 12;

    void SetUp() override
    {
        write_session(job, acts, true);
        good = read_file(folder.inbox_of(job));
        ASSERT_EQ(good.size(), 4096U);
    }

    /// What is found when these bytes lie where the finished file lay. K as the vault knows it is at hand.
    std::string_view found_in(const std::string& bytes)
    {
        PowerCutDisk memory; // thousands of files: quicker than a real disk
        memory.put("/i/session", bytes);
        const auto opened = open_session_file("/i/session", keys, &job.key, memory);
        if (opened.ok() && !opened->finished) return "unfinished";
        return fault_name(opened);
    }

    static std::string frame(const std::string& bytes, std::uint64_t sequence)
    {
        return bytes.substr(frames::offset_of(sequence), frames::frame_size);
    }
    static std::string with_frame(std::string bytes, std::uint64_t sequence, const std::string& other)
    {
        return bytes.replace(frames::offset_of(sequence), frames::frame_size, other);
    }
    static bool refused(std::string_view found) { return found == "damaged_session" || found == "wrong_key"; }

    Folder folder;
    InboxKeys keys = InboxKeys::make();
    Job job = make_job(folder, keys);
    std::string good;
};

TEST_F(DamageTest, the_untouched_file_opens)
{
    EXPECT_EQ(found_in(good), "ok");
}

TEST_F(DamageTest, a_change_of_any_one_byte_is_detected)
{
    std::mt19937_64 random(8);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const unsigned change : {0xFFU, 1U << (random() % 8)}) {
            std::string bytes = good;
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ change);
            ASSERT_TRUE(refused(found_in(bytes))) << "byte " << at << " by " << change;
        }
    }
}

TEST_F(DamageTest, a_zeroed_byte_or_frame_is_detected)
{
    for (std::uint64_t sequence = 0; sequence <= acts + 1; ++sequence)
        EXPECT_TRUE(refused(found_in(with_frame(good, sequence, std::string(frames::frame_size, '\0'))))) << sequence;
    for (std::size_t at = 0; at < good.size(); at += 512)
        EXPECT_TRUE(refused(found_in(std::string(good).replace(at, 512, std::string(512, '\0')))) || at >= 2560) << at;
}

TEST_F(DamageTest, every_shorter_file_is_detected)
{
    for (std::size_t size = 0; size < good.size(); ++size)
        ASSERT_TRUE(refused(found_in(good.substr(0, size)))) << size;
}

TEST_F(DamageTest, a_longer_file_is_detected_unless_it_is_the_untrimmed_draft)
{
    EXPECT_EQ(found_in(good + '\0'), "damaged_session");
    EXPECT_EQ(found_in(good + std::string(4096, '\0')), "damaged_session");
    EXPECT_EQ(found_in(good + std::string(4096, 'x')), "damaged_session");
    EXPECT_EQ(found_in(good + std::string(frames::capacity - good.size(), '\0')), "ok");
    EXPECT_EQ(found_in(good + std::string(frames::capacity - good.size() + 1, '\0')), "damaged_session");
    EXPECT_EQ(found_in(good + std::string(frames::capacity - good.size() - 1, '\0') + 'x'), "damaged_session");
}

TEST_F(DamageTest, a_finished_file_cut_and_filled_up_to_a_draft_never_counts_as_finished)
{
    for (std::uint64_t sequence = 1; sequence <= acts + 1; ++sequence) {
        std::string bytes = good.substr(0, frames::offset_of(sequence));
        bytes.resize(frames::capacity, '\0');
        EXPECT_EQ(found_in(bytes), "unfinished") << sequence;
    }
}

TEST_F(DamageTest, frames_in_another_order_are_detected)
{
    for (std::uint64_t one = 0; one <= acts + 1; ++one)
        for (std::uint64_t two = one + 1; two <= acts + 1; ++two) {
            const std::string swapped = with_frame(with_frame(good, one, frame(good, two)), two, frame(good, one));
            ASSERT_TRUE(refused(found_in(swapped))) << one << " and " << two;
        }
}

TEST_F(DamageTest, a_replayed_or_left_out_frame_is_detected)
{
    for (std::uint64_t sequence = 0; sequence <= acts + 1; ++sequence) {
        const std::size_t at = frames::offset_of(sequence);
        std::string doubled = std::string(good).insert(at, frame(good, sequence));
        doubled.resize(good.size());
        ASSERT_TRUE(refused(found_in(doubled))) << sequence;
        std::string without = std::string(good).erase(at, frames::frame_size);
        without.resize(good.size(), '\0');
        ASSERT_TRUE(refused(found_in(without))) << sequence;
    }
}

TEST_F(DamageTest, a_frame_of_another_session_is_detected_under_another_key_and_under_the_same)
{
    for (const bool same_key : {false, true}) {
        Job other = make_job(folder, keys);
        if (same_key) other.key = job.key.copy();
        write_session(other, acts, true);
        const std::string from = read_file(folder.inbox_of(other));
        for (std::uint64_t sequence = 0; sequence <= acts + 1; ++sequence)
            ASSERT_TRUE(refused(found_in(with_frame(good, sequence, frame(from, sequence))))) << sequence;
        EXPECT_TRUE(refused(found_in(std::string(good).replace(0, 32, from.substr(0, 32)))));
    }
}

TEST_F(DamageTest, another_session_s_whole_file_under_this_name_does_not_open_with_this_key)
{
    const Job other = make_job(folder, keys);
    write_session(other, acts, true);
    EXPECT_EQ(found_in(read_file(folder.inbox_of(other))), "wrong_key");
}

TEST_F(DamageTest, whoever_has_only_the_public_key_cannot_make_a_file_that_passes_for_a_session)
{
    // A forger seals a key of her own to the inbox: everything inside agrees, and K tells.
    Job forged = make_job(folder, keys);
    forged.session = job.session;
    remove_path(folder.inbox_of(job));
    write_session(forged, acts, true);
    EXPECT_EQ(found_in(read_file(folder.inbox_of(job))), "wrong_key");
}

TEST_F(DamageTest, a_wrong_count_a_wrong_digest_and_nonsense_are_refused_even_under_the_right_key)
{
    // The chain up to FINAL, then a frame made with K that says something else.
    frames::Digest digest;
    frames::Place place{job.session, 0, {}};
    for (; place.sequence <= acts; ++place.sequence) {
        place.previous = frames::tag_of(frame(good, place.sequence));
        digest.add(place.previous);
    }
    const auto with_last = [&](const frames::Plain& plain) {
        const frames::Frame last = frames::seal(job.key, place, plain);
        std::string bytes = with_frame(good, place.sequence, std::string(frames::view(last)));
        bytes.resize(frames::capacity, '\0'); // a draft's size, so that an act in this place is no fault in itself
        return found_in(bytes);
    };
    EXPECT_EQ(with_last(write_final({acts, digest.value()})), "ok");
    EXPECT_EQ(with_last(*write_act(numbered_act(1))), "unfinished");
    EXPECT_EQ(with_last(write_final({acts - 1, digest.value()})), "damaged_session");
    EXPECT_EQ(with_last(write_final({acts, frames::Digest().value()})), "damaged_session");
    const auto changed = [](frames::Plain plain, std::size_t at, unsigned char value) {
        plain[at] = value;
        return plain;
    };
    const frames::Plain final = write_final({acts, digest.value()});
    const frames::Plain act = *write_act(numbered_act(1));
    EXPECT_EQ(with_last(changed(final, 95, 1)), "damaged_session");
    EXPECT_EQ(with_last(changed(final, 0, 3)), "damaged_session"); // no such frame
    EXPECT_EQ(with_last(changed(act, 1, 15)), "damaged_session");  // no such act
    EXPECT_EQ(with_last(changed(act, 1, 0)), "damaged_session");
    EXPECT_EQ(with_last(changed(act, 2, 6)), "damaged_session");   // no such input
    EXPECT_EQ(with_last(changed(act, 25, 65)), "damaged_session"); // an item id too long
    EXPECT_EQ(with_last(changed(act, 95, 1)), "damaged_session");  // something in the padding
}

TEST_F(DamageTest, random_damage_is_refused_and_never_crashes)
{
    std::mt19937_64 random(9);
    for (int i = 0; i < 10'000; ++i) {
        std::string bytes = good;
        const std::size_t changes = 1 + random() % 6;
        for (std::size_t change = 0; change < changes; ++change) {
            const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
            const std::size_t run = random() % 300;
            switch (random() % 4) {
            case 0:
                bytes.erase(at, run);
                break;
            case 1:
                bytes.insert(at, run, static_cast<char>(random()));
                break;
            case 2:
                bytes.resize(at);
                break;
            default:
                if (!bytes.empty()) bytes.replace(at, run, bytes.substr(random() % bytes.size(), run));
            }
        }
        if (bytes == good) continue;
        ASSERT_TRUE(refused(found_in(bytes))) << "round " << i;
    }
}

} // namespace rapport::sealed
