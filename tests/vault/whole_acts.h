#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "tests/vault/clinic.h"
#include "tests/vault/disk_shim.h"
#include "tests/vault/kdf_probe.h"

/// What is done to a vault from outside, from opening it to giving it new keys.
namespace rapport::vault::test {

inline constexpr std::string_view new_passphrase = "plum trees behind the wall";

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
        std::filesystem::create_directory(beside);
        backup = beside + outside.backup.substr(outside.backup.rfind('/'));
        std::filesystem::copy_file(outside.backup, backup);
        parted = beside + "/parted";
        std::filesystem::copy(outside.parted->folder, parted, std::filesystem::copy_options::recursive);
        older = beside + "/older";
        std::filesystem::copy(RAPPORT_TEST_DATA "/vault/fixtures/schema_4", older,
                              std::filesystem::copy_options::recursive);
        std::filesystem::create_directories(older + "/inbox/taken");
        std::filesystem::create_directories(older + "/drafts");
    }
    [[nodiscard]] Result<Vault> open(std::string_view name = user, std::string_view words = passphrase) const
    {
        return clinic->try_open(name, words);
    }
};

struct WholeAct {
    const char* name;
    std::function<Status(const Place&)> run;
    std::function<bool(const Place&)> is_done; ///< whether what it says is so
    std::string_view passphrase_after = passphrase;
    bool holds_in_any_case = false; ///< `is_done`, whatever it says
};

[[nodiscard]] const std::vector<WholeAct>& whole_acts();

} // namespace rapport::vault::test
