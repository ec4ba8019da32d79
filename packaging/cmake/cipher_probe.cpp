// Prints PRAGMA cipher_version; exit 0 only when it answers and is 4.5 or newer.
#include <cstdio>
#include <cstdlib>

#include <sqlcipher/sqlite3.h>

int main()
{
    sqlite3* db = nullptr;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
    sqlite3_stmt* ask = nullptr;
    int major = 0;
    int minor = 0;
    if (sqlite3_prepare_v2(db, "PRAGMA cipher_version", -1, &ask, nullptr) == SQLITE_OK &&
        sqlite3_step(ask) == SQLITE_ROW) {
        const char* text = reinterpret_cast<const char*>(sqlite3_column_text(ask, 0));
        std::puts(text);
        if (std::sscanf(text, "%d.%d", &major, &minor) != 2) return 1;
    }
    sqlite3_finalize(ask);
    sqlite3_close(db);
    return major > 4 || (major == 4 && minor >= 5) ? EXIT_SUCCESS : EXIT_FAILURE;
}
