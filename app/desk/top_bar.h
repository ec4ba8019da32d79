#pragma once

#include <optional>
#include <string>

#include "app/desk/intents.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct TopBarView {
    std::string user;
    bool people = true;  ///< a researcher has no people, work list or search
    bool release = true; ///< an administrator has nothing to release
    bool setup = false;  ///< who may change how the clinic runs
    std::string hub{};   ///< what at the hub needs a person, or empty
};

struct TopBarState {
    shell::TextEdit find;
};

/// The bar every page after unlocking begins with. Node ids: "tab.worklist", "tab.people", "tab.caseload",
/// "tab.release", "tab.setup", "tab.about" for who has no set-up, "find", "lock".
[[nodiscard]] std::optional<Intent> draw_top_bar(shell::Ui& ui, const TopBarView& view, TopBarState& state, Page page);

} // namespace rapport::desk
