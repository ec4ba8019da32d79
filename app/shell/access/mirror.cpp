#include "app/shell/access/mirror.h"

#include <algorithm>
#include <set>

namespace rapport::access {

using shell::Node;
using shell::Role;

namespace {

void say_children(Thing& parent, const char* what, std::size_t place, Thing& child)
{
    g_signal_emit_by_name(parent.object, what, static_cast<guint>(place), child.object, nullptr);
}

void say_state(Thing& thing, AtkStateType state, bool on)
{
    atk_object_notify_state_change(thing.object, state, on ? TRUE : FALSE);
}

/// What stood in an entry and what stands there now, from the first place where they differ.
void say_text(Thing& thing, const std::string& before, const std::string& now)
{
    if (before == now || !ATK_IS_TEXT(thing.object)) return;
    const auto differ = std::ranges::mismatch(before, now);
    auto same = static_cast<std::size_t>(differ.in1 - before.begin());
    while (same > 0 && same < before.size() && (static_cast<unsigned char>(before[same]) & 0xC0U) == 0x80U)
        --same;
    const auto points = [](std::string_view words) {
        return static_cast<gint>(g_utf8_strlen(words.data(), static_cast<gssize>(words.size())));
    };
    const gint at = points(std::string_view(now).substr(0, same));
    const std::string gone = before.substr(same);
    const std::string come = now.substr(same);
    if (!gone.empty()) g_signal_emit_by_name(thing.object, "text-remove", at, points(gone), gone.c_str());
    if (!come.empty()) g_signal_emit_by_name(thing.object, "text-insert", at, points(come), come.c_str());
    g_signal_emit_by_name(thing.object, "text-caret-moved", points(now));
}

} // namespace

Mirror::Mirror(std::string title, std::function<void(shell::Wish)> ask)
{
    around_.title = std::move(title);
    around_.ask = std::move(ask);
    application_ = make_thing(Thing::Level::application, around_);
    frame_ = make_thing(Thing::Level::frame, around_);
    frame_->parent = application_;
    application_->children.push_back(frame_);
}

Mirror::~Mirror()
{
    bury_gone();
    gone_ = retire(*application_);
    bury_gone();
}

void Mirror::bury_gone()
{
    for (Thing* thing : gone_)
        thing->parent = nullptr;
    for (Thing* thing : std::exchange(gone_, {}))
        bury(*thing);
}

void Mirror::show(const std::vector<Node>& nodes, const shell::WindowPlace& place)
{
    around_.mark = shell::screen_mark(nodes);
    const bool was_active = around_.place.active;
    around_.place = place;
    alerts_.clear();
    std::vector<Entry> wanted = outline(nodes);
    remove_missing(wanted);
    for (Thing* thing : place_all(std::move(wanted))) {
        const auto& siblings = thing->parent->children;
        say_children(*thing->parent, "children-changed::add",
                     static_cast<std::size_t>(std::ranges::find(siblings, thing) - siblings.begin()), *thing);
    }
    if (was_active != place.active) follow_window(place.active);
    move_focus();
    say_alerts();
}

void Mirror::remove_missing(const std::vector<Entry>& wanted)
{
    std::set<std::string_view> keys;
    for (const Entry& entry : wanted)
        keys.insert(entry.key);
    std::vector<Thing*> gone;
    for (Thing* thing : order_)
        if (!keys.contains(thing->entry.key)) gone.push_back(thing);
    for (Thing* thing : gone)
        things_.erase(thing->entry.key);
    if (std::ranges::find(gone, focused_) != gone.end()) focused_ = nullptr;
    // A key begins with its parent's, so below a thing that goes nothing stays: the topmost takes all with it.
    std::erase_if(gone, [&](const Thing* thing) {
        return thing->parent != frame_ && std::ranges::find(gone, thing->parent) != gone.end();
    });
    order_.clear();
    if (!gone.empty()) bury_gone();
    for (Thing* thing : gone) {
        auto& siblings = thing->parent->children;
        const auto here = std::ranges::find(siblings, thing);
        const auto place = static_cast<std::size_t>(here - siblings.begin());
        siblings.erase(here);
        say_children(*thing->parent, "children-changed::remove", place, *thing);
        const std::vector<Thing*> below = retire(*thing);
        gone_.insert(gone_.end(), below.begin(), below.end());
    }
}

std::vector<Thing*> Mirror::place_all(std::vector<Entry> wanted)
{
    frame_->children.clear();
    std::vector<Thing*> added;
    std::set<const Thing*> is_new;
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        const std::size_t holder = wanted[at].parent;
        Thing*& thing = things_[wanted[at].key];
        const bool fresh = thing == nullptr;
        if (fresh)
            thing = make_thing(Thing::Level::entry, around_, wanted[at]);
        else
            update(*thing, std::move(wanted[at]));
        thing->children.clear();
        order_.push_back(thing);
        thing->parent = holder == at ? frame_ : order_[holder];
        thing->parent->children.push_back(thing);
        if (!fresh) continue;
        is_new.insert(thing);
        if (!is_new.contains(thing->parent)) added.push_back(thing);
        if (thing->entry.node.role == Role::alert) alerts_.push_back(thing);
    }
    label_groups();
    return added;
}

