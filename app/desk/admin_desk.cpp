#include "app/desk/admin_desk.h"

#include "app/desk/desk_users.h"
#include "app/desk/keys_overlay.h"
#include "app/desk/users_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Ui;

std::optional<Intent> draw_admin(Ui& ui, AdminDesk& admin)
{
    if (admin.keys_shown) {
        admin.keys_shown = !draw_keys(ui);
        return {};
    }
    ui.page("users", strings::say("desk.setup"), "users.add");
    std::optional<Intent> intent = draw_top_bar(ui, admin.bar, admin.bar_state, Page::users);
    if (auto asked = draw_users(ui, admin.users, admin.form)) intent = std::move(asked);
    if (ui.typed(U'?')) admin.keys_shown = true;
    return intent;
}

void take_up(AdminDesk& admin, const DeskSettings& settings)
{
    if (const auto done = admin.working.take()) {
        finish_user_act(admin.form, *done);
        refresh_users(admin, settings);
    }
}

} // namespace rapport::desk
