#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/hub/address.h"
#include "storage/hub/keys.h"

struct pg_conn;
struct pg_result;

namespace rapport::hub {

/// How long to wait. Every wait of ours ends: a server that was stopped in mid-air, a link that swallows everything.
struct Patience {
    std::chrono::seconds connect{10};
    std::chrono::seconds answer{30}; ///< to one statement, its sending and all its rows
    /// A descriptor that can be read from the moment nobody wants the answer any more; then every wait ends at once,
    /// and what was asked ends with hub_stopped. -1: it is always wanted. Looking up a name is no wait of ours.
    int stop = -1;
};

/// What a statement is given: bytes, a number, or nothing.
class Value {
public:
    Value(ByteView bytes) : bytes_(bytes), is_binary_(true) {}
    Value(const Bytes& bytes) : Value(ByteView(bytes)) {}
    template <std::size_t N>
    Value(const std::array<std::uint8_t, N>& bytes) : Value(ByteView(reinterpret_cast<const char*>(bytes.data()), N))
    {
    }
    Value(std::uint64_t number) : text_(std::to_string(number)) {}
    [[nodiscard]] const char* data() const { return is_binary_ ? bytes_.data() : text_.c_str(); }
    [[nodiscard]] int size() const { return static_cast<int>(is_binary_ ? bytes_.size() : text_.size()); }
    [[nodiscard]] bool is_binary() const { return is_binary_; }

private:
    ByteView bytes_;
    std::string text_;
    bool is_binary_ = false;
};

/// What a statement gave: rows of bytes and whole numbers, as PostgreSQL sends them in binary.
class Rows {
public:
    explicit Rows(pg_result* result);
    [[nodiscard]] int count() const;
    [[nodiscard]] bool is_null(int row, int column) const;
    [[nodiscard]] ByteView bytes(int row, int column) const;
    [[nodiscard]] std::uint64_t number(int row, int column) const; ///< of an int8; 0 of anything else
    template <std::size_t N>
    [[nodiscard]] std::optional<std::array<std::uint8_t, N>> array(int row, int column) const
    {
        const ByteView from = bytes(row, column);
        if (from.size() != N) return std::nullopt;
        std::array<std::uint8_t, N> out{};
        std::copy(from.begin(), from.end(), out.begin());
        return out;
    }
    [[nodiscard]] std::uint64_t changed() const; ///< rows that an insert, update or delete touched

private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

/// One connection to the server, and the only place that includes libpq beside address.cpp. Nothing it returns holds
/// the server's words: those may quote what was sent.
class Engine {
public:
    /// Errors: hub_unreachable, hub_silent, hub_certificate, hub_password, hub_password_needed, hub_busy, hub_error,
    /// hub_stopped.
    [[nodiscard]] static Result<Engine> connect(const Address& address, const Secret& password, Patience patience = {});

    /// One statement, `$1` and on standing for `values`. Errors: those above, hub_no_right, hub_full, hub_read_only,
    /// hub_not_made. After hub_silent or hub_stopped the connection is spent.
    [[nodiscard]] Result<Rows> ask(const std::string& statement, const std::vector<Value>& values = {});
    /// All the statements between, or none of them.
    [[nodiscard]] Status begin();
    [[nodiscard]] Status commit();
    void roll_back();

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    Engine(pg_conn* connection, Patience patience) : connection_(connection), patience_(patience) {}
    std::unique_ptr<pg_conn, Close> connection_;
    Patience patience_;
};

/// Whether another try, later, may do better.
[[nodiscard]] bool is_passing(Fault fault);

} // namespace rapport::hub
