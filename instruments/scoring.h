#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/definition.h"
#include "instruments/response.h"

namespace rapport::instruments {

/// What one Score comes to for one response.
///
/// Units    raw scale points.
/// Missing  never counted as zero. Beyond the published rule there is no value, and `absent` names the rule.
/// Skipped  an item that its rule leaves out is not missing; it counts as Item::skipped_as.
/// Range    `lowest`..`highest` is what the value could still be, whatever the missing answers were;
///          both equal `value` when every item is answered.
/// Bands    `band` is the label the value falls in; a prorated value between two bands, or whose rounding
///          would change the band, also has `band_above`, and screens say "between".
struct ScoreValue {
    std::string_view id; ///< views into the Definition, which must outlive this
    std::string_view absent;
    std::string_view band;
    std::string_view band_above;
    std::optional<double> value;
    double lowest = 0;
    double highest = 0;
    int answered = 0;
    int items = 0;
    int skipped = 0; ///< not asked by rule: neither in `answered` nor in `items`
    bool prorated = false;
    bool cut_off_reached_by_part = false; ///< no value, yet the answered items alone reach a cut-off
    bool band_cannot_tell = false;        ///< the bands differ by sex or education, and that is not known
};

/// Absent because an item was answered that was not to be asked, and counting it or not makes a difference.
inline constexpr std::string_view answered_although_not_asked = "answered_although_not_asked";
/// Absent because the source's table has no row for the value.
inline constexpr std::string_view not_in_table = "not_in_table";
/// Absent because the score's expression divides by nought here, comes to a number beyond what is kept exactly, or to
/// one outside "min" to "max".
inline constexpr std::string_view divided_by_zero = "divided_by_zero";
inline constexpr std::string_view too_large_to_be_exact = "too_large_to_be_exact";
inline constexpr std::string_view outside_declared_range = "outside_declared_range";

enum class Tri : std::uint8_t { met, not_met, cannot_tell };

struct CriterionValue {
    std::string_view id;
    Tri tri = Tri::cannot_tell;
    bool by_part = false; ///< met by a score that has no value: its answered items alone decide
};

/// A critical item that fired: on its answer, or on having none.
struct Flag {
    std::string_view id;
    std::size_t item = 0;
    bool unanswered = false;
};

/// Facts about the respondent that some published rules need.
struct Context {
    std::string sex;                ///< "female", "male", "" unknown
    std::optional<int> age;         ///< years
    std::optional<int> education{}; ///< completed years
};

/// `any` when the sex is not known, whatever word stands for that.
[[nodiscard]] Sex sex_of(const Context& context);

struct Scored {
    std::vector<ScoreValue> scores; ///< one per Definition::scores, same order
    std::vector<CriterionValue> criteria;
    std::vector<Flag> flags;
    std::vector<std::size_t> contradicted; ///< items answered although not asked
};

/// Pure: the same definition and response give the same result on every machine and in every locale.
/// `response.items` must have one entry per item and only allowed values (asserted; `check_response` tells).
[[nodiscard]] Scored score(const Definition& definition, const Response& response, const Context& context = {});

/// Whether a response fits a definition: right length, every value one of the item's choices.
[[nodiscard]] bool fits(const Definition& definition, const Response& response);

[[nodiscard]] std::string_view word(Tri tri); ///< "met", "not_met", "cannot_tell"
[[nodiscard]] std::string_view
word(Missing missing); ///< "declined", "not_asked", "not_reached", "cleared", "unrecorded"

} // namespace rapport::instruments
