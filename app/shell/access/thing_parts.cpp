#include <cmath>

#include "app/shell/access/thing.h"

/// Where a thing is, what it does when pressed, how far a progress has come.
namespace rapport::access {
namespace {

void extents(AtkComponent* component, gint* x, gint* y, gint* width, gint* height, AtkCoordType from)
{
    const Thing& thing = thing_of(component);
    shell::Rect rect = rect_of(thing);
    if (from == ATK_XY_SCREEN && !thing.gone) {
        rect.x += static_cast<float>(thing.around->place.x);
        rect.y += static_cast<float>(thing.around->place.y);
    }
    if (from == ATK_XY_PARENT && thing.parent != nullptr) {
        const shell::Rect parent = rect_of(*thing.parent);
        rect.x -= parent.x;
        rect.y -= parent.y;
    }
    const auto pixels = [](float length) { return static_cast<gint>(std::lround(length)); };
    if (x != nullptr) *x = pixels(rect.x);
    if (y != nullptr) *y = pixels(rect.y);
    if (width != nullptr) *width = pixels(rect.w);
    if (height != nullptr) *height = pixels(rect.h);
}

bool pressable(const Thing& thing)
{
    return !thing.gone && thing.entry.node.focusable && thing.entry.node.enabled;
}

gboolean ask(const Thing& thing, shell::Wish::Kind kind)
{
    if (!pressable(thing)) return FALSE;
    thing.around->ask({kind, thing.entry.node.id, thing.around->mark});
    return TRUE;
}

gboolean grab_focus(AtkComponent* component)
{
    return ask(thing_of(component), shell::Wish::Kind::focus);
}

gboolean do_action(AtkAction* action, gint which)
{
    return which == 0 ? ask(thing_of(action), shell::Wish::Kind::press) : FALSE;
}

gint count_actions(AtkAction* action)
{
    const Thing& thing = thing_of(action);
    return !thing.gone && thing.entry.node.focusable ? 1 : 0;
}

const gchar* action_name(AtkAction*, gint which)
{
    return which == 0 ? "press" : nullptr;
}

void value_and_words(AtkValue* value, gdouble* number, gchar** words)
{
    const shell::Node& node = thing_of(value).entry.node;
    if (number != nullptr) *number = node.amount;
    if (words != nullptr) *words = g_strdup(node.value.c_str());
}

AtkRange* range(AtkValue* value)
{
    return atk_range_new(0, thing_of(value).entry.node.whole, nullptr);
}

} // namespace

void implement_component(AtkComponentIface& face)
{
    face.get_extents = extents;
    face.grab_focus = grab_focus;
}

void implement_action(AtkActionIface& face)
{
    face.do_action = do_action;
    face.get_n_actions = count_actions;
    face.get_name = action_name;
}

void implement_value(AtkValueIface& face)
{
    face.get_value_and_text = value_and_words;
    face.get_range = range;
}

} // namespace rapport::access
