#include <cstdlib>

#include <gtest/gtest.h>

#include "storage/vault/released.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

/// Makes the vault that is kept for ever as tests/vault/fixtures/schema_N, with RAPPORT_MAKE_FIXTURE naming the folder.
/// One person, one session of two questionnaires taken in, one alert put away, one visit planned, one session begun,
/// two releases noted, one therapist, one consent, one schedule of one battery begun, one event put right, one note,
/// one session signed.
TEST(Fixture, is_made_when_asked_for)
{
    const char* const where = std::getenv("RAPPORT_MAKE_FIXTURE");
    if (where == nullptr) GTEST_SKIP() << "only when a new schema is released";
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        const Person person = somebody(vault);
        auto what = all_items(0, 20, 2);
        for (const Do& one : all_items(1, 10, 1))
            what.push_back(one);
        Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), what);
        ASSERT_EQ(vault.ingest()->sessions, 1);
        ASSERT_TRUE(vault.acknowledge(vault.open_alerts()->front().id, "Spoke with her before the session.").ok());
        PlannedVisit visit;
        visit.person = person.id;
        visit.visit = "Visit 2";
        visit.day = 20'700;
        visit.battery = {"pcl-5"};
        ASSERT_TRUE(vault.plan_visit(visit).ok());
        static_cast<void>(started(vault, person.id, {"phq-9"}));
        ASSERT_TRUE(vault.note_release("trial", "A", 1, 2, "00").ok());
        const auto tokens = release_tokens(vault);
        ASSERT_TRUE(tokens.ok());
        ReleaseNote note{"trial", "B", "Prof. Vermeer", "Pooled analysis", 1, 2, 11, 11, "00", {}};
        note.fed.push_back({"pcl-5|total|Visit 1", {tokens->at(person.id)}});
        ASSERT_TRUE(note_release(vault, note).ok());
        ASSERT_TRUE(vault.set_therapist(person.id, "R. Adeyemi", 20'600).ok());
        ASSERT_TRUE(vault.set_consent(person.id, {"research", "given", 20'600, {}}).ok());
        Battery battery;
        battery.name = "PCL-5";
        battery.instruments = {"pcl-5"};
        Schedule schedule;
        schedule.name = "Weekly";
        schedule.label = "Session {n}";
        schedule.parts = {{*vault.save_battery(battery), 1, 1}};
        ASSERT_TRUE(vault.begin_plan(person.id, *vault.save_schedule(schedule), 20'700).ok());
        EntryWish event{person.id, EntryKind::event, vault.today() - 3, "medication", "Prazosin started"};
        const auto first = vault.add_entry(event);
        ASSERT_TRUE(first.ok());
        event.words = "Prazosin 2 mg started";
        ASSERT_TRUE(vault.correct_entry(*first, event, "The dose was left out.").ok());
        ASSERT_TRUE(vault.add_entry({person.id, EntryKind::note, vault.today(), {}, "Sleeps better."}).ok());
        const Occasion occasion = vault.occasions(person.id)->front();
        ASSERT_TRUE(vault.sign({person.id, occasion.id, occasion.record, "reviewed"}, secret(passphrase)).ok());
        ASSERT_TRUE(vault.verify().ok());
    }
    ASSERT_EQ(std::system(("mkdir -p '" + std::string(where) + "' && cp -r '" + clinic.folder + "/.' '" +
                           std::string(where) + "' && rm -f '" + where + "/vault.lock' '" + where +
                           "/responses.db-journal' '" + where + "/identity.db-journal'")
                              .c_str()),
              0);
}

} // namespace rapport::vault::test
