// What lies in the folders that the tablet writes to, otherwise than it should.
#include <cstdio>
#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/vault/flags.h"
#include "storage/vault/released.h"
#include "storage/vault/retention.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

constexpr int phq9_items = 10;
constexpr std::int64_t day_ms = 86'400'000;

struct Visit {
    Clinic clinic;
    Vault vault;
    Person person = somebody(vault);

    explicit Visit(Clinic::Kind kind = Clinic::Kind::real) : clinic(kind), vault(clinic.open()) {}
    [[nodiscard]] std::string file(const char* folder, const sealed::Job& job) const
    {
        return clinic.folder + "/" + folder + "/" + sealed::hex(job.session) + ".rvs";
    }
};

bool is_there(const std::string& path)
{
    return ::access(path.c_str(), F_OK) == 0;
}

} // namespace

TEST(SessionFiles, a_draft_that_lies_in_the_inbox_is_no_session_and_is_told_once)
{
    Visit visit;
    const sealed::Job job = started(visit.vault, visit.person.id, {"phq-9"});
    Clinic::begin(job, all_items(0, phq9_items, 1));
    ASSERT_EQ(std::rename(visit.file("drafts", job).c_str(), visit.file("inbox", job).c_str()), 0);
    for (int again = 0; again < 2; ++again) {
        const auto report = visit.vault.ingest();
        ASSERT_TRUE(report.ok());
        EXPECT_EQ(report->sessions, 0);
        EXPECT_EQ(report->refused, 1);
        EXPECT_EQ(report->alerts, again == 0 ? 1 : 0);
    }
    EXPECT_TRUE(visit.vault.administrations(visit.person.id)->empty());
    EXPECT_TRUE(is_there(visit.file("inbox", job)));
    int told = 0;
    for (const AuditEntry& line : *visit.vault.audit(1, 1000))
        told += line.event == "session_refused" && line.reason == "not finished" ? 1 : 0;
    EXPECT_EQ(told, 1);
}

TEST(SessionFiles, a_session_that_ended_and_stayed_a_draft_is_taken_in_once)
{
    Visit visit;
    const sealed::Job job = started(visit.vault, visit.person.id, {"phq-9"});
    Clinic::answer(job, all_items(0, phq9_items, 0));
    ASSERT_EQ(std::rename(visit.file("inbox", job).c_str(), visit.file("drafts", job).c_str()), 0);
    EXPECT_EQ(visit.vault.ingest()->sessions, 1);
    EXPECT_EQ(visit.vault.administrations(visit.person.id)->size(), 1U);
    EXPECT_FALSE(is_there(visit.file("drafts", job)));
    EXPECT_TRUE(is_there(visit.file("inbox/taken", job)));
    EXPECT_EQ(visit.vault.ingest()->sessions, 0);
}

TEST(SessionFiles, a_file_named_for_no_session_is_refused_and_keeps_nobody_elses_answers_out)
{
    Visit visit;
    std::ofstream(visit.clinic.folder + "/inbox/holiday.rvs") << "not ours";
    std::ofstream(visit.clinic.folder + "/drafts/holiday.rvs") << "not ours";
    Clinic::answer(started(visit.vault, visit.person.id, {"phq-9"}), all_items(0, phq9_items, 0));
    const auto report = visit.vault.ingest();
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->sessions, 1);
    EXPECT_LE(report->refused, 1);
    EXPECT_TRUE(is_there(visit.clinic.folder + "/inbox/holiday.rvs"));
    EXPECT_TRUE(is_there(visit.clinic.folder + "/drafts/holiday.rvs"));
}

TEST(SessionFiles, a_damaged_draft_is_left_alone_and_so_is_one_that_stands_as_it_stood)
{
    Visit visit;
    const sealed::Job whole = started(visit.vault, visit.person.id, {"phq-9"});
    const sealed::Job damaged = started(visit.vault, visit.person.id, {"phq-9"});
    Clinic::begin(whole, all_items(0, 3, 0));
    Clinic::begin(damaged, all_items(0, 3, 0));
    std::fstream(visit.file("drafts", damaged), std::ios::in | std::ios::out | std::ios::binary).seekp(20).put('X');
    ASSERT_TRUE(visit.vault.ingest().ok());
    const auto lines = visit.vault.audit(1, 1000)->size();
    ASSERT_TRUE(visit.vault.ingest().ok());
    EXPECT_EQ(visit.vault.audit(1, 1000)->size(), lines) << "nothing new, and no line";
    EXPECT_TRUE(is_there(visit.file("drafts", damaged)));
    EXPECT_TRUE(visit.vault.open_alerts()->empty());
}

