#define SQLITE_HAS_CODEC 1 // declares sqlite3_key
#include "storage/vault/sqlite.h"

#include <cerrno>
#include <cstring>

#include <sqlite3.h>

#include "storage/vault/faults.h"
#include "storage/vault/sqlite_memory.h"

namespace rapport::vault {

namespace {

bool no_room(int number)
{
    return number == ENOSPC || number == EDQUOT ||
           number == EFBIG; // a limit on file size is a disk with no room for us
}

Error error_of(sqlite3* database, int code)
{
    const std::string detail = "sqlite " + std::to_string(sqlite3_extended_errcode(database));
    const int number = sqlite3_system_errno(database);
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return {fault::disk_full, detail};
    case SQLITE_IOERR:
        return {no_room(number) ? fault::disk_full : fault::database_error, detail};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {fault::read_only_folder, detail};
    case SQLITE_CANTOPEN:
        if (no_room(number)) return {fault::disk_full, detail};
        return {number == EACCES || number == EROFS ? fault::read_only_folder : fault::database_error, detail};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return {fault::vault_damaged, detail};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {fault::vault_in_use, detail};
    default:
        return {fault::database_error, detail};
    }
}

/// SQLCipher takes a key raw, without a derivation of its own, only in this spelling: x'64 hex digits'.
sealed::Secret spelled(const sealed::Secret& key)
{
    constexpr std::string_view digits = "0123456789abcdef";
    sealed::Secret text(key.size() * 2 + 3);
    unsigned char* out = text.data();
    *out++ = 'x';
    *out++ = '\'';
    for (std::size_t i = 0; i < key.size(); ++i) {
        *out++ = static_cast<unsigned char>(digits[key.data()[i] >> 4U]);
        *out++ = static_cast<unsigned char>(digits[key.data()[i] & 0x0FU]);
    }
    *out = '\'';
    return text;
}

int bind(sqlite3_stmt* statement, int place, const Value& value)
{
    const auto size = static_cast<sqlite3_uint64>(value.bytes().size());
    // A view of nothing has no address, and SQLite would bind NULL for it.
    const char* bytes = value.bytes().empty() ? "" : value.bytes().data();
    switch (value.kind()) {
    case Value::Kind::integer:
        return sqlite3_bind_int64(statement, place, value.integer());
    case Value::Kind::real:
        return sqlite3_bind_double(statement, place, value.real());
    case Value::Kind::text:
        return sqlite3_bind_text64(statement, place, bytes, size, nullptr,
                                   SQLITE_UTF8); // outlived by the caller's bytes
    case Value::Kind::blob:
        return sqlite3_bind_blob64(statement, place, bytes, size, nullptr);
    case Value::Kind::null:
        break;
    }
    return sqlite3_bind_null(statement, place);
}

/// Rows and their changes; settings and transactions are rare, and some PRAGMAs act while they are prepared.
bool is_worth_keeping(std::string_view sql)
{
    return sql.starts_with("SELECT") || sql.starts_with("INSERT") || sql.starts_with("UPDATE");
}

/// A blob of no bytes has no address.
std::string_view view_of(const void* bytes, int size)
{
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void call(sqlite3_context* context, int count, sqlite3_value** values)
{
    const auto& function = *static_cast<const Connection::Function*>(sqlite3_user_data(context));
    const sealed::Bytes answer = function(Arguments(values, count));
    sqlite3_result_blob64(context, answer.data(), answer.size(), SQLITE_TRANSIENT);
}

void forget(void* function)
{
    const std::unique_ptr<Connection::Function> gone(static_cast<Connection::Function*>(function));
}

} // namespace

Value Arguments::value(int place) const
{
    sqlite3_value* const value = values_[place];
    const auto view = [&](const void* bytes) { return view_of(bytes, sqlite3_value_bytes(value)); };
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        return std::int64_t{sqlite3_value_int64(value)};
    case SQLITE_FLOAT:
        return sqlite3_value_double(value);
    case SQLITE_TEXT:
        return view(sqlite3_value_text(value));
    case SQLITE_BLOB:
        return Blob{view(sqlite3_value_blob(value))};
    default:
        return nullptr;
    }
}

