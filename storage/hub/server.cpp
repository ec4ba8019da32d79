#include "storage/hub/server.h"

#include <algorithm>
#include <array>

#include "storage/hub/faults.h"

namespace rapport::hub {

namespace {

/// The site leads every key, so that any engine which spreads tables over machines keeps a site together.
constexpr std::array<const char*, 4> tables = {
    "CREATE TABLE IF NOT EXISTS rapport_hub (name varchar(32) NOT NULL, value bigint NOT NULL, PRIMARY KEY (name))",
    "CREATE TABLE IF NOT EXISTS rapport_roster (site bytea NOT NULL, version bigint NOT NULL, body bytea NOT NULL, "
    "PRIMARY KEY (site, version))",
    "CREATE TABLE IF NOT EXISTS rapport_record (site bytea NOT NULL, device bytea NOT NULL, sequence bigint NOT NULL, "
    "head bytea NOT NULL, signature bytea NOT NULL, body bytea NOT NULL, PRIMARY KEY (site, device, sequence))",
    "CREATE TABLE IF NOT EXISTS rapport_join (tag bytea NOT NULL, hour bigint NOT NULL, claim bytea, packet bytea NOT "
    "NULL, PRIMARY KEY (tag))"};

constexpr std::string_view row_columns = "SELECT sequence, head, signature, body FROM rapport_record WHERE ";

} // namespace

Status Server::run(const std::string& statement, const std::vector<Value>& values)
{
    const auto done = engine_.ask(statement, values);
    return done ? Status() : Status(done.error());
}

Result<Server> Server::open(const Address& address, const Secret& password, Patience patience)
{
    auto engine = Engine::connect(address, password, patience);
    if (!engine) return engine.error();
    Server server(std::move(*engine));
    const auto made = server.engine_.ask("SELECT value FROM rapport_hub WHERE name = 'schema'");
    if (!made) return made.error();
    if (made->count() != 1) return fault::hub_not_made;
    if (made->number(0, 0) != schema) return fault::hub_newer;
    return server;
}

Result<Server> Server::make(const Address& address, const Secret& password, Patience patience)
{
    auto there = open(address, password, patience);
    if (there || there.error().fault != fault::hub_not_made || there.error().detail == "3D000") return there;
    auto engine = Engine::connect(address, password, patience);
    if (!engine) return engine.error();
    Server server(std::move(*engine));
    for (const char* const table : tables)
        if (const Status done = server.run(table); !done) return done.error();
    if (const Status done =
            server.run("INSERT INTO rapport_hub (name, value) VALUES ('schema', 1) ON CONFLICT DO NOTHING");
        !done)
        return done.error();
    return server;
}

Result<std::uint64_t> Server::seconds()
{
    const auto now = engine_.ask("SELECT CAST(floor(extract(epoch FROM now())) AS bigint)");
    if (!now) return now.error();
    return now->count() == 1 ? now->number(0, 0) : 0;
}

Result<std::optional<StoredRoster>> Server::newest_roster(const Id& site)
{
    const auto found = engine_.ask(
        "SELECT version, body FROM rapport_roster WHERE site = $1 ORDER BY version DESC LIMIT 1", {Value(site)});
    if (!found) return found.error();
    if (found->count() == 0) return std::optional<StoredRoster>();
    return std::optional(StoredRoster{found->number(0, 0), Bytes(found->bytes(0, 1))});
}

Result<bool> Server::add_roster(const Id& site, const StoredRoster& roster)
{
    const auto put = engine_.ask("INSERT INTO rapport_roster (site, version, body) VALUES ($1, $2, $3) ON CONFLICT DO "
                                 "NOTHING",
                                 {Value(site), Value(roster.version), Value(roster.bytes)});
    if (!put) return put.error();
    return put->changed() == 1;
}

Result<std::vector<Row>> Server::rows(const std::string& where, const std::vector<Value>& values)
{
    const auto found = engine_.ask(std::string(row_columns) + where, values);
    if (!found) return found.error();
    std::vector<Row> out;
    for (int i = 0; i < found->count(); ++i) {
        Row row;
        row.sequence = found->number(i, 0);
        row.record.head = found->bytes(i, 1);
        // One of another length is no signature of anybody's: zeros are refused like any other wrong one.
        row.record.signature = found->array<64>(i, 2).value_or(Signature{});
        row.record.body = found->bytes(i, 3);
        out.push_back(std::move(row));
    }
    return out;
}

Result<std::optional<Row>> Server::newest(const Id& site, const Id& device)
{
    const auto found = engine_.ask("SELECT sequence, head, signature FROM rapport_record WHERE site = $1 AND device = "
                                   "$2 ORDER BY sequence DESC LIMIT 1",
                                   {Value(site), Value(device)});
    if (!found) return found.error();
    if (found->count() == 0) return std::optional<Row>();
    Row row;
    row.sequence = found->number(0, 0);
    row.record.head = found->bytes(0, 1);
    row.record.signature = found->array<64>(0, 2).value_or(Signature{});
    return std::optional(std::move(row));
}

Result<std::vector<Row>> Server::after(const Id& site, const Id& device, std::uint64_t sequence, std::uint64_t most)
{
    return rows("site = $1 AND device = $2 AND sequence > $3 ORDER BY sequence LIMIT $4",
                {Value(site), Value(device), Value(sequence), Value(most)});
}

Result<std::uint64_t> Server::count_after(const Id& site, const Id& device, std::uint64_t sequence)
{
    const auto counted =
        engine_.ask("SELECT count(*) FROM rapport_record WHERE site = $1 AND device = $2 AND sequence > $3",
                    {Value(site), Value(device), Value(sequence)});
    if (!counted) return counted.error();
    return counted->count() == 1 ? counted->number(0, 0) : 0;
}

Status Server::put(const Id& site, const Id& device, std::span<const Outgoing> records)
{
    if (records.empty()) return {};
    std::string statement = "INSERT INTO rapport_record (site, device, sequence, head, signature, body) VALUES ";
    std::vector<Value> values = {Value(site), Value(device)};
    for (const Outgoing& one : records) {
        if (values.size() > 2) statement += ", ";
        statement += "($1, $2";
        for (std::size_t i = 1; i <= 4; ++i)
            statement += ", $" + std::to_string(values.size() + i);
        statement += ")";
        values.insert(values.end(), {Value(one.sequence), Value(one.record.head), Value(one.record.signature),
                                     Value(one.record.body)});
    }
    const auto put = engine_.ask(statement + " ON CONFLICT DO NOTHING", values);
    if (!put) return put.error();
    if (put->changed() == records.size()) return {};
    const auto there =
        engine_.ask("SELECT sequence, head FROM rapport_record WHERE site = $1 AND device = $2 AND "
                    "sequence BETWEEN $3 AND $4",
                    {Value(site), Value(device), Value(records.front().sequence), Value(records.back().sequence)});
    if (!there) return there.error();
    std::size_t same = 0;
    for (int i = 0; i < there->count(); ++i)
        for (const Outgoing& one : records)
            if (one.sequence == there->number(i, 0) && one.record.head == there->bytes(i, 1)) ++same;
    return same == records.size() ? Status() : Status(fault::hub_forked);
}

Status Server::place_join(const JoinTag& tag, std::uint64_t hour, ByteView packet)
{
    return run("INSERT INTO rapport_join (tag, hour, packet) VALUES ($1, $2, $3)",
               {Value(tag), Value(hour), Value(packet)});
}

Result<std::optional<JoinPacket>> Server::find_join(const JoinTag& tag)
{
    const auto found = engine_.ask("SELECT claim, packet FROM rapport_join WHERE tag = $1", {Value(tag)});
    if (!found) return found.error();
    if (found->count() == 0) return std::optional<JoinPacket>();
    return std::optional(JoinPacket{found->array<16>(0, 0), Bytes(found->bytes(0, 1))});
}

Status Server::claim_join(const JoinTag& tag, const Id& claim)
{
    return run("UPDATE rapport_join SET claim = $2 WHERE tag = $1 AND claim IS NULL", {Value(tag), Value(claim)});
}

Status Server::remove_join(const JoinTag& tag)
{
    return run("DELETE FROM rapport_join WHERE tag = $1", {Value(tag)});
}

Status Server::remove_joins_before(std::uint64_t hour)
{
    return run("DELETE FROM rapport_join WHERE hour < $1", {Value(hour)});
}

} // namespace rapport::hub