TEST(SessionFiles, an_original_goes_thirty_days_after_it_came_in_and_no_day_before)
{
    Visit visit;
    const sealed::Job old = started(visit.vault, visit.person.id, {"phq-9"});
    const sealed::Job newer = started(visit.vault, visit.person.id, {"phq-9"});
    for (const sealed::Job* job : {&old, &newer})
        Clinic::answer(*job, all_items(0, phq9_items, 0));
    ASSERT_EQ(visit.vault.ingest()->sessions, 2);
    const auto lie_since = [&](const sealed::Job& job, std::int64_t utc_ms) {
        const timespec when{utc_ms / 1000, utc_ms % 1000 * 1'000'000};
        const timespec both[] = {when, when};
        ASSERT_EQ(::utimensat(AT_FDCWD, visit.file("inbox/taken", job).c_str(), both, 0), 0);
    };
    lie_since(old, visit.clinic.now - 30 * day_ms - 1000);
    lie_since(newer, visit.clinic.now - 30 * day_ms + 1000);
    ASSERT_TRUE(visit.vault.ingest().ok());
    EXPECT_FALSE(is_there(visit.file("inbox/taken", old)));
    EXPECT_TRUE(is_there(visit.file("inbox/taken", newer)));
    EXPECT_EQ(visit.vault.administrations(visit.person.id)->size(), 2U) << "the answers stay";
}

TEST(SessionFiles, how_it_was_asked_is_kept_with_the_answers)
{
    const std::vector<std::pair<sealed::Asked, instruments::Mode>> all{
        {sealed::Asked::self, instruments::Mode::self},
        {sealed::Asked::staff_reads, instruments::Mode::staff_read},
        {sealed::Asked::proxy, instruments::Mode::proxy},
        {sealed::Asked::from_paper, instruments::Mode::from_paper}};
    Visit visit;
    for (const auto& [asked, mode] : all) {
        sealed::Presentation shown;
        shown.asked = asked;
        std::vector<Do> what = {{sealed::ActKind::settings_changed, 0, {}, shown.code()}};
        for (const Do& one : all_items(0, phq9_items, 0))
            what.push_back(one);
        visit.clinic.now += day_ms;
        Clinic::answer(started(visit.vault, visit.person.id, {"phq-9"}), what);
        ASSERT_EQ(visit.vault.ingest()->sessions, 1);
        int there = 0;
        for (const Administration& row : *visit.vault.administrations(visit.person.id))
            there += row.mode == mode ? 1 : 0;
        EXPECT_EQ(there, 1) << static_cast<int>(asked);
    }
}

TEST(SessionFiles, who_asked_for_somebody_from_no_page_is_heard_too)
{
    Visit visit;
    auto what = all_items(0, phq9_items, 0);
    what.push_back({sealed::ActKind::asked_for_someone, 7, {}});
    Clinic::answer(started(visit.vault, visit.person.id, {"phq-9"}), what);
    EXPECT_EQ(visit.vault.ingest()->alerts, 1);
    const auto alerts = visit.vault.open_alerts();
    ASSERT_EQ(alerts->size(), 1U);
    EXPECT_EQ(alerts->front().kind, "asked_for_someone");
    EXPECT_EQ(alerts->front().person, visit.person.id);
    EXPECT_EQ(alerts->front().instrument, "");
}

TEST(Flags, a_finding_of_too_many_figures_is_refused_and_what_is_no_figure_is_not_shown)
{
    Visit visit;
    Core& core = VaultOf::core(visit.vault);
    PersonFlag flag{visit.person.id, "alliance", 20'000, "desk.flag.test", {{"n", std::string(1000, '7')}}, 0, {}, {}};
    EXPECT_EQ(set_flag(core, flag).error().fault, fault::too_long);
    EXPECT_TRUE(visit.vault.flags_of(visit.person.id)->empty());
    flag.figures = {{"n", "3"}};
    ASSERT_TRUE(set_flag(core, flag).ok());
    ASSERT_TRUE(core.database.run("UPDATE main.person_flag SET figures = ?", {"no figure\nn=4=5\n=\n"}).ok());
    EXPECT_EQ(visit.vault.flags_of(visit.person.id)->front().figures, (std::vector<Figure>{{"n", "4=5"}, {"", ""}}));
    ASSERT_TRUE(clear_flag(core, visit.person.id, "off_track").ok()) << "there was none";
    EXPECT_EQ(visit.vault.flags_of(visit.person.id)->size(), 1U);
}

TEST(Record, events_that_are_no_names_match_nothing_and_run_nothing)
{
    Visit visit;
    const auto found = [&](const std::vector<std::string>& events) {
        RecordWish wish;
        wish.events = events;
        const auto lines = visit.vault.record(wish);
        EXPECT_TRUE(lines.ok());
        return lines ? lines->size() : 0;
    };
    EXPECT_GT(found({}), 1U);
    const std::size_t people = found({"person_added"});
    EXPECT_GE(people, 1U);
    for (const char* const event :
         {"", "PERSON_ADDED", "person added", "person_added'", "') OR ('a' = 'a", "x1", "{"}) {
        EXPECT_EQ(found({event}), 0U) << event;
        EXPECT_EQ(found({event, "person_added"}), people) << event;
    }
    EXPECT_GT(found({"person_added", "unlock"}), people);
}

TEST(Releases, a_recipient_or_a_purpose_of_more_than_five_hundred_bytes_is_refused_by_name)
{
    Visit visit;
    ReleaseNote note;
    note.project = "Study 1";
    note.manifest_sha256 = std::string(64, 'a');
    note.recipient = std::string(501, 'r');
    note.purpose = std::string(501, 'p');
    EXPECT_EQ(note_release(visit.vault, note).error().detail, "recipient");
    note.recipient.pop_back();
    EXPECT_EQ(note_release(visit.vault, note).error().detail, "purpose");
    EXPECT_TRUE(releases(visit.vault)->empty());
    note.purpose.pop_back();
    note.fed = {{"mean", {"00112233445566778899aabbccddeeff", std::string(32, 'f')}}, {"nobody", {}}};
    EXPECT_EQ(*note_release(visit.vault, note), 1);
    const auto rows = released_rows(visit.vault);
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].people, note.fed[0].people);
    EXPECT_TRUE((*rows)[1].people.empty());
    EXPECT_EQ(releases(visit.vault)->front().recipient.size(), 500U);
}

