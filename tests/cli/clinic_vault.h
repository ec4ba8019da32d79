#pragma once

#include <string>

#include "run.h"

namespace rapport::test {

/// A real clinic's vault, finished and empty, made once for the whole program; copy it before changing it.
[[nodiscard]] const std::string& real_clinic();
[[nodiscard]] const std::string& real_passphrase_file();

/// A copy of it in `folder`, as words for the command line: the vault and where its passphrase is.
[[nodiscard]] std::string copy_of_real_clinic(const Folder& folder);

} // namespace rapport::test
