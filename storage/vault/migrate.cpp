#include "storage/vault/migrate.h"

#include "storage/vault/audit.h"
#include "storage/vault/backup.h"
#include "storage/vault/definitions.h"
#include "storage/vault/dyad.h"
#include "storage/vault/schema.h"
#include "storage/vault/take_in.h"
#include "storage/vault/tally.h"

namespace rapport::vault {

namespace {

constexpr int first_with_dyads_hidden = 7;

/// Lists of an earlier schema may hold what one form of a dyad came to before the other was in.
Status renew_rows_of_dyads(Core& core)
{
    if (Status loaded = load_instruments(core); !loaded) return loaded;
    std::vector<sealed::Id> people;
    const Status read = core.database.each(
        "SELECT person, instrument FROM main.administration GROUP BY person, instrument", {}, [&](const Row& row) {
            const bool seen = !people.empty() && people.back() == row.id(0);
            if (!seen && pair_of(row.text(1), core.instruments) != nullptr) people.push_back(row.id(0));
            return true;
        });
    if (!read) return read;
    for (const sealed::Id& person : people)
        if (Status renewed = refresh_person_row(core, person); !renewed) return renewed;
    return {};
}

} // namespace

Status bring_up_to_date(Core& core)
{
    const auto schema = schema_of(core.database);
    if (!schema) return schema.error();
    if (*schema == 0) return Error{fault::vault_damaged, "schema"};
    if (*schema == schema_version) return migrate(core.database);
    if (!core.database.has("identity")) return Error{fault::not_allowed, "schema"};
    if (Status saved = back_up_before(core, schema_version); !saved) return saved;
    return take_due_steps(core);
}

Status take_due_steps(Core& core)
{
    const auto schema = schema_of(core.database);
    if (!schema) return schema.error();
    if (*schema == schema_version) return migrate(core.database);
    // A step counts every row anew, so what was changed behind the vault's back would count as right from then on.
    if (*schema >= 2) {
        if (Status chained = check_recent_lines(core); !chained) return chained;
        if (Status counted = check_tally(core.database); !counted) return counted;
    }
    const std::string steps = std::to_string(*schema) + " to " + std::to_string(schema_version);
    return act(core, {"migrated", "schema", {}, {}, {}, steps}, [&]() -> Status {
        if (Status done = migrate(core.database); !done || *schema >= first_with_dyads_hidden) return done;
        return renew_rows_of_dyads(core);
    });
}

} // namespace rapport::vault
