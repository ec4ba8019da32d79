#pragma once

#include <vector>

#include "app/session/faults.h"
#include "instruments/definition.h"
#include "storage/sealed/job.h"

namespace rapport::session {

/// The instruments of one session in the order they are asked, read and checked.
using Battery = std::vector<instruments::Definition>;

/// More answers than this do not stand on one page as cards: they are a line to be marked, which is not drawn yet.
inline constexpr std::size_t most_choices = 45;
[[nodiscard]] bool fits_a_page(const instruments::Definition& definition);

/// Reads every definition of the job. Errors: empty_job, definition_refused (detail: the instrument and the first
/// problem's pointer), wording_not_installed (key-only wording in a job that is not a demo), too_many_choices.
[[nodiscard]] Result<Battery> read_battery(const sealed::Job& job);

/// What is not asked of this person whatever they answer: by part, items by index.
using NotAsked = std::vector<std::vector<std::size_t>>;
/// Errors: definition_refused when the job names an item that is none, or leaves none to be asked.
[[nodiscard]] Result<NotAsked> read_not_asked(const sealed::Job& job, const Battery& battery);

} // namespace rapport::session
