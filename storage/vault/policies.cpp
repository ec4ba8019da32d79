#include "storage/vault/policies.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "storage/vault/audit.h"
#include "storage/vault/lists.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

constexpr std::string_view rule_setting = "identity_policy:rule";
constexpr std::string_view types_setting = "identity_policy:types";
constexpr std::string_view pseudonyms_setting = "identity_policy:pseudonyms_only";

struct CheckName {
    IdentifierCheck check;
    std::string_view name;
};
constexpr std::array checks = {CheckName{IdentifierCheck::none, "none"}, CheckName{IdentifierCheck::digits, "digits"},
                               CheckName{IdentifierCheck::nhs_number, "nhs_number"},
                               CheckName{IdentifierCheck::luhn, "luhn"}};

struct Number {
    std::string_view setting;
    int CarePolicy::*field;
    int least;
    int most;
};
constexpr std::array numbers = {
    Number{"policy:course_people", &CarePolicy::course_people, CarePolicy::least_course_people, 1000},
    Number{"policy:course_width", &CarePolicy::course_width, 1, 40},
    Number{"policy:course_percent", &CarePolicy::course_percent, 75, 99},
    Number{"policy:flag_again_days", &CarePolicy::flag_again_days, 1, 90},
    Number{"policy:stopped_days", &CarePolicy::stopped_days, 7, 365},
};

int number_of(std::string_view text, int least, int most, int otherwise)
{
    int value = 0;
    const auto [stop, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool read = trouble == std::errc{} && stop == text.data() + text.size();
    return read && value >= least && value <= most ? value : otherwise;
}

/// One type is four lines.
std::string types_text(const std::vector<IdentifierType>& types)
{
    std::vector<std::string> lines;
    for (const IdentifierType& type : types) {
        const auto check = std::ranges::find(checks, type.check, &CheckName::check);
        lines.insert(lines.end(), {type.id, type.label, std::string(check->name), std::to_string(type.digits)});
    }
    return join_lines(lines);
}

Result<std::vector<IdentifierType>> types_of(const std::string& text)
{
    const std::vector<std::string> lines = split_lines(text);
    if (lines.size() % 4 != 0) return Error{fault::vault_damaged, "identity policy"};
    std::vector<IdentifierType> types;
    for (std::size_t at = 0; at < lines.size(); at += 4) {
        const auto check = std::ranges::find(checks, lines[at + 2], &CheckName::name);
        if (check == checks.end()) return Error{fault::vault_damaged, "identity policy"};
        types.push_back({lines[at], lines[at + 1], check->check, number_of(lines[at + 3], 0, 40, 0)});
    }
    return types;
}

struct Change {
    std::string_view name;
    std::string from;
    std::string to;
};

std::string on_one_line(std::string text)
{
    std::ranges::replace(text, '\n', ';');
    return text;
}

/// Each field that changes has a line.
Status write_changes(Core& core, const std::vector<Change>& changes)
{
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    for (const Change& change : changes) {
        if (change.from == change.to) continue;
        const Status done = act(
            core, {"policy_set", std::string(change.name), on_one_line(change.to), {}, {}, on_one_line(change.from)},
            [&] { return write_setting(core.database, change.name, change.to); });
        if (!done) return done;
    }
    return transaction->commit();
}

} // namespace

Result<IdentityPolicy> read_identity_policy(Core& core)
{
    IdentityPolicy policy;
    auto rule = read_setting(core.database, rule_setting);
    if (!rule) return rule.error();
    if (*rule) policy.rule = std::move(**rule);
    const auto types = read_setting(core.database, types_setting);
    if (!types) return types.error();
    auto read = types_of(types->value_or(""));
    if (!read) return read.error();
    policy.types = std::move(*read);
    const auto only = read_setting(core.database, pseudonyms_setting);
    if (!only) return only.error();
    policy.pseudonyms_only = only->value_or("") == "1";
    return policy;
}

Result<CarePolicy> read_care_policy(Core& core)
{
    CarePolicy policy;
    for (const Number& number : numbers) {
        const auto text = read_setting(core.database, number.setting);
        if (!text) return text.error();
        if (*text) policy.*number.field = number_of(**text, number.least, number.most, policy.*number.field);
    }
    return policy;
}

Result<IdentityPolicy> Vault::identity_policy()
{
    return read_identity_policy(*state_);
}

Status Vault::set_identity_policy(const IdentityPolicy& policy)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "set_identity_policy"); !may) return may;
    if (const std::string wrong = wrong_with(policy); !wrong.empty()) return Error{fault::bad_policy, wrong};
    const auto before = read_identity_policy(core);
    if (!before) return before.error();
    return write_changes(
        core, {{rule_setting, before->rule, policy.rule},
               {types_setting, types_text(before->types), types_text(policy.types)},
               {pseudonyms_setting, before->pseudonyms_only ? "1" : "0", policy.pseudonyms_only ? "1" : "0"}});
}

Result<CarePolicy> Vault::care_policy()
{
    return read_care_policy(*state_);
}

Status Vault::set_care_policy(const CarePolicy& policy)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "set_care_policy"); !may) return may;
    const auto before = read_care_policy(core);
    if (!before) return before.error();
    std::vector<Change> changes;
    for (const Number& number : numbers) {
        const int wanted = policy.*number.field;
        if (wanted < number.least || wanted > number.most)
            return Error{fault::bad_policy, std::string(number.setting.substr(number.setting.find(':') + 1))};
        changes.push_back({number.setting, std::to_string(before.value().*number.field), std::to_string(wanted)});
    }
    return write_changes(core, changes);
}

} // namespace rapport::vault
