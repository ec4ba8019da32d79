#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

namespace rapport::session {

/// Why the neutral cover is up. The number is the `value` of the act `paused`: never reuse one.
enum class CoverReason : std::uint8_t {
    paused = 0,     ///< the person asked, or staff took the tablet: touch goes on
    idle = 1,       ///< nobody touched it for 60 s: touch goes on
    find_staff = 2, ///< nobody touched it for 5 min: touch does nothing
};

/// The pages of a patient session. Parts and items are counted from 0.
namespace page {

struct Welcome {
    friend bool operator==(const Welcome&, const Welcome&) = default;
};
struct Instructions {
    std::size_t part = 0;
    friend bool operator==(const Instructions&, const Instructions&) = default;
};
struct Question {
    std::size_t part = 0;
    std::size_t item = 0;
    friend bool operator==(const Question&, const Question&) = default;
};
struct ConfirmDecline {
    std::size_t part = 0;
    std::size_t item = 0;
    friend bool operator==(const ConfirmDecline&, const ConfirmDecline&) = default;
};
struct Review {
    std::size_t part = 0;
    friend bool operator==(const Review&, const Review&) = default;
};
/// The clinic's own text; `someone` when the person asked for a human being, `safety` when an answer asked for it.
struct Moment {
    bool someone = false;
    bool safety = false;
    friend bool operator==(const Moment&, const Moment&) = default;
};
struct Cover {
    CoverReason why = CoverReason::paused;
    friend bool operator==(const Cover&, const Cover&) = default;
};
/// A sheet over the page: text size, colours, movement.
struct Reading {
    friend bool operator==(const Reading&, const Reading&) = default;
};
/// A sheet over a question: the part's instructions, the recall period, help with the item.
struct About {
    std::size_t part = 0;
    std::size_t item = 0;
    friend bool operator==(const About&, const About&) = default;
};
struct HandBack {
    friend bool operator==(const HandBack&, const HandBack&) = default;
};
/// An act could not be kept. `safe` items hold an answer or a refusal that is on the disk.
struct SaveFailed {
    int safe = 0;
    friend bool operator==(const SaveFailed&, const SaveFailed&) = default;
};

} // namespace page

using Page = std::variant<page::Welcome, page::Instructions, page::Question, page::ConfirmDecline, page::Review,
                          page::Moment, page::Cover, page::Reading, page::About, page::HandBack, page::SaveFailed>;

} // namespace rapport::session
