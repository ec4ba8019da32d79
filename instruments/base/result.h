#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace rapport {

/// The name of one way to fail. Rooms declare theirs as constants; two faults are equal when their
/// names are. The name is public contract: strings and the command line look sentences up by it.
struct Fault {
    std::string_view name;
    friend constexpr bool operator==(Fault left, Fault right) { return left.name == right.name; }
};

/// What went wrong. `detail` is for developers: a file's role, a number, a library's word.
/// It never holds a person's words, an answer or a passphrase.
struct Error {
    Fault fault;
    std::string detail;
};

/// A value, or the Error that stands in its place. Looking before asking is the caller's duty and asserted.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
    Result(Fault fault) : state_(std::in_place_index<1>, Error{fault, {}}) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return assert(ok()), *std::get_if<0>(&state_); }
    const T& value() const& { return assert(ok()), *std::get_if<0>(&state_); }
    /// By value, so that what is taken from a passing Result outlives it (`for (const auto& row : *read())`).
    T value() && { return assert(ok()), std::move(*std::get_if<0>(&state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const { return assert(!ok()), *std::get_if<1>(&state_); }

private:
    std::variant<T, Error> state_;
};

/// Done, or the Error that says why not.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}
    Result(Fault fault) : error_(Error{fault, {}}) {}

    [[nodiscard]] bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const { return assert(!ok()), *error_; }

private:
    std::optional<Error> error_;
};

using Status = Result<void>;

} // namespace rapport
