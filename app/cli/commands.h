#pragma once

#include <CLI/CLI.hpp>

namespace rapport::cli {

/// The whole command line; the manual page and the shell's completion are made of it too (packaging/man).
void add_everything(CLI::App& program, int& exit);

/// Each adds one command to the program; its callback leaves the exit code in `exit`.
/// The public contract of all of them is app/cli/README.md.
void add_instruments(CLI::App& program, int& exit);
void add_exchange(CLI::App& instruments, int& exit); ///< below `instruments`
void add_wording(CLI::App& instruments, int& exit);  ///< below `instruments`
void add_sign_off(CLI::App& instruments, int& exit); ///< below `instruments`
void add_norm(CLI::App& instruments, int& exit);     ///< below `instruments`
void add_packs(CLI::App& instruments, int& exit);    ///< below `instruments`
void add_score(CLI::App& program, int& exit);
void add_vault(CLI::App& program, int& exit);
void add_vault_survival(CLI::App& vault, int& exit); ///< below `vault`: backup, restore, drill, salvage, anchor
void add_vault_merge(CLI::App& vault, int& exit);    ///< below `vault`
void add_person(CLI::App& program, int& exit);
void add_release(CLI::App& program, int& exit);
void add_pool(CLI::App& program, int& exit);
void add_run(CLI::App& program, int& exit);
void add_hub(CLI::App& program, int& exit);
void add_demo(CLI::App& program, int& exit);
void add_tour(CLI::App& program, int& exit);

void add_vault_retention(CLI::App& vault, int& exit); ///< below `vault`
void add_vault_users(CLI::App& vault, int& exit);     ///< below `vault`
void add_vault_tickets(CLI::App& vault, int& exit);   ///< below `vault`: ticket, words
void add_self_test(CLI::App& program, int& exit);

} // namespace rapport::cli
