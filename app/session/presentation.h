#pragma once

#include "storage/sealed/presentation.h"

namespace rapport::session {

/// How this person's session looks, reads and is answered; the next one begins with the defaults.
using sealed::Asked;
using sealed::Presentation;
using sealed::speaks;

} // namespace rapport::session
