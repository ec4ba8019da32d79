#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/definition.h"
#include "instruments/response.h"
#include "instruments/scoring.h"
#include "storage/sealed/act.h"
#include "storage/sealed/presentation.h"
#include "storage/vault/alert_rules.h"

namespace rapport::vault {

/// What the acts of a session come to for one instrument of its battery.
struct ReplayedPart {
    instruments::Response response;
    std::int64_t started_ms = 0;  ///< first act of the part; the session's last act when it was never begun
    std::int64_t finished_ms = 0; ///< last act of the part
    bool begun = false;
    std::string input;             ///< "touch", "mouse", "keyboard", "switch_scan", "program"; "mixed"; "" when no act
    std::vector<bool> aloud;       ///< per item, read aloud at least once; empty when none was
    std::vector<Danger> dangers{}; ///< critical items that called for attention at some time, whatever they say now
};

/// Somebody pressed "I would like somebody to come".
struct Call {
    std::size_t part = 0;
    std::string item; ///< where they were, or empty
    std::int64_t utc_ms = 0;
};

struct Replayed {
    std::vector<ReplayedPart> parts; ///< one per definition, same order
    std::vector<Call> calls;
    std::optional<sealed::Presentation> presentation; ///< the last that was chosen; none in files that had none
};

/// Pure: answers from acts alone. The last act on an item counts: answered, declined or taken back, in any order and as
/// often as the person liked. An item nobody went to is `not_reached`; one that was looked at and left is `unrecorded`.
/// What is not for this respondent and has no answer was not asked.
/// Errors: vault_damaged when an act names a part, item or value that the definitions do not have.
[[nodiscard]] Result<Replayed> replay(std::span<const instruments::Definition* const> definitions,
                                      std::span<const sealed::Act> acts, const instruments::Context& context = {});

/// Items with an answer or a chosen absence, of those asked: how far a session got.
struct Progress {
    int answered = 0;
    int asked = 0;
};
[[nodiscard]] Progress progress_of(const Replayed& replayed);

/// Every item answered, or its absence chosen by the respondent.
[[nodiscard]] bool is_complete(const instruments::Response& response);

} // namespace rapport::vault
