#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// Listing stops here: a hostile text must not become a larger list.
inline constexpr std::size_t problem_limit = 500;

/// "/" and one reference token, escaped as RFC 6901 says.
[[nodiscard]] std::string pointer_step(std::string_view token);

/// Where a value stands in the text, as a chain of steps. Costs nothing until a problem asks for the pointer.
struct Place {
    const Place* parent = nullptr;
    std::string_view key;
    std::size_t index = 0;
    bool in_list = false;

    [[nodiscard]] Place member(std::string_view name) const { return {this, name, 0, false}; }
    [[nodiscard]] Place element(std::size_t number) const { return {this, {}, number, true}; }
    [[nodiscard]] std::string pointer() const;
};

class Problems {
public:
    explicit Problems(std::vector<Problem> already = {}) : list_(std::move(already)) {}
    void add(const Place& where, std::string what);
    [[nodiscard]] std::size_t count() const { return list_.size(); }
    [[nodiscard]] std::vector<Problem> take() { return std::move(list_); }

private:
    std::vector<Problem> list_;
};

} // namespace rapport::instruments
