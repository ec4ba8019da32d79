#include "app/shell/access/toolkit.h"

#include <algorithm>
#include <atomic>

#include "app/shell/access/keys.h"

namespace rapport::access::toolkit {
namespace {

struct Listener {
    guint id;
    AtkKeySnoopFunc tell;
    gpointer data;
};

const Mirror* shown = nullptr;
std::vector<Listener> listeners;
guint last_id = 0;
std::atomic<bool> anybody_listens{false};

guint add_listener(AtkKeySnoopFunc tell, gpointer data)
{
    listeners.push_back({++last_id, tell, data});
    anybody_listens = true;
    return last_id;
}

void remove_listener(guint id)
{
    std::erase_if(listeners, [id](const Listener& listener) { return listener.id == id; });
    anybody_listens = !listeners.empty();
}

} // namespace

void install(const Mirror& mirror)
{
    shown = &mirror;
    auto& util = *static_cast<AtkUtilClass*>(g_type_class_ref(ATK_TYPE_UTIL));
    util.get_root = [] { return shown != nullptr ? shown->root() : nullptr; };
    util.get_toolkit_name = []() -> const gchar* { return "Rapport"; };
    util.get_toolkit_version = []() -> const gchar* { return "1"; };
    util.add_key_event_listener = add_listener;
    util.remove_key_event_listener = remove_listener;
}

void uninstall()
{
    shown = nullptr;
}

bool wants_keys()
{
    return anybody_listens;
}

bool offer_key(const shell::KeyStroke& stroke)
{
    KeyWords words;
    AtkKeyEventStruct event = key_event(stroke, words);
    bool taken = false;
    for (const Listener& listener : std::vector(listeners))
        taken = listener.tell(&event, listener.data) != 0 || taken;
    return taken;
}

} // namespace rapport::access::toolkit
