#include "storage/sealed/session_log.h"

#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/frames.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

class SessionLogTest : public ::testing::Test {
protected:
    Folder folder;
    InboxKeys keys = InboxKeys::make();
    Job job = make_job(folder, keys);
    LogSettings settings = settings_with(posix_files());
    std::vector<Act> replay;
};

TEST_F(SessionLogTest, a_finished_session_gives_every_act_back_in_order)
{
    write_session(job, 200, true);
    EXPECT_FALSE(is_there(folder.draft_of(job)));
    const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    EXPECT_TRUE(opened->finished);
    EXPECT_EQ(opened->session, job.session);
    EXPECT_EQ(opened->acts, numbered_acts(200));
}

TEST_F(SessionLogTest, a_session_of_no_acts_can_be_finished)
{
    write_session(job, 0, true);
    const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok());
    EXPECT_TRUE(opened->finished);
    EXPECT_TRUE(opened->acts.empty());
}

TEST_F(SessionLogTest, opening_again_replays_what_was_kept_and_goes_on)
{
    for (std::int32_t done = 0; done < 30; done += 3) {
        auto log = SessionLog::open(job, replay, settings);
        ASSERT_TRUE(log.ok());
        ASSERT_EQ(replay, numbered_acts(done));
        ASSERT_EQ(log->acts(), static_cast<std::uint64_t>(done));
        for (std::int32_t i = done; i < done + 3; ++i)
            ASSERT_TRUE(log->append(numbered_act(i)).ok());
    }
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE(log->finish().ok());
    const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->acts, numbered_acts(30));
}

TEST_F(SessionLogTest, replay_holds_this_session_and_nothing_from_before)
{
    replay = numbered_acts(3);
    EXPECT_TRUE(SessionLog::open(job, replay, settings).ok());
    EXPECT_TRUE(replay.empty());
    replay = numbered_acts(3);
    job.key = Secret(31);
    EXPECT_FALSE(SessionLog::open(job, replay, settings).ok());
    EXPECT_TRUE(replay.empty());
}

TEST_F(SessionLogTest, an_unfinished_draft_can_be_read_with_the_inbox_key_or_with_its_own)
{
    write_session(job, 5, false);
    const InboxKeys nobody;
    for (const bool with_inbox_key : {true, false}) {
        const auto opened = open_session_file(folder.draft_of(job), with_inbox_key ? keys : nobody, &job.key);
        ASSERT_TRUE(opened.ok());
        EXPECT_FALSE(opened->finished);
        EXPECT_EQ(opened->acts, numbered_acts(5));
    }
    EXPECT_TRUE(open_session_file(folder.draft_of(job), keys, nullptr).ok());
    EXPECT_EQ(fault_name(open_session_file(folder.draft_of(job), nobody, nullptr)), "wrong_key");
}

TEST_F(SessionLogTest, a_wrong_key_opens_nothing_and_changes_nothing)
{
    write_session(job, 5, false);
    const std::string before = read_file(folder.draft_of(job));
    const Secret other = Secret::random(32);
    EXPECT_EQ(fault_name(open_session_file(folder.draft_of(job), InboxKeys::make(), nullptr)), "wrong_key");
    EXPECT_EQ(fault_name(open_session_file(folder.draft_of(job), keys, &other)), "wrong_key");
    EXPECT_EQ(fault_name(open_session_file(folder.draft_of(job), InboxKeys(), &other)), "wrong_key");

    Job wrong = make_job(folder, keys);
    wrong.session = job.session;
    EXPECT_EQ(fault_name(SessionLog::open(wrong, replay, settings)), "wrong_key");
    wrong.key = Secret(31);
    EXPECT_EQ(fault_name(SessionLog::open(wrong, replay, settings)), "wrong_key");
    EXPECT_EQ(read_file(folder.draft_of(job)), before);
}

TEST_F(SessionLogTest, an_inbox_key_that_is_no_key_starts_no_session)
{
    job.inbox = {};
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "wrong_key");
    EXPECT_FALSE(is_there(folder.draft_of(job)));
}

TEST_F(SessionLogTest, the_draft_is_preallocated_and_private_and_the_finished_file_whole_pages)
{
    const mode_t old = umask(0);
    write_session(job, 3, false);
    umask(old);
    struct stat found {};
    ASSERT_EQ(stat(folder.draft_of(job).c_str(), &found), 0);
    EXPECT_EQ(found.st_size, 256 * 1024);
    EXPECT_GE(found.st_blocks * 512, 256 * 1024);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);

    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE(log->finish().ok());
    ASSERT_EQ(stat(folder.inbox_of(job).c_str(), &found), 0);
    EXPECT_EQ(found.st_size, 4096);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(SessionLogTest, the_size_of_a_file_tells_nothing_about_the_answers)
{
    Act shortest;
    Act longest;
    longest.item = std::string(64, 'x');
    longest.value = -1;
    std::vector<std::size_t> written;
    for (const Act& act : {shortest, longest}) {
        const Job one = make_job(folder, keys);
        auto log = SessionLog::open(one, replay, settings);
        ASSERT_TRUE(log.ok());
        for (int i = 0; i < 40; ++i)
            ASSERT_TRUE(log->append(act).ok());
        ASSERT_TRUE(log->finish().ok());
        const std::string bytes = read_file(folder.inbox_of(one));
        written.push_back(bytes.size());
        written.push_back(bytes.find_last_not_of('\0') / frames::frame_size);
    }
    EXPECT_EQ(written[0], written[2]);
    EXPECT_EQ(written[1], written[3]);
}

