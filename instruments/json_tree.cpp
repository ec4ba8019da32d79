#include "instruments/json_tree.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "instruments/locate.h"
#include "instruments/problems.h"
#include "instruments/utf8.h"

namespace rapport::instruments {

namespace {

/// Builds the tree as the library reports each piece. Its parser does not recurse, so depth is ours to hold.
class Builder {
public:
    Builder(JsonReading& out, const JsonLimits& limits, std::string_view text) : out_(out), limits_(limits), text_(text)
    {
    }

    bool null() { return scalar({}); }
    bool boolean(bool yes) { return scalar(Json::of(yes)); }
    bool number_integer(std::int64_t value) { return whole(value); }
    bool number_unsigned(std::uint64_t value)
    {
        if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return whole(static_cast<std::int64_t>(value));
        return number_float(static_cast<double>(value), {});
    }
    bool number_float(double value, const std::string&)
    {
        Json node;
        node.kind = Json::Kind::real;
        node.real = value;
        return scalar(std::move(node));
    }
    bool string(std::string& words)
    {
        if (words.size() > limits_.text) problem_next("this text is longer than 8 KiB");
        if (has_control(words)) problem_next("this text holds a control character");
        return scalar(Json::of(words));
    }
    bool binary(std::vector<std::uint8_t>&) { return false; }

    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::list()); }
    bool key(std::string& name)
    {
        if (name.size() > limits_.key) problem_here("a key here is longer than 64 bytes");
        if (has_control(name)) problem_here("a key here holds a control character");
        key_ = std::move(name);
        return true;
    }
    bool end_object()
    {
        report_duplicates(*open_.back());
        return close();
    }
    bool end_array() { return close(); }

    bool parse_error(std::size_t byte, const std::string&, const nlohmann::json::exception& error)
    {
        constexpr int number_out_of_range = 406;
        if (error.id == number_out_of_range)
            problem_next("this number is too large");
        else if (started_ && open_.empty())
            problem_here("there is text after the end of the JSON value");
        else
            problem_here("this is not valid JSON, " + line_of(byte));
        // The library counts the byte it stumbled over.
        if (error.id != number_out_of_range && !out_.problems.empty()) {
            const TextPlace place = text_place(text_, byte == 0 ? 0 : byte - 1);
            out_.problems.back().line = place.line;
            out_.problems.back().column = place.column;
        }
        return false;
    }

private:
    bool whole(std::int64_t value)
    {
        Json node;
        node.kind = Json::Kind::integer;
        node.integer = value;
        node.real = static_cast<double>(value);
        return scalar(std::move(node));
    }

    Json* place(Json node)
    {
        if (++values_ > limits_.values) {
            problem_here("there are too many values");
            return nullptr;
        }
        started_ = true;
        node.key = std::move(key_);
        key_.clear();
        if (open_.empty()) return &(out_.root = std::move(node));
        return &open_.back()->children.emplace_back(std::move(node));
    }
    bool scalar(Json node) { return place(std::move(node)) != nullptr; }
    bool open(Json node)
    {
        if (open_.size() == limits_.depth) return problem_next("values are nested more than 16 deep"), false;
        Json* const placed = place(std::move(node));
        if (placed != nullptr) open_.push_back(placed);
        return placed != nullptr;
    }
    bool close()
    {
        open_.pop_back();
        return true;
    }

    void report_duplicates(const Json& object)
    {
        std::vector<std::string_view> names;
        names.reserve(object.children.size());
        for (const Json& child : object.children)
            names.push_back(child.key);
        std::sort(names.begin(), names.end());
        for (std::size_t i = 1; i < names.size(); ++i)
            if (names[i] == names[i - 1] && (i < 2 || names[i - 2] != names[i]))
                add(pointer() + pointer_step(names[i]), "this key appears twice");
    }

    [[nodiscard]] std::string pointer() const
    {
        std::string path;
        for (std::size_t i = 1; i < open_.size(); ++i)
            path += step(*open_[i - 1], *open_[i]);
        return path;
    }
    static std::string step(const Json& parent, const Json& child)
    {
        if (parent.kind == Json::Kind::object) return pointer_step(child.key);
        return "/" + std::to_string(parent.children.size() - 1);
    }
    void problem_here(std::string what) { add(pointer(), std::move(what)); }
    /// About the value that is just being read and has no place in the tree yet.
    void problem_next(std::string what)
    {
        std::string path = pointer();
        if (!open_.empty())
            path += open_.back()->kind == Json::Kind::object ? pointer_step(key_)
                                                             : "/" + std::to_string(open_.back()->children.size());
        add(std::move(path), std::move(what));
    }
    void add(std::string where, std::string what)
    {
        if (out_.problems.size() < problem_limit) out_.problems.push_back({std::move(where), std::move(what)});
    }

