#include "tests/access/at_spi/reader.h"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

namespace rapport::access::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::seconds(10);

std::string taken(gchar* words)
{
    std::string copy = words != nullptr ? words : "";
    g_free(words);
    return copy;
}

std::shared_ptr<AtspiAccessible> owned(AtspiAccessible* accessible)
{
    return {accessible, [](AtspiAccessible* one) {
                if (one != nullptr) g_object_unref(one);
            }};
}

std::string attribute(AtspiAccessible* accessible, const char* name)
{
    GHashTable* all = atspi_accessible_get_attributes(accessible, nullptr);
    if (all == nullptr) return {};
    const auto* value = static_cast<const char*>(g_hash_table_lookup(all, name));
    std::string copy = value != nullptr ? value : "";
    g_hash_table_unref(all);
    return copy;
}

void read_states(AtspiAccessible* accessible, Object& object)
{
    AtspiStateSet* states = atspi_accessible_get_state_set(accessible);
    if (states == nullptr) return;
    GArray* all = atspi_state_set_get_states(states);
    for (guint at = 0; at < all->len; ++at)
        object.states.insert(g_array_index(all, AtspiStateType, at));
    g_array_free(all, TRUE);
    g_object_unref(states);
}

void read_interfaces(AtspiAccessible* accessible, Object& object)
{
    if (AtspiComponent* component = atspi_accessible_get_component_iface(accessible)) {
        if (AtspiRect* rect = atspi_component_get_extents(component, ATSPI_COORD_TYPE_WINDOW, nullptr)) {
            object.x = rect->x;
            object.y = rect->y;
            object.width = rect->width;
            object.height = rect->height;
            g_free(rect);
        }
        g_object_unref(component);
    }
    if (AtspiAction* action = atspi_accessible_get_action_iface(accessible)) {
        object.actions = atspi_action_get_n_actions(action, nullptr);
        g_object_unref(action);
    }
    if (AtspiText* text = atspi_accessible_get_text_iface(accessible)) {
        object.has_text = true;
        object.text = taken(atspi_text_get_text(text, 0, -1, nullptr));
        g_object_unref(text);
    }
    if (AtspiValue* value = atspi_accessible_get_value_iface(accessible)) {
        object.value = atspi_value_get_current_value(value, nullptr);
        object.most = atspi_value_get_maximum_value(value, nullptr);
        g_object_unref(value);
    }
}

Object look_at(std::shared_ptr<AtspiAccessible> hand)
{
    Object object;
    AtspiAccessible* at = hand.get();
    object.name = taken(atspi_accessible_get_name(at, nullptr));
    object.description = taken(atspi_accessible_get_description(at, nullptr));
    object.role = atspi_accessible_get_role(at, nullptr);
    object.id = attribute(at, "id");
    object.position = attribute(at, "posinset");
    object.set_size = attribute(at, "setsize");
    read_states(at, object);
    read_interfaces(at, object);
    object.hand = std::move(hand);
    return object;
}

void hear(AtspiEvent* event, void* data)
{
    Heard heard{.type = event->type, .detail = event->detail1};
    heard.name = taken(atspi_accessible_get_name(event->source, nullptr));
    heard.role = atspi_accessible_get_role(event->source, nullptr);
    static_cast<Reader*>(data)->heard.push_back(std::move(heard));
    g_boxed_free(ATSPI_TYPE_EVENT, event);
}

gboolean hear_key(AtspiDeviceEvent* event, void* data)
{
    auto& reader = *static_cast<Reader*>(data);
    const unsigned symbol = event->id;
    if (event->type == ATSPI_KEY_PRESSED_EVENT) reader.keys.push_back(symbol);
    g_boxed_free(ATSPI_TYPE_DEVICE_EVENT, event);
    return symbol == reader.takes ? TRUE : FALSE;
}

} // namespace

Reader::Reader(int process) : process_(process)
{
    atspi_init();
    listener_ = atspi_event_listener_new(hear, this, nullptr);
    for (const char* type : {"object:state-changed", "object:property-change", "object:children-changed", "window"})
        atspi_event_listener_register(listener_, type, nullptr);
}