TEST_F(SessionLogTest, no_word_of_an_act_and_no_key_stands_in_the_file)
{
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    Act act;
    act.item = "marker-of-this-person";
    ASSERT_TRUE(log->append(act).ok());
    EXPECT_EQ(read_file(folder.draft_of(job)).find("marker"), std::string::npos);
    ASSERT_TRUE(log->finish().ok());
    const std::string bytes = read_file(folder.inbox_of(job));
    EXPECT_EQ(bytes.find("marker"), std::string::npos);
    EXPECT_EQ(bytes.find(job.key.view()), std::string::npos);
}

TEST_F(SessionLogTest, after_finish_nothing_more_is_taken)
{
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE(log->append(numbered_act(0)).ok());
    ASSERT_TRUE(log->finish().ok());
    const std::string before = read_file(folder.inbox_of(job));
    EXPECT_EQ(fault_name(log->append(numbered_act(1))), "session_finished");
    EXPECT_EQ(fault_name(log->finish()), "session_finished");
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "session_finished");
    EXPECT_TRUE(replay.empty());
    EXPECT_EQ(read_file(folder.inbox_of(job)), before);
    EXPECT_FALSE(is_there(folder.draft_of(job)));
}

TEST_F(SessionLogTest, a_crash_between_final_and_the_move_is_made_good_at_the_next_open)
{
    write_session(job, 4, true);
    // Exactly what such a crash leaves: FINAL in place under the draft's name, trimmed or not.
    const std::string finished = read_file(folder.inbox_of(job));
    for (const std::size_t size : {finished.size(), frames::capacity}) {
        remove_path(folder.inbox_of(job));
        std::string draft = finished;
        draft.resize(size, '\0');
        write_file(folder.draft_of(job), draft);
        EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "session_finished");
        EXPECT_FALSE(is_there(folder.draft_of(job)));
        EXPECT_EQ(read_file(folder.inbox_of(job)), finished);
    }
}

TEST_F(SessionLogTest, a_move_cut_in_half_leaves_one_name)
{
    write_session(job, 4, true);
    ASSERT_EQ(link(folder.inbox_of(job).c_str(), folder.draft_of(job).c_str()), 0);
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "session_finished");
    EXPECT_FALSE(is_there(folder.draft_of(job)));
    EXPECT_TRUE(open_session_file(folder.inbox_of(job), keys, &job.key).ok());
}

TEST_F(SessionLogTest, a_damaged_file_in_the_inbox_is_never_called_finished_nor_written_over)
{
    write_session(job, 4, true);
    std::string bytes = read_file(folder.inbox_of(job));
    bytes[frames::offset_of(2) + 50] = static_cast<char>(bytes[frames::offset_of(2) + 50] ^ 1);
    write_file(folder.inbox_of(job), bytes);
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "damaged_session");
    EXPECT_EQ(read_file(folder.inbox_of(job)), bytes);
    EXPECT_FALSE(is_there(folder.draft_of(job)));
}

TEST_F(SessionLogTest, an_unfinished_file_in_the_inbox_is_never_called_finished)
{
    write_session(job, 4, false);
    write_file(folder.inbox_of(job), read_file(folder.draft_of(job)));
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "damaged_session");
    EXPECT_TRUE(is_there(folder.draft_of(job)));
}

TEST_F(SessionLogTest, another_sessions_file_under_this_ones_name_is_damage_and_stays_as_it_is)
{
    Job other = make_job(folder, keys);
    other.key = job.key.copy(); // or nothing of it could be read at all
    write_session(job, 4, false);
    const std::string draft = read_file(folder.draft_of(job));
    write_file(folder.draft_of(other), draft);
    EXPECT_EQ(fault_name(SessionLog::open(other, replay, settings)), "damaged_session");
    EXPECT_EQ(read_file(folder.draft_of(other)), draft);
    remove_path(folder.draft_of(job));
    remove_path(folder.draft_of(other));
    write_session(job, 4, true);
    const std::string finished = read_file(folder.inbox_of(job));
    write_file(folder.inbox_of(other), finished);
    EXPECT_EQ(fault_name(SessionLog::open(other, replay, settings)), "damaged_session");
    EXPECT_EQ(read_file(folder.inbox_of(other)), finished);
}

