#pragma once

namespace rapport::access {

/// True when this person's session bus says that assistive technology is in use. Asks once, starts nothing, and does
/// not even connect when there is no session bus.
[[nodiscard]] bool screen_reader_wanted();

} // namespace rapport::access
