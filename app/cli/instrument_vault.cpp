#include "app/cli/instrument_vault.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include <fmt/chrono.h>

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

namespace {

/// What stands at the places of year, month and day of a text of the right shape.
std::chrono::year_month_day date_of(const std::string& text)
{
    using namespace std::chrono;
    const auto number = [&](std::size_t from, std::size_t size) { return std::atoi(text.substr(from, size).c_str()); };
    return {year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))), day(static_cast<unsigned>(number(8, 2)))};
}

} // namespace

bool is_day(const std::string& text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
    if (!digits || std::count(text.begin(), text.end(), '-') != 2) return false;
    return date_of(text).ok();
}

std::int32_t day_number(const std::string& text)
{
    return static_cast<std::int32_t>(std::chrono::sys_days{date_of(text)}.time_since_epoch().count());
}

std::string day_text(std::int32_t day)
{
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time_t{day} * 86'400));
}

std::int32_t local_day(std::int64_t utc_ms)
{
    const std::tm local = fmt::localtime(static_cast<std::time_t>(utc_ms / 1000));
    const std::chrono::year_month_day date{std::chrono::year(local.tm_year + 1900),
                                           std::chrono::month(static_cast<unsigned>(local.tm_mon + 1)),
                                           std::chrono::day(static_cast<unsigned>(local.tm_mday))};
    return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

} // namespace rapport::cli
