#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/worklist_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float inset = 24;
constexpr float chevron_room = 56;

float words_height(const Ui& ui, std::string_view words, float width, shell::Type type)
{
    return words.empty() ? 0 : ui.paragraph_height(words, width, type, shell::Weight::regular);
}

} // namespace

float draw_flag_card(Ui& ui, const FlagCard& flags, CardPlace place, std::optional<Intent>& intent)
{
    section_heading(ui, flags.id, place.x, place.y, place.width, flags.heading,
                    static_cast<long long>(flags.rows->size()), {}, flags.more ? Counted::at_least : Counted::all);
    const float text_width = place.width - inset - chevron_room;
    const auto height_of = [&](const FlagRow& row) {
        return 12 + 24 + words_height(ui, row.words, text_width, shell::Type::staff_body) +
               words_height(ui, row.small, text_width, shell::Type::staff_small) + 12;
    };
    float height = flags.more ? 44 : 0;
    for (const FlagRow& row : *flags.rows)
        height += height_of(row);
    float y = place.y + 36;
    const Rect whole{place.x, y, place.width, height};
    card(ui, whole);
    for (std::size_t n = 0; n < flags.rows->size(); ++n) {
        const FlagRow& row = (*flags.rows)[n];
        const std::string id = fmt::format("{}.{}", flags.id, n);
        const Rect where{place.x, y, place.width, height_of(row)};
        if (n > 0) divider(ui, whole, y);
        if (ui.area(id, where, row.who + ", " + row.when, shell::Role::row, card_radius))
            intent = PersonWanted{row.person};
        const float x = where.x + inset;
        ui.icon(shell::Icon::flag, {x + 9, where.y + 24}, 18, ui.theme().alert);
        ui.decorative({x + 27, where.y + 12}, row.who, body(ui, shell::Weight::semibold));
        decorative_ending(ui, where.right() - 52, where.y + 14, row.when, caption(ui));
        float below = where.y + 36;
        below += ui.paragraph(id + ".words", {x, below, text_width, 0}, row.words, body(ui));
        if (!row.small.empty()) ui.paragraph(id + ".small", {x, below, text_width, 0}, row.small, small(ui));
        ui.icon(shell::Icon::chevron_right, {where.right() - 26, where.y + where.h / 2}, 20, ui.theme().ink2);
        y = where.bottom();
    }
    if (flags.more) {
        divider(ui, whole, y);
        ui.text(fmt::format("{}.more", flags.id), {place.x + inset, y + 12}, say("desk.flags.more"), small(ui));
    }
    card_edge(ui, whole);
    return whole.bottom();
}

} // namespace rapport::desk
