#include <algorithm>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"

namespace rapport::shell {
namespace {

constexpr float row_height = 44;
constexpr float padding = 4;

std::string row_id(const std::string& owner, std::size_t row)
{
    return owner + "." + std::to_string(row);
}

} // namespace

std::optional<std::size_t> Surface::choice_field(std::string_view id, Rect where, std::span<const std::string> choices,
                                                 std::size_t chosen, const FieldStyle& style)
{
    const std::string value = chosen < choices.size() ? choices[chosen] : std::string();
    const float chevron_room = style.read_only ? 0 : 28;
    const FieldParts parts = field(id, where, Role::choice_entry, value, style, chevron_room);
    const std::string& shown = value.empty() ? style.placeholder : value;
    run({parts.inner.x, parts.inner.y}, shortened(shown, parts.inner.w, Type::staff_body, Weight::regular),
        Type::staff_body, Weight::regular, value.empty() ? theme_->ink3 : parts.ink);
    if (!style.read_only)
        icon(Icon::chevron_down, {where.right() - 27, where.centre().y}, 20,
             style.enabled ? theme_->ink2 : theme_->disabled);

    if (popup_.owner == id) {
        popup_.drawn = true;
        popup_.field = where;
        popup_.choices.assign(choices.begin(), choices.end());
        popup_.chosen = chosen;
    } else if (parts.touch.activated && !choices.empty()) {
        popup_ = {.owner = std::string(id),
                  .choices = {choices.begin(), choices.end()},
                  .chosen = chosen,
                  .field = where,
                  .first = 0,
                  .drawn = true};
        move_focus(row_id(popup_.owner, std::min(chosen, choices.size() - 1)));
        again_ = true;
    }
    if (picked_owner_ == id && picked_) {
        const std::size_t picked = *picked_;
        picked_.reset();
        if (picked < choices.size() && picked != chosen) return picked;
    }
    return std::nullopt;
}

void Surface::close_popup()
{
    if (popup_.drawn || last_node(popup_.owner) != nullptr) move_focus(popup_.owner);
    popup_ = {};
    again_ = true;
}

void Surface::draw_popup()
{
    if (!popup_open()) return;
    const std::size_t count = popup_.choices.size();
    const Rect& field = popup_.field;
    constexpr float gap = 4;
    const float below = window_.h - field.bottom() - gap - 8;
    const float above = field.y - gap - 8;
    const float wanted = static_cast<float>(count) * row_height + 2 * padding;
    const bool opens_up = below < wanted && above > below;
    const float room = std::max(opens_up ? above : below, row_height + 2 * padding);
    const auto fits = static_cast<std::size_t>(std::max(1.0F, std::floor((room - 2 * padding) / row_height)));
    const std::size_t shown = std::min(count, fits);

    // The list follows the focus, and the wheel.
    for (std::size_t row = 0; row < count; ++row) {
        const std::string id = row_id(popup_.owner, row);
        const bool focused = reveal_focus_ && focus_ == id;
        if (!focused && reveal_ != id) continue;
        if (row < popup_.first) popup_.first = row;
        if (row >= popup_.first + shown) popup_.first = row - shown + 1;
        if (focused) reveal_focus_ = false;
    }
    if (frame_.wheel > 0 && popup_.first > 0) --popup_.first;
    if (frame_.wheel < 0) ++popup_.first;
    popup_.first = std::min(popup_.first, count - shown);

    const float height = static_cast<float>(shown) * row_height + 2 * padding;
    const Rect list{field.x, opens_up ? field.y - gap - height : field.bottom() + gap, field.w, height};
    hits_.push_back({{}, window_});
    shape(list, theme_->surface, theme_->border, false, 8);
    // Rows that do not fit stay in the tree, so that keys and readers reach them, but are cut off here.
    const Rect inside = list.inset(padding);
    clips_.assign(1, inside);
    list_->PushClipRect({inside.x, inside.y}, {inside.right(), inside.bottom()}, true);
    for (std::size_t row = 0; row < count && popup_open(); ++row) {
        const float place = static_cast<float>(row) - static_cast<float>(popup_.first);
        popup_row(row, {list.x + padding, list.y + padding + place * row_height, list.w - 2 * padding, row_height});
    }
    list_->PopClipRect();
}

void Surface::popup_row(std::size_t row, Rect where)
{
    const bool on = row == popup_.chosen;
    Node node{.id = row_id(popup_.owner, row),
              .role = Role::radio,
              .name = popup_.choices[row],
              .group = popup_.owner,
              .position = static_cast<int>(row) + 1,
              .set_size = static_cast<int>(popup_.choices.size()),
              .focusable = true,
              .checked = on,
              .rect = where};
    const Touch touch = interact(std::move(node), where.inset(5), 4);
    if (touch.held || touch.hovered) brush::fill(*list_, where, touch.held ? theme_->tint : theme_->sunken, 4);
    const float line = type(Type::staff_body).line;
    const Weight weight = on ? Weight::semibold : Weight::regular;
    run({where.x + 12, where.centre().y - line / 2},
        shortened(popup_.choices[row], where.w - 24 - 28, Type::staff_body, weight), Type::staff_body, weight,
        theme_->ink);
    if (on) icon(Icon::tick, {where.right() - 23, where.centre().y}, 20, theme_->accent);
    if (touch.activated) {
        picked_owner_ = popup_.owner;
        picked_ = row;
        close_popup();
    }
}

} // namespace rapport::shell
