#pragma once

#include <cstdint>
#include <vector>

#include "instruments/definition.h"
#include "instruments/response.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

/// How one item stands in one response, by the definition's own rules about whom it is asked.
enum class Standing : std::uint8_t {
    answered,
    missing,      ///< asked, or perhaps asked, and without an answer
    skipped,      ///< not asked by rule and without an answer: counts as Item::skipped_as
    unclear,      ///< what it depends on was not answered, so whether it is to be asked cannot be told
    contradicted, ///< answered although not asked; may count as the answer or as Item::skipped_as
};

/// Whether an item is to be asked of this person after these answers: cannot_tell when what it depends on has no
/// answer. Where only the sex is unknown it is met: the person is asked, and may leave it out.
[[nodiscard]] Tri asked(const Definition& definition, std::size_t item, const Response& response,
                        const Context& context = {});

/// One per item.
[[nodiscard]] std::vector<Standing> standings(const Definition& definition, const Response& response,
                                              const Context& context = {});

/// The choices an item's answer could come to, given what is known.
struct Possible {
    std::vector<int> values; ///< never empty; one value means it is known
};
[[nodiscard]] Possible possible(const Definition& definition, std::size_t item, Answer answer, Standing standing,
                                const Context& context = {});

} // namespace rapport::instruments
