#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "storage/vault/alerts.h"
#include "storage/vault/clocks.h"
#include "storage/vault/flags.h"
#include "storage/vault/people.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

struct Seeded {
    std::vector<Id> people;
};

/// A clinic by chance: people, visits before, on and after today in every state, answers, links, flags, closed care.
Seeded seed(Vault& vault, std::uint64_t number, std::int64_t now)
{
    std::mt19937_64 random(number);
    const auto chance = [&](unsigned of) { return random() % of == 0; };
    const std::int32_t today = civil_day(now);
    Seeded clinic;
    const auto done = vault.together([&]() -> Status {
        const std::size_t count = 4 + random() % 8;
        for (std::size_t n = 0; n < count; ++n) {
            Person wish;
            wish.therapist = chance(2) ? "R. Adeyemi" : "T. Nakamura";
            wish.episode_start_day = today - 100;
            Identity identity;
            identity.name = "Person " + std::to_string(n);
            identity.date_of_birth = "1980-01-01";
            const auto person = vault.add_person(wish, identity);
            if (!person) return person.error();
            clinic.people.push_back(person->id);
            for (std::size_t v = 0; v < random() % 4; ++v) {
                PlannedVisit visit;
                visit.person = person->id;
                visit.visit = "Visit " + std::to_string(v);
                visit.day = today - 3 + static_cast<std::int32_t>(random() % 6);
                visit.minute = chance(3) ? -1 : static_cast<int>(random() % 1000);
                visit.battery = {"phq-9"};
                if (const auto planned = vault.plan_visit(visit); !planned) return planned.error();
            }
        }
        return {};
    });
    EXPECT_TRUE(done.ok());
    for (const Id& person : clinic.people)
        for (const PlannedVisit& visit : *vault.visits_of(person)) {
            if (chance(4)) {
                EXPECT_TRUE(vault.call_off_visit(visit.id, "test").ok());
            } else if (chance(3)) {
                SessionWish wish;
                wish.person = person;
                wish.planned_visit = visit.id;
                wish.battery = {"phq-9"};
                const auto job = vault.start_session(wish);
                EXPECT_TRUE(job.ok());
                if (!chance(3)) Clinic::answer(*job, all_items(0, 10, chance(3) ? 1 : 0));
            }
        }
    EXPECT_TRUE(vault.ingest().ok());
    if (clinic.people.size() > 5) {
        EXPECT_TRUE(vault.merge(clinic.people[0], clinic.people[1], "one person").ok());
    }
    if (chance(2)) {
        EXPECT_TRUE(vault.mark_reviewed(clinic.people[2]).ok());
    }
    // As whatever finds something does: in an act with its line.
    const auto flagged = vault.together([&]() -> Status {
        for (const Id& person : clinic.people) {
            if (!chance(3)) continue;
            PersonFlag flag;
            flag.person = person;
            flag.kind = chance(2) ? "off_track" : "alliance";
            flag.since_day = today - static_cast<std::int32_t>(random() % 5);
            flag.words = "w";
            if (Status set = set_flag(VaultOf::core(vault), flag); !set) return set;
        }
        return vault.note("flagged", "test");
    });
    EXPECT_TRUE(flagged.ok());
    return clinic;
}

std::vector<Id> ids(Connection& database, const std::string& sql, Connection::Values values)
{
    std::vector<Id> out;
    EXPECT_TRUE(database
                    .each(sql, values,
                          [&](const Row& row) {
                              out.push_back(row.id(0));
                              return true;
                          })
                    .ok());
    return out;
}

template <class Rows, class Get>
std::vector<Id> ids_of(const Rows& rows, Get get)
{
    std::vector<Id> out;
    for (const auto& row : rows)
        out.push_back(get(row));
    return out;
}

void sort(std::vector<Id>& some)
{
    std::ranges::sort(some);
}

} // namespace

