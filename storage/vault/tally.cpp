#include "storage/vault/tally.h"

#include <algorithm>

#include "storage/vault/bytes.h"
#include "storage/vault/faults.h"
#include "storage/vault/tables.h"

namespace rapport::vault {

namespace {

using Sum = crypto::Hash;

crypto::Hash hash_of(const sealed::Secret& key, sealed::ByteView table, const std::function<Value(int)>& value,
                     int values)
{
    ByteWriter out;
    out.text(table).number(values);
    for (int place = 0; place < values; ++place)
        write_value(out, value(place));
    return crypto::keyed_hash(key, out.bytes());
}

Sum sum_of(sealed::ByteView bytes)
{
    Sum sum{};
    if (bytes.size() == sum.size())
        std::ranges::transform(bytes, sum.begin(), [](char byte) { return static_cast<std::uint8_t>(byte); });
    return sum;
}

sealed::ByteView view(const Sum& sum)
{
    return {reinterpret_cast<const char*>(sum.data()), sum.size()};
}

void add(Sum& sum, const crypto::Hash& hash)
{
    unsigned carry = 0;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        carry += unsigned{sum[i]} + hash[i];
        sum[i] = static_cast<std::uint8_t>(carry & 0xFFU);
        carry >>= 8U;
    }
}

void take(Sum& sum, const crypto::Hash& hash)
{
    unsigned borrow = 0;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        const unsigned difference = 0x100U + sum[i] - hash[i] - borrow;
        sum[i] = static_cast<std::uint8_t>(difference & 0xFFU);
        borrow = difference >> 8U == 0 ? 1 : 0;
    }
}

using Change = void (*)(Sum&, const crypto::Hash&);

/// As SQL calls it: tally_...(sum, table, column, column ...).
Status define(Connection& database, const char* name, const std::shared_ptr<const sealed::Secret>& key, Change change)
{
    return database.define(name, [key, change](const Arguments& given) {
        Sum sum = sum_of(given.value(0).bytes());
        const auto value = [&](int place) { return given.value(place + 2); };
        change(sum, hash_of(*key, given.value(1).bytes(), value, given.size() - 2));
        return sealed::Bytes(view(sum));
    });
}

std::string call(std::string_view function, std::string_view sum, std::string_view row, const Table& table)
{
    std::string out = std::string(function) + "(" + std::string(sum) + ", '" + table.name + "'";
    for (const std::string& column : table.columns)
        out.append(", ").append(row).append(".").append(column);
    return out + ")";
}

Status make_triggers(Connection& database, const Table& table)
{
    const std::string entered = call("tally_add", "sum", "NEW", table);
    const std::string left = call("tally_take", "sum", "OLD", table);
    const std::string changed = call("tally_add", left, "NEW", table);
    for (const auto& [when, sum] :
         {std::pair{"INSERT", &entered}, std::pair{"DELETE", &left}, std::pair{"UPDATE", &changed}}) {
        const Status made =
            database.run_all("CREATE TRIGGER " + table.file + ".tally_" + table.name + "_" + when + " AFTER " + when +
                             " ON " + table.name + " BEGIN UPDATE tally SET sum = " + *sum + "; END");
        if (!made) return made;
    }
    return {};
}

Result<std::vector<Table>> tallied_tables(Connection& database, const std::string& file)
{
    auto tables = tables_of(database, file);
    if (!tables) return tables;
    std::erase_if(*tables, [](const Table& table) { return std::ranges::count(untallied, table.name) != 0; });
    return tables;
}

Result<sealed::Secret> read_key(Connection& database)
{
    sealed::Secret key;
    const Status read = database.each("SELECT key FROM main.tally", {}, [&](const Row& row) {
        key = row.secret(0);
        return false;
    });
    if (!read) return read.error();
    if (key.size() != crypto::key_size) return Error{fault::vault_damaged, "tally key"};
    return key;
}

Result<Sum> recount(Connection& database, const std::string& file, const sealed::Secret& key)
{
    const auto tables = tallied_tables(database, file);
    if (!tables) return tables.error();
    Sum sum{};
    for (const Table& table : *tables) {
        const Status read = each_row(database, table, [&](const Row& row) {
            add(sum, hash_of(
                         key, table.name, [&](int place) { return row.value(place); }, row.columns()));
            return true;
        });
        if (!read) return read.error();
    }
    return sum;
}

