#include "app/shell/access/roles.h"

namespace rapport::access {

using shell::Role;

namespace {

AtkRole role_of_node(Role role)
{
    switch (role) {
    case Role::page:
        return ATK_ROLE_PANEL; // a reader says its name, and the loose text on it, when the focus comes into it
    case Role::heading:
        return ATK_ROLE_HEADING;
    case Role::text:
        return ATK_ROLE_LABEL;
    case Role::button:
        return ATK_ROLE_PUSH_BUTTON;
    case Role::link:
        return ATK_ROLE_LINK;
    case Role::radio:
        return ATK_ROLE_RADIO_BUTTON;
    case Role::check:
        return ATK_ROLE_CHECK_BOX;
    case Role::text_entry:
        return ATK_ROLE_ENTRY;
    case Role::secret_entry:
        return ATK_ROLE_PASSWORD_TEXT;
    case Role::choice_entry:
        return ATK_ROLE_COMBO_BOX;
    case Role::row:
        return ATK_ROLE_LIST_ITEM;
    case Role::tab:
        return ATK_ROLE_PAGE_TAB;
    case Role::image:
        return ATK_ROLE_IMAGE;
    case Role::chart:
        return ATK_ROLE_CHART;
    case Role::cell:
        return ATK_ROLE_TABLE_CELL;
    case Role::progress:
        return ATK_ROLE_PROGRESS_BAR;
    case Role::alert:
        return ATK_ROLE_NOTIFICATION; // spoken when it appears, wherever the focus is
    }
    return ATK_ROLE_LABEL;
}

AtkRole role_of_group(Role member)
{
    switch (member) {
    case Role::row:
        return ATK_ROLE_LIST;
    case Role::cell:
        return ATK_ROLE_TABLE;
    case Role::tab:
        return ATK_ROLE_PAGE_TAB_LIST;
    default:
        return ATK_ROLE_GROUPING;
    }
}

} // namespace

AtkRole role_of(const Entry& entry)
{
    return entry.kind == Entry::Kind::group ? role_of_group(entry.node.role) : role_of_node(entry.node.role);
}

Abilities abilities_of(const Entry& entry)
{
    if (entry.kind != Entry::Kind::node) return {};
    switch (entry.node.role) {
    case Role::button:
    case Role::link:
    case Role::radio:
    case Role::check:
    case Role::choice_entry:
    case Role::row:
    case Role::tab:
    case Role::secret_entry:
    case Role::chart:
    case Role::image:
        return {.press = true};
    case Role::text_entry:
        return {.press = true, .text = true};
    case Role::heading:
    case Role::text:
    case Role::cell:
    case Role::alert:
        return {.text = true};
    case Role::progress:
        return {.value = true};
    case Role::page:
        break;
    }
    return {};
}

const std::string& text_of(const Entry& entry)
{
    return entry.node.role == Role::text_entry ? entry.node.value : entry.node.name;
}

void add_states(AtkStateSet* states, const Entry& entry, bool focused, bool on_screen)
{
    const shell::Node& node = entry.node;
    const auto add = [states](bool when, AtkStateType state) {
        if (when) atk_state_set_add_state(states, state);
    };
    add(true, ATK_STATE_VISIBLE);
    add(on_screen, ATK_STATE_SHOWING);
    add(node.enabled, ATK_STATE_ENABLED);
    add(node.enabled, ATK_STATE_SENSITIVE);
    add(node.focusable || focused, ATK_STATE_FOCUSABLE);
    add(focused, ATK_STATE_FOCUSED);
    if (entry.kind != Entry::Kind::node) return;
    const bool entry_field = node.role == Role::text_entry || node.role == Role::secret_entry;
    add(entry_field, ATK_STATE_SINGLE_LINE);
    add(entry_field && node.enabled, ATK_STATE_EDITABLE);
    add(node.role == Role::choice_entry, ATK_STATE_EXPANDABLE);
    add(node.role == Role::radio || node.role == Role::check, ATK_STATE_CHECKABLE);
    add(node.checked && node.role != Role::tab && node.role != Role::row, ATK_STATE_CHECKED);
    add(node.role == Role::tab || node.role == Role::row, ATK_STATE_SELECTABLE);
    add(node.checked && (node.role == Role::tab || node.role == Role::row), ATK_STATE_SELECTED);
}

} // namespace rapport::access
