#include "storage/sealed/frames.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

class TornTailTest : public ::testing::Test {
protected:
    static constexpr std::int32_t acts = 6;

    void SetUp() override
    {
        write_session(job, acts, false);
        good = read_file(folder.draft_of(job));
        ASSERT_EQ(good.size(), frames::capacity);
        last = frames::offset_of(acts);
    }

    /// With these bytes as the draft: the first five acts are there, the torn one is not, the log goes on and the
    /// session ends as if the sixth act had been made only now.
    void expect_goes_on_without_the_last(const std::string& bytes)
    {
        if (bytes == good) return; // by chance, once in 256 runs, what stands there instead is what stood there
        remove_path(folder.inbox_of(job));
        write_file(folder.draft_of(job), bytes);
        std::vector<Act> replay;
        auto log = SessionLog::open(job, replay, settings_with(posix_files()));
        ASSERT_TRUE(log.ok()) << log.error().fault.name << " " << log.error().detail;
        ASSERT_EQ(replay, numbered_acts(acts - 1));
        ASSERT_TRUE(log->append(numbered_act(acts - 1)).ok());
        ASSERT_TRUE(log->append(numbered_act(acts)).ok());
        ASSERT_TRUE(log->finish().ok());
        const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        ASSERT_TRUE(opened->finished);
        ASSERT_EQ(opened->acts, numbered_acts(acts + 1));
    }

    Folder folder;
    InboxKeys keys = InboxKeys::make();
    Job job = make_job(folder, keys);
    std::string good;
    std::size_t last = 0;
};

TEST_F(TornTailTest, a_last_frame_torn_at_any_byte_is_ignored_and_overwritten)
{
    for (std::size_t kept = 0; kept < frames::frame_size; ++kept) {
        SCOPED_TRACE(kept);
        std::string front_only = good;
        front_only.replace(last + kept, frames::frame_size - kept, std::string(frames::frame_size - kept, '\0'));
        expect_goes_on_without_the_last(front_only);

        std::string back_only = good;
        back_only.replace(last, kept + 1, std::string(kept + 1, '\0'));
        expect_goes_on_without_the_last(back_only);

        std::string old_bytes_behind = good;
        old_bytes_behind.replace(last + kept, frames::frame_size - kept, good, 500, frames::frame_size - kept);
        expect_goes_on_without_the_last(old_bytes_behind);

        expect_goes_on_without_the_last(good.substr(0, last + kept));
        if (HasFatalFailure()) return;
    }
}

TEST_F(TornTailTest, a_reader_leaves_the_torn_frame_out_without_touching_the_file)
{
    std::string torn = good;
    torn.replace(last + 40, 100, std::string(100, '\0'));
    write_file(folder.draft_of(job), torn);
    const auto opened = open_session_file(folder.draft_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok());
    EXPECT_FALSE(opened->finished);
    EXPECT_EQ(opened->acts, numbered_acts(acts - 1));
    EXPECT_EQ(read_file(folder.draft_of(job)), torn);
}

TEST_F(TornTailTest, opening_again_wipes_the_torn_bytes_from_the_file)
{
    std::string torn = good;
    torn.replace(last, 20, std::string(20, 'x'));
    write_file(folder.draft_of(job), torn);
    std::vector<Act> replay;
    const auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(read_file(folder.draft_of(job)).find_first_not_of('\0', last), std::string::npos);
}

TEST_F(TornTailTest, a_draft_that_lost_its_end_gets_its_whole_room_back)
{
    write_file(folder.draft_of(job), good.substr(0, last + 10));
    std::vector<Act> replay;
    const auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(read_file(folder.draft_of(job)).size(), frames::capacity);
}

TEST_F(TornTailTest, damage_before_the_last_frame_is_damage_and_not_a_torn_tail)
{
    for (std::size_t at = frames::offset_of(1); at < last; ++at) {
        std::string bytes = good;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        write_file(folder.draft_of(job), bytes);
        std::vector<Act> replay;
        ASSERT_EQ(fault_name(SessionLog::open(job, replay, settings_with(posix_files()))), "damaged_session") << at;
        ASSERT_EQ(fault_name(open_session_file(folder.draft_of(job), keys, &job.key)), "damaged_session") << at;
        ASSERT_TRUE(replay.empty());
        ASSERT_EQ(read_file(folder.draft_of(job)), bytes);
    }
}

TEST_F(TornTailTest, a_frame_that_was_undone_is_never_taken_again_after_another_took_its_place)
{
    std::string undone = good;
    undone.replace(last, frames::frame_size, std::string(frames::frame_size, '\0'));
    write_file(folder.draft_of(job), undone);
    std::vector<Act> replay;
    {
        auto log = SessionLog::open(job, replay, settings_with(posix_files()));
        ASSERT_TRUE(log.ok());
        ASSERT_TRUE(log->append(numbered_act(50)).ok());
    }
    // The old sixth frame, with its right sequence and key, put where the seventh would stand.
    std::string stale = read_file(folder.draft_of(job));
    stale.replace(frames::offset_of(acts + 1), frames::frame_size, good, last, frames::frame_size);
    write_file(folder.draft_of(job), stale);
    const auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    ASSERT_TRUE(log.ok());
    ASSERT_EQ(replay.size(), static_cast<std::size_t>(acts));
    EXPECT_EQ(replay.back(), numbered_act(50));
    // Being no part of the chain it was wiped like any torn frame.
    EXPECT_EQ(read_file(folder.draft_of(job)).find_first_not_of('\0', frames::offset_of(acts + 1)), std::string::npos);
}

} // namespace rapport::sealed