TEST_F(SessionLogTest, finish_never_replaces_another_file_in_the_inbox)
{
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE(log->append(numbered_act(0)).ok());
    write_file(folder.inbox_of(job), "something else");
    EXPECT_EQ(fault_name(log->finish()), "cannot_write");
    EXPECT_EQ(read_file(folder.inbox_of(job)), "something else");
    const auto opened = open_session_file(folder.draft_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->acts, numbered_acts(1));
}

TEST_F(SessionLogTest, a_full_log_says_so_keeps_all_it_had_and_can_still_be_finished)
{
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    std::int32_t kept = 0;
    Status status;
    while ((status = log->append(numbered_act(kept))).ok())
        ++kept;
    EXPECT_EQ(fault_name(status), "session_full");
    EXPECT_EQ(fault_name(log->append(numbered_act(kept))), "session_full");
    EXPECT_EQ(kept, 1741); // (256 KiB - 4 KiB - 32) / 148 = 1743 frames, less the key frame and FINAL

    // Full, it can be opened again, and finished.
    log = SessionLog::open(make_job(folder, keys), replay, settings);
    log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(replay, numbered_acts(kept));
    EXPECT_EQ(fault_name(log->append(numbered_act(kept))), "session_full");
    ASSERT_TRUE(log->finish().ok());
    const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok());
    EXPECT_TRUE(opened->finished);
    EXPECT_EQ(opened->acts, numbered_acts(kept));
    EXPECT_LT(read_file(folder.inbox_of(job)).size(), frames::capacity);
}

TEST_F(SessionLogTest, an_act_the_format_cannot_hold_is_refused_and_the_log_goes_on)
{
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    Act act = numbered_act(0);
    act.item = std::string(65, 'x');
    EXPECT_EQ(fault_name(log->append(act)), "bad_act");
    act = numbered_act(0);
    act.kind = static_cast<ActKind>(15);
    EXPECT_EQ(fault_name(log->append(act)), "bad_act");
    act = numbered_act(0);
    act.input = static_cast<InputMethod>(0);
    EXPECT_EQ(fault_name(log->append(act)), "bad_act");
    EXPECT_TRUE(log->append(numbered_act(0)).ok());
    EXPECT_TRUE(log->finish().ok());
    const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->acts, numbered_acts(1));
}

TEST_F(SessionLogTest, what_is_left_of_a_creation_cut_short_is_begun_anew)
{
    write_file(folder.drafts() + "/" + hex(job.session) + ".new", std::string(100, 'x'));
    auto log = SessionLog::open(job, replay, settings);
    ASSERT_TRUE(log.ok());
    EXPECT_TRUE(replay.empty());
    ASSERT_TRUE(log->append(numbered_act(0)).ok());
    EXPECT_FALSE(is_there(folder.drafts() + "/" + hex(job.session) + ".new"));
    EXPECT_TRUE(open_session_file(folder.draft_of(job), keys, &job.key).ok());
}

TEST_F(SessionLogTest, the_session_files_of_a_folder_come_in_name_order_and_alone)
{
    std::vector<std::string> expected;
    for (int i = 0; i < 10; ++i) {
        const Job one = make_job(folder, keys);
        write_session(one, 1, true);
        expected.push_back(folder.inbox_of(one));
    }
    std::sort(expected.begin(), expected.end());
    write_file(folder.inbox() + "/notes.rvs", "x");
    write_file(folder.inbox() + "/" + hex(job.session) + ".new", "x");
    ASSERT_EQ(mkdir((folder.inbox() + "/" + std::string(32, 'a') + ".rvs").c_str(), 0700), 0);
    ASSERT_EQ(symlink(expected[0].c_str(), (folder.inbox() + "/" + std::string(32, 'b') + ".rvs").c_str()), 0);
    const auto found = session_files(folder.inbox());
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(*found, expected);
    EXPECT_EQ(fault_name(session_files(folder.path() + "/none")), "missing_file");
    EXPECT_EQ(fault_name(session_files(expected[0])), "missing_file");
}

TEST_F(SessionLogTest, a_missing_file_or_folder_has_its_own_name)
{
    EXPECT_EQ(fault_name(open_session_file(folder.inbox_of(job), keys, nullptr)), "missing_file");
    EXPECT_EQ(fault_name(open_session_file(folder.inbox(), keys, nullptr)), "damaged_session");
    job.drafts_folder = folder.path() + "/none";
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "missing_file");
    job.drafts_folder = folder.drafts();
    job.inbox_folder = folder.path() + "/none";
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "missing_file");
    EXPECT_FALSE(is_there(folder.draft_of(job)));
}

} // namespace rapport::sealed