TEST(WorkList, says_what_a_query_of_the_plain_rows_says_in_fifty_clinics)
{
    // The query knows the first schema's tables and the links; nothing of the lists, counts and indexes.
    const std::string root =
        "coalesce((WITH RECURSIVE up (id) AS (SELECT into_person FROM main.person_link WHERE person = x.person UNION "
        "SELECT l.into_person FROM main.person_link l JOIN up ON l.person = up.id) SELECT id FROM up WHERE id NOT IN "
        "(SELECT person FROM main.person_link)), x.person)";
    std::int64_t overdue_seen = 0;
    std::int64_t flags_seen = 0;
    for (std::uint64_t number = 1; number <= 50; ++number) {
        SCOPED_TRACE(number);
        const Clinic clinic;
        Vault vault = clinic.open();
        static_cast<void>(seed(vault, number, clinic.now));
        const std::int32_t today = civil_day(clinic.now);
        const auto due = vault.due_list(today, 1000);
        const auto reviews = vault.to_review(1000);
        ASSERT_TRUE(due.ok() && reviews.ok());
        Connection& database = VaultOf::core(vault).database;

        const auto by_id = [](const PlannedVisit& one) { return one.id; };
        auto overdue = ids(database,
                           "SELECT id FROM main.planned_visit NOT INDEXED WHERE state IN ('planned', 'handed_over', "
                           "'stopped') AND ended NOT IN ('missed', 'cancelled') AND day < ? ORDER BY day, minute, id",
                           {today});
        EXPECT_EQ(ids_of(due->overdue, by_id), overdue);
        EXPECT_EQ(due->all_overdue, static_cast<std::int64_t>(overdue.size()));
        overdue_seen += due->all_overdue;
        auto now = ids(database,
                       "SELECT id FROM main.planned_visit NOT INDEXED WHERE day = ? AND (state = 'finished' OR ended "
                       "NOT IN ('missed', 'cancelled')) ORDER BY state = 'finished', state <> 'finished' AND minute < "
                       "0, minute, id",
                       {today});
        EXPECT_EQ(ids_of(due->today, by_id), now);
        EXPECT_EQ(due->all_today,
                  std::ranges::count_if(due->today, [](const PlannedVisit& one) { return one.state != "finished"; }));
        for (const PlannedVisit& one : due->today)
            EXPECT_EQ(
                std::optional(one.pseudonym),
                *database.ask("SELECT p.pseudonym FROM main.person p, (SELECT ? AS person) x WHERE p.id = " + root,
                              {one.person}));

        // To be reviewed: somebody finished a session after the page was last reviewed, in any of their records.
        auto wanted = ids(database,
                          "SELECT DISTINCT " + root +
                              " FROM main.session x WHERE state = 'finished' AND (SELECT count(*) FROM main.audit a "
                              "WHERE a.event = 'ingest' AND a.object = lower(hex(x.id)) AND a.sequence > coalesce("
                              "(SELECT max(r.sequence) FROM main.audit r WHERE r.event = 'reviewed' AND r.object = "
                              "lower(hex(" +
                              root + "))), 0)) > 0",
                          {});
        auto listed = ids_of(*reviews, [](const PersonRow& row) { return row.person.id; });
        EXPECT_EQ(due->all_reviews, static_cast<std::int64_t>(listed.size()));
        sort(wanted);
        sort(listed);
        EXPECT_EQ(listed, wanted);

        for (const std::string kind : {"off_track", "alliance"}) {
            const auto flags = vault.flags(kind, today, 1000);
            auto found = ids_of(*flags, [](const PersonFlag& one) { return one.person; });
            auto standing = ids(database, "SELECT person FROM main.person_flag NOT INDEXED WHERE kind = ?", {kind});
            // One that was seen today stays away.
            std::erase_if(standing, [&](const Id& person) {
                return *database.count("SELECT count(*) FROM main.audit WHERE event = 'reviewed' AND object = ?",
                                       {sealed::hex(person)}) != 0 &&
                       std::ranges::count(found, person) == 0;
            });
            sort(found);
            sort(standing);
            EXPECT_EQ(found, standing);
            flags_seen += static_cast<std::int64_t>(found.size());
        }
        EXPECT_TRUE(vault.verify().ok());
    }
    EXPECT_GT(overdue_seen, 50); // the clinics had something to say
    EXPECT_GT(flags_seen, 50);
}

