#include <algorithm>
#include <charconv>

#include "storage/vault/approval.h"
#include "storage/vault/audit.h"
#include "storage/vault/lists.h"
#include "storage/vault/reason.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

constexpr std::string_view setting = "device_allowed"; ///< until when, and then the checks, one a line
constexpr std::int64_t holds_ms = 30LL * 24 * 60 * 60 * 1000;

} // namespace

Status Vault::allow_in_spite_of(const std::vector<std::string>& red, std::string_view reason, const Approval& approval)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "allow_in_spite_of"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    const auto approved = approve(core.folder, core.header, approval, core.boot_clock());
    if (!approved) return approved.error();
    std::vector<std::string> lines{std::to_string(core.clock() + holds_ms)};
    lines.insert(lines.end(), red.begin(), red.end());
    std::string which;
    for (const std::string& one : red)
        which += (which.empty() ? "" : " ") + one;
    return act(core, {"device_allowed", approved->by, which, {}, {}, std::string(reason)},
               [&] { return write_setting(core.database, setting, join_lines(lines)); });
}

Result<std::vector<std::string>> Vault::not_allowed_of(const std::vector<std::string>& red)
{
    const auto kept = read_setting(state_->database, setting);
    if (!kept) return kept.error();
    if (!*kept) return red;
    const std::vector<std::string> lines = split_lines(**kept);
    std::int64_t until = 0;
    if (!lines.empty()) std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), until);
    // A clock put back far gives no days.
    if (state_->clock() > until || until - state_->clock() > holds_ms) return red;
    std::vector<std::string> left;
    std::ranges::copy_if(red, std::back_inserter(left), [&](const std::string& one) {
        return std::find(lines.begin() + 1, lines.end(), one) == lines.end();
    });
    return left;
}

} // namespace rapport::vault
