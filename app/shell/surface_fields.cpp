#include <algorithm>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"
#include "app/shell/strings/strings.h"
#include "app/shell/surface.h"
#include "app/shell/utf8.h"

namespace rapport::shell {
namespace {

constexpr float side = 16;
constexpr float radius = 8;

bool is_control(char32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

std::string dots(std::size_t count)
{
    std::string value;
    for (std::size_t at = 0; at < count; ++at)
        value += "\xE2\x80\xA2";
    return value;
}

} // namespace

Surface::FieldParts Surface::field(std::string_view id, Rect where, Role role, std::string value,
                                   const FieldStyle& style, float right_room)
{
    FieldParts parts;
    const bool usable = style.enabled && !style.read_only;
    parts.touch = interact({.id = std::string(id),
                            .role = role,
                            .name = style.label.empty() ? style.placeholder : style.label,
                            .value = std::move(value),
                            .focusable = true,
                            .enabled = usable,
                            .rect = where},
                           radius);
    parts.ink = style.enabled ? theme_->ink : theme_->disabled;

    const float label_gap = style.label_type == Type::staff_small ? 4 : 8;
    if (!style.label.empty())
        run({where.x, where.y - label_gap - type(style.label_type).line}, style.label, style.label_type,
            Weight::semibold, theme_->ink);

    const Colour inside = parts.touch.held && role == Role::choice_entry ? theme_->tint : theme_->surface;
    if (!style.enabled)
        brush::dashed_outline(*list_, where, theme_->border, stroke(false), radius);
    else if (!style.error.empty())
        brush::card(*list_, where, inside, theme_->alert, 2, radius);
    else
        shape(where, inside, style.read_only ? theme_->grid : theme_->border, false, radius);

    if (!style.error.empty()) {
        const float line = type(Type::staff_small).line;
        icon(Icon::notice, {where.x + 9, where.bottom() + 4 + line / 2}, 18, theme_->alert);
        paragraph(std::string(id) + ".error", {where.x + 24, where.bottom() + 4, where.w - 24, 0}, style.error,
                  {.type = Type::staff_small, .colour = theme_->alert, .role = Role::alert}, 0);
    }

    const float middle = where.centre().y;
    const float line = type(Type::staff_body).line;
    const float inset = side + (style.error.empty() ? stroke(false) : 2);
    parts.inner = {where.x + inset, std::round(middle - line / 2), where.w - 2 * inset - right_room, line};
    if (style.icon_before != Icon::none) {
        icon(style.icon_before, {where.x + side + 10, middle}, 20, style.enabled ? theme_->ink2 : theme_->disabled);
        parts.inner.x += 28;
        parts.inner.w -= 28;
    }
    if (!style.key_hint.empty()) {
        constexpr float box = 20;
        const Rect hint{where.right() - side - box, std::round(middle - box / 2), box, box};
        brush::outline(*list_, hint, theme_->line, 1, 4);
        const float width = text_width(style.key_hint, Type::staff_small, Weight::regular, false);
        run({hint.x + (box - width) / 2, hint.y}, style.key_hint, Type::staff_small, Weight::regular, theme_->ink3);
        parts.inner.w -= box + 8;
    }
    return parts;
}

void Surface::edit(TextEdit& edit)
{
    edit.caret = std::min(edit.caret, edit.text.size());
    if (frame_.character != 0 && !character_taken_ && !is_control(frame_.character)) {
        const utf8::Encoded bytes = utf8::encode(frame_.character);
        edit.text.insert(edit.caret, bytes.view());
        edit.caret += bytes.size;
        character_taken_ = true;
    }
    if (!frame_.key) return;
    const std::size_t before = utf8::previous(edit.text, edit.caret);
    const std::size_t after = utf8::next(edit.text, edit.caret);
    switch (*frame_.key) {
    case Key::left:
        edit.caret = before;
        break;
    case Key::right:
        edit.caret = after;
        break;
    case Key::home:
        edit.caret = 0;
        break;
    case Key::end:
        edit.caret = edit.text.size();
        break;
    case Key::backspace:
        edit.text.erase(before, edit.caret - before);
        edit.caret = before;
        break;
    case Key::del:
        edit.text.erase(edit.caret, after - edit.caret);
        break;
    default:
        break;
    }
}

void Surface::place_caret(TextEdit& edit, float x)
{
    const float px = type(Type::staff_body).px;
    float pen = 0;
    std::size_t at = 0;
    while (at < edit.text.size()) {
        const auto [point, bytes] = utf8::decode(edit.text, at);
        const float wide = faces_->advance(Weight::regular, px, point);
        if (pen + wide / 2 > x) break;
        pen += wide;
        at += bytes;
    }
    edit.caret = at;
}

bool Surface::text_field(std::string_view id, Rect where, TextEdit& edit, const FieldStyle& style)
{
    const bool focused_before = focus_ == id && style.enabled && !style.read_only && !popup_open();
    if (focused_before) this->edit(edit);
    const bool entered = focused_before && frame_.key == Key::enter;
    const FieldParts parts = field(id, where, Role::text_entry, edit.text, style, 0);
    const Rect& inner = parts.inner;

    edit.caret = std::min(edit.caret, edit.text.size());
    const float caret =
        text_width(std::string_view(edit.text).substr(0, edit.caret), Type::staff_body, Weight::regular, false);
    // Words longer than the field slide left until the caret is inside.
    const float slide = parts.touch.focused ? std::max(0.0F, caret + 2 - inner.w) : 0;
    if (frame_.pressed && parts.touch.held) place_caret(edit, pointer_->x - inner.x + slide);

    list_->PushClipRect({inner.x - 2, where.y}, {inner.right() + 2, where.bottom()}, true);
    if (edit.text.empty())
        run({inner.x, inner.y}, style.placeholder, Type::staff_body, Weight::regular,
            style.enabled ? theme_->ink3 : theme_->disabled);
    else
        run({inner.x - slide, inner.y}, edit.text, Type::staff_body, Weight::regular, parts.ink);
    if (parts.touch.focused)
        brush::fill(*list_, {std::round(inner.x - slide + caret), inner.y, 2, inner.h}, theme_->ink, 0);
    list_->PopClipRect();
    return entered;
}

void Surface::secret_words(SecretSink& sink, const FieldParts& parts, bool shown)
{
    const Rect& inner = parts.inner;
    float end = 0;
    list_->PushClipRect({inner.x - 2, inner.y - side}, {inner.right() + 2, inner.bottom() + side}, true);
    if (shown) {
        const std::string_view words = sink.reveal();
        end = text_width(words, Type::staff_body, Weight::regular, false);
        run({inner.x - std::max(0.0F, end + 2 - inner.w), inner.y}, words, Type::staff_body, Weight::regular,
            parts.ink);
    } else {
        constexpr float step = 14;
        constexpr float dot = 4.25F;
        end = static_cast<float>(sink.code_points()) * step;
        const float slide = std::max(0.0F, end + 2 - inner.w);
        for (std::size_t at = 0; at < sink.code_points(); ++at)
            brush::circle(*list_, {inner.x - slide + step * static_cast<float>(at) + dot + 1, inner.centre().y}, dot,
                          parts.ink);
    }
    const float caret = inner.x + std::min(end, inner.w - 2);
    if (parts.touch.focused) brush::fill(*list_, {std::round(caret), inner.y, 2, inner.h}, theme_->ink, 0);
    list_->PopClipRect();
}

bool Surface::secret_field(std::string_view id, Rect where, SecretSink& sink, const FieldStyle& style)
{
    const bool focused_before = focus_ == id && style.enabled && !style.read_only && !popup_open();
    if (focused_before) {
        if (frame_.character != 0 && !is_control(frame_.character)) {
            utf8::Encoded bytes = utf8::encode(frame_.character);
            sink.append(bytes.view());
            for (volatile char& byte : bytes.bytes)
                byte = 0;
            frame_.character = 0;
            character_taken_ = true;
        }
        if (frame_.key == Key::backspace) sink.drop_last();
    }
    const bool entered = focused_before && frame_.key == Key::enter;

    const std::string_view show = strings::say("shell.show");
    const float show_width = 20 + 8 + text_width(show, Type::staff_body, Weight::regular, false);
    const FieldParts parts =
        field(id, where, Role::secret_entry, dots(sink.code_points()), style, style.enabled ? show_width + 8 : 0);
    bool shown = false;
    if (style.enabled && !style.read_only) {
        const Rect place{where.right() - side - 2 - show_width - 4, where.y, show_width + side + 6, where.h};
        const Touch touch = interact({.id = std::string(id) + ".show",
                                      .role = Role::button,
                                      .name = std::string(show),
                                      .focusable = true,
                                      .rect = place},
                                     place.inset(6), 4);
        shown = touch.held;
        const Colour ink = shown ? theme_->accent : theme_->ink2;
        icon(Icon::eye, {place.x + 4 + 10, where.centre().y}, 20, ink);
        run({place.x + 4 + 28, parts.inner.y}, show, Type::staff_body, Weight::regular, ink);
    }
    if (sink.code_points() == 0 && !style.placeholder.empty())
        run({parts.inner.x, parts.inner.y}, style.placeholder, Type::staff_body, Weight::regular, theme_->ink3);
    secret_words(sink, parts, shown);
    return entered;
}

} // namespace rapport::shell
