#pragma once

#include <optional>

#include "app/desk/add_person_form.h"
#include "app/desk/intents.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// Node ids: "add.name", "add.born", "add.record", "add.identifier.<n>", "add.sex", "add.therapist", "add.site",
/// "add.reason", "add.save", "add.cancel"; "add.alike.<n>" opens the one who may be the same, "add.others" says that it
/// is somebody else. Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_add_person(shell::Ui& ui, AddPersonState& state);

} // namespace rapport::desk
