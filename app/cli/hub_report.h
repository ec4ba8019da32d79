#pragma once

#include <string>
#include <vector>

#include "storage/hub/hub.h"

/// What `rapport hub` says, in words and as JSON. Devices are named as the list that this device has names them.
namespace rapport::cli {

/// To the error output, a sentence each.
void tell_findings(const std::vector<hub::Finding>& findings, const hub::HubStatus& now);
[[nodiscard]] std::string exchanged_json(const hub::Exchanged& done, const hub::HubStatus& now);
[[nodiscard]] std::string status_json(const hub::HubStatus& now);
/// To the output, for people.
void print_status(const hub::HubStatus& now);

} // namespace rapport::cli
