#include <algorithm>

#include "app/desk/clinic_page.h"
#include "app/desk/words.h"

namespace rapport::desk {
namespace {

void set(shell::TextEdit& edit, std::string words)
{
    edit.caret = words.size();
    edit.text = std::move(words);
}

int number(const shell::TextEdit& edit)
{
    return whole_number(trimmed(edit.text), -1);
}

/// "Hospital number" becomes "hospital_number"; letters of other scripts are left out.
std::string id_of(std::string_view label)
{
    std::string id;
    for (const char c : label) {
        const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9'))
            id.push_back(low);
        else if (!id.empty() && id.back() != '_')
            id.push_back('_');
    }
    while (!id.empty() && id.back() == '_')
        id.pop_back();
    return id.substr(0, 40);
}

} // namespace

std::vector<vault::IdentifierType> types_to_choose(const ClinicView& view)
{
    std::vector<vault::IdentifierType> types = vault::known_identifier_types();
    for (const vault::IdentifierType& type : view.identity.types)
        if (std::ranges::find(types, type.id, &vault::IdentifierType::id) == types.end()) types.push_back(type);
    return types;
}

vault::CarePolicy read_care(const ClinicState& state)
{
    vault::CarePolicy policy;
    policy.course_people = number(state.course_people);
    policy.course_width = number(state.course_width);
    policy.course_percent = number(state.course_percent);
    policy.flag_again_days = number(state.flag_again);
    policy.stopped_days = number(state.stopped);
    return policy;
}

vault::IdentityPolicy read_identity(const ClinicView& view, const ClinicState& state)
{
    vault::IdentityPolicy policy;
    policy.rule = trimmed(state.rule.text);
    policy.pseudonyms_only = state.pseudonyms_only;
    const auto types = types_to_choose(view);
    for (std::size_t n = 0; n < types.size() && n < state.kept.size(); ++n)
        if (state.kept[n]) policy.types.push_back(types[n]);
    if (const std::string label = trimmed(state.own_label.text); !label.empty())
        policy.types.push_back({id_of(label), label, static_cast<vault::IdentifierCheck>(state.own_check),
                                std::max(0, number(state.own_digits))});
    return policy;
}

void fill_clinic(const ClinicView& view, const vault::CarePolicy& care, ClinicState& state)
{
    set(state.course_people, std::to_string(care.course_people));
    set(state.course_width, std::to_string(care.course_width));
    set(state.course_percent, std::to_string(care.course_percent));
    set(state.flag_again, std::to_string(care.flag_again_days));
    set(state.stopped, std::to_string(care.stopped_days));
    set(state.rule, view.identity.rule);
    state.pseudonyms_only = view.identity.pseudonyms_only;
    state.kept.clear();
    for (const vault::IdentifierType& type : types_to_choose(view))
        state.kept.push_back(std::ranges::find(view.identity.types, type.id, &vault::IdentifierType::id) !=
                             view.identity.types.end());
    set(state.own_label, "");
    set(state.own_digits, "");
    state.own_check = 0;
}

} // namespace rapport::desk
