#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Errors: unknown_schedule.
[[nodiscard]] Result<Schedule> find_schedule(Core& core, const sealed::Id& id);

/// What is asked at a visit of a schedule, of one respondent; nothing to ask: no instruments. Pure.
struct VisitContent {
    std::vector<std::string> instruments; ///< each once, in the order of the parts
    bool grid = false;
    bool auto_advance = true;
};
[[nodiscard]] VisitContent content_of(const Schedule& schedule, const std::vector<Battery>& batteries, int visit,
                                      instruments::Respondent respondent);
/// Whether a part is asked at a visit, counted from 1. Pure.
[[nodiscard]] bool asks(const SchedulePart& part, int visit);
/// "Session {n}" with the visit's number in it. Pure.
[[nodiscard]] std::string label_of(const Schedule& schedule, int visit);

} // namespace rapport::vault
