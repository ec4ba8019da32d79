#include "storage/vault/backup_names.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include <dirent.h>
#include <fmt/format.h>

#include "storage/vault/core.h"

namespace rapport::vault {

namespace {

constexpr std::size_t hex_id = 32;

bool is_session_file(std::string_view name)
{
    constexpr std::string_view ending = ".rvs";
    for (const std::string_view folder : {inbox_folder, drafts_folder}) {
        if (!name.starts_with(folder) || name.size() != folder.size() + 1 + hex_id + ending.size()) continue;
        const std::string_view file = name.substr(folder.size() + 1);
        return name[folder.size()] == '/' && file.ends_with(ending) && sealed::id_from_hex(file.substr(0, hex_id)).ok();
    }
    return false;
}

/// The number that stands in `size` digits from `place` on, -1 when they are not digits.
int digits(std::string_view text, std::size_t place, std::size_t size)
{
    const std::string_view part = text.substr(place, size);
    int number = 0;
    for (const char character : part) {
        if (character < '0' || character > '9') return -1;
        number = number * 10 + (character - '0');
    }
    return number;
}

std::optional<std::int64_t> time_of(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() != 19 || text[8] != 'T' || text[18] != 'Z') return std::nullopt;
    const int number[] = {digits(text, 0, 4),  digits(text, 4, 2),  digits(text, 6, 2), digits(text, 9, 2),
                          digits(text, 11, 2), digits(text, 13, 2), digits(text, 15, 3)};
    if (std::ranges::min(number) < 0) return std::nullopt;
    const year_month_day date{year(number[0]), month(static_cast<unsigned>(number[1])),
                              day(static_cast<unsigned>(number[2]))};
    if (!date.ok() || number[3] > 23 || number[4] > 59 || number[5] > 59) return std::nullopt;
    const auto time = sys_days(date) + hours(number[3]) + minutes(number[4]) + seconds(number[5]);
    return duration_cast<milliseconds>(time.time_since_epoch()).count() + number[6];
}

} // namespace

bool are_parts_of_a_vault(const std::vector<BackupHead::Part>& parts)
{
    if (parts.size() < 2 || parts[0].name != responses_file || parts[1].name != identity_file) return false;
    std::set<std::string_view> seen;
    return std::all_of(parts.begin() + 2, parts.end(), [&](const BackupHead::Part& part) {
        return is_session_file(part.name) && seen.insert(part.name).second;
    });
}

std::string backup_name(const sealed::Id& vault, std::int64_t made_ms)
{
    using namespace std::chrono;
    const auto day = floor<days>(milliseconds(made_ms));
    const year_month_day date{sys_days(day)};
    const hh_mm_ss<milliseconds> time(milliseconds(made_ms) - day);
    return fmt::format("{}-{:04}{:02}{:02}T{:02}{:02}{:02}{:03}Z{}", sealed::hex(vault), static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count(), backup_ending);
}

std::vector<NamedBackup> backups_in(const std::string& folder, const sealed::Id* vault)
{
    std::vector<NamedBackup> found;
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), &::closedir);
    if (listing == nullptr) return found;
    while (const dirent* entry = ::readdir(listing.get())) {
        const std::string name = entry->d_name;
        if (name.size() <= hex_id + backup_ending.size() || !name.ends_with(backup_ending) || name[hex_id] != '-')
            continue;
        const auto id = sealed::id_from_hex(std::string_view(name).substr(0, hex_id));
        if (!id || (vault != nullptr && *id != *vault)) continue;
        const std::size_t from = hex_id + 1;
        if (const auto time = time_of(std::string_view(name).substr(from, name.size() - from - backup_ending.size())))
            found.push_back({name, *time});
    }
    std::ranges::sort(found, {}, [](const NamedBackup& one) { return std::pair(one.made_ms, one.name); });
    return found;
}

} // namespace rapport::vault
