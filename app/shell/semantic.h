#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/shell/geometry.h"

namespace rapport::shell {

enum class Role : std::uint8_t {
    page,
    heading,
    text,
    button,
    link,
    radio,
    check,
    text_entry,
    secret_entry,
    choice_entry,
    row,
    tab,
    image,
    chart,
    cell,
    progress,
    alert,
};

/// One thing on the screen, as a person would name it. `id` is stable from frame to frame ("option.3", "alert.2.open").
struct Node {
    std::string id{};
    Role role = Role::text;
    std::string name{};
    std::string value{}; ///< text of an entry (dots for a secret), "7 of 20" of a progress, a chart in words
    std::string group{}; ///< radio group or table the node belongs to, or empty
    int position = 0;    ///< 1-based place in the group, 0 if none
    int set_size = 0;
    int amount = 0; ///< of a progress: how much of `whole` is done
    int whole = 0;
    bool focusable = false;
    bool focused = false;
    bool checked = false;
    bool enabled = true;
    Rect rect{};
};

/// What one frame shows, in reading order. Built anew by each frame; tests, keyboard order, automation,
/// read-aloud and screen readers use this and nothing else.
class SemanticTree {
public:
    void begin_frame();
    void add(Node node);
    [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
    [[nodiscard]] const Node* by_id(std::string_view id) const;
    [[nodiscard]] const Node* by_name(Role role, std::string_view name) const;
    /// Every name and value of the frame, a line each: what a reader of the screen would be told.
    [[nodiscard]] std::string spoken() const;

private:
    std::vector<Node> nodes_;
};

[[nodiscard]] std::string_view word(Role role);

} // namespace rapport::shell
