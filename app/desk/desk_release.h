#pragma once

#include <functional>
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

/// `write` into `<folder>/<name>-<n>`, the first n where nothing is yet; a name taken by an earlier release is passed
/// over, never written into. Errors: cannot_write_release, release_exists, and those of `write`.
[[nodiscard]] Result<outlet::Done>
write_to_first_free(const std::string& folder, const std::string& name,
                    const std::function<Result<outlet::Done>(const std::string& out)>& write);

/// A project's name as a folder's: small letters, digits and hyphens; "release" when nothing is left.
[[nodiscard]] std::string folder_name(std::string_view project);

} // namespace rapport::desk