TEST(WorkList, costs_the_same_pages_in_a_clinic_of_forty_and_of_two_thousand)
{
    const auto cost = [](int people) {
        const Clinic clinic;
        const std::int32_t today = civil_day(clinic.now);
        {
            Vault vault = clinic.open();
            EXPECT_TRUE(vault
                            .together([&]() -> Status {
                                for (int n = 0; n < people; ++n) {
                                    const Person person = somebody(vault, "Person " + std::to_string(n));
                                    Alert alert;
                                    alert.person = person.id;
                                    alert.kind = "critical_item";
                                    alert.raised_ms = clinic.now - n;
                                    const auto raised = raise_alert(VaultOf::core(vault), alert, std::to_string(n));
                                    if (!raised) return raised.error();
                                    PlannedVisit visit;
                                    visit.person = person.id;
                                    visit.visit = "Visit";
                                    visit.day = today - n % 5;
                                    visit.battery = {"pcl-5", "phq-9"};
                                    if (const auto planned = vault.plan_visit(visit); !planned) return planned.error();
                                }
                                return VaultOf::core(vault).database.run(
                                    "UPDATE main.person_row SET to_review = 1, arrived_ms = 5");
                            })
                            .ok());
        }
        // Without a vault's opening, which checks the last line's count of every table.
        Core core = clinic.core();
        Vault vault = VaultOf::parts(std::move(core));
        Connection& database = VaultOf::core(vault).database;
        const int before = database.pages_read();
        EXPECT_TRUE(vault.open_alerts(6).ok());
        EXPECT_TRUE(vault.due_list(today, 20).ok());
        EXPECT_TRUE(vault.to_review(12).ok());
        EXPECT_TRUE(vault.flags("off_track", today, 6).ok());
        EXPECT_TRUE(vault.flags("alliance", today, 6).ok());
        const int list = database.pages_read() - before;
        EXPECT_TRUE(vault.people_after({}, 40).ok());
        return std::pair(list, database.pages_read() - before - list);
    };
    const auto [small_list, small_people] = cost(40);
    const auto [large_list, large_people] = cost(2'000);
    std::printf("pages: work list %d and %d, people %d and %d\n", small_list, large_list, small_people, large_people);
    // Two levels of an index more at the most, in each of five, and the code name beside each of six alerts.
    EXPECT_LE(large_list, small_list + 16);
    EXPECT_LE(large_people, 8);
}

TEST(Flags, one_of_a_kind_stands_once_is_put_away_by_looking_and_comes_back_when_it_is_news)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    Core& core = VaultOf::core(vault);
    const std::int32_t today = civil_day(clinic.now);
    PersonFlag flag{person.id, "alliance", today - 9, "desk.flag.test", {{"n", "3"}, {"value", "2.5"}}, 0, {}, {}};
    ASSERT_TRUE(set_flag(core, flag).ok());
    ASSERT_TRUE(set_flag(core, flag).ok());
    auto listed = vault.flags("alliance", today, 10);
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->front().who, person.pseudonym);
    EXPECT_EQ(listed->front().figures, flag.figures);
    EXPECT_EQ(vault.person(person.id)->flags, "alliance");
    ASSERT_TRUE(vault.mark_reviewed(person.id).ok());
    EXPECT_TRUE(vault.flags("alliance", today, 10)->empty());
    EXPECT_EQ(vault.flags("alliance", today + 1, 10)->size(), 1U); // after the policy's days it is shown again
    ASSERT_TRUE(set_flag(core, flag).ok());
    EXPECT_TRUE(vault.flags("alliance", today, 10)->empty()); // nothing new
    flag.since_day = today;
    ASSERT_TRUE(set_flag(core, flag).ok());
    EXPECT_EQ(vault.flags("alliance", today, 10)->size(), 1U);
    ASSERT_TRUE(clear_flag(core, person.id, "alliance").ok());
    EXPECT_TRUE(vault.flags_of(person.id)->empty());
    EXPECT_EQ(vault.person(person.id)->flags, "");
}

TEST(Policies, numbers_are_kept_within_their_limits_and_each_change_has_a_line)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    CarePolicy policy = *vault.care_policy();
    EXPECT_EQ(policy, CarePolicy{});
    policy.course_people = 19;
    EXPECT_EQ(vault.set_care_policy(policy).error().detail, "course_people");
    policy.course_people = 50;
    policy.stopped_days = 42;
    const auto before = vault.audit(1, 1000)->size();
    ASSERT_TRUE(vault.set_care_policy(policy).ok());
    EXPECT_EQ(*vault.care_policy(), policy);
    EXPECT_EQ(vault.audit(1, 1000)->size(), before + 2);
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
