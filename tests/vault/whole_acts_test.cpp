// What is done to a vault from outside, from opening it to giving it new keys, with everything that can fail failing:
// each call of ours on the disk, each statement of SQLite. Whatever it says afterwards is so, and the vault opens
// whole.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "storage/vault/anchor.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/files.h"
#include "storage/vault/header.h"
#include "storage/vault/merge.h"
#include "storage/vault/restore.h"
#include "storage/vault/salvage.h"
#include "storage/vault/throttle.h"
#include "storage/vault/users.h"
#include "tests/vault/breaker.h"
#include "tests/vault/clinic.h"
#include "tests/vault/disk_shim.h"
#include "tests/vault/kdf_probe.h"
#include "tests/vault/our_disk.h"

namespace rapport::vault::test {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view new_passphrase = "plum trees behind the wall";

/// A staffed clinic with somebody's answers, a session that waits and one that stopped, a backup of it, and a copy that
/// was worked on apart.
struct Outside {
    KdfMemory memory;
    Clinic clinic{Clinic::Kind::staffed};
    std::string backups = temporary_folder();
    std::string backup;
    std::unique_ptr<Clinic> parted;
    Id person{};
    Id stopped{};

    Outside()
    {
        DiskShim::instance().be_quiet(true);
        work();
        parted = Clinic::copy_of(clinic);
        Vault vault = parted->open();
        static_cast<void>(somebody(vault, "Theophilus Quill"));
        EXPECT_EQ(vault.ingest()->sessions, 1);
    }
    void work()
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 1));
        EXPECT_EQ(vault.ingest()->sessions, 1);
        const auto made = vault.back_up(backups, check_backup);
        EXPECT_TRUE(made.ok());
        backup = made->file;
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 0));
        const sealed::Job left = started(vault, person, {"gad-7"});
        stopped = left.session;
        Clinic::begin(left, all_items(0, 3, 1));
    }
    ~Outside()
    {
        DiskShim::instance().be_quiet(false);
        remove_folder(backups);
    }
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;
};

/// Where one try happens: a copy of the clinic, and room for what is made beside it.
struct Place {
    const Outside& from;
    std::unique_ptr<Clinic> clinic;
    std::string beside; ///< folder of its own
    std::string backup;
    std::string parted;
    std::string older; ///< of an earlier schema

    explicit Place(const Outside& outside)
        : from(outside), clinic(Clinic::copy_of(outside.clinic)),
          beside(clinic->folder.substr(0, clinic->folder.rfind('/')) + "/beside")
    {
        fs::create_directory(beside);
        backup = beside + outside.backup.substr(outside.backup.rfind('/'));
        fs::copy_file(outside.backup, backup);
        parted = beside + "/parted";
        fs::copy(outside.parted->folder, parted, fs::copy_options::recursive);
        older = beside + "/older";
        fs::copy(RAPPORT_TEST_DATA "/vault/fixtures/schema_4", older, fs::copy_options::recursive);
        fs::create_directories(older + "/inbox/taken");
        fs::create_directories(older + "/drafts");
    }
    [[nodiscard]] Result<Vault> open(std::string_view name = user, std::string_view words = passphrase) const
    {
        return clinic->try_open(name, words);
    }
};

using On = std::function<Status(Vault&, const Place&)>;

/// The act in a vault opened for it; opening is part of what may fail.
std::function<Status(const Place&)> in_a_vault(On act)
{
    return [act](const Place& place) -> Status {
        auto vault = place.open();
        if (!vault) return vault.error();
        return act(*vault, place);
    };
}

template <class T>
Status plain(const Result<T>& result)
{
    return result ? Status() : Status(result.error());
}

bool opens(const Place& place, std::string_view name, std::string_view words)
{
    return place.open(name, words).ok();
}

bool is_vault(const std::string& folder, const Place& place)
{
    auto vault = Vault::open(folder, user, secret(passphrase), place.clinic->clock(), place.clinic->boot_clock());
    return vault.ok() && vault->verify().ok();
}

