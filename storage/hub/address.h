#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::hub {

/// Where a hub is, as libpq takes it, with what we insist on put in. Never a password.
struct Address {
    std::vector<std::pair<std::string, std::string>> words; ///< by libpq's names: host, port, dbname, ...
    [[nodiscard]] std::string word(std::string_view name) const;
    /// For people: host and database, nothing else.
    [[nodiscard]] std::string shown() const;
};

/// Reads `postgresql://USER@HOST[:PORT]/DATABASE[?sslrootcert=FILE...]` or libpq's `host=... dbname=...`.
/// sslmode is verify-full unless every address is this machine itself: nothing less goes to another one.
/// Errors: bad_hub_url (detail: the word that is not taken), password_in_url, hub_not_encrypted.
[[nodiscard]] Result<Address> read_address(const std::string& url);

} // namespace rapport::hub
