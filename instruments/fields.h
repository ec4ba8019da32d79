#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/json_tree.h"
#include "instruments/problems.h"

namespace rapport::instruments {

enum class Need : std::uint8_t { required, optional };

/// The members of one JSON object, asked for by name. Every wrong answer becomes a problem at its own pointer and
/// reading goes on; `finish` names the members nobody asked for.
class Fields {
public:
    Fields(const Json& node, const Place& place, Problems& problems);

    /// The member when it is there and of that kind. A null is a problem like any other wrong kind.
    const Json* take(std::string_view name, Json::Kind kind, Need need = Need::required);
    /// Not empty when required.
    std::string text(std::string_view name, Need need = Need::required);
    std::optional<int> whole(std::string_view name, int low, int high, Need need = Need::required);
    std::optional<double> number(std::string_view name, Need need = Need::required);
    /// With at most four decimal places, from -`most` to `most`.
    std::optional<std::int64_t> ten_thousandths(std::string_view name, int most, Need need = Need::required);
    std::optional<bool> truth(std::string_view name, Need need = Need::required);
    /// The place of the member's text among `words`.
    std::optional<std::size_t> one_of(std::string_view name, std::span<const std::string_view> words,
                                      Need need = Need::required);
    /// An identifier: 1 to 64 of a-z, 0-9, "-", "_".
    std::string id(std::string_view name = "id");
    /// Known here, and read elsewhere.
    void leave(std::string_view name) { static_cast<void>(seek(name, Need::optional)); }
    void finish();

    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] Place at(std::string_view name) const { return place_.member(name); }
    void problem(std::string_view name, std::string what) { problems_.add(at(name), std::move(what)); }

private:
    const Json* seek(std::string_view name, Need need);

    const Json& node_;
    Place place_;
    Problems& problems_;
    std::vector<bool> asked_; // one for each child
};

[[nodiscard]] bool is_id(std::string_view text);
/// "a, b or c".
[[nodiscard]] std::string join_or(std::span<const std::string_view> words);

} // namespace rapport::instruments
