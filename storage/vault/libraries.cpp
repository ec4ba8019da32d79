#include "storage/vault/libraries.h"

#include "storage/vault/sqlite.h"

namespace rapport::vault {

std::vector<Library> libraries()
{
    std::vector<Library> found{{"SQLCipher", RAPPORT_CIPHER_BUILT, {}}, {"SQLite", RAPPORT_SQLITE_BUILT, {}}};
    constexpr std::size_t key_size = 32;
    auto nowhere = Connection::open(":memory:", sealed::Secret(key_size));
    if (!nowhere) return found;
    if (auto cipher = nowhere->ask("PRAGMA cipher_version"); cipher && *cipher) found[0].runs = **cipher;
    if (auto sqlite = nowhere->ask("SELECT sqlite_version()"); sqlite && *sqlite) found[1].runs = **sqlite;
    return found;
}

} // namespace rapport::vault
