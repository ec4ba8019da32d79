#include "tests/vault/breaker.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <sqlcipher/sqlite3.h>

#include "storage/vault/sqlite_memory.h"

namespace rapport::vault::test {

namespace {

int on_step(void*)
{
    return Breaker::instance().step() ? 1 : 0;
}

int on_statement(unsigned, void*, void*, void* text)
{
    // The text of a trigger's own statement is a comment with its name.
    Breaker::instance().statement(static_cast<const char*>(text));
    return 0;
}

int watch(sqlite3* database, const char**, const struct sqlite3_api_routines*)
{
    sqlite3_progress_handler(database, 1, on_step, nullptr);
    sqlite3_trace_v2(database, SQLITE_TRACE_STMT, on_statement, nullptr);
    return SQLITE_OK;
}

void (*as_extension())()
{
    return reinterpret_cast<void (*)()>(watch); // the type that SQLite's own documentation casts to
}

} // namespace

Breaker& Breaker::instance()
{
    static Breaker one;
    return one;
}

Breaker::Watch::Watch()
{
    static_cast<void>(use_wiped_memory());
    if (sqlite3_auto_extension(as_extension()) != SQLITE_OK) std::abort();
}

Breaker::Watch::~Watch()
{
    sqlite3_cancel_auto_extension(as_extension());
}

void Breaker::start(long at)
{
    *this = {};
    counting_ = true;
    break_at_ = at;
}

void Breaker::start_before(std::size_t statement)
{
    start(0);
    break_before_ = statement;
}

bool Breaker::step()
{
    if (!counting_) return false;
    const bool there = break_before_ != 0 && statements_.size() >= break_before_;
    if (++steps_ != break_at_ && !there) return false;
    break_before_ = 0;
    broke_ = true;
    return true;
}

void Breaker::statement(const char* sql)
{
    if (counting_) statements_.push_back({steps_, sql == nullptr ? "" : sql});
}

std::vector<long> Breaker::first_and_last() const
{
    std::map<std::string, std::pair<long, long>> found;
    for (const Start& one : statements_)
        found.try_emplace(one.sql, one.at, one.at).first->second.second = one.at;
    std::vector<long> out;
    for (const auto& [sql, both] : found)
        for (const long at : {both.first, both.second})
            out.push_back(at + 1);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace rapport::vault::test
