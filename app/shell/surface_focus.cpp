#include "app/shell/surface.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"

namespace rapport::shell {
namespace {

Rect clipped(Rect where, Rect clip)
{
    const float left = std::max(where.x, clip.x);
    const float top = std::max(where.y, clip.y);
    return {left, top, std::min(where.right(), clip.right()) - left, std::min(where.bottom(), clip.bottom()) - top};
}

} // namespace

Surface::Touch Surface::interact(Node node, float radius)
{
    const Rect ring = node.rect;
    return interact(std::move(node), ring, radius);
}

Surface::Touch Surface::interact(Node node, Rect ring, float radius)
{
    [[maybe_unused]] const bool first = ids_.insert(node.id).second;
    assert(first && "an interactive id stands once on a screen");
    const bool trapped = popup_open() && node.group != popup_.owner;

    Touch touch;
    touch.hovered = node.enabled && hovered_ == node.id && !dragging_;
    touch.held = node.enabled && ((touch.hovered && active_ == node.id) || key_held_ == node.id);
    touch.activated = node.enabled && clicked_ == node.id;
    node.focusable = node.focusable && node.enabled;
    node.focused = touch.focused = node.focusable && !trapped && focus_ == node.id;

    const bool entry = node.role == Role::text_entry || node.role == Role::secret_entry;
    if (touch.focused && (keyboard_last_ || entry)) rings_.push_back({ring, radius, clips_.back()});
    if ((touch.focused && reveal_focus_) || reveal_ == node.id) {
        if (touch.focused) reveal_focus_ = false;
        if (reveal_ == node.id) reveal_.clear();
        bring_into_view(node.rect);
    }
    const Rect seen = clipped(node.rect, clips_.back());
    if (seen.w > 0 && seen.h > 0) hits_.push_back({node.id, seen});
    tree_.add(std::move(node));
    return touch;
}

void Surface::focus(std::string_view id)
{
    if (focus_ == id) return;
    move_focus(std::string(id));
}

void Surface::move_focus(std::string id)
{
    if (focus_ != id) {
        key_held_.clear();
        reveal_focus_ = true;
        again_ = true;
    }
    focus_ = std::move(id);
    focus_wanted_ = false;
}

void Surface::reveal(std::string_view id)
{
    reveal_ = id;
    again_ = true;
}

bool Surface::put_focus(std::string_view id)
{
    const auto& nodes = tree_.nodes();
    const auto node = std::ranges::find(nodes, id, &Node::id);
    if (node == nodes.end() || !node->focusable || (popup_open() && node->group != popup_.owner)) return false;
    keyboard_last_ = true;
    last_input_ = Input::program;
    handled_ = true;
    move_focus(std::string(id));
    return true;
}

std::vector<const Node*> Surface::focusables() const
{
    std::vector<const Node*> found;
    for (const Node& node : last_tree_.nodes())
        if (node.focusable && (!popup_open() || node.group == popup_.owner)) found.push_back(&node);
    return found;
}

void Surface::step_focus(int direction)
{
    const auto order = focusables();
    if (order.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(order.size());
    const auto here = std::ranges::find(order, focus_, &Node::id);
    std::ptrdiff_t to = 0;
    if (here != order.end()) {
        to = (here - order.begin()) + direction;
    } else {
        // What had the focus is gone: go on from where it stood.
        to = static_cast<std::ptrdiff_t>(focus_place_) + (direction > 0 ? 0 : -1);
    }
    to = (to % count + count) % count;
    move_focus(order[static_cast<std::size_t>(to)]->id);
}

void Surface::arrow_focus(Key key)
{
    const bool across = key == Key::left || key == Key::right;
    const bool forward = key == Key::down || key == Key::right;
    if (!across && key != Key::up && key != Key::down) return;
    const Node* from = last_node(focus_);
    if (from == nullptr || !from->focusable) return;

    const auto order = focusables();
    if (from->role == Role::radio && from->set_size > 0) {
        const int to = (from->position - 1 + (forward ? 1 : -1) + from->set_size) % from->set_size + 1;
        for (const Node* node : order)
            if (node->role == Role::radio && node->group == from->group && node->position == to)
                return move_focus(node->id);
        return;
    }
    // The nearest one that way, among those that share the band looked along; steps aside cost more than steps along.
    const Node* best = nullptr;
    float best_cost = 0;
    const Point at = from->rect.centre();
    for (const Node* node : order) {
        if (node == from) continue;
        const Point there = node->rect.centre();
        float along = across ? there.x - at.x : there.y - at.y;
        const float aside = std::fabs(across ? there.y - at.y : there.x - at.x);
        if (!forward) along = -along;
        // A button inside a row lies to the right of the row's own left edge.
        if (across && forward && from->rect.contains(there)) along = there.x - from->rect.x;
        if (across && !forward && node->rect.contains(at)) along = at.x - node->rect.x;
        const bool in_band = across ? there.y >= from->rect.y - 1 && there.y <= from->rect.bottom() + 1
                                    : node->rect.x < from->rect.right() && node->rect.right() > from->rect.x;
        const bool lies_inside = !across && (from->rect.contains(there) || node->rect.contains(at));
        if (along < 1 || lies_inside || (across && !in_band && !node->rect.contains(at))) continue;
        const float cost = along + aside * (in_band ? 0.25F : 4.0F);
        if (best == nullptr || cost < best_cost) {
            best = node;
            best_cost = cost;
        }
    }
    if (best != nullptr) move_focus(best->id);
}

void Surface::settle_focus()
{
    const auto takes_focus = [](const Node& node) { return node.focusable; };
    const auto& nodes = tree_.nodes();
    const Node* node = tree_.by_id(focus_);
    const bool there = node != nullptr && node->focusable;
    if (focus_wanted_ && !there) {
        const auto first = std::ranges::find_if(nodes, takes_focus);
        if (first != nodes.end()) move_focus(first->id);
    } else if (!there && !focus_.empty() && last_node(focus_) != nullptr && last_node(focus_)->focusable) {
        focus_.clear();
        again_ = true;
    }
    focus_wanted_ = false;
    if (there) {
        const auto before = std::span(nodes).first(static_cast<std::size_t>(node - nodes.data()));
        focus_place_ = static_cast<std::size_t>(std::ranges::count_if(before, takes_focus));
    }
}

/// A bar to the left of the node, in the margin: a shape of its own, so that it is not taken for the focus.
void Surface::draw_reading_mark()
{
    constexpr float width = 8;
    constexpr float gap = 16;
    // A page may have the id of a thing on it, and is no thing to be read.
    const auto& nodes = tree_.nodes();
    const auto node = std::ranges::find_if(
        nodes, [this](const Node& one) { return one.id == read_ && !read_.empty() && one.role != Role::page; });
    if (node == nodes.end()) return;
    const Rect seen = clipped(node->rect, window_);
    if (seen.h <= 0) return;
    brush::fill(*list_, {std::max(node->rect.x - gap - width, 4.0F), seen.y, width, seen.h}, theme_->accent, width / 2);
}

void Surface::draw_rings()
{
    constexpr float gap = 2;
    constexpr float width = 3;
    for (const Ring& ring : rings_) {
        const Rect clip = ring.clip.inset(-gap - width);
        list_->PushClipRect({clip.x, clip.y}, {clip.right(), clip.bottom()}, true);
        brush::outline(*list_, ring.rect.inset(-gap - width), theme_->focus, width, ring.radius + gap + width);
        list_->PopClipRect();
    }
    rings_.clear();
}

} // namespace rapport::shell
