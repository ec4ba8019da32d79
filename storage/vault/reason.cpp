#include "storage/vault/reason.h"

#include "storage/vault/faults.h"

namespace rapport::vault {

Status check_reason(std::string_view reason)
{
    if (reason.find_first_not_of(" \t\r\n") == std::string_view::npos) return Error{fault::empty_note, "reason"};
    if (reason.size() > most_reason) return Error{fault::too_long, "reason"};
    return {};
}

} // namespace rapport::vault
