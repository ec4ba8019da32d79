#include <algorithm>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/release_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

void draw_withheld_card(Ui& ui, const ReleaseView& view, ReleaseState& state, Rect where)
{
    card(ui, where);
    const float x = where.x + margin;
    const float width = where.w - 2 * margin;
    ui.text("release.withheld", {x, where.y + 20}, say("desk.release.withheld"), section(ui));

    const std::string_view caution = say("desk.release.caution");
    const float caution_height =
        ui.paragraph_height(caution, width - 32, shell::Type::staff_small, shell::Weight::regular);
    const float caution_y = where.bottom() - margin + 4 - caution_height;
    ui.icon(shell::Icon::notice, {x + 10, caution_y + 10}, 20, ui.theme().ink2);
    ui.paragraph("release.caution", {x + 32, caution_y, width - 32, caution_height}, caution, small(ui));

    if (!view.measured) return;
    const Rect list{where.x, where.y + 54, where.w, caution_y - 12 - where.y - 54};
    const float begin = list.y - ui.begin_scroll("release.withheld.scroll", list,
                                                 std::max(0.0F, state.withheld_height - 66 - caution_height));
    float y = begin;
    for (std::size_t n = 0; n < view.measured->withheld.size(); ++n) {
        const release::Withheld& line = view.measured->withheld[n];
        const std::string id = fmt::format("release.withheld.{}", n);
        if (n > 0) ui.line({x, y}, {x + width, y}, ui.theme().line, 1);
        const float amount = ui.text_width(line.how_much, shell::Type::staff_body, shell::Weight::regular);
        text_ending(ui, id + ".amount", x + width, y + 8, line.how_much, body(ui));
        const float name =
            ui.paragraph(id, {x, y + 8, width - amount - 12, 0}, line.what, body(ui, shell::Weight::semibold));
        const float why = ui.paragraph(id + ".why", {x, y + 8 + name, width, 0}, line.why, small(ui));
        y += 8 + name + why + 12;
    }
    ui.end_scroll();
    state.withheld_height = y - begin + 66 + caution_height;
}

} // namespace rapport::desk
