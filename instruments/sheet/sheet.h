#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "instruments/definition.h"
#include "instruments/sheet/document.h"

namespace rapport::instruments {

/// Gives the sentence of a key of assets/strings with its {places} filled. An argument, since this room has no
/// language of its own.
using Filling = std::vector<std::pair<std::string_view, std::string>>;
using Say = std::function<std::string(std::string_view key, const Filling& filling)>;

struct SheetWish {
    std::string language;    ///< of what `say` says
    std::string fingerprint; ///< hash of the definition's bytes, or empty
};

/// A definition as a page that a clinician can hold against the paper manual: every item with its number, what each
/// answer counts, which score it is part of, what is done about missing items, bands, cut-offs, rules, changes, papers
/// and the worked examples.
[[nodiscard]] Document scoring_sheet(const Definition& definition, const SheetWish& wish, const Say& say);

} // namespace rapport::instruments
