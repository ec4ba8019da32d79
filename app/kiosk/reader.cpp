#include "app/kiosk/reader.h"

#include <algorithm>
#include <cmath>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using strings::say;

Reader::Reader(shell::Ui& ui, ReadSoFar& read, std::string_view id, std::string_view about, shell::Rect where,
               float content, float line)
    : ui_(ui), read_(read), id_(std::string(id) + "@" + std::string(about)), strip_(std::string(id) + ".rest"),
      where_(where), view_(where), content_(content), line_(line), top_(where.y)
{
    if (content_ <= 0)
        if (const auto known = read_.heights.find(id_); known != read_.heights.end()) content_ = known->second;
    overflows_ = content_ > where.h + 0.5F;
    if (!overflows_) return;
    const float room = std::max(line_, where.h - ui.patient_target() - space);
    if (line_ > 0) {
        view_.h = std::max(1.0F, std::floor(room / line_)) * line_;
        const float offset = ui_.begin_scroll(id_, view_, content_);
        // Cut whole at the top too, wherever a finger left it.
        top_ = view_.y - std::round(offset / line_) * line_;
        return;
    }
    view_.h = room;
    top_ = view_.y - ui_.begin_scroll(id_, view_, content_);
}

float Reader::words(std::string_view id, shell::Rect where, std::string_view words, const shell::TextStyle& style)
{
    const float height = ui_.paragraph(id, where, words, style);
    const float line = line_of(ui_, style.type);
    for (float y = where.y; y < where.y + height - 1; y += line)
        lines_.push_back({y, y + line});
    return height;
}

Reader Reader::of_page(shell::Ui& ui, ReadSoFar& read, std::string_view id, const Grid& at, float wanted, float bottom)
{
    const auto known = read.heights.find(std::string(id) + "@");
    const float height = known == read.heights.end() ? 0 : known->second;
    const float top = std::max(at.body_top, std::min(wanted, std::floor(bottom - height)));
    return Reader(ui, read, id, {}, {at.left, top, at.width, bottom - top}, 0);
}

bool Reader::finish(float bottom)
{
    if (bottom > 0) read_.heights[id_] = bottom - top_;
    if (!overflows_) return true;
    // A line that is half in and half out is left out.
    for (const Line& line : lines_) {
        if (line.top < view_.y && line.bottom > view_.y)
            ui_.fill({view_.x, view_.y, view_.w, line.bottom - view_.y}, ui_.theme().ground);
        if (line.top < view_.bottom() && line.bottom > view_.bottom())
            ui_.fill({view_.x, line.top, view_.w, view_.bottom() - line.top}, ui_.theme().ground);
    }
    ui_.end_scroll();
    const bool at_end = top_ + content_ <= view_.bottom() + 1;
    if (at_end) read_.to_the_end.insert(id_);
    const bool seen = read_.to_the_end.contains(id_);
    const shell::ButtonStyle style{.kind = shell::ButtonKind::reversed,
                                   .type = Type::patient_small,
                                   .icon_after = at_end ? shell::Icon::up : shell::Icon::down};
    const shell::Rect strip{where_.x, view_.bottom() + space, where_.w, ui_.patient_target()};
    if (ui_.button(strip_, strip, say(at_end ? "kiosk.read.again" : "kiosk.read.rest"), style)) {
        // Lines that were left out at the foot come whole to the top.
        const float kept = line_ > 0 ? line_ : line_of(ui_, Type::patient_lead);
        const float page = std::max(1.0F, view_.h - kept);
        ui_.scroll_by(id_, at_end ? -content_ : page);
    }
    return seen;
}

bool read_words(shell::Ui& ui, ReadSoFar& read, std::string_view id, std::string_view about, shell::Rect where,
                std::string_view words, const shell::TextStyle& style)
{
    const float height = ui.paragraph_height(words, where.w, style.type, style.weight);
    Reader reader(ui, read, id, about, where, height, line_of(ui, style.type));
    ui.paragraph({}, {where.x, reader.top(), where.w, height}, words, style);
    shell::Node node;
    node.id = id;
    node.role = style.role;
    node.name = words;
    node.rect = {where.x, where.y, where.w, std::min(height, reader.view().h)};
    ui.describe(std::move(node));
    return reader.finish();
}

} // namespace rapport::kiosk
