#include "storage/hub/engine.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include <libpq-fe.h>
#include <poll.h>

#include "storage/hub/faults.h"

namespace rapport::hub {

namespace {

using std::chrono::milliseconds;
using Moment = std::chrono::steady_clock::time_point;

bool has(std::string_view text, std::string_view words)
{
    return text.find(words) != std::string_view::npos;
}

/// SQLSTATEs are standard, and all that is passed on.
Error named(std::string_view state)
{
    const std::string detail(state);
    if (state == "28P01" || state == "28000") return {fault::hub_password, detail};
    if (state == "42501") return {fault::hub_no_right, detail};
    if (state == "53100" || state == "54000") return {fault::hub_full, detail};
    if (state == "25006") return {fault::hub_read_only, detail};
    if (state == "42P01" || state == "3D000" || state == "3F000" || state == "42703")
        return {fault::hub_not_made, detail};
    for (const std::string_view passing : {"53", "57", "40", "55"})
        if (state.starts_with(passing)) return {fault::hub_busy, detail};
    if (state.starts_with("08")) return {fault::hub_silent, detail};
    return {fault::hub_error, detail};
}

/// The server's SQLSTATE at the end of what was said: with this verbosity its words are left out, so that their
/// language does not matter. Empty where the server said nothing.
std::string_view state_at_end(std::string_view said)
{
    while (!said.empty() && (said.back() == '\n' || said.back() == ' '))
        said.remove_suffix(1);
    constexpr std::size_t size = 5;
    if (said.size() < size + 2) return {};
    const std::string_view state = said.substr(said.size() - size);
    const bool apart = said[said.size() - size - 1] == ' ' && said[said.size() - size - 2] == ' ';
    const bool code = state.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
    return apart && code ? state : std::string_view();
}

Error not_connected(const PGconn* connection)
{
    const std::string_view said = PQerrorMessage(connection);
    if (PQconnectionNeedsPassword(connection) != 0) return {fault::hub_password_needed, {}};
    if (const std::string_view state = state_at_end(said); !state.empty()) return named(state);
    if (has(said, "SSL SYSCALL") || has(said, "SSL connection has been closed")) return {fault::hub_silent, {}};
    // libpq's own words, which stay English: no program of ours asks for messages in another language.
    for (const std::string_view words : {"certificate", "SSL", "host name", "root.crt", "channel binding"})
        if (has(said, words)) return {fault::hub_certificate, {}};
    if (has(said, "closed the connection unexpectedly")) return {fault::hub_silent, {}};
    return {fault::hub_unreachable, {}};
}

bool is_stopped(int stop)
{
    pollfd wish{stop, POLLIN, 0};
    return stop >= 0 && ::poll(&wish, 1, 0) > 0;
}

/// How long a wait may be.
struct Limit {
    Moment until;
    int stop;
};

/// Waits until the socket can be used, or the moment has come, or nobody wants it any more.
bool wait_for(const PGconn* connection, short events, const Limit& limit)
{
    while (true) {
        const auto left =
            std::chrono::duration_cast<milliseconds>(limit.until - std::chrono::steady_clock::now()).count();
        std::array<pollfd, 2> either{{{PQsocket(connection), events, 0}, {limit.stop, POLLIN, 0}}};
        if (left <= 0 || either[0].fd < 0) return false;
        const int ready = ::poll(either.data(), either.size(), static_cast<int>(std::min<std::int64_t>(left, 1000)));
        if (ready > 0) return either[1].revents == 0;
        if (ready < 0 && errno != EINTR) return false;
    }
}

Status make_connection(PGconn* connection, const Limit& limit)
{
    PostgresPollingStatusType wants = PGRES_POLLING_WRITING;
    while (PQstatus(connection) != CONNECTION_BAD && wants != PGRES_POLLING_FAILED) {
        if (wants == PGRES_POLLING_OK) return {};
        if (!wait_for(connection, wants == PGRES_POLLING_READING ? POLLIN : POLLOUT, limit)) {
            if (is_stopped(limit.stop)) return fault::hub_stopped;
            return PQstatus(connection) == CONNECTION_STARTED ? fault::hub_unreachable : fault::hub_silent;
        }
        wants = PQconnectPoll(connection);
    }
    return not_connected(connection);
}

bool send_all(PGconn* connection, const Limit& limit)
{
    while (true) {
        const int left = PQflush(connection);
        if (left <= 0) return left == 0;
        if (!wait_for(connection, POLLIN | POLLOUT, limit)) return false;
        if (PQconsumeInput(connection) == 0) return false;
    }
}

/// The result of the one statement that was sent, or null when none came in time.
PGresult* await(PGconn* connection, const Limit& limit)
{
    PGresult* last = nullptr;
    while (true) {
        while (PQisBusy(connection) != 0) {
            if (!wait_for(connection, POLLIN, limit) || PQconsumeInput(connection) == 0) {
                PQclear(last);
                return nullptr;
            }
        }
        PGresult* const next = PQgetResult(connection);
        if (next == nullptr) return last;
        PQclear(last);
        last = next;
    }
}

} // namespace

void Rows::Clear::operator()(pg_result* result) const
{
    PQclear(result);
}

Rows::Rows(pg_result* result) : result_(result) {}

int Rows::count() const
{
    return PQntuples(result_.get());
}

bool Rows::is_null(int row, int column) const
{
    return column >= PQnfields(result_.get()) || PQgetisnull(result_.get(), row, column) != 0;
}

ByteView Rows::bytes(int row, int column) const
{
    if (is_null(row, column)) return {};
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::uint64_t Rows::number(int row, int column) const
{
    const ByteView from = bytes(row, column);
    if (from.size() != sizeof(std::uint64_t)) return 0;
    std::uint64_t out = 0;
    for (const char byte : from)
        out = out << 8U | static_cast<unsigned char>(byte);
    return out;
}

std::uint64_t Rows::changed() const
{
    std::uint64_t out = 0;
    for (const char* digit = PQcmdTuples(result_.get()); *digit >= '0' && *digit <= '9'; ++digit)
        out = out * 10 + static_cast<std::uint64_t>(*digit - '0');
    return out;
}

void Engine::Close::operator()(pg_conn* connection) const
{
    PQfinish(connection);
}

Result<Engine> Engine::connect(const Address& address, const Secret& password, Patience patience)
{
    std::vector<std::pair<std::string, std::string>> words = address.words;
    words.insert(words.end(), {{"keepalives", "1"},
                               {"keepalives_idle", "10"},
                               {"keepalives_interval", "5"},
                               {"keepalives_count", "3"},
                               {"tcp_user_timeout", "20000"},
                               {"gssencmode", "disable"},
                               {"options", ""},
                               {"client_encoding", "UTF8"},
                               {"application_name", "rapport"},
                               {"fallback_application_name", "rapport"}});
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : words) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    if (is_stopped(patience.stop)) return fault::hub_stopped;
    Secret closed = password.copy();
    if (!closed.empty()) {
        closed.append({"\0", 1});
        names.push_back("password");
        values.push_back(closed.view().data());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    Engine engine(PQconnectStartParams(names.data(), values.data(), 0), patience);
    PGconn* const connection = engine.connection_.get();
    if (connection == nullptr) return Error{fault::hub_error, "memory"};
    PQsetErrorVerbosity(connection, PQERRORS_SQLSTATE);
    const Limit limit{std::chrono::steady_clock::now() + patience.connect, patience.stop};
    if (const Status made = make_connection(connection, limit); !made) return made.error();
    // What the server has to say besides may quote what was sent.
    PQsetNoticeReceiver(
        connection, [](void*, const PGresult*) {}, nullptr);
    if (PQsetnonblocking(connection, 1) != 0) return fault::hub_silent;
    const auto set = engine.ask("SET statement_timeout = " + std::to_string(patience.answer.count() * 1000));
    if (!set) return set.error();
    return engine;
}

Result<Rows> Engine::ask(const std::string& statement, const std::vector<Value>& values)
{
    PGconn* const connection = connection_.get();
    std::vector<const char*> data;
    std::vector<int> sizes;
    std::vector<int> formats;
    for (const Value& value : values) {
        data.push_back(value.data());
        sizes.push_back(value.size());
        formats.push_back(value.is_binary() ? 1 : 0);
    }
    const Limit limit{std::chrono::steady_clock::now() + patience_.answer, patience_.stop};
    const auto lost = [&](const char* where) {
        return Error{is_stopped(limit.stop) ? fault::hub_stopped : fault::hub_silent, where};
    };
    if (is_stopped(limit.stop)) return lost("wish");
    if (PQstatus(connection) != CONNECTION_OK) return lost("before");
    if (PQsendQueryParams(connection, statement.c_str(), static_cast<int>(values.size()), nullptr, data.data(),
                          sizes.data(), formats.data(), 1) == 0)
        return lost("send");
    if (!send_all(connection, limit)) return lost("sending");
    PGresult* const result = await(connection, limit);
    if (result == nullptr) {
        // A statement is still under way there: this connection can ask nothing more.
        connection_.reset();
        return lost("answer");
    }
    Rows rows(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows;
    const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state == nullptr) return lost("result");
    return named(state);
}

Status Engine::begin()
{
    const auto done = ask("BEGIN");
    return done ? Status() : Status(done.error());
}

Status Engine::commit()
{
    const auto done = ask("COMMIT");
    return done ? Status() : Status(done.error());
}

void Engine::roll_back()
{
    static_cast<void>(ask("ROLLBACK"));
}

bool is_passing(Fault fault)
{
    return fault == fault::hub_unreachable || fault == fault::hub_silent || fault == fault::hub_busy;
}

} // namespace rapport::hub
