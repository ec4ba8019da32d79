#pragma once

#include <vector>

#include "instruments/definition.h"
#include "instruments/response.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

/// Brings a response in line with the definition's own rules about who is asked what, after an answer was given or
/// changed. An item that is not to be asked after these answers becomes `not_asked`, whatever stood there before; one
/// that is to be asked again becomes `not_reached`. Where that cannot be told, because what it depends on has no
/// answer, the item is asked. The respondent's sex is not known here: `never_asked` is for the caller to put on top.
void leave_out_not_asked(const Definition& definition, Response& response);

/// Items that are not for this respondent, whatever they answer, by index. None while their sex is not known: then an
/// item that is not for one sex is asked, and may be left.
[[nodiscard]] std::vector<std::size_t> never_asked(const Definition& definition, const Context& context);

/// Whether the item is one of those left out.
[[nodiscard]] bool is_left_out(Answer answer);

} // namespace rapport::instruments