struct WholeAct {
    const char* name;
    std::function<Status(const Place&)> run;
    std::function<bool(const Place&)> is_done; ///< whether what it says is so
    std::string_view passphrase_after = passphrase;
    bool holds_in_any_case = false; ///< `is_done`, whatever it says
};

const std::vector<WholeAct>& whole_acts()
{
    const auto always = [](const Place&) { return true; };
    const auto lines = [](const char* event) {
        return [event](const Place& place) {
            auto vault = place.open();
            const auto all = vault->audit(1, 10'000);
            return std::ranges::count(*all, event, &AuditEntry::event) > 0;
        };
    };
    static const std::vector<WholeAct> all{
        {"look_at_door", [](const Place& at) { return plain(look_at_door(at.clinic->folder)); }, always},
        {"list_users", [](const Place& at) { return plain(list_users(at.clinic->folder)); }, always},
        {"open", [](const Place& at) { return plain(at.open()); }, always},
        {"open_researcher", [](const Place& at) { return plain(at.open(researcher, researcher_passphrase)); }, always},
        {"open_admin",
         [](const Place& at) {
             const auto vault = at.open(admin, admin_passphrase);
             return !vault && vault.error().fault == fault::not_allowed ? Status() : Status(vault.error());
         },
         always},
        {"open_with_recovery",
         [](const Place& at) {
             return plain(Vault::open_with_recovery(at.clinic->folder, at.clinic->recovery_key(), at.clinic->clock(),
                                                    at.clinic->boot_clock()));
         },
         lines("recovery_unlock")},
        {"verify_history", in_a_vault([](Vault& vault, const Place& at) {
             return plain(vault.verify_history(at.clinic->recovery_key()));
         }),
         always},
        {"create",
         [](const Place& at) {
             NewVault make = wishes(false);
             make.first_admin = std::string(admin);
             make.admin_passphrase = secret(admin_passphrase);
             const auto made = create_vault(at.beside + "/new", make, at.clinic->clock());
             if (!made) return Status(made.error());
             return confirm_recovery(at.beside + "/new", made->printed);
         },
         [](const Place& at) { return is_vault(at.beside + "/new", at); }},
        {"ingest", in_a_vault([](Vault& vault, const Place&) { return plain(vault.ingest()); }),
         [](const Place& at) { return sealed::session_files(at.clinic->folder + "/inbox")->empty(); }},
        {"start_session", in_a_vault([](Vault& vault, const Place& at) {
             SessionWish wish;
             wish.person = at.from.person;
             wish.battery = {"phq-9"};
             return plain(vault.start_session(wish));
         }),
         always},
        {"resume_session",
         in_a_vault([](Vault& vault, const Place& at) { return plain(vault.resume_session(at.from.stopped)); }),
         always},
        {"erase", in_a_vault([](Vault& vault, const Place& at) { return vault.erase(at.from.person, "asked to"); }),
         [](const Place& at) {
             return sealed::session_files(at.clinic->folder + "/inbox/taken")->empty() &&
                    sealed::session_files(at.clinic->folder + "/drafts")->empty();
         }},
        {"add_user", in_a_vault([](Vault& vault, const Place&) {
             return vault.add_user({"Ada Okonkwo", Role::clinician, secret(new_passphrase)}, secret(passphrase),
                                   by_admin());
         }),
         [](const Place& at) { return opens(at, "Ada Okonkwo", new_passphrase); }},
        {"reset_user", in_a_vault([](Vault& vault, const Place& at) {
             return vault.reset_user(colleague, secret(new_passphrase), secret(passphrase), by_recovery(*at.clinic));
         }),
         [](const Place& at) { return opens(at, colleague, new_passphrase); }},
        {"change_passphrase", in_a_vault([](Vault& vault, const Place&) {
             return vault.change_passphrase(secret(passphrase), secret(new_passphrase));
         }),
         [](const Place& at) { return opens(at, user, new_passphrase); }, new_passphrase},
        {"change_admin_passphrase",
         [](const Place& at) {
             return change_admin_passphrase(at.clinic->folder, admin, secret(admin_passphrase), secret(new_passphrase),
                                            at.clinic->boot_clock());
         },
         [](const Place& at) {
             return at.open(admin, new_passphrase).error().fault == fault::not_allowed &&
                    at.open(admin, admin_passphrase).error().fault == fault::wrong_passphrase;
         }},
        {"set_cost_policy",
         [](const Place& at) {
             return set_cost_policy(at.clinic->folder, {65ULL << 20, 3}, admin, secret(admin_passphrase),
                                    at.clinic->boot_clock());
         },
         [](const Place& at) { return load_header(at.clinic->folder)->policy.memory_bytes == 65ULL << 20; }},
        {"remove_user",
         in_a_vault([](Vault& vault, const Place&) { return vault.remove_user(researcher, by_admin()); }),
         [](const Place& at) { return !opens(at, researcher, researcher_passphrase); }},
        {"remove_admin",
         in_a_vault([](Vault& vault, const Place& at) { return vault.remove_user(admin, by_recovery(*at.clinic)); }),
         [](const Place& at) { return at.open(admin, admin_passphrase).error().fault == fault::wrong_passphrase; }},
        {"rotate_keys", in_a_vault([](Vault& vault, const Place&) { return vault.rotate_keys("lost", by_admin()); }),
         lines("rotation")},
        {"back_up",
         in_a_vault([](Vault& vault, const Place& at) { return plain(vault.back_up(at.beside + "/b", check_backup)); }),
         [](const Place& at) {
             const auto newest = newest_backup(at.beside + "/b");
             return newest.ok() && drill(*newest, user, secret(passphrase), at.clinic->boot_clock()).ok();
         }},
        {"drill",
         [](const Place& at) { return plain(drill(at.backup, user, secret(passphrase), at.clinic->boot_clock())); },
         always},
        {"restore",
         [](const Place& at) {
             return plain(restore(at.backup, at.beside + "/again", user, secret(passphrase), at.clinic->clock(), {},
                                  at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.beside + "/again", at); }},
        {"salvage",
         [](const Place& at) {
             return plain(salvage(at.clinic->folder, at.beside + "/saved", user, secret(passphrase), at.clinic->clock(),
                                  at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.beside + "/saved", at); }},
        {"merge",
         [](const Place& at) {
             const sealed::Secret words = secret(passphrase);
             return plain(merge_vaults({at.clinic->folder, std::string(user), words},
                                       {at.parted, std::string(user), words}, at.beside + "/both", at.clinic->clock(),
                                       nullptr, at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.beside + "/both", at) && is_vault(at.parted, at); }},
        {"migrate",
         [](const Place& at) {
             return plain(Vault::open(at.older, user, secret(passphrase), at.clinic->clock(), at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.older, at); }, passphrase, true},
    };
    return all;
}

/// The vault the act was done to is whole, by the passphrase of before or the one it was given.
void expect_whole(const WholeAct& act, const Place& place)
{
    auto vault = place.open();
    if (!vault && vault.error().fault == fault::wrong_passphrase) vault = place.open(user, act.passphrase_after);
    ASSERT_TRUE(vault.ok()) << vault.error().fault.name << " " << vault.error().detail;
    const auto proved = vault->verify_history(place.clinic->recovery_key());
    ASSERT_TRUE(proved.ok()) << proved.error().fault.name << " " << proved.error().detail;
    ASSERT_EQ(vault->people()->size(), std::string_view(act.name) == "erase" ? vault->people()->size() : 1U);
    const auto again = vault->ingest();
    ASSERT_TRUE(again.ok()) << again.error().detail;
    if (std::string_view(act.name) == "erase" && vault->people()->empty()) {
        ASSERT_TRUE(act.is_done(place)) << "somebody is erased, and a file of theirs is left";
    }
}

/// The tries that failed on the way are not what this is about.
void forgive(const Place& place)
{
    for (const std::string& folder : {place.clinic->folder, place.beside, place.parted, place.older})
        EXPECT_TRUE(write_auth_state(folder, {}).ok());
}

int stride(int everyday)
{
    const char* wish = std::getenv("RAPPORT_FAULT_STRIDE");
    return wish == nullptr ? everyday : std::atoi(wish);
}

struct Count {
    const char* what;
    int tried = 0;
    int told = 0;
    ~Count() { std::printf("             %d %s, %d of them told\n", tried, what, told); }
};

void check(const WholeAct& act, const Place& place, const Status& said, Count& count)
{
    ++count.tried;
    count.told += said ? 0 : 1;
    forgive(place);
    expect_whole(act, place);
    if (testing::Test::HasFatalFailure()) return;
    if (said || act.holds_in_any_case) {
        EXPECT_TRUE(act.is_done(place)) << (said ? "said done" : "not as it was");
    }
    if (!said) {
        EXPECT_NE(said.error().fault.name, std::string_view()) << "no word of what went wrong";
    }
}

constexpr int parts = 4;

/// The acts by turns, so that several processes can share them.
class WholeActs : public testing::TestWithParam<int> {
protected:
    static std::vector<WholeAct> mine()
    {
        std::vector<WholeAct> some;
        for (auto number = static_cast<std::size_t>(GetParam()); number < whole_acts().size(); number += parts)
            some.push_back(whole_acts()[number]);
        return some;
    }
};

} // namespace

TEST_P(WholeActs, each_does_what_it_says_when_nothing_fails)
{
    const Outside outside;
    for (const WholeAct& act : mine()) {
        SCOPED_TRACE(act.name);
        const Place place(outside);
        const Status said = act.run(place);
        EXPECT_TRUE(said.ok()) << said.error().fault.name << " " << said.error().detail;
        Count ignored{"acts"};
        check(act, place, said, ignored);
    }
}

TEST_P(WholeActs, a_call_on_the_disk_that_fails_at_any_moment_of_any_act_leaves_a_whole_vault_and_a_true_word)
{
    const Outside outside;
    OurDisk& disk = OurDisk::instance();
    Count count{"calls that failed"};
    const int step = stride(17);
    int offset = GetParam();
    for (const WholeAct& act : mine())
        for (const bool for_ever : {false, true})
            for (int at = 1 + offset++ % step;; at += step) {
                SCOPED_TRACE(std::string(act.name) + ", call " + std::to_string(at) + (for_ever ? " and on" : ""));
                const Place place(outside);
                disk.fail(at, for_ever, for_ever ? ENOSPC : EIO);
                const Status said = act.run(place);
                if (!disk.stop()) break;
                check(act, place, said, count);
                if (HasFailure()) return;
            }
    EXPECT_GT(count.told, count.tried / 2);
}

TEST_P(WholeActs, a_statement_broken_off_at_any_moment_of_any_act_leaves_a_whole_vault_and_a_true_word)
{
    const Outside outside;
    const Breaker::Watch watch;
    Breaker& breaker = Breaker::instance();
    Count count{"statements broken off"};
    const auto step = static_cast<std::size_t>(stride(29));
    auto offset = static_cast<std::size_t>(GetParam());
    for (const WholeAct& act : mine()) {
        std::vector<long> places;
        {
            const Place place(outside);
            breaker.start(0);
            const Status said = act.run(place);
            breaker.stop();
            ASSERT_TRUE(said.ok()) << act.name;
            places = breaker.first_and_last();
        }
        for (std::size_t n = offset++ % step; n < places.size(); n += step) {
            SCOPED_TRACE(std::string(act.name) + ", statement " + std::to_string(n + 1) + " of " +
                         std::to_string(places.size()));
            const Place place(outside);
            breaker.start(places[n]);
            const Status said = act.run(place);
            breaker.stop();
            check(act, place, said, count);
            if (HasFailure()) return;
        }
    }
    EXPECT_GT(count.told, count.tried / 2);
}

INSTANTIATE_TEST_SUITE_P(ByTurns, WholeActs, testing::Range(0, parts));

} // namespace rapport::vault::test
