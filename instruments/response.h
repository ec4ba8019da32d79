#pragma once

#include <cstdint>
#include <vector>

namespace rapport::instruments {

/// Why an item has no answer. None of them is zero, and none may stand for another.
enum class Missing : std::uint8_t {
    declined = 1,    ///< the respondent chose not to answer
    not_asked = 2,   ///< a structural skip: the instrument's own rule left it out
    not_reached = 3, ///< the session ended before it was shown
    cleared = 4,     ///< answered once, then taken back
    unrecorded = 5,  ///< no answer and no reason, as in data typed in or imported
};

/// One item's answer: the value of the choice made (before any reversal), or why there is none.
class Answer {
public:
    constexpr Answer() = default;
    static constexpr Answer chose(int value) { return Answer(static_cast<std::int16_t>(value), Missing{}); }
    static constexpr Answer none(Missing why) { return Answer(0, why); }

    [[nodiscard]] constexpr bool given() const { return why_ == Missing{}; }
    [[nodiscard]] constexpr int value() const { return value_; }
    [[nodiscard]] constexpr Missing why() const { return why_; }
    friend constexpr bool operator==(Answer, Answer) = default;

private:
    constexpr Answer(std::int16_t value, Missing why) : value_(value), why_(why) {}
    std::int16_t value_ = 0;
    Missing why_ = Missing::unrecorded;
};

/// One person's answers to one instrument on one occasion: an entry per item, in the definition's order.
struct Response {
    std::vector<Answer> items;
    friend bool operator==(const Response&, const Response&) = default;
};

} // namespace rapport::instruments
