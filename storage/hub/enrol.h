#pragma once

#include "storage/hub/hub.h"

namespace rapport::hub {

/// Inviting and joining by a key that a code was stretched to already: hub.h has them by the code itself.
[[nodiscard]] Status invite_by(const CodeKey& code, const Home& home, std::string_view name, std::int64_t expires_ms,
                               const Signer& signer, const Means& means);
[[nodiscard]] Result<std::string> join_by(const CodeKey& code, const Home& home, const std::string& url,
                                          const Means& means);

} // namespace rapport::hub
