#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "instruments/base/result.h"
#include "storage/sealed/secret.h"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

/// The one door to SQLCipher. Only sqlite.cpp knows its header.
namespace rapport::vault {

/// Raw bytes for a BLOB column, as apart from text.
struct Blob {
    sealed::ByteView bytes;
};

/// What stands in place of a `?`. Views into the caller's memory, which must last until the call returns.
class Value {
public:
    enum class Kind : std::uint8_t { null, integer, real, text, blob };

    Value(std::nullptr_t) {}
    Value(bool truth) : kind_(Kind::integer), integer_(truth ? 1 : 0) {}
    Value(int number) : kind_(Kind::integer), integer_(number) {}
    Value(std::int64_t number) : kind_(Kind::integer), integer_(number) {}
    Value(double number) : kind_(Kind::real), real_(number) {}
    Value(std::string_view text) : kind_(Kind::text), bytes_(text) {}
    Value(const std::string& text) : kind_(Kind::text), bytes_(text) {}
    Value(const char* text) : kind_(Kind::text), bytes_(text) {}
    Value(Blob blob) : kind_(Kind::blob), bytes_(blob.bytes) {}
    template <std::size_t N>
    Value(const std::array<std::uint8_t, N>& bytes)
        : kind_(Kind::blob), bytes_(reinterpret_cast<const char*>(bytes.data()), N)
    {
    }
    Value(const std::optional<double>& number) : Value(nullptr)
    {
        if (number) *this = Value(*number);
    }

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::int64_t integer() const { return integer_; }
    [[nodiscard]] double real() const { return real_; }
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    Kind kind_ = Kind::null;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view bytes_;
};

/// The row a statement stands on; columns count from 0. A column of another type reads as zero or empty.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] int whole(int column) const { return static_cast<int>(integer(column)); }
    [[nodiscard]] bool truth(int column) const { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::optional<double> real_or_none(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] sealed::Bytes blob(int column) const;
    [[nodiscard]] sealed::Secret secret(int column) const;
    /// All zero when the column does not hold exactly N bytes.
    template <std::size_t N>
    [[nodiscard]] std::array<std::uint8_t, N> bytes(int column) const
    {
        std::array<std::uint8_t, N> out{};
        copy(column, out.data(), N);
        return out;
    }
    [[nodiscard]] sealed::Id id(int column) const { return bytes<16>(column); }
    [[nodiscard]] int columns() const;
    /// Whatever the column holds; a view that lasts until the statement goes on.
    [[nodiscard]] Value value(int column) const;

private:
    void copy(int column, std::uint8_t* out, std::size_t size) const;
    sqlite3_stmt* statement_;
};

/// What SQL hands to a function of ours; arguments count from 0.
class Arguments {
public:
    Arguments(sqlite3_value** values, int count) : values_(values), count_(count) {}
    [[nodiscard]] int size() const { return count_; }
    [[nodiscard]] Value value(int place) const;

private:
    sqlite3_value** values_;
    int count_;
};

/// One database connection. Errors of every call: disk_full, read_only_folder, vault_damaged, vault_in_use,
/// database_error; their detail is SQLite's number, never its words, which may hold a person's.
class Connection {
public:
    using Values = std::initializer_list<Value>;
    using ManyValues = std::span<const Value>; ///< when their number is not known before
    /// Returns whether to go on to the next row.
    using EachRow = std::function<bool(const Row&)>;

    /// Opens or makes the file and keys it with 32 raw bytes. Nothing is read yet: a wrong key shows at the first read.
    [[nodiscard]] static Result<Connection> open(const std::string& path, const sealed::Secret& key);
    /// A second file of the same connection, so that one transaction covers both.
    [[nodiscard]] Status attach(const std::string& path, std::string_view name, const sealed::Secret& key);

    /// One statement that gives no rows.
    [[nodiscard]] Status run(std::string_view sql, Values values = {});
    [[nodiscard]] Status run_with(std::string_view sql, ManyValues values);
    /// Several statements without values.
    [[nodiscard]] Status run_all(std::string_view sql);
    [[nodiscard]] Status each(std::string_view sql, Values values, const EachRow& take);
    /// The first column of the first row as text, or nothing when there is no row.
    [[nodiscard]] Result<std::optional<std::string>> ask(std::string_view sql, Values values = {});
    /// The first column of the first row as a number, or 0 when there is no row.
    [[nodiscard]] Result<std::int64_t> count(std::string_view sql, Values values = {});
    /// Rows the last `run` touched.
    [[nodiscard]] int changes() const;
    /// Pages of all its files that came from the disk so far: what a screen costs, counted.
    [[nodiscard]] int pages_read() const;

    /// Gives SQL, triggers among it, a function whose result is a blob and depends on its arguments alone.
    using Function = std::function<sealed::Bytes(const Arguments&)>;
    [[nodiscard]] Status define(const char* name, Function function);
    /// Whether a file of that name is attached.
    [[nodiscard]] bool has(const char* name) const;
    /// Copies one of its files, page by page and as it stands, over `into`, which has a key of its own.
    [[nodiscard]] Status copy_file(const char* name, Connection& into);

    Connection(Connection&&) noexcept = default;
    Connection& operator=(Connection&&) noexcept = default;
    ~Connection() = default;

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    friend class Transaction;
    explicit Connection(sqlite3* database) : database_(database) {}
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
    [[nodiscard]] Status step_through(std::string_view sql, ManyValues values, const EachRow& take);
    [[nodiscard]] Result<Statement> prepared(std::string_view sql);
    void give_back(std::string_view sql, Statement statement);

    std::unique_ptr<sqlite3, Close> database_;
    /// Prepared once: preparing takes hundreds of allocations, each of which is wiped again.
    std::map<std::string, Statement, std::less<>> idle_;
    int open_transactions_ = 0;
};

/// Both files or neither. Begins by taking the write lock; rolled back when it goes without `commit`.
/// Inside another one it is a part of that: rolled back alone, kept only when the outer one is.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(Connection& connection);
    [[nodiscard]] Status commit();

    Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;
};

} // namespace rapport::vault
