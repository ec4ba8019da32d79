#include "app/shell/access/thing.h"

#include <algorithm>
#include <array>

namespace rapport::access {
namespace {

struct Instance {
    AtkObject base;
    Thing* thing;
};

const gchar* name_of(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    if (thing.gone) return "";
    if (thing.level != Thing::Level::entry) return thing.around->title.c_str();
    return thing.entry.node.name.c_str();
}

const gchar* description_of(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    const shell::Node& node = thing.entry.node;
    // A choice's current value, or a chart in words; an entry's value is its text.
    const bool worth_saying = node.role == shell::Role::chart || node.role == shell::Role::choice_entry ||
                              node.role == shell::Role::image || node.role == shell::Role::row;
    return !thing.gone && worth_saying && node.value != node.name ? node.value.c_str() : "";
}

AtkObject* parent_of(AtkObject* object)
{
    const Thing* parent = thing_of(object).parent;
    return parent != nullptr ? parent->object : nullptr;
}

gint count_children(AtkObject* object)
{
    return static_cast<gint>(thing_of(object).children.size());
}

AtkObject* ref_child(AtkObject* object, gint index)
{
    const Thing& thing = thing_of(object);
    if (index < 0 || static_cast<std::size_t>(index) >= thing.children.size()) return nullptr;
    AtkObject* child = thing.children[static_cast<std::size_t>(index)]->object;
    g_object_ref(child);
    return child;
}

gint place_in_parent(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    if (thing.parent == nullptr) return -1;
    const auto& siblings = thing.parent->children;
    const auto here = std::ranges::find(siblings, &thing);
    return here == siblings.end() ? -1 : static_cast<gint>(here - siblings.begin());
}

AtkRole role_in_atk(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    if (thing.level == Thing::Level::application) return ATK_ROLE_APPLICATION;
    if (thing.level == Thing::Level::frame) return ATK_ROLE_FRAME;
    return role_of(thing.entry);
}

AtkStateSet* ref_states(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    AtkStateSet* states = atk_state_set_new();
    if (thing.gone) {
        atk_state_set_add_state(states, ATK_STATE_DEFUNCT);
        return states;
    }
    add_states(states, thing.entry, thing.focused, on_screen(thing));
    if (thing.level == Thing::Level::frame && thing.around->place.active)
        atk_state_set_add_state(states, ATK_STATE_ACTIVE);
    return states;
}

AtkAttributeSet* with(AtkAttributeSet* set, const char* name, const std::string& value)
{
    auto* attribute = g_new(AtkAttribute, 1);
    attribute->name = g_strdup(name);
    attribute->value = g_strdup(value.c_str());
    return g_slist_prepend(set, attribute);
}

AtkAttributeSet* attributes_of(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    AtkAttributeSet* set = with(nullptr, "toolkit", "Rapport");
    if (thing.gone || thing.level != Thing::Level::entry) return set;
    const shell::Node& node = thing.entry.node;
    set = with(set, "id", node.id);
    if (node.position > 0) set = with(set, "posinset", std::to_string(node.position));
    if (node.set_size > 0) set = with(set, "setsize", std::to_string(node.set_size));
    if (node.role == shell::Role::heading) set = with(set, "level", "1");
    return set;
}

void add_relation(AtkRelationSet* set, AtkRelationType type, const std::vector<Thing*>& to)
{
    if (to.empty()) return;
    std::vector<AtkObject*> targets;
    for (const Thing* thing : to)
        targets.push_back(thing->object);
    AtkRelation* relation = atk_relation_new(targets.data(), static_cast<gint>(targets.size()), type);
    atk_relation_set_add(set, relation);
    g_object_unref(relation);
}

AtkRelationSet* ref_relations(AtkObject* object)
{
    const Thing& thing = thing_of(object);
    AtkRelationSet* set = atk_relation_set_new();
    if (thing.gone) return set;
    add_relation(set, ATK_RELATION_LABELLED_BY, thing.labelled_by);
    const bool member = thing.parent != nullptr && thing.parent->entry.kind == Entry::Kind::group;
    if (member && thing.entry.node.role == shell::Role::radio)
        add_relation(set, ATK_RELATION_MEMBER_OF, thing.parent->children);
    return set;
}

void finalise(GObject* object)
{
    delete reinterpret_cast<Instance*>(object)->thing;
    G_OBJECT_CLASS(g_type_class_peek(ATK_TYPE_OBJECT))->finalize(object);
}

void set_up_class(gpointer type, gpointer)
{
    auto& object = *static_cast<AtkObjectClass*>(type);
    G_OBJECT_CLASS(type)->finalize = finalise;
    object.get_name = name_of;
    object.get_description = description_of;
    object.get_parent = parent_of;
    object.get_n_children = count_children;
    object.ref_child = ref_child;
    object.get_index_in_parent = place_in_parent;
    object.get_role = role_in_atk;
    object.ref_state_set = ref_states;
    object.get_attributes = attributes_of;
    object.ref_relation_set = ref_relations;
}

template <class Face, void (*implement)(Face&)>
void add_face(GType type, GType face)
{
    const GInterfaceInfo info{[](gpointer table, gpointer) { implement(*static_cast<Face*>(table)); }, nullptr,
                              nullptr};
    g_type_add_interface_static(type, face, &info);
}

GType base_type()
{
    static const GType type = [] {
        const GType made = g_type_register_static_simple(
            ATK_TYPE_OBJECT, "RapportThing", sizeof(AtkObjectClass), set_up_class, sizeof(Instance),
            [](GTypeInstance* instance, gpointer) { reinterpret_cast<Instance*>(instance)->thing = nullptr; },
            GTypeFlags{});
        add_face<AtkComponentIface, implement_component>(made, ATK_TYPE_COMPONENT);
        return made;
    }();
    return type;
}

/// A reader asks a thing what it can do by its interfaces, so each combination is a type of its own.
GType type_with(bool window, Abilities can)
{
    static std::array<GType, 16> types{};
    const std::size_t which = (window ? 8U : 0U) | (can.press ? 4U : 0U) | (can.text ? 2U : 0U) | (can.value ? 1U : 0U);
    GType& type = types[which];
    if (type != 0) return type;
    const std::string name = "RapportThing" + std::to_string(which);
    type = g_type_register_static_simple(base_type(), name.c_str(), sizeof(AtkObjectClass), nullptr, sizeof(Instance),
                                         nullptr, GTypeFlags{});
    const GInterfaceInfo signals_only{nullptr, nullptr, nullptr};
    if (window) g_type_add_interface_static(type, ATK_TYPE_WINDOW, &signals_only);
    if (can.press) add_face<AtkActionIface, implement_action>(type, ATK_TYPE_ACTION);
    if (can.text) add_face<AtkTextIface, implement_text>(type, ATK_TYPE_TEXT);
    if (can.value) add_face<AtkValueIface, implement_value>(type, ATK_TYPE_VALUE);
    return type;
}

} // namespace

Thing* make_thing(Thing::Level level, Surroundings& around, Entry entry)
{
    const Abilities can = level == Thing::Level::entry ? abilities_of(entry) : Abilities{};
    auto* object = static_cast<AtkObject*>(g_object_new(type_with(level == Thing::Level::frame, can), nullptr));
    auto* thing = new Thing{.level = level, .entry = std::move(entry), .around = &around, .object = object};
    reinterpret_cast<Instance*>(object)->thing = thing;
    return thing;
}

Thing& thing_of(gpointer object)
{
    return *static_cast<Instance*>(object)->thing;
}

std::vector<Thing*> retire(Thing& thing)
{
    std::vector<Thing*> all{&thing};
    for (Thing* child : std::exchange(thing.children, {})) {
        const std::vector<Thing*> below = retire(*child);
        all.insert(all.end(), below.begin(), below.end());
    }
    thing.labelled_by.clear();
    thing.gone = true;
    thing.focused = false;
    const shell::Role role = thing.entry.node.role;
    thing.entry.node = {};
    thing.entry.node.role = role;
    return all;
}

void bury(Thing& thing)
{
    thing.parent = nullptr;
    atk_object_notify_state_change(thing.object, ATK_STATE_DEFUNCT, TRUE);
    g_object_unref(thing.object);
}

shell::Rect rect_of(const Thing& thing)
{
    if (thing.gone) return {};
    if (thing.level == Thing::Level::entry) return thing.entry.node.rect;
    return {0, 0, static_cast<float>(thing.around->place.width), static_cast<float>(thing.around->place.height)};
}

bool on_screen(const Thing& thing)
{
    if (thing.level != Thing::Level::entry) return !thing.gone;
    const shell::Rect rect = rect_of(thing);
    const auto& place = thing.around->place;
    return rect.x < static_cast<float>(place.width) && rect.y < static_cast<float>(place.height) && rect.right() > 0 &&
           rect.bottom() > 0 && !thing.gone;
}

} // namespace rapport::access