Reader::~Reader()
{
    for (const char* type : {"object:state-changed", "object:property-change", "object:children-changed", "window"})
        atspi_event_listener_deregister(listener_, type, nullptr);
    g_object_unref(listener_);
    if (key_listener_ == nullptr) return;
    atspi_deregister_keystroke_listener(key_listener_, nullptr, 0, 3, nullptr);
    g_object_unref(key_listener_);
}

void Reader::listen_for(int milliseconds)
{
    const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
    do {
        while (g_main_context_iteration(nullptr, FALSE) != FALSE) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    } while (Clock::now() < until);
}

void Reader::take_key(unsigned symbol)
{
    takes = symbol;
    if (key_listener_ != nullptr) return;
    key_listener_ = atspi_device_listener_new(hear_key, this, nullptr);
    const auto both = (1U << ATSPI_KEY_PRESSED_EVENT) | (1U << ATSPI_KEY_RELEASED_EVENT);
    const auto first =
        static_cast<AtspiKeyListenerSyncType>(ATSPI_KEYLISTENER_SYNCHRONOUS | ATSPI_KEYLISTENER_CANCONSUME);
    // The answer tells of grabs on the whole display, which are no matter here: that a key is heard is what counts.
    atspi_register_keystroke_listener(key_listener_, nullptr, 0, both, first, nullptr);
    listen_for(200);
}

void Reader::strike(unsigned symbol)
{
    EXPECT_TRUE(atspi_generate_keyboard_event(static_cast<glong>(symbol), nullptr, ATSPI_KEY_SYM, nullptr));
    listen_for(300);
}

bool Reader::attach()
{
    for (const auto start = Clock::now(); Clock::now() - start < patience; listen_for(20)) {
        const auto desktop = owned(atspi_get_desktop(0));
        atspi_accessible_clear_cache(desktop.get());
        const int programs = atspi_accessible_get_child_count(desktop.get(), nullptr);
        for (int at = 0; at < programs; ++at) {
            auto one = owned(atspi_accessible_get_child_at_index(desktop.get(), at, nullptr));
            if (one == nullptr) continue;
            if (atspi_accessible_get_process_id(one.get(), nullptr) != static_cast<guint>(process_)) continue;
            application_ = std::move(one);
        }
        if (application_ != nullptr && everything().size() > 3) return true;
    }
    return false;
}

void Reader::walk(AtspiAccessible* at, const Object* parent, std::vector<Object>& into)
{
    const int children = atspi_accessible_get_child_count(at, nullptr);
    for (int child = 0; child < children; ++child) {
        auto hand = owned(atspi_accessible_get_child_at_index(at, child, nullptr));
        if (hand == nullptr) continue;
        Object object = look_at(hand);
        if (parent != nullptr) {
            object.parent_name = parent->name;
            object.parent_role = parent->role;
        }
        into.push_back(object);
        walk(hand.get(), &object, into);
    }
}

std::vector<Object> Reader::everything()
{
    std::vector<Object> objects;
    listen_for(0);
    atspi_accessible_clear_cache(application_.get());
    walk(application_.get(), nullptr, objects);
    return objects;
}

Object Reader::wait_for(const std::string& id, const std::function<bool(const Object&)>& fits)
{
    for (const auto start = Clock::now(); Clock::now() - start < patience; listen_for(10))
        for (const Object& object : everything())
            if (object.id == id && (!fits || fits(object))) return object;
    return {};
}

bool Reader::press(const Object& object)
{
    if (object.hand == nullptr) return false;
    AtspiAction* action = atspi_accessible_get_action_iface(object.hand.get());
    if (action == nullptr) return false;
    const bool done = atspi_action_do_action(action, 0, nullptr) != FALSE;
    g_object_unref(action);
    return done;
}

bool Reader::focus(const Object& object)
{
    if (object.hand == nullptr) return false;
    AtspiComponent* component = atspi_accessible_get_component_iface(object.hand.get());
    if (component == nullptr) return false;
    const bool done = atspi_component_grab_focus(component, nullptr) != FALSE;
    g_object_unref(component);
    return done;
}

} // namespace rapport::access::test
