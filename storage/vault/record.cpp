#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

constexpr int most_lines = 10'000; ///< in one answer

/// Names of events are words of this program's own; anything else would be SQL.
bool is_event(std::string_view event)
{
    return !event.empty() && std::ranges::all_of(event, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// "event IN ('unlock', 'lock')", or nothing for all of them; one that is none matches nothing.
std::string of_events(const std::vector<std::string>& events)
{
    if (events.empty()) return {};
    std::string list;
    for (const std::string& event : events)
        if (is_event(event)) list += (list.empty() ? "'" : ", '") + event + "'";
    return " AND event IN (" + list + ")";
}

constexpr std::string_view about_person =
    " AND object IN (SELECT lower(hex(?5)) UNION ALL SELECT lower(hex(id)) FROM main.administration WHERE person = ?5 "
    "UNION ALL SELECT lower(hex(id)) FROM main.session WHERE person = ?5 UNION ALL SELECT lower(hex(id)) FROM "
    "main.alert WHERE person = ?5 UNION ALL SELECT lower(hex(id)) FROM main.planned_visit WHERE person = ?5)";

Result<std::string> pseudonym_of(Core& core, const std::string& object)
{
    const auto id = sealed::id_from_hex(object);
    if (!id) return std::string();
    auto found = core.database.ask(
        "SELECT pseudonym FROM main.person WHERE id = coalesce((SELECT id FROM main.person WHERE id = ?1), (SELECT "
        "person FROM main.administration WHERE id = ?1), (SELECT person FROM main.session WHERE id = ?1), (SELECT "
        "person FROM main.alert WHERE id = ?1), (SELECT person FROM main.planned_visit WHERE id = ?1))",
        {*id});
    if (!found) return found.error();
    return std::move(*found).value_or("");
}

} // namespace

Result<std::vector<RecordLine>> Vault::record(const RecordWish& wish)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "record"); !may) return may.error();
    if (const Status noted = note_look(core, "view_record", "audit"); !noted) return noted.error();
    std::vector<RecordLine> out;
    const sealed::Id person = wish.person.value_or(sealed::Id{});
    const std::string sql = "SELECT sequence, utc_ms, actor, event, object, field, reason, hash FROM main.audit WHERE "
                            "(?1 = 0 OR sequence < "
                            "?1) AND (?2 = '' OR actor = ?2) AND utc_ms >= ?3 AND (?4 = 0 OR utc_ms < ?4)" +
                            of_events(wish.events) + (wish.person ? std::string(about_person) : " AND ?5 IS NOT NULL") +
                            " ORDER BY sequence DESC LIMIT ?6";
    const Status read = core.database.each(
        sql, {wish.before, wish.actor, wish.from_ms, wish.to_ms, person, std::min(wish.most, most_lines)},
        [&](const Row& row) {
            out.push_back({{row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5),
                            row.text(6), sealed::hex(row.bytes<32>(7))},
                           {}});
            return true;
        });
    if (!read) return read.error();
    for (RecordLine& line : out) {
        auto about = pseudonym_of(core, line.entry.object);
        if (!about) return about.error();
        line.about = std::move(*about);
    }
    return out;
}

Status Vault::note_record_export(std::string_view filter, std::int64_t lines, std::string_view sha256)
{
    return act(*state_,
               {"record_exported", "audit", std::to_string(lines), {}, sealed::Bytes(sha256), std::string(filter)},
               [] { return Status(); });
}

} // namespace rapport::vault