void Mirror::label_groups()
{
    Thing* heading = nullptr;
    for (Thing* thing : order_) {
        if (thing->entry.kind == Entry::Kind::page) heading = nullptr;
        if (thing->entry.kind == Entry::Kind::node && thing->entry.node.role == Role::heading) heading = thing;
        thing->labelled_by.clear();
        const bool group = thing->entry.kind == Entry::Kind::group && thing->entry.node.role == Role::radio;
        if (group && heading != nullptr) thing->labelled_by.push_back(heading);
    }
}

void Mirror::update(Thing& thing, Entry entry)
{
    const Entry before = std::exchange(thing.entry, std::move(entry));
    const Node& old = before.node;
    const Node& now = thing.entry.node;
    if (old.name != now.name) g_object_notify(G_OBJECT(thing.object), "accessible-name");
    say_text(thing, text_of(before), text_of(thing.entry));
    if (old.value != now.value) {
        if (now.role == Role::progress) g_object_notify(G_OBJECT(thing.object), "accessible-value");
        if (now.role == Role::choice_entry) g_object_notify(G_OBJECT(thing.object), "accessible-description");
    }
    if (old.enabled != now.enabled) {
        say_state(thing, ATK_STATE_ENABLED, now.enabled);
        say_state(thing, ATK_STATE_SENSITIVE, now.enabled);
    }
    if (old.focusable != now.focusable) say_state(thing, ATK_STATE_FOCUSABLE, now.focusable);
    if (old.checked != now.checked) {
        const bool selects = now.role == Role::tab || now.role == Role::row;
        say_state(thing, selects ? ATK_STATE_SELECTED : ATK_STATE_CHECKED, now.checked);
    }
    if (now.role == Role::alert && old.name != now.name) alerts_.push_back(&thing);
}

void Mirror::follow_window(bool active)
{
    g_signal_emit_by_name(frame_->object, active ? "activate" : "deactivate");
    say_state(*frame_, ATK_STATE_ACTIVE, active);
}

void Mirror::move_focus()
{
    Thing* now = nullptr;
    Thing* page = nullptr;
    for (Thing* thing : order_) {
        if (thing->entry.kind == Entry::Kind::page && page == nullptr) page = thing;
        if (thing->entry.kind == Entry::Kind::node && thing->entry.node.focused) now = thing;
    }
    // A page with nothing to focus is still where the person is.
    if (now == nullptr) now = page;
    if (now == focused_) return;
    if (focused_ != nullptr) {
        focused_->focused = false;
        say_state(*focused_, ATK_STATE_FOCUSED, false);
    }
    focused_ = now;
    if (now == nullptr) return;
    now->focused = true;
    say_state(*now, ATK_STATE_FOCUSED, true);
}

void Mirror::say_alerts()
{
    for (Thing* alert : alerts_)
        say_state(*alert, ATK_STATE_SHOWING, true);
}

} // namespace rapport::access
