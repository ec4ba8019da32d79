#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/desk_program.h"
#include "app/shell/program.h"
#include "storage/vault/vault.h"

namespace rapport::desk::test {

inline constexpr std::string_view user = "R. Adeyemi";
inline constexpr std::string_view passphrase = "five calm herons walk slowly";
inline constexpr std::string_view second_user = "T. Nakamura";

/// Tuesday 9 February 2027, 10:30 UTC; tests run with TZ=UTC.
inline constexpr std::int64_t now_ms = 1'802'169'000'000;
[[nodiscard]] std::int32_t today();

inline constexpr std::string_view admin = "M. Brandt";
inline constexpr std::string_view admin_passphrase = "slow ferns cover old walls";
inline constexpr std::string_view researcher = "S. Whitfield";
inline constexpr std::string_view researcher_passphrase = "nine paper boats drift east";

enum class Holds { nothing, few, many, staffed };

/// A real vault in a folder of its own, copied from one made once per binary and removed at the end.
/// `few`: five people, two alerts, visits due and overdue, two sealed sessions waiting in the inbox. `many`: 26 people
/// with PCL-5 and PHQ-9. `staffed`: what `few` has, and an administrator and a researcher.
class Clinic {
public:
    explicit Clinic(Holds holds, bool demo = true);
    ~Clinic();
    Clinic(const Clinic&) = delete;
    Clinic& operator=(const Clinic&) = delete;

    [[nodiscard]] const std::string& folder() const { return folder_; }
    /// As it is printed on the sheet.
    [[nodiscard]] const std::string& recovery_key() const { return recovery_; }
    [[nodiscard]] std::string backups() const { return root_ + "/backups"; }
    [[nodiscard]] std::string records() const { return root_ + "/records"; }
    [[nodiscard]] std::string releases() const { return root_ + "/releases"; }
    [[nodiscard]] DeskSettings settings();
    /// For looking behind the desk's back, once it has closed the vault.
    [[nodiscard]] vault::Vault open() const;
    [[nodiscard]] Result<vault::Vault> try_open(std::string_view name, std::string_view words) const;
    /// Everything handed over so far; read_job reads it.
    [[nodiscard]] const std::string& handed_over() const { return handed_over_; }
    /// Whoever started the desk takes nothing any more.
    void break_pipe() { broken_ = true; }

private:
    std::string root_, folder_, recovery_;
    std::string handed_over_;
    bool broken_ = false;
};

/// The program in a harness, with the clicks every test needs.
class Desk {
public:
    explicit Desk(Clinic& clinic, int width = 1440, int height = 900) : Desk(clinic.settings(), width, height) {}
    explicit Desk(DeskSettings settings, int width = 1440, int height = 900)
        : program(std::move(settings)), harness(program, width, height)
    {
    }

    /// Types the passphrase, presses Enter, and waits until the key derivation has ended.
    void unlock(std::string_view words = passphrase);
    /// Chooses that line of a closed list.
    void choose(std::string_view id, std::size_t line);
    /// Types the name's passphrase at the unlock page.
    void unlock_as(std::string_view name, std::string_view words);
    /// Builds frames until the node is there (background work needs real time); false after ten seconds.
    [[nodiscard]] bool wait_for(std::string_view id);
    /// As staff lock: what asks for somebody is seen to first.
    void lock() { go_on("lock"); }
    /// What lets the tablet go on; whatever asks for somebody first is seen to.
    void go_on(std::string_view id)
    {
        click(id);
        while (on_page("settle") && !program.done()) {
            type_into("settle.words", "Seen.");
            click("settle.left");
        }
    }
    [[nodiscard]] bool on_page(std::string_view id) { return harness.tree().by_id(id) != nullptr; }
    [[nodiscard]] std::string said(std::string_view id);
    /// Their page, from the list of people.
    void open_person(std::string_view who);
    /// The page on which their answers are put right.
    void open_mend(std::string_view who);
    [[nodiscard]] bool says(std::string_view words) { return harness.tree().spoken().find(words) != std::string::npos; }
    /// Clicks, and fails the test when that was not possible.
    void click(std::string_view id);
    void type_into(std::string_view id, std::string_view words);

    DeskProgram program;
    shell::Harness harness;
};

/// Every pseudonym of `few`.
[[nodiscard]] const std::vector<std::string>& pseudonyms();

} // namespace rapport::desk::test
