#pragma once

#include <functional>
#include <string>
#include <vector>

#include <atk/atk.h>

#include "app/shell/access/roles.h"
#include "app/shell/assistant.h"

namespace rapport::access {

/// What all things of one window share.
struct Surroundings {
    std::string title{}; ///< of the window; neutral
    std::string mark{};  ///< `screen_mark` of what is exposed now
    shell::WindowPlace place{};
    std::function<void(shell::Wish)> ask{};
};

/// What an assistive technology holds in its hand: the application, its window, a page, a group or a node. The
/// AtkObject keeps no word of its own; it answers from here, and once `gone` it has nothing to answer.
struct Thing {
    enum class Level : std::uint8_t { application, frame, entry };
    Level level = Level::entry;
    Entry entry{};
    bool focused = false;
    bool gone = false;
    Surroundings* around = nullptr;
    Thing* parent = nullptr;
    std::vector<Thing*> children{};
    std::vector<Thing*> labelled_by{};
    AtkObject* object = nullptr; ///< owns this
};

/// A new accessible object with the interfaces its role needs. Give it back with g_object_unref.
[[nodiscard]] Thing* make_thing(Thing::Level level, Surroundings& around, Entry entry = {});
[[nodiscard]] Thing& thing_of(gpointer object);

/// Forgets what it and all below it say. They still know where they stood, so that a reader that comes from there can
/// tell what the old place and the new one have in common. Gives back all of them.
[[nodiscard]] std::vector<Thing*> retire(Thing& thing);
/// The last of it: says defunct, gives the reference back.
void bury(Thing& thing);

[[nodiscard]] shell::Rect rect_of(const Thing& thing);
[[nodiscard]] bool on_screen(const Thing& thing);

// The interfaces, each filled in by its own file.
void implement_component(AtkComponentIface& face);
void implement_action(AtkActionIface& face);
void implement_value(AtkValueIface& face);
void implement_text(AtkTextIface& face);

} // namespace rapport::access