std::vector<std::string> files_of(const Connection& database)
{
    if (database.has("identity")) return {"main", "identity"};
    return {"main"};
}

/// Triggers for every counted table there is, and the sums of what stands in them.
Status count_anew(Connection& database, const sealed::Secret& key)
{
    for (const std::string& file : files_of(database)) {
        const auto tables = tallied_tables(database, file);
        if (!tables) return tables.error();
        for (const Table& table : *tables)
            if (Status made = make_triggers(database, table); !made) return made;
        const auto sum = recount(database, file, key);
        if (!sum) return sum.error();
        if (Status kept = database.run("UPDATE " + file + ".tally SET sum = ?", {*sum}); !kept) return kept;
    }
    return database.run("UPDATE main.tally SET identity_sum = (SELECT sum FROM identity.tally)");
}

} // namespace

Status begin_tally(Connection& database)
{
    const auto key = sealed::Secret::random(crypto::key_size);
    if (Status made = database.run("INSERT INTO main.tally (one, key, sum, identity_sum) VALUES (1, ?1, ?2, ?2)",
                                   {Blob{key.view()}, Sum{}});
        !made)
        return made;
    if (Status made = database.run("INSERT INTO identity.tally (one, sum) VALUES (1, ?)", {Sum{}}); !made) return made;
    if (Status loaded = load_tally(database); !loaded) return loaded;
    return count_anew(database, key);
}

Status renew_tally(Connection& database)
{
    const auto key = read_key(database);
    if (!key) return key.error();
    for (const std::string& file : files_of(database)) {
        std::vector<std::string> triggers;
        const Status read =
            database.each("SELECT name FROM " + file + ".sqlite_schema WHERE type = 'trigger' AND name GLOB 'tally_*'",
                          {}, [&](const Row& row) {
                              triggers.push_back(row.text(0));
                              return true;
                          });
        if (!read) return read.error();
        for (const std::string& trigger : triggers)
            if (Status gone = database.run_all("DROP TRIGGER " + file + "." + trigger); !gone) return gone;
    }
    return count_anew(database, *key);
}

Status load_tally(Connection& database)
{
    auto read = read_key(database);
    if (!read) return read.error();
    const auto key = std::make_shared<const sealed::Secret>(std::move(*read));
    if (Status done = define(database, "tally_add", key, add); !done) return done;
    return define(database, "tally_take", key, take);
}

Result<sealed::Bytes> tally_state(Connection& database, const sealed::Secret& key, Mirror mirror)
{
    Sum responses{};
    Sum identity{};
    const Status read = database.each("SELECT sum, identity_sum FROM main.tally", {}, [&](const Row& row) {
        responses = row.bytes<32>(0);
        identity = row.bytes<32>(1);
        return false;
    });
    if (!read) return read.error();
    if (database.has("identity")) {
        Sum own{};
        const Status there = database.each("SELECT sum FROM identity.tally", {}, [&](const Row& row) {
            own = row.bytes<32>(0);
            return false;
        });
        if (!there) return there.error();
        if (own != identity) {
            if (mirror == Mirror::keep) return Error{fault::vault_damaged, "identity.db is of another time"};
            const Status renewed = database.run("UPDATE main.tally SET identity_sum = ?", {own});
            if (!renewed) return renewed.error();
            identity = own;
        }
    }
    ByteWriter out;
    out.text("tally").raw(responses).raw(identity);
    const crypto::Mac mac = crypto::keyed_mac(key, out.bytes());
    return sealed::Bytes(mac.begin(), mac.end());
}

Status check_tally(Connection& database)
{
    const auto key = read_key(database);
    if (!key) return key.error();
    for (const std::string& file : files_of(database)) {
        const auto sum = recount(database, file, *key);
        if (!sum) return sum.error();
        const auto kept = database.count("SELECT count(*) FROM " + file + ".tally WHERE sum = ?", {*sum});
        if (!kept) return kept.error();
        if (*kept != 1) return Error{fault::vault_damaged, "rows of " + file};
    }
    return {};
}

} // namespace rapport::vault
