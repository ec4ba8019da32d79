// A thousand strings that only a vault may know are put into everything that takes words, and then looked for in every
// byte on the disk: while the vault is open and in the middle of a transaction, and after all that can be done to it.
#include <set>
#include <unordered_map>

#include <gtest/gtest.h>

#include "storage/vault/drill_log.h"
#include "storage/vault/restore.h"
#include "storage/vault/retention.h"
#include "storage/vault/salvage.h"
#include "tests/vault/clinic.h"
#include "tests/vault/kdf_probe.h"

namespace rapport::vault::test {

namespace {

/// Words made for this test, all different; found by their first eight bytes in one pass over a file.
class Markers {
public:
    /// A new one, of this kind: "name Quill-0007-f3a9c1".
    std::string plant(const std::string& kind)
    {
        const sealed::Id chance = sealed::random_id();
        std::string word = kind + "-" + std::to_string(all_.size()) + "-" + sealed::hex(chance).substr(0, 12);
        add(word);
        return word;
    }
    void add(std::string word)
    {
        starts_[word.substr(0, 8)].push_back(all_.size());
        all_.push_back(std::move(word));
    }
    [[nodiscard]] std::size_t size() const { return all_.size(); }

    [[nodiscard]] std::set<std::string> found_in(const std::string& bytes) const
    {
        std::set<std::string> found;
        const auto look = [&](const std::string& text) {
            for (std::size_t at = 0; at + 8 <= text.size(); ++at) {
                const auto here = starts_.find(text.substr(at, 8));
                if (here == starts_.end()) continue;
                for (const std::size_t i : here->second)
                    if (text.compare(at, all_[i].size(), all_[i]) == 0) found.insert(all_[i]);
            }
        };
        look(bytes);
        for (std::size_t from : {0U, 1U}) { // as UTF-16
            std::string narrow;
            for (std::size_t at = from; at < bytes.size(); at += 2)
                narrow.push_back(bytes[at]);
            look(narrow);
        }
        return found;
    }

    void expect_nowhere_below(const std::string& folder, const std::string& when, std::size_t least_files) const
    {
        const auto files = all_bytes(folder);
        EXPECT_GE(files.size(), least_files) << when;
        for (const auto& [path, bytes] : files)
            for (const std::string& marker : found_in(bytes))
                ADD_FAILURE() << when << ": " << path << " holds " << marker;
    }

private:
    std::vector<std::string> all_;
    std::unordered_map<std::string, std::vector<std::size_t>> starts_;
};

constexpr int people = 160;

/// Six words of each person: 960; the others stand in the test.
void plant_people(Vault& vault, Markers& markers)
{
    for (int i = 0; i < people; ++i) {
        Person person;
        person.pseudonym = markers.plant("Pseudonym");
        person.year_of_birth = 1980;
        person.site = markers.plant("Site");
        person.arm = markers.plant("Armlabel");
        person.therapist = markers.plant("Therapist");
        Identity identity;
        identity.name = markers.plant("Surname");
        identity.record_number = markers.plant("Recordnumber");
        identity.date_of_birth = "1980-02-03";
        const auto added = vault.add_person(person, identity);
        ASSERT_TRUE(added.ok());
        markers.add(std::string(added->id.begin(), added->id.end()));
    }
}

} // namespace

TEST(Markers, of_a_thousand_none_is_on_the_disk_in_clear_whatever_is_done)
{
    const KdfMemory memory;
    const Clinic clinic;
    const std::string top = clinic.folder.substr(0, clinic.folder.rfind('/'));
    Markers markers;
    for (const std::string_view word :
         {"Several days", "pcl-5.....", "suicide.", "SQLite format 3", "CREATE TABLE", "handed_over", "critical_item"})
        markers.add(std::string(word));
    markers.add(std::string(passphrase));
    markers.add("lantern over");
    markers.add("1980-02-03");
    markers.add(std::string(clinic.recovery_key().view()));
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(vault
                        .together([&]() -> Status {
                            plant_people(vault, markers);
                            // The journals hold pages now: this is what a crash would leave.
                            markers.expect_nowhere_below(clinic.folder, "within a transaction", 6);
                            return {};
                        })
                        .ok());
        const std::vector<PersonRow> rows = *vault.people();
        for (int i = 0; i < 20; ++i) {
            const Id& id = rows[static_cast<std::size_t>(i)].person.id;
            PlannedVisit visit;
            visit.person = id;
            visit.visit = markers.plant("Visitlabel");
            ASSERT_TRUE(vault.plan_visit(visit).ok());
            SessionWish wish;
            wish.person = id;
            wish.visit = markers.plant("Sessionlabel");
            wish.battery = {"phq-9"};
            wish.label = markers.plant("Tabletlabel");
            const auto job = vault.start_session(wish);
            ASSERT_TRUE(job.ok());
            markers.add(std::string(job->key.view()));
            if (i % 4 == 0)
                Clinic::begin(*job, all_items(0, 3, 1));
            else
                Clinic::answer(*job, all_items(0, 10, 1));
        }
        markers.expect_nowhere_below(clinic.folder, "with sessions that wait and drafts", 20);
        ASSERT_EQ(vault.ingest()->sessions, 15);
        for (const Alert& alert : *vault.open_alerts())
            ASSERT_TRUE(vault.acknowledge(alert.id, markers.plant("Safetyplan")).ok());
        const Id& corrected = rows[1].person.id;
        ASSERT_TRUE(vault
                        .correct({corrected, vault.administrations(corrected)->front().id, "1",
                                  instruments::Answer::chose(3), markers.plant("Correction")})
                        .ok());
        ASSERT_TRUE(vault.withdraw(rows[2].person.id, markers.plant("Withdrawal")).ok());
        ASSERT_TRUE(defer_erasing(vault, rows[3].person.id, 40'000, markers.plant("Deferral")).ok());
        ASSERT_TRUE(vault.erase(rows[5].person.id, markers.plant("Erasure")).ok());
        ASSERT_TRUE(vault.people("Surname").ok());
        ASSERT_TRUE(vault.back_up(top + "/backups", check_backup).ok());
        ASSERT_FALSE(vault
                         .back_up(top + "/refused",
                                  [](const auto&, const auto&) {
                                      return Status(Error{fault::backup_damaged, "x"});
                                  })
                         .ok());
        ASSERT_TRUE(vault.verify().ok());
        markers.expect_nowhere_below(top, "with a backup", 8);
    }
    EXPECT_GE(markers.size(), 1'000U);
    const std::string file = *newest_backup(top + "/backups");
    ASSERT_TRUE(drill(file, user, secret(passphrase)).ok());
    ASSERT_TRUE(log_drill(file, "ok", clinic.now).ok());
    EXPECT_FALSE(drill(file, user, secret("not the right passphrase")).ok());
    ASSERT_TRUE(restore(file, top + "/again", user, secret(passphrase), clinic.clock()).ok());
    ASSERT_TRUE(salvage(clinic.folder, top + "/saved", user, secret(passphrase), clinic.clock()).ok());
    markers.expect_nowhere_below(top, "after all of it", 20);
}

TEST(Markers, the_search_finds_what_is_there)
{
    Markers markers;
    const std::string word = markers.plant("Surname");
    std::string wide;
    for (const char c : word)
        wide += std::string({c, '\0'});
    for (const std::string& hay : {word, "x" + word + "x", wide, "x" + wide, "xx" + wide})
        EXPECT_EQ(markers.found_in(hay), std::set<std::string>{word});
    EXPECT_TRUE(markers.found_in(word.substr(1)).empty());
}

} // namespace rapport::vault::test
