#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/sealed/session_log.h"
#include "storage/vault/core.h"
#include "storage/vault/open_database.h"
#include "storage/vault/vault.h"

namespace rapport::vault::test {

inline constexpr std::string_view passphrase = "lantern over quiet water";
inline constexpr std::string_view user = "Dr Ines Okafor";

// The others of a staffed clinic.
inline constexpr std::string_view admin = "Sam Brandt";
inline constexpr std::string_view researcher = "Noor Haddad";
inline constexpr std::string_view colleague = "Lee Marsh"; ///< a second clinician
inline constexpr std::string_view admin_passphrase = "copper gate and slow river";
inline constexpr std::string_view researcher_passphrase = "seven pale stones in line";
inline constexpr std::string_view colleague_passphrase = "a kettle hums before snow";

[[nodiscard]] sealed::Secret secret(std::string_view text);
[[nodiscard]] std::string temporary_folder();
void remove_folder(const std::string& folder);
[[nodiscard]] NewVault wishes(bool demo);
/// A definition of a clinic's own, "made-up": one item, no or yes.
[[nodiscard]] std::string own_definition(const std::string& version, const std::string& status = "verified");

/// One act as a test writes it down; times go up by a second from each to the next.
struct Do {
    sealed::ActKind kind = sealed::ActKind::answered;
    std::uint16_t part = 0;
    std::string item = {};
    int value = 0;
};
[[nodiscard]] std::vector<sealed::Act> acts(const std::vector<Do>& what);
/// Every item of one instrument answered with the same value.
[[nodiscard]] std::vector<Do> all_items(std::uint16_t part, int items, int value);

/// A finished vault in a folder of its own: a copy of one made once for the whole program.
class Clinic {
public:
    enum class Kind { real, demo, staffed };
    explicit Clinic(Kind kind = Kind::real);
    /// As another one stands now; that one must be closed.
    static std::unique_ptr<Clinic> copy_of(const Clinic& other);
    ~Clinic();
    Clinic(const Clinic&) = delete;
    Clinic& operator=(const Clinic&) = delete;

    [[nodiscard]] Clock clock() const;
    [[nodiscard]] BootClock boot_clock() const;
    [[nodiscard]] Result<Vault> try_open(std::string_view name = user, std::string_view words = passphrase) const;
    /// Opens, or ends the program: for tests whose subject is not opening.
    [[nodiscard]] Vault open() const;
    [[nodiscard]] const sealed::Secret& recovery_key() const;

    /// The databases with the right keys and no vault around them: what an attacker who has the keys can do.
    struct Raw {
        VaultLock lock;
        Connection database;
    };
    [[nodiscard]] Raw raw() const;
    [[nodiscard]] Raw raw_with_keys() const; ///< the same by `raw_keys`
    /// Keys without asking for the passphrase again: its derivation is most of what opening costs.
    [[nodiscard]] const RoleKeys& raw_keys() const;
    /// What the recovery key alone opens.
    [[nodiscard]] sealed::Secret first_audit_key() const;
    /// A vault opened with them, up to where `Vault::open` checks the databases, and no line written.
    [[nodiscard]] Core core() const;
    [[nodiscard]] Result<Core> core_of(VaultLock lock, Connection database) const;

    /// Answers a session the way the kiosk does, up to and with the hand-over into the inbox.
    static void answer(const sealed::Job& job, const std::vector<Do>& what);
    /// The same, and stops before the end: the draft stays.
    static void begin(const sealed::Job& job, const std::vector<Do>& what);

    std::string folder;
    std::int64_t now = 1'790'000'000'000;
    BootTime boot{"boot-1", 5'000'000};

private:
    Clinic(const std::string& from, const sealed::Secret& recovery);
    const sealed::Secret* recovery_; ///< the template's
};

/// What the administrator or the printed key of a staffed clinic says yes with.
[[nodiscard]] Approval by_admin();
[[nodiscard]] Approval by_recovery(const Clinic& clinic);

[[nodiscard]] Person somebody(Vault& vault, const std::string& name = "Marguerite Vandersteen");
[[nodiscard]] sealed::Job started(Vault& vault, const sealed::Id& person, const std::vector<std::string>& battery);

/// Every byte of every file below a folder.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> all_bytes(const std::string& folder);

} // namespace rapport::vault::test
