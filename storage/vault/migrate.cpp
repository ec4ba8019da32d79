#include "storage/vault/migrate.h"

#include "storage/vault/audit.h"
#include "storage/vault/backup.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

Status bring_up_to_date(Core& core)
{
    const auto schema = schema_of(core.database);
    if (!schema) return schema.error();
    if (*schema == 0) return Error{fault::vault_damaged, "schema"};
    if (*schema == schema_version) return migrate(core.database);
    if (!core.database.has("identity")) return Error{fault::not_allowed, "schema"};
    if (Status saved = back_up_before(core, schema_version); !saved) return saved;
    const std::string steps = std::to_string(*schema) + " to " + std::to_string(schema_version);
    return act(core, {"migrated", "schema", {}, {}, {}, steps}, [&] { return migrate(core.database); });
}

} // namespace rapport::vault
