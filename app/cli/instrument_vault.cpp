#include "app/cli/instrument_vault.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "app/cli/who.h"

namespace rapport::cli {

void VaultDoor::add_to(CLI::App& command)
{
    command.add_option("VAULT", folder, "The vault's folder")->required();
    command.add_option("--user", user, "Your name in the vault; not needed when there is only one user");
    passphrase.add_to(command);
}

Result<vault::Vault> VaultDoor::open() const
{
    const auto words = passphrase.take("Passphrase: ");
    if (!words) return words.error();
    const auto who = user_or_only(folder, user);
    if (!who) return who.error();
    return vault::Vault::open(folder, *who, *words, vault::system_clock());
}

bool is_day(const std::string& text)
{
    using namespace std::chrono;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
    if (!digits || std::count(text.begin(), text.end(), '-') != 2) return false;
    const auto number = [&](std::size_t from, std::size_t size) { return std::atoi(text.substr(from, size).c_str()); };
    return year_month_day(year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                          day(static_cast<unsigned>(number(8, 2))))
        .ok();
}

} // namespace rapport::cli
