#include "app/desk/setup_frame.h"

#include <algorithm>
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
constexpr std::array<Part, 11> parts{{{"setup.users", "desk.setup.users", Page::users},
                                      {"setup.backups", "desk.setup.backups", Page::backups},
                                      {"setup.record", "desk.setup.record", Page::record},
                                      {"setup.policy", "desk.setup.policy", Page::policy},
                                      {"setup.batteries", "desk.setup.batteries", Page::batteries},
                                      {"setup.instruments", "desk.setup.instruments", Page::instruments},
                                      {"setup.clinic", "desk.setup.clinic", Page::clinic},
                                      {"setup.tickets", "desk.setup.tickets", Page::tickets},
                                      {"setup.hub", "desk.setup.hub", Page::hub},
                                      {"setup.device", "desk.setup.device", Page::device},
                                      {"setup.about", "desk.setup.about", Page::about}}};
constexpr float part_gap = 24;

} // namespace

bool is_setup(Page page)
{
    return std::ranges::any_of(parts, [page](const Part& part) { return part.page == page; });
}

float draw_setup_heading(Ui& ui, Page page, bool administrator, std::optional<Intent>& intent)
{
    const float top = bar_height + 24;
    const shell::TextStyle style = title(ui);
    ui.text("setup.title", {margin, top}, say("desk.setup"), style);
    const float right = ui.window().w - margin;
    float x = margin + ui.text_width(say("desk.setup"), style.type, style.weight) + 48;
    float y = top - 6;
    for (const Part& part : parts) {
        if (administrator && part.page != Page::users && part.page != Page::about) continue;
        const std::string_view label = say(part.key);
        const float width = ui.text_width(label, shell::Type::staff_body, shell::Weight::semibold);
        if (x + width > right) {
            x = margin;
            y += control_height + 4;
        }
        if (ui.tab(part.id, {x, y, width, control_height}, label, part.page == page)) intent = PageWanted{part.page};
        x += width + part_gap;
    }
    return y + 66;
}

} // namespace rapport::desk
