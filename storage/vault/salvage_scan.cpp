#include "storage/vault/salvage_scan.h"

#include <algorithm>

#include "storage/vault/bytes.h"
#include "storage/vault/sqlite_memory.h"
#include "storage/vault/tables.h"

namespace rapport::vault {

namespace {

constexpr std::uint64_t top = ~std::uint64_t{0};
/// A range from which neither end gives a row is halved so often again: a good page may lie between two bad ones.
constexpr int most_fruitless = 4;

KeptValue kept(const Value& value)
{
    return {value.kind(), value.integer(), value.real(), sealed::Bytes(value.bytes())};
}

/// A key's place on a line of 64 bits.
std::uint64_t place_of(const KeptValue& key)
{
    if (key.kind == Value::Kind::integer) return static_cast<std::uint64_t>(key.integer);
    std::uint64_t place = 0;
    for (std::size_t i = 0; i < sizeof place; ++i)
        place = place << 8U | (i < key.bytes.size() ? static_cast<unsigned char>(key.bytes[i]) : 0U);
    return place;
}

std::array<std::uint8_t, 8> as_bytes(std::uint64_t place)
{
    std::array<std::uint8_t, 8> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(place >> (56U - 8U * i) & 0xFFU);
    return out;
}

} // namespace

Value KeptValue::value() const
{
    switch (kind) {
    case Value::Kind::integer:
        return integer;
    case Value::Kind::real:
        return real;
    case Value::Kind::text:
        return bytes;
    case Value::Kind::blob:
        return Blob{bytes};
    case Value::Kind::null:
        break;
    }
    return nullptr;
}

/// The reading of one table.
struct DamagedFile::Scan {
    DamagedFile& file;
    std::string select;
    std::string key;
    bool whole_numbers = false;
    std::set<sealed::Bytes> seen = {};
    std::vector<KeptRow> rows = {};

    void take(const Row& row)
    {
        KeptRow one;
        ByteWriter bytes;
        for (int column = 0; column < row.columns(); ++column) {
            one.push_back(kept(row.value(column)));
            write_value(bytes, row.value(column));
        }
        if (seen.insert(bytes.bytes()).second) rows.push_back(std::move(one));
    }

    struct Reached {
        bool whole = false;
        std::optional<std::uint64_t> place; ///< of the last row that could be read
    };
    /// From one end of a range of places (both ends in it) until the other or a bad page.
    Reached run(std::uint64_t low, std::uint64_t high, const char* order)
    {
        Reached reached;
        Connection* const database = file.open();
        if (database == nullptr) return reached;
        const auto low_bytes = as_bytes(low);
        // Longer than a key's first eight bytes and above every key that begins with them.
        std::array<std::uint8_t, 64> high_bytes{};
        high_bytes.fill(0xFF);
        std::ranges::copy(as_bytes(high), high_bytes.begin());
        const Value from = whole_numbers ? Value(static_cast<std::int64_t>(low)) : Value(low_bytes);
        const Value to =
            whole_numbers ? Value(static_cast<std::int64_t>(std::min(high, top >> 1U))) : Value(high_bytes);
        const Status read = database->each(select + " WHERE " + key + " BETWEEN ?1 AND ?2 ORDER BY " + key + order,
                                           {from, to}, [&](const Row& row) {
                                               take(row);
                                               reached.place = place_of(kept(row.value(0)));
                                               return true;
                                           });
        reached.whole = read.ok();
        if (!read) file.database_.reset();
        return reached;
    }

    /// Whether nothing was in the way.
    bool between(std::uint64_t low, std::uint64_t high, int fruitless)
    {
        const std::size_t before = rows.size();
        const Reached up = run(low, high, " ASC");
        if (up.whole) return true;
        const Reached down = run(low, high, " DESC");
        if (down.whole) return true;
        low = up.place.value_or(low);
        high = down.place.value_or(high);
        fruitless = rows.size() != before ? 0 : fruitless + 1;
        if (high <= low || high - low < 2 || fruitless > most_fruitless) return false;
        const std::uint64_t middle = low + (high - low) / 2;
        between(low, middle, fruitless);
        between(middle, high, fruitless);
        return false;
    }

    /// Tables whose key is a word: both ends are all there is.
    bool from_both_ends()
    {
        for (const char* const order : {" ASC", " DESC"}) {
            Connection* const database = file.open();
            if (database == nullptr) return false;
            const Status read = database->each(select + " ORDER BY " + key + order, {}, [&](const Row& row) {
                take(row);
                return true;
            });
            if (read) return true;
            file.database_.reset();
        }
        return false;
    }
};

Connection* DamagedFile::open()
{
    if (database_) return &*database_;
    auto opened = Connection::open(path_, key_);
    if (!opened) return nullptr;
    database_.emplace(std::move(*opened));
    // With writable_schema what can be read of the schema is used, though a page of it is bad; nothing is written.
    for (const char* const pragma :
         {"PRAGMA writable_schema=ON", "PRAGMA cipher_log_level=NONE",
          use_wiped_memory() ? "PRAGMA cipher_memory_security=OFF" : "PRAGMA cipher_memory_security=ON",
          "PRAGMA temp_store=MEMORY", "PRAGMA trusted_schema=OFF"})
        static_cast<void>(database_->run(pragma));
    return &*database_;
}

DamagedFile::Rows DamagedFile::read(std::string_view table)
{
    Rows out;
    Connection* const database = open();
    if (database == nullptr) return out;
    std::string first_type;
    // The first statement after opening fails when a page of the schema is bad; the next goes by the rest.
    static_cast<void>(database->count("SELECT count(*) FROM sqlite_schema"));
    const Status described = database->each("PRAGMA table_info(" + std::string(table) + ")", {}, [&](const Row& row) {
        if (out.columns.empty()) first_type = row.text(2);
        out.columns.push_back(row.text(1));
        return true;
    });
    if (!described || out.columns.empty()) {
        database_.reset();
        return {};
    }
    std::string columns;
    for (const std::string& column : out.columns)
        columns += (columns.empty() ? "" : ", ") + column;
    Scan scan{*this, "SELECT " + columns + " FROM " + std::string(table), out.columns.front(), first_type == "INTEGER"};
    out.whole = first_type == "TEXT" ? scan.from_both_ends() : scan.between(0, top, 0);
    out.rows = std::move(scan.rows);
    return out;
}

} // namespace rapport::vault