    [[nodiscard]] std::string line_of(std::size_t byte) const
    {
        const std::string_view before = text_.substr(0, std::min(byte, text_.size()));
        return "line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n'));
    }

    JsonReading& out_;
    const JsonLimits& limits_;
    std::string_view text_;
    std::vector<Json*> open_; // outermost first; an open value's parent does not grow, so these stay valid
    std::string key_;
    std::size_t values_ = 0;
    bool started_ = false;
};

nlohmann::ordered_json to_library(const Json& node)
{
    switch (node.kind) {
    case Json::Kind::null:
        return nullptr;
    case Json::Kind::boolean:
        return node.truth;
    case Json::Kind::integer:
        return node.integer;
    case Json::Kind::real:
        return node.real;
    case Json::Kind::text:
        return node.text;
    case Json::Kind::list: {
        auto list = nlohmann::ordered_json::array();
        for (const Json& child : node.children)
            list.push_back(to_library(child));
        return list;
    }
    case Json::Kind::object: {
        auto object = nlohmann::ordered_json::object();
        for (const Json& child : node.children)
            object.emplace(child.key, to_library(child));
        return object;
    }
    }
    return nullptr;
}

/// The library takes a NUL byte for the end of the text, so raw controls are refused before it looks.
bool has_raw_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
}

} // namespace

JsonReading parse_json(std::string_view text, const JsonLimits& limits)
{
    JsonReading reading;
    if (text.size() > limits.bytes) {
        reading.problems.push_back({"", "the text is larger than " + std::to_string(limits.bytes >> 20U) + " MiB"});
        return reading;
    }
    if (const auto byte = first_invalid_utf8(text)) {
        reading.problems.push_back({"", "the text is not valid UTF-8 at byte " + std::to_string(*byte)});
        return reading;
    }
    if (has_raw_control(text)) {
        reading.problems.push_back({"", "the text holds a control character"});
        return reading;
    }
    Builder builder(reading, limits, text);
    reading.complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return reading;
}

std::string print_json(const Json& root, Layout layout)
{
    return to_library(root).dump(layout == Layout::indented ? 2 : -1, ' ', false,
                                 nlohmann::ordered_json::error_handler_t::replace);
}

const Json* Json::find(std::string_view name) const
{
    for (const Json& child : children)
        if (child.key == name) return &child;
    return nullptr;
}

Json Json::of(std::string_view words)
{
    Json node;
    node.kind = Kind::text;
    node.text = words;
    return node;
}

Json Json::of(const char* words)
{
    return of(std::string_view(words));
}

Json Json::of(bool yes)
{
    Json node;
    node.kind = Kind::boolean;
    node.truth = yes;
    return node;
}

Json Json::of(int whole)
{
    return of(static_cast<double>(whole));
}

Json Json::of(std::size_t whole)
{
    return of(static_cast<double>(whole));
}

Json Json::of(double number)
{
    constexpr double exact = 9007199254740992.0; // 2^53: every whole number below it is a double
    Json node;
    node.real = number;
    if (std::abs(number) < exact && std::trunc(number) == number) {
        node.kind = Kind::integer;
        node.integer = static_cast<std::int64_t>(number);
    } else {
        node.kind = Kind::real;
    }
    return node;
}

Json Json::null()
{
    return {};
}

Json Json::list()
{
    Json node;
    node.kind = Kind::list;
    return node;
}

Json Json::object()
{
    Json node;
    node.kind = Kind::object;
    return node;
}

Json Json::list_of(const std::vector<std::string>& words)
{
    Json node = list();
    for (const std::string& word : words)
        node.add(of(word));
    return node;
}

Json& Json::add(Json element)
{
    children.push_back(std::move(element));
    return *this;
}

Json& Json::set(std::string_view name, Json value)
{
    value.key = name;
    for (Json& child : children)
        if (child.key == name) return child = std::move(value), *this;
    children.push_back(std::move(value));
    return *this;
}

} // namespace rapport::instruments