int Row::columns() const
{
    return sqlite3_column_count(statement_);
}

Value Row::value(int column) const
{
    const auto view = [&](const void* bytes) { return view_of(bytes, sqlite3_column_bytes(statement_, column)); };
    switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
        return integer(column);
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement_, column);
    case SQLITE_TEXT:
        return view(sqlite3_column_text(statement_, column));
    case SQLITE_BLOB:
        return Blob{view(sqlite3_column_blob(statement_, column))};
    default:
        return nullptr;
    }
}

bool Row::is_null(int column) const
{
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Row::integer(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

double Row::real(int column) const
{
    return sqlite3_column_double(statement_, column);
}

std::optional<double> Row::real_or_none(int column) const
{
    if (is_null(column)) return std::nullopt;
    return real(column);
}

std::string Row::text(int column) const
{
    const unsigned char* bytes = sqlite3_column_text(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

sealed::Bytes Row::blob(int column) const
{
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

sealed::Secret Row::secret(int column) const
{
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return sealed::Secret::copy_of({static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
}

void Row::copy(int column, std::uint8_t* out, std::size_t size) const
{
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes != nullptr && static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)) == size)
        std::memcpy(out, bytes, size);
}

void Connection::Close::operator()(sqlite3* database) const
{
    sqlite3_close_v2(database);
}

Result<Connection> Connection::open(const std::string& path, const sealed::Secret& key)
{
    static_cast<void>(use_wiped_memory());
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW;
    const int opened = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Connection connection(raw);
    if (opened != SQLITE_OK) return error_of(raw, opened);
    sqlite3_extended_result_codes(raw, 1);
    const sealed::Secret text = spelled(key);
    const int keyed = sqlite3_key(raw, text.data(), static_cast<int>(text.size()));
    // With no key SQLCipher answers 1 here and goes on in clear, so the answer is always looked at.
    if (keyed != SQLITE_OK) return Error{fault::not_a_cipher, "sqlite3_key " + std::to_string(keyed)};
    return connection;
}

Status Connection::attach(const std::string& path, std::string_view name, const sealed::Secret& key)
{
    const sealed::Secret text = spelled(key);
    return run("ATTACH DATABASE ?1 AS " + std::string(name) + " KEY ?2", {path, text.view()});
}

void Connection::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

Result<Connection::Statement> Connection::prepared(std::string_view sql)
{
    // Taken out while it runs, so that the same words may run again inside it.
    if (const auto found = idle_.find(sql); found != idle_.end()) {
        Statement statement = std::move(found->second);
        idle_.erase(found);
        return statement;
    }
    sqlite3_stmt* raw = nullptr;
    const int done = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    if (done != SQLITE_OK) return error_of(database_.get(), done);
    return Statement(raw);
}

void Connection::give_back(std::string_view sql, Statement statement)
{
    sqlite3_reset(statement.get()); // repeats the error of the last step, which the caller has
    sqlite3_clear_bindings(statement.get());
    if (is_worth_keeping(sql)) idle_.insert_or_assign(std::string(sql), std::move(statement));
}

Status Connection::each(std::string_view sql, Values values, const EachRow& take)
{
    return step_through(sql, {values.begin(), values.size()}, take);
}

Status Connection::run_with(std::string_view sql, ManyValues values)
{
    return step_through(sql, values, [](const Row&) { return true; });
}

Status Connection::step_through(std::string_view sql, ManyValues values, const EachRow& take)
{
    auto lent = prepared(sql);
    if (!lent) return lent.error();
    Statement statement = std::move(*lent);
    const Status done = [&]() -> Status {
        int place = 0;
        for (const Value& value : values)
            if (const int bound = bind(statement.get(), ++place, value); bound != SQLITE_OK)
                return error_of(database_.get(), bound);
        while (true) {
            const int stepped = sqlite3_step(statement.get());
            if (stepped == SQLITE_DONE) return {};
            if (stepped != SQLITE_ROW) return error_of(database_.get(), stepped);
            if (!take(Row(statement.get()))) return {};
        }
    }();
    give_back(sql, std::move(statement));
    return done;
}

Status Connection::run(std::string_view sql, Values values)
{
    return each(sql, values, [](const Row&) { return true; });
}

Status Connection::run_all(std::string_view sql)
{
    const std::string text(sql);
    const int done = sqlite3_exec(database_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (done != SQLITE_OK) return error_of(database_.get(), done);
    return {};
}

Result<std::optional<std::string>> Connection::ask(std::string_view sql, Values values)
{
    std::optional<std::string> answer;
    const Status asked = each(sql, values, [&](const Row& row) {
        answer = row.text(0);
        return false;
    });
    if (!asked) return asked.error();
    return answer;
}

Result<std::int64_t> Connection::count(std::string_view sql, Values values)
{
    std::int64_t answer = 0;
    const Status asked = each(sql, values, [&](const Row& row) {
        answer = row.integer(0);
        return false;
    });
    if (!asked) return asked.error();
    return answer;
}

int Connection::changes() const
{
    return sqlite3_changes(database_.get());
}

int Connection::pages_read() const
{
    int now = 0;
    int highest = 0;
    sqlite3_db_status(database_.get(), SQLITE_DBSTATUS_CACHE_MISS, &now, &highest, 0);
    return now;
}

Status Connection::define(const char* name, Function function)
{
    // Innocuous: it may stand in a trigger though trusted_schema is off.
    constexpr int kind = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    auto owned = std::make_unique<Function>(std::move(function));
    const int done = sqlite3_create_function_v2(database_.get(), name, -1, kind, owned.release(), call, nullptr,
                                                nullptr, forget); // which forgets it after a failure too
    if (done != SQLITE_OK) return error_of(database_.get(), done);
    return {};
}

bool Connection::has(const char* name) const
{
    return sqlite3_db_filename(database_.get(), name) != nullptr;
}

Status Connection::copy_file(const char* name, Connection& into)
{
    constexpr int all_pages = -1;
    sqlite3_backup* const copy = sqlite3_backup_init(into.database_.get(), "main", database_.get(), name);
    if (copy == nullptr) return error_of(into.database_.get(), sqlite3_errcode(into.database_.get()));
    const int stepped = sqlite3_backup_step(copy, all_pages);
    const int finished = sqlite3_backup_finish(copy);
    if (stepped != SQLITE_DONE) return error_of(into.database_.get(), stepped);
    if (finished != SQLITE_OK) return error_of(into.database_.get(), finished);
    return {};
}

Result<Transaction> Transaction::begin(Connection& connection)
{
    const Status begun = connection.run(connection.open_transactions_ == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT part");
    if (!begun) return begun.error();
    ++connection.open_transactions_;
    return Transaction(connection);
}

Status Transaction::commit()
{
    const bool outermost = connection_->open_transactions_ == 1;
    Status committed = connection_->run(outermost ? "COMMIT" : "RELEASE part");
    if (!committed) return committed; // the destructor rolls back
    --connection_->open_transactions_;
    connection_ = nullptr;
    return committed;
}

Transaction::~Transaction()
{
    if (connection_ == nullptr) return;
    const bool outermost = --connection_->open_transactions_ == 0;
    // SQLite may have rolled back by itself after a full disk; then this one has nothing to do and says so to nobody.
    static_cast<void>(connection_->run_all(outermost ? "ROLLBACK" : "ROLLBACK TO part; RELEASE part"));
}

} // namespace rapport::vault
