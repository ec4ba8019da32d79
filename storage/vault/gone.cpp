#include "storage/vault/gone.h"

#include "storage/vault/audit.h"
#include "storage/vault/verify.h"

namespace rapport::vault {

namespace {

struct Lost {
    std::string object;
    std::string field;
    sealed::Bytes was;
};

Status settle_administrations(Core& core, const std::string& reason)
{
    std::vector<Lost> lost;
    const Status read = core.database.each(
        "SELECT a.object, a.field, a.new_commitment FROM main.audit a WHERE a.event = ?1 AND a.new_commitment <> x'' "
        "AND a.sequence = (SELECT max(b.sequence) FROM main.audit b WHERE b.object = a.object AND b.event = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM main.administration r WHERE lower(hex(r.id)) = a.object)",
        {event_administration}, [&](const Row& row) {
            lost.push_back({row.text(0), row.text(1), row.blob(2)});
            return true;
        });
    if (!read) return read;
    for (Lost& one : lost)
        if (Status noted =
                append_audit(core, {event_administration, one.object, one.field, std::move(one.was), {}, reason});
            !noted)
            return noted;
    return {};
}

Status settle_count(Core& core, std::string_view table, std::string_view came, std::string_view went,
                    const std::string& reason)
{
    const auto both = count_both(core, table, came, went);
    if (!both) return both.error();
    const auto [rows, lines] = *both;
    const std::string_view event = lines > rows ? went : came;
    for (std::int64_t i = std::min(lines, rows); i < std::max(lines, rows); ++i)
        if (Status noted = append_audit(core, {event, std::string(table), {}, {}, {}, reason}); !noted) return noted;
    return {};
}

} // namespace

Status settle_gone(Core& core, const std::string& reason)
{
    if (Status settled = settle_administrations(core, reason); !settled) return settled;
    if (Status settled = settle_count(core, "alert", event_alert, event_alert_gone, reason); !settled) return settled;
    return settle_count(core, "alert_note", event_acknowledged, event_note_gone, reason);
}

} // namespace rapport::vault
