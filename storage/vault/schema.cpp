#include "storage/vault/schema.h"

#include <array>

#include "storage/vault/faults.h"
#include "storage/vault/schema_steps.h"
#include "storage/vault/tally.h"

namespace rapport::vault {

namespace {

struct Step {
    const std::string_view* sql;
    Status (*then)(Connection& database); ///< what SQL alone cannot do
};

Status nothing(Connection&)
{
    return {};
}

constexpr std::array steps = {Step{&schema_step_1, nothing},     Step{&schema_step_2, begin_tally},
                              Step{&schema_step_3, nothing},     Step{&schema_step_4, renew_tally},
                              Step{&schema_step_5, renew_tally}, Step{&schema_step_6, renew_tally},
                              Step{&schema_step_7, renew_tally}, Step{&schema_step_8, renew_tally}};
static_assert(steps.size() == schema_version);

Result<std::int64_t> version_of(Connection& database, std::string_view file)
{
    return database.count("PRAGMA " + std::string(file) + ".user_version");
}

Status take_step(Connection& database, int number)
{
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.error();
    const std::string version = "user_version = " + std::to_string(number + 1);
    const Step& step = steps.at(static_cast<std::size_t>(number));
    if (Status done = database.run_all(*step.sql); !done) return done;
    if (Status done = step.then(database); !done) return done;
    if (Status done = database.run("PRAGMA main." + version); !done) return done;
    if (Status done = database.run("PRAGMA identity." + version); !done) return done;
    return transaction->commit();
}

} // namespace

Result<int> schema_of(Connection& database)
{
    const auto responses = version_of(database, "main");
    if (!responses) return responses.error();
    if (*responses > schema_version) return Error{fault::vault_newer, "schema"};
    if (database.has("identity")) {
        const auto identity = version_of(database, "identity");
        if (!identity) return identity.error();
        if (*identity > schema_version) return Error{fault::vault_newer, "schema"};
        if (*responses != *identity) return Error{fault::vault_damaged, "schema versions"};
    }
    return static_cast<int>(*responses);
}

Status migrate(Connection& database)
{
    const auto schema = schema_of(database);
    if (!schema) return schema.error();
    // A step changes both files, so it takes somebody who has both keys.
    if (*schema < schema_version && !database.has("identity")) return Error{fault::not_allowed, "schema"};
    // A step may write to tables that are counted.
    if (*schema >= 2)
        if (Status loaded = load_tally(database); !loaded) return loaded;
    for (int step = *schema; step < schema_version; ++step)
        if (Status done = take_step(database, step); !done) return done;
    return load_tally(database);
}

Result<std::optional<std::string>> read_setting(Connection& database, std::string_view name)
{
    return database.ask("SELECT value FROM main.setting WHERE name = ?", {name});
}

Status write_setting(Connection& database, std::string_view name, std::string_view value)
{
    return database.run("INSERT INTO main.setting (name, value) VALUES (?1, ?2) "
                        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        {name, value});
}

} // namespace rapport::vault
