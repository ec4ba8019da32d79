#include "storage/vault/identity_policy.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace rapport::vault {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
}

bool is_id(std::string_view id)
{
    return !id.empty() && id.size() <= 40 && std::ranges::all_of(id, is_name) && id != "and" && id != "or";
}

/// Reads a rule from left to right. `has` says whether a name is there; nothing when the rule cannot be read.
class RuleReader {
public:
    RuleReader(std::string_view rule, std::function<std::optional<bool>(std::string_view)> has)
        : rest_(rule), has_(std::move(has))
    {
    }

    std::optional<bool> whole()
    {
        const auto value = any_of();
        skip();
        return rest_.empty() ? value : std::nullopt;
    }

private:
    static constexpr int deepest = 20;

    void skip()
    {
        while (!rest_.empty() && rest_.front() == ' ')
            rest_.remove_prefix(1);
    }
    std::string_view word()
    {
        skip();
        std::size_t length = 0;
        while (length < rest_.size() && is_name(rest_[length]))
            ++length;
        return rest_.substr(0, length);
    }
    bool take(std::string_view wanted)
    {
        skip();
        const bool there = is_name(wanted.front()) ? word() == wanted : rest_.starts_with(wanted);
        if (there) rest_.remove_prefix(wanted.size());
        return there;
    }
    std::optional<bool> one()
    {
        if (take("(")) {
            if (++depth_ > deepest) return {};
            const auto value = any_of();
            --depth_;
            return take(")") ? value : std::nullopt;
        }
        const std::string_view name = word();
        if (name.empty() || name == "and" || name == "or") return {};
        rest_.remove_prefix(name.size());
        return has_(name);
    }
    std::optional<bool> all_of()
    {
        auto value = one();
        while (value && take("and")) {
            const auto next = one();
            value = next ? std::optional(*value && *next) : std::nullopt;
        }
        return value;
    }
    std::optional<bool> any_of()
    {
        auto value = all_of();
        while (value && take("or")) {
            const auto next = all_of();
            value = next ? std::optional(*value || *next) : std::nullopt;
        }
        return value;
    }

    std::string_view rest_;
    std::function<std::optional<bool>(std::string_view)> has_;
    int depth_ = 0;
};

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(' ') == std::string_view::npos;
}

std::optional<bool> has(const IdentityPolicy& policy, const Identity& identity, std::string_view name)
{
    if (name == "name") return !is_blank(identity.name);
    if (name == "date_of_birth") return !is_blank(identity.date_of_birth);
    if (name == "record_number") return !is_blank(identity.record_number);
    if (std::ranges::find(policy.types, name, &IdentifierType::id) == policy.types.end()) return {};
    const auto found = std::ranges::find(identity.identifiers, name, &Identifier::type);
    return found != identity.identifiers.end() && !is_blank(found->value);
}

int digit(char c)
{
    return c - '0';
}

bool nhs_number(std::string_view digits)
{
    if (digits.size() != 10) return false;
    int sum = 0;
    for (int place = 0; place < 9; ++place)
        sum += digit(digits[static_cast<std::size_t>(place)]) * (10 - place);
    const int check = (11 - sum % 11) % 11; // a remainder of 1 would need a digit of ten: no such number is issued
    return check != 10 && check == digit(digits[9]);
}

bool luhn(std::string_view digits)
{
    if (digits.size() < 2) return false;
    int sum = 0;
    bool twice = false;
    for (std::size_t at = digits.size(); at-- > 0; twice = !twice) {
        const int value = digit(digits[at]) * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

} // namespace

const std::vector<IdentifierType>& known_identifier_types()
{
    static const std::vector<IdentifierType> known{
        {"nhs_number", "NHS number", IdentifierCheck::nhs_number, 10},
        {"edipi", "DoD ID number (EDIPI)", IdentifierCheck::digits, 10},
    };
    return known;
}

std::string wrong_with(const IdentityPolicy& policy)
{
    for (std::size_t at = 0; at < policy.types.size(); ++at) {
        const IdentifierType& type = policy.types[at];
        const bool taken = type.id == "name" || type.id == "date_of_birth" || type.id == "record_number";
        const bool twice = std::ranges::count(policy.types, type.id, &IdentifierType::id) != 1;
        if (!is_id(type.id) || taken || twice) return "id";
        if (is_blank(type.label) || type.label.size() > 100 || type.label.find('\n') != std::string::npos)
            return "label";
        if (type.digits < 0 || type.digits > 40 || (type.check == IdentifierCheck::digits && type.digits == 0))
            return "digits";
    }
    if (is_blank(policy.rule)) return {};
    if (policy.pseudonyms_only || policy.rule.size() > 400) return "rule";
    const RuleReader reader(policy.rule, [&](std::string_view name) { return has(policy, {}, name); });
    return RuleReader(reader).whole() ? "" : "rule";
}

bool meets(const IdentityPolicy& policy, const Identity& identity)
{
    if (is_blank(policy.rule)) return true;
    return RuleReader(policy.rule, [&](std::string_view name) { return has(policy, identity, name); })
        .whole()
        .value_or(false);
}

std::string folded(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        if (c == ' ' || c == '-' || c == '.' || c == '/') continue;
        out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    return out;
}

bool is_well_formed(const IdentifierType& type, std::string_view value)
{
    if (type.check == IdentifierCheck::none) return !is_blank(value);
    const std::string digits = folded(value);
    if (!std::ranges::all_of(digits, is_digit)) return false;
    if (type.digits != 0 && digits.size() != static_cast<std::size_t>(type.digits)) return false;
    switch (type.check) {
    case IdentifierCheck::nhs_number:
        return nhs_number(digits);
    case IdentifierCheck::luhn:
        return luhn(digits);
    case IdentifierCheck::digits:
    case IdentifierCheck::none:
        break;
    }
    return true;
}

} // namespace rapport::vault
