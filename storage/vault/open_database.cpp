#include "storage/vault/open_database.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "storage/sealed/faults.h"
#include "storage/vault/faults.h"
#include "storage/vault/files.h"
#include "storage/vault/sqlite_memory.h"

namespace rapport::vault {

namespace {

struct Setting {
    std::string_view pragma;
    std::string_view value;
    std::string_view reads_back;
};

// cipher_log_level: SQLCipher would write lines of its own to the terminal; faults are told by the caller.
constexpr std::array whole_connection = {
    Setting{"cipher_log_level", "NONE", "NONE"}, Setting{"temp_store", "MEMORY", "2"},
    Setting{"foreign_keys", "ON", "1"},          Setting{"locking_mode", "EXCLUSIVE", "exclusive"},
    Setting{"trusted_schema", "OFF", "0"},
};

// TRUNCATE and EXTRA: the one pair that lost nothing in simulated power cuts and keeps two files in step (WAL tears
// them).
constexpr std::array each_file = {
    Setting{"cipher_page_size", "4096", "4096"},
    Setting{"mmap_size", "0", "0"},
    Setting{"locking_mode", "EXCLUSIVE", "exclusive"},
    Setting{"journal_mode", "TRUNCATE", "truncate"},
    Setting{"synchronous", "EXTRA", "3"},
};

Status set(Connection& database, std::string_view file, const Setting& setting)
{
    std::string pragma = "PRAGMA ";
    if (!file.empty()) pragma.append(file).append(".");
    pragma.append(setting.pragma);
    const Status done = database.run(pragma + "=" + std::string(setting.value));
    if (!done) return done;
    const auto answer = database.ask(pragma);
    if (!answer) return answer.error();
    if (*answer != setting.reads_back) return Error{fault::database_error, "refused " + pragma};
    return {};
}

Status set_file(Connection& database, std::string_view file)
{
    for (const Setting& setting : each_file) {
        Status done = set(database, file, setting);
        if (!done) return done;
    }
    return {};
}

// Without either of the two every answer read stays in memory after closing.
Status wipe_what_is_freed(Connection& database)
{
    if (!use_wiped_memory()) return set(database, {}, {"cipher_memory_security", "ON", "1"});
    return set(database, {}, {"cipher_memory_security", "OFF", "0"});
}

Result<Connection> open_pair(const std::string& responses, const std::string& identity, const DatabaseKeys& keys)
{
    auto database = Connection::open(responses, keys.responses);
    if (!database) return database;
    const auto version = database->ask("PRAGMA cipher_version");
    if (!version) return version.error();
    if (const Status cipher = check_cipher(*version); !cipher) return cipher.error();

    if (const Status done = wipe_what_is_freed(*database); !done) return done.error();
    for (const Setting& setting : whole_connection)
        if (const Status done = set(*database, {}, setting); !done) return done.error();
    if (const Status done = set_file(*database, "main"); !done) return done.error();
    // The first read: a wrong key or a foreign file shows here.
    if (const auto read = database->count("SELECT count(*) FROM main.sqlite_schema"); !read) return read.error();

    lock_sqlite_memory_again();
    if (keys.identity.empty()) return database;
    if (const Status done = database->attach(identity, "identity", keys.identity); !done) return done.error();
    if (const Status done = set_file(*database, "identity"); !done) return done.error();
    if (const auto read = database->count("SELECT count(*) FROM identity.sqlite_schema"); !read) return read.error();
    lock_sqlite_memory_again();
    return database;
}

constexpr std::size_t most_holder = 64;

/// Which program holds the lock, as it wrote down itself; empty when that cannot be read.
std::string holder_of(const sealed::File& file)
{
    auto text = file.read_all(most_holder);
    if (!text) return {};
    const bool plain =
        std::ranges::all_of(*text, [](char c) { return c == '-' || c == '_' || (c >= 'a' && c <= 'z'); });
    return plain ? std::move(*text) : std::string();
}

/// For whoever finds the vault in use; that it could not be written keeps nobody out.
void write_holder(const sealed::File& file)
{
    const std::string name = std::string(program_invocation_short_name).substr(0, most_holder);
    if (!file.truncate(0)) return;
    static_cast<void>(file.write_all({reinterpret_cast<const unsigned char*>(name.data()), name.size()}, 0));
}

} // namespace

Result<VaultLock> VaultLock::take(const std::string& folder)
{
    const std::string path = folder + "/vault.lock";
    auto file = sealed::File::make(sealed::posix_files(), path);
    if (!file) return file.error();
    const Status locked = file->lock(path);
    if (!locked && locked.error().fault == sealed::fault::session_busy)
        return Error{fault::vault_in_use, holder_of(*file)};
    if (!locked) return locked.error();
    write_holder(*file);
    return VaultLock(std::move(*file));
}

Status check_cipher(const std::optional<std::string>& answer)
{
    if (!answer || answer->empty()) return fault::not_a_cipher;
    const char* const end = answer->data() + answer->size();
    int major = 0;
    int minor = 0;
    const auto first = std::from_chars(answer->data(), end, major);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return Error{fault::not_a_cipher, "version"};
    const auto second = std::from_chars(first.ptr + 1, end, minor);
    if (second.ec != std::errc{}) return Error{fault::not_a_cipher, "version"};
    if (major < 4 || (major == 4 && minor < 5)) return Error{fault::cipher_too_old, *answer};
    return {};
}

Result<Connection> open_databases(const VaultLock&, const std::string& folder, const DatabaseKeys& keys)
{
    return open_pair(folder + "/" + std::string(responses_file), folder + "/" + std::string(identity_file), keys);
}

std::string next_name(std::string_view file, std::uint32_t epoch)
{
    return std::string(file) + "." + std::to_string(epoch);
}

Result<Connection> open_next_databases(const VaultLock&, const std::string& folder, std::uint32_t epoch,
                                       const DatabaseKeys& keys)
{
    return open_pair(folder + "/" + next_name(responses_file, epoch), folder + "/" + next_name(identity_file, epoch),
                     keys);
}

Status export_databases(Connection& from, const std::string& folder, std::uint32_t epoch, const DatabaseKeys& keys)
{
    struct Pair {
        std::string_view source, target, file;
        const sealed::Secret& key;
    };
    const Pair pairs[] = {{"main", "next_responses", responses_file, keys.responses},
                          {"identity", "next_identity", identity_file, keys.identity}};
    for (const Pair& pair : pairs) {
        const std::string target(pair.target);
        const std::string source(pair.source);
        if (Status done = from.attach(folder + "/" + next_name(pair.file, epoch), target, pair.key); !done) return done;
        const Status copied = [&]() -> Status {
            if (Status done = set_file(from, target); !done) return done;
            if (Status done = from.run("SELECT sqlcipher_export('" + target + "', '" + source + "')"); !done)
                return done;
            // The export leaves this one behind.
            const auto version = from.count("PRAGMA " + source + ".user_version");
            if (!version) return version.error();
            return from.run("PRAGMA " + target + ".user_version = " + std::to_string(*version));
        }();
        const Status detached = from.run("DETACH DATABASE " + target);
        if (!copied) return copied;
        if (!detached) return detached;
    }
    return {};
}

Status attach_databases(Connection& to, const std::string& folder, const DatabaseKeys& keys,
                        const std::string& responses, const std::string& identity)
{
    if (Status done = to.attach(folder + "/" + std::string(responses_file), responses, keys.responses); !done)
        return done;
    if (Status done = set_file(to, responses); !done) return done;
    if (Status done = to.attach(folder + "/" + std::string(identity_file), identity, keys.identity); !done) return done;
    if (Status done = set_file(to, identity); !done) return done;
    const auto read = to.count("SELECT count(*) FROM " + responses + ".sqlite_schema, " + identity + ".sqlite_schema");
    return read ? Status() : Status(read.error());
}

Status check_encrypted(const std::string& path)
{
    constexpr std::string_view plain = "SQLite format 3";
    const auto bytes = read_start(path, plain.size());
    if (!bytes) return bytes.error();
    if (bytes->size() < plain.size() || *bytes == plain) return Error{fault::not_a_cipher, "first bytes"};
    return {};
}

} // namespace rapport::vault
