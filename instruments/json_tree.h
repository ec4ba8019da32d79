#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// JSON as plain data: what the reader looks at and the describers build. Internal to this room.
/// Members keep the order they were written in. Only json_tree.cpp knows the JSON library.
struct Json {
    enum class Kind : std::uint8_t { null, boolean, integer, real, text, list, object };

    Kind kind = Kind::null;
    bool truth = false;
    std::int64_t integer = 0;
    double real = 0; ///< also set for integers
    std::string key; ///< its name inside the parent object
    std::string text;
    std::vector<Json> children; ///< a list's elements or an object's values

    [[nodiscard]] const Json* find(std::string_view name) const;

    static Json of(std::string_view words);
    static Json of(const char* words);
    static Json of(bool yes);
    static Json of(int whole);
    static Json of(std::size_t whole);
    /// A whole number is printed without a point.
    static Json of(double number);
    static Json null();
    static Json list();
    static Json object();
    static Json list_of(const std::vector<std::string>& words);

    Json& add(Json element);
    /// Adds a member, or takes the place of the one with that name.
    Json& set(std::string_view name, Json value);
};

struct JsonLimits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t depth = 16;
    std::size_t values = 200'000;
    std::size_t text = 8'192;
    std::size_t key = 64;
};

struct JsonReading {
    Json root;
    std::vector<Problem> problems; ///< empty means: `root` is the whole text
    bool complete = false;         ///< false when reading stopped before the end
};

/// Reads strictly: valid UTF-8, no duplicate keys, no C0/C1 or bidi controls, finite numbers, nothing after the value.
[[nodiscard]] JsonReading parse_json(std::string_view text, const JsonLimits& limits = {});

enum class Layout : std::uint8_t { one_line, indented };
[[nodiscard]] std::string print_json(const Json& root, Layout layout);

} // namespace rapport::instruments
