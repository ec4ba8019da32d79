#include "storage/hub/address.h"

#include <algorithm>
#include <array>
#include <memory>

#include <libpq-fe.h>

#include "storage/hub/faults.h"

namespace rapport::hub {

namespace {

/// What may be said about the way. Others could run code (service files), load libraries or undo what we insist on.
constexpr std::array<std::string_view, 12> taken = {"host",   "hostaddr",    "port",    "dbname",
                                                    "user",   "sslmode",     "sslcert", "sslkey",
                                                    "sslcrl", "sslrootcert", "sslsni",  "passfile"};

std::vector<std::string> parts_of(const std::string& list)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at = list.find(','); at != std::string::npos; at = list.find(',', from)) {
        parts.push_back(list.substr(from, at - from));
        from = at + 1;
    }
    parts.push_back(list.substr(from));
    return parts;
}

bool is_dotted_loopback(const std::string& host)
{
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_this_machine(const std::string& host)
{
    return host == "localhost" || host == "::1" || host.starts_with('/') || is_dotted_loopback(host);
}

bool stays_here(const Address& address)
{
    const std::string numbers = address.word("hostaddr");
    const auto hosts = parts_of(numbers.empty() ? address.word("host") : numbers);
    return std::ranges::all_of(hosts, is_this_machine);
}

} // namespace

std::string Address::word(std::string_view name) const
{
    const auto found = std::ranges::find(words, name, &std::pair<std::string, std::string>::first);
    return found == words.end() ? std::string() : found->second;
}

std::string Address::shown() const
{
    const std::string host = word("host").empty() ? word("hostaddr") : word("host");
    return host + (word("port").empty() ? "" : ":" + word("port")) + "/" + word("dbname");
}

Result<Address> read_address(const std::string& url)
{
    char* problem = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), &problem),
                                                                               &PQconninfoFree);
    if (problem != nullptr) PQfreemem(problem); // it may quote what was typed
    if (options == nullptr) return Error{fault::bad_hub_url, "form"};
    Address address;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        const std::string name = option->keyword;
        if (name == "password" || name == "sslpassword") return fault::password_in_url;
        if (std::ranges::find(taken, name) == taken.end()) return Error{fault::bad_hub_url, name};
        address.words.emplace_back(name, option->val);
    }
    for (const char* const needed : {"dbname", "user"})
        if (address.word(needed).empty()) return Error{fault::bad_hub_url, needed};
    if (address.word("host").empty() && address.word("hostaddr").empty()) return Error{fault::bad_hub_url, "host"};
    const std::string mode = address.word("sslmode");
    if (mode.empty())
        address.words.emplace_back("sslmode", "verify-full");
    else if (mode != "verify-full" && !stays_here(address))
        return Error{fault::hub_not_encrypted, "sslmode"};
    return address;
}

} // namespace rapport::hub
