#pragma once

#include <string>
#include <vector>

#include "instruments/scoring.h"

namespace rapport::instruments {

/// What a reader of scores must not overlook, as names for files and worked examples:
///   <critical item>_positive, <critical item>_missing   its answer, or having none, calls for a person's attention
///   incomplete                                          an item that some score uses has no answer
///   <score>_cut_off_reached_by_part                     no value, yet the answered items alone reach a cut-off
///   <criterion>_met_by_part                             the same, of a criterion over a score
///   answered_although_not_asked                         an item has an answer that its rule did not ask for
[[nodiscard]] std::vector<std::string> flag_names(const Scored& scored);

} // namespace rapport::instruments