TEST(Releases, answers_of_somebody_erased_are_known_to_have_been_here_and_others_are_not)
{
    Visit visit;
    const Person stays = somebody(visit.vault, "Somebody Else");
    for (const Id& id : {visit.person.id, stays.id})
        Clinic::answer(started(visit.vault, id, {"phq-9"}), all_items(0, phq9_items, 0));
    ASSERT_EQ(visit.vault.ingest()->sessions, 2);
    const Id gone = visit.vault.administrations(visit.person.id)->front().id;
    const Id here = visit.vault.administrations(stays.id)->front().id;
    const Id never = sealed::random_id();
    EXPECT_TRUE(erased_among(visit.vault, {gone, here, never})->empty());
    EXPECT_TRUE(erased_among(visit.vault, {})->empty());
    EXPECT_EQ(release_tokens(visit.vault)->size(), 2U);
    ASSERT_TRUE(visit.vault.erase(visit.person.id, "asked to").ok());
    EXPECT_EQ(*erased_among(visit.vault, {gone, here, never}), std::set<Id>{gone});
    EXPECT_EQ(*people_of_administrations(visit.vault, {gone, here, never}), (std::map<Id, Id>{{here, stays.id}}));
    EXPECT_EQ(*people_to_release(visit.vault), std::set<Id>{stays.id});
    EXPECT_EQ(release_tokens(visit.vault)->size(), 1U);
}

TEST(Retention, of_linked_records_the_later_end_holds_and_no_birth_year_is_no_age)
{
    Visit visit;
    Vault& vault = visit.vault;
    ASSERT_TRUE(set_retention_policy(vault, {1, 10, 25}, "law").ok());
    const auto add = [&](const std::string& name) {
        Person person;
        person.pseudonym = name;
        person.episode_start_day = 10'000;
        Identity identity;
        identity.name = name;
        identity.date_of_birth = "1950-01-02";
        return vault.add_person(person, identity)->id;
    };
    const Id first = add("First");
    const Id second = add("Second");
    ASSERT_TRUE(note_episode_end(vault, second, 12'000, "discharged\r\nand well").ok());
    const auto over = [&](std::int32_t day) {
        std::vector<std::string> names;
        for (const Retained& one : *retention_due(vault, day))
            if (one.person.id != visit.person.id) names.push_back(one.person.pseudonym);
        return names;
    };
    using Names = std::vector<std::string>;
    // A year after day 10,000 the first is over; ten years after day 12,000 (at most 3,653 days) the second.
    EXPECT_EQ(over(10'400), Names{"First"});
    ASSERT_TRUE(vault.merge(second, first, "one person").ok());
    EXPECT_EQ(over(10'400), Names{});
    EXPECT_EQ(over(12'000 + 3'660), Names{"First"});
    const auto whole = retention_due(vault, 12'000 + 3'660);
    for (const Retained& one : *whole) {
        EXPECT_TRUE(one.person.id != first || one.episode_end == 12000);
    }
    ASSERT_TRUE(note_episode_end(vault, first, 13'000, "later").ok());
    EXPECT_EQ(over(12'000 + 3'660), Names{}) << "the root's own end is the later one";
}

} // namespace rapport::vault::test
