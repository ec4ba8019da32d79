#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/vault/model.h"

/// Plain values of what a person's page keeps beside the answers.
namespace rapport::vault {

enum class EntryKind : std::uint8_t { note, event };

/// A note of staff, or something that happened on a day and belongs beside the curves.
struct EntryWish {
    static constexpr std::size_t most_note = 2000; ///< bytes
    static constexpr std::size_t most_event = 80;  ///< bytes: it stands on a chart
    Id person{};
    EntryKind kind = EntryKind::note;
    std::int32_t day = 0; ///< the day it is about, not after today
    std::string what;     ///< of an event: one of `event_kinds`; of a note: empty
    std::string words;
};
inline constexpr std::array<std::string_view, 5> event_kinds = {"dosing", "medication", "therapy", "life", "other"};

/// An entry that stands, or one that another took the place of.
struct PageEntry {
    Id id{};
    EntryKind kind = EntryKind::note;
    std::int32_t day = 0;
    std::string what;
    std::string words;
    std::string actor;
    std::int64_t at_ms = 0;
    Id supersedes{};         ///< the entry it took the place of, or all zero
    bool standing = true;    ///< no other took its place, and it was not taken back
    bool taken_back = false; ///< this row says that `supersedes` no longer stands; it has no words of its own
    std::string reason;      ///< why it was put right or taken back; empty for a first entry
};

/// What a signature says, in a word of 21 CFR 11.50(a)(3): that what stands there was reviewed, approved, or is
/// answered for.
inline constexpr std::array<std::string_view, 3> signature_meanings = {"reviewed", "approved", "responsible"};

struct Signature {
    Id id{};
    std::string actor;
    std::int64_t at_ms = 0;
    std::string meaning;
    bool holds = true; ///< what was signed is what stands today
};

/// What was answered in one session, as it is signed: the standing rows of it and what they came to.
struct Occasion {
    Id id{}; ///< of the session, or of the first row where there was none
    std::int32_t day = 0;
    std::string visit;
    int session_number = 0;
    std::vector<std::string> instruments;
    bool blind = false; ///< a form of a dyad whose other half is not in: nobody signs what they cannot see
    std::string record; ///< BLAKE2b-256 over rows, answers and scores, hex
    std::vector<Signature> signatures; ///< oldest first
};

/// `record` is the one that was shown; another one since then is not signed.
struct SignWish {
    Id person{};
    Id occasion{};
    std::string record;
    std::string meaning; ///< one of `signature_meanings`
};

} // namespace rapport::vault
