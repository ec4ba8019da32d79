#include "instruments/fields.h"

#include <algorithm>
#include <cmath>

namespace rapport::instruments {

namespace {

std::string_view kind_word(Json::Kind kind)
{
    switch (kind) {
    case Json::Kind::null:
        return "null";
    case Json::Kind::boolean:
        return "true or false";
    case Json::Kind::integer:
        return "a whole number";
    case Json::Kind::real:
        return "a number";
    case Json::Kind::text:
        return "a text";
    case Json::Kind::list:
        return "a list";
    case Json::Kind::object:
        return "an object";
    }
    return "";
}

std::string must_be(Json::Kind kind)
{
    return "must be " + std::string(kind_word(kind));
}

} // namespace

Fields::Fields(const Json& node, const Place& place, Problems& problems)
    : node_(node), place_(place), problems_(problems), asked_(node.children.size())
{
    if (node.kind != Json::Kind::object) problems_.add(place_, must_be(Json::Kind::object));
}

const Json* Fields::seek(std::string_view name, Need need)
{
    if (node_.kind != Json::Kind::object) return nullptr;
    const Json* found = nullptr;
    for (std::size_t i = 0; i < node_.children.size(); ++i) {
        if (node_.children[i].key != name) continue;
        asked_[i] = true; // of a key that appears twice, too: that is reported already
        found = &node_.children[i];
    }
    if (found == nullptr && need == Need::required) problem(name, "is missing");
    return found;
}

const Json* Fields::take(std::string_view name, Json::Kind kind, Need need)
{
    const Json* const found = seek(name, need);
    if (found == nullptr || found->kind == kind) return found;
    problem(name, must_be(kind));
    return nullptr;
}

std::string Fields::text(std::string_view name, Need need)
{
    const Json* const found = take(name, Json::Kind::text, need);
    if (found == nullptr) return {};
    if (need == Need::required && found->text.empty()) problem(name, "must not be empty");
    return found->text;
}

std::optional<int> Fields::whole(std::string_view name, int low, int high, Need need)
{
    const Json* const found = take(name, Json::Kind::integer, need);
    if (found == nullptr) return std::nullopt;
    if (found->integer < low || found->integer > high) {
        problem(name, "must be from " + std::to_string(low) + " to " + std::to_string(high));
        return std::nullopt;
    }
    return static_cast<int>(found->integer);
}

std::optional<double> Fields::number(std::string_view name, Need need)
{
    const Json* const found = seek(name, need);
    if (found == nullptr) return std::nullopt;
    if (found->kind == Json::Kind::integer || found->kind == Json::Kind::real) return found->real;
    problem(name, must_be(Json::Kind::real));
    return std::nullopt;
}

std::optional<std::int64_t> Fields::ten_thousandths(std::string_view name, int most, Need need)
{
    const std::optional<double> given = number(name, need);
    if (!given) return std::nullopt;
    const double parts = std::round(*given * 10'000);
    if (std::abs(*given) > most || std::abs(parts / 10'000 - *given) > 1e-9) {
        problem(name, "must be from -" + std::to_string(most) + " to " + std::to_string(most) +
                          ", with at most four decimal places");
        return std::nullopt;
    }
    return static_cast<std::int64_t>(parts);
}

std::optional<bool> Fields::truth(std::string_view name, Need need)
{
    const Json* const found = take(name, Json::Kind::boolean, need);
    if (found == nullptr) return std::nullopt;
    return found->truth;
}

std::optional<std::size_t> Fields::one_of(std::string_view name, std::span<const std::string_view> words, Need need)
{
    const Json* const found = take(name, Json::Kind::text, need);
    if (found == nullptr) return std::nullopt;
    const auto word = std::find(words.begin(), words.end(), found->text);
    if (word != words.end()) return static_cast<std::size_t>(word - words.begin());
    problem(name, "must be " + join_or(words));
    return std::nullopt;
}

std::string Fields::id(std::string_view name)
{
    const Json* const found = take(name, Json::Kind::text);
    if (found == nullptr) return {};
    if (is_id(found->text)) return found->text;
    problem(name, "must be 1 to 64 of a-z, 0-9, \"-\" and \"_\"");
    return {};
}

void Fields::finish()
{
    for (std::size_t i = 0; i < asked_.size(); ++i)
        if (node_.kind == Json::Kind::object && !asked_[i])
            problem(node_.children[i].key, "is not a key that belongs here");
}

bool is_id(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::string join_or(std::span<const std::string_view> words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += "\"" + std::string(words[i]) + "\"";
    }
    return text;
}

} // namespace rapport::instruments
