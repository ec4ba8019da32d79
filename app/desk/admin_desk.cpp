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
    const bool about = admin.page == Page::about;
    if (about)
        ui.page("about", strings::say("desk.setup.about"));
    else
        ui.page("users", strings::say("desk.setup"), "users.add");
    std::optional<Intent> intent = draw_top_bar(ui, admin.bar, admin.bar_state, admin.page);
    if (auto asked = about ? draw_about(ui, admin.about, admin.about_state, vault::Role::admin)
                           : draw_users(ui, admin.users, admin.form))
        intent = std::move(asked);
    if (ui.typed(U'?')) admin.keys_shown = true;
    return intent;
}

void show(AdminDesk& admin, Page page, const DeskSettings& settings)
{
    if (page != Page::users && page != Page::about) return;
    // What was typed goes with the page; what was handed over is shown once.
    admin.form.wipe();
    admin.form.done.clear();
    admin.form.handed.clear();
    admin.page = page;
    if (page == Page::about && settings.look_at_program) admin.about = settings.look_at_program();
}

void take_up(AdminDesk& admin, const DeskSettings& settings)
{
    if (const auto done = admin.working.take()) {
        finish_user_act(admin.form, *done);
        refresh_users(admin, settings);
    }
}

} // namespace rapport::desk
