#include <algorithm>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"

namespace rapport::shell {
namespace {

constexpr float drag_starts_at = 8; ///< pixels; below it a press is a press
constexpr float wheel_step = 48;
constexpr double glide_seconds = 0.16; ///< LOOK.md: 120 to 180 ms

} // namespace

float Surface::begin_scroll(std::string_view id, Rect where, float content_height)
{
    Scroll& scroll = scrolls_[std::string(id)];
    scroll.where = where;
    scroll.furthest = std::max(0.0F, content_height - where.h);
    glide(scroll);
    // Before the content has been measured there is nothing to hold the offset to.
    if (content_height > 0) scroll.offset = std::clamp(scroll.offset, 0.0F, scroll.furthest);
    open_scrolls_.emplace_back(id);
    frame_scrolls_.emplace_back(id);
    list_->PushClipRect({where.x, where.y}, {where.right(), where.bottom()}, true);
    const Rect& outer = clips_.back();
    const float left = std::max(where.x, outer.x);
    const float top = std::max(where.y, outer.y);
    clips_.push_back(
        {left, top, std::min(where.right(), outer.right()) - left, std::min(where.bottom(), outer.bottom()) - top});
    return std::round(scroll.offset);
}

void Surface::end_scroll()
{
    const Scroll& scroll = scrolls_[open_scrolls_.back()];
    open_scrolls_.pop_back();
    list_->PopClipRect();
    clips_.pop_back();
    if (scroll.furthest <= 0 || patient_page_ || last_patient_page_) return;
    const float whole = scroll.where.h + scroll.furthest;
    const float height = std::max(24.0F, scroll.where.h * scroll.where.h / whole);
    const float y = scroll.where.y + (scroll.where.h - height) * scroll.offset / scroll.furthest;
    brush::fill(*list_, {scroll.where.right() - 6, std::round(y), 4, std::round(height)}, theme_->border, 2);
}

void Surface::scroll_by(std::string_view id, float by)
{
    const auto found = scrolls_.find(id);
    if (found == scrolls_.end()) return;
    Scroll& scroll = found->second;
    if (reduced_motion_) return move_scroll(scroll, by);
    const float from = scroll.glide_began ? scroll.glide_to : scroll.offset;
    scroll.glide_from = scroll.offset;
    scroll.glide_to = std::clamp(from + by, 0.0F, scroll.furthest);
    scroll.glide_began = now_;
    again_ = true;
}

/// Slow at the end, so that the eye can follow the words to where they come to rest.
void Surface::glide(Scroll& scroll)
{
    if (!scroll.glide_began) return;
    const double part = std::clamp((now_ - *scroll.glide_began) / glide_seconds, 0.0, 1.0);
    const auto eased = static_cast<float>(1 - (1 - part) * (1 - part));
    scroll.offset = scroll.glide_from + (scroll.glide_to - scroll.glide_from) * eased;
    if (part >= 1)
        scroll.glide_began.reset();
    else
        wake_after(0);
}

void Surface::move_scroll(Scroll& scroll, float by)
{
    scroll.glide_began.reset();
    const float to = std::clamp(scroll.offset + by, 0.0F, scroll.furthest);
    if (to == scroll.offset) return;
    scroll.offset = to;
    again_ = true;
}

void Surface::scroll_input()
{
    if (popup_open()) return;
    if (frame_.wheel != 0 && pointer_)
        for (auto id = frame_scrolls_.rbegin(); id != frame_scrolls_.rend(); ++id)
            if (scrolls_[*id].where.contains(*pointer_)) {
                move_scroll(scrolls_[*id], -frame_.wheel * wheel_step);
                break;
            }
    if (!dragged_.empty() && frame_.moved && pointer_) {
        Scroll& scroll = scrolls_[dragged_];
        const float moved = pointer_->y - press_at_.y;
        if (scroll.furthest > 0 && std::fabs(moved) > drag_starts_at && !dragging_) {
            dragging_ = true;
            active_.clear();
            again_ = true;
        }
        if (dragging_) move_scroll(scroll, drag_from_ - moved - scroll.offset);
    }
    if (!frame_.key || key_taken_ || frame_scrolls_.empty()) return;
    const Node* node = tree_.by_id(focus_);
    std::string chosen = frame_scrolls_.back();
    for (const std::string& id : frame_scrolls_)
        if (node != nullptr && scrolls_[id].where.contains(node->rect.centre())) chosen = id;
    Scroll& scroll = scrolls_[chosen];
    const float page = scroll.where.h * 0.9F;
    switch (*frame_.key) {
    case Key::page_down:
        return move_scroll(scroll, page);
    case Key::page_up:
        return move_scroll(scroll, -page);
    case Key::home:
        return move_scroll(scroll, -scroll.furthest);
    case Key::end:
        return move_scroll(scroll, scroll.furthest);
    default:
        return;
    }
}

void Surface::bring_into_view(Rect where)
{
    if (open_scrolls_.empty()) return;
    Scroll& scroll = scrolls_[open_scrolls_.back()];
    constexpr float margin = 8;
    const float over = where.bottom() + margin - scroll.where.bottom();
    const float under = scroll.where.y + margin - where.y;
    if (over > 0) move_scroll(scroll, std::min(over, -under));
    if (under > 0) move_scroll(scroll, -under);
}

} // namespace rapport::shell
