#pragma once

#include "instruments/base/result.h"

/// The ways a session can fail to begin. Sentences for people stand in assets/strings under "fault.<name>".
namespace rapport::session::fault {

inline constexpr Fault empty_job{"empty_job"};                         ///< no instrument to ask
inline constexpr Fault job_expired{"job_expired"};                     ///< handed over too long ago
inline constexpr Fault definition_refused{"definition_refused"};       ///< an instrument of the job does not read
inline constexpr Fault wording_not_installed{"wording_not_installed"}; ///< key-only wording outside a demo clinic
inline constexpr Fault too_many_choices{"too_many_choices"};           ///< answers that are a line to be marked
inline constexpr Fault acts_do_not_fit{"acts_do_not_fit"}; ///< the draft's acts are not about these instruments

} // namespace rapport::session::fault
