#include "tests/desk/hub/libpq_watch.h"

#include <atomic>
#include <thread>

#include <libpq-fe.h>

namespace {

std::atomic<std::thread::id> drawing_thread;
std::atomic<int> calls_of_drawing{0};
std::atomic<int> calls_of_others{0};
std::atomic<int> connections{0};

void count_call()
{
    ++(std::this_thread::get_id() == drawing_thread.load() ? calls_of_drawing : calls_of_others);
}

} // namespace

extern "C" {

PGconn* __real_PQconnectStartParams(const char* const* names, const char* const* values, int expand);
PGconn* __wrap_PQconnectStartParams(const char* const* names, const char* const* values, int expand)
{
    count_call();
    ++connections;
    return __real_PQconnectStartParams(names, values, expand);
}
PostgresPollingStatusType __real_PQconnectPoll(PGconn* connection);
PostgresPollingStatusType __wrap_PQconnectPoll(PGconn* connection)
{
    count_call();
    return __real_PQconnectPoll(connection);
}
int __real_PQsendQueryParams(PGconn* connection, const char* statement, int count, const Oid* types,
                             const char* const* values, const int* sizes, const int* formats, int result);
int __wrap_PQsendQueryParams(PGconn* connection, const char* statement, int count, const Oid* types,
                             const char* const* values, const int* sizes, const int* formats, int result)
{
    count_call();
    return __real_PQsendQueryParams(connection, statement, count, types, values, sizes, formats, result);
}
int __real_PQflush(PGconn* connection);
int __wrap_PQflush(PGconn* connection)
{
    count_call();
    return __real_PQflush(connection);
}
int __real_PQconsumeInput(PGconn* connection);
int __wrap_PQconsumeInput(PGconn* connection)
{
    count_call();
    return __real_PQconsumeInput(connection);
}
PGresult* __real_PQgetResult(PGconn* connection);
PGresult* __wrap_PQgetResult(PGconn* connection)
{
    count_call();
    return __real_PQgetResult(connection);
}
PQconninfoOption* __real_PQconninfoParse(const char* info, char** error);
PQconninfoOption* __wrap_PQconninfoParse(const char* info, char** error)
{
    count_call();
    return __real_PQconninfoParse(info, error);
}
void __real_PQfinish(PGconn* connection);
void __wrap_PQfinish(PGconn* connection)
{
    count_call();
    --connections;
    __real_PQfinish(connection);
}

} // extern "C"

namespace rapport::desk::test {

LibpqWatch::LibpqWatch() : drawing_(calls_of_drawing), others_(calls_of_others)
{
    drawing_thread = std::this_thread::get_id();
}

int LibpqWatch::drawing() const
{
    return calls_of_drawing - drawing_;
}

int LibpqWatch::others() const
{
    return calls_of_others - others_;
}

int LibpqWatch::open_connections()
{
    return connections;
}

} // namespace rapport::desk::test
