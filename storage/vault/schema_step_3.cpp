#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 3: an answer put right is a new administration that takes the place of the one before.
const std::string_view schema_step_3 = R"sql(
ALTER TABLE main.administration ADD COLUMN supersedes BLOB CHECK (supersedes IS NULL OR length(supersedes) = 16);
)sql";

} // namespace rapport::vault
