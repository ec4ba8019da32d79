#include "app/desk/setup_frame.h"

#include <array>

#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Ui;
using strings::say;

namespace {

struct Part {
    std::string_view id;
    std::string_view key;
    Page page;
};
constexpr std::array<Part, 4> parts{{{"setup.users", "desk.setup.users", Page::users},
                                     {"setup.backups", "desk.setup.backups", Page::backups},
                                     {"setup.record", "desk.setup.record", Page::record},
                                     {"setup.policy", "desk.setup.policy", Page::policy}}};
constexpr float part_gap = 32;

} // namespace

bool is_setup(Page page)
{
    return page == Page::users || page == Page::backups || page == Page::record || page == Page::policy;
}

float draw_setup_heading(Ui& ui, Page page, bool administrator, std::optional<Intent>& intent)
{
    const float top = bar_height + 24;
    const shell::TextStyle style = title(ui);
    ui.text("setup.title", {margin, top}, say("desk.setup"), style);
    float x = margin + ui.text_width(say("desk.setup"), style.type, style.weight) + 48;
    for (const Part& part : parts) {
        if (administrator && part.page != Page::users) break;
        const std::string_view label = say(part.key);
        const float width = ui.text_width(label, shell::Type::staff_body, shell::Weight::semibold);
        if (ui.tab(part.id, {x, top - 6, width, control_height}, label, part.page == page))
            intent = PageWanted{part.page};
        x += width + part_gap;
    }
    return top + 60;
}

} // namespace rapport::desk
