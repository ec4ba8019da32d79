#pragma once

#include <string>

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The release page, measured at once so that nothing on it is ever unmeasured.
void open_release(OpenDesk& open);
void begin_measuring(OpenDesk& open);
void end_measuring(OpenDesk& open, Measured measured);
/// Into `<releases>/<project>-<n>`, the first n that is free.
void begin_writing(OpenDesk& open, const std::string& releases_folder);
void end_writing(OpenDesk& open, Result<outlet::Done> done);

/// A project's name as a folder's: small letters, digits and hyphens; "release" when nothing is left.
[[nodiscard]] std::string folder_name(std::string_view project);

} // namespace rapport::desk
