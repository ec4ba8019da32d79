#pragma once

#include <optional>

#include "app/desk/intents.h"
#include "app/desk/people_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct PeopleState {
    float content_height = 0; ///< of the last frame
};

/// Node ids: "people.add", "person_row.<n>". The search itself is the top bar's field. Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_people(shell::Ui& ui, const PeopleView& view, PeopleState& state);

} // namespace rapport::desk
