#pragma once

#include <string_view>

#include "app/shell/surface.h"

namespace rapport::shell {

/// Does to a surface what a hand would, through its input queue: used by the harness and by automation alike.
/// `settle` is called whenever frames have to be built.
class Driver {
public:
    Driver(Surface& surface, std::function<void()> settle, Ui::Input from)
        : surface_(surface), settle_(std::move(settle)), from_(from)
    {
    }

    /// Empty when done; otherwise why not: "no such node", "disabled", "covered", "not clickable".
    [[nodiscard]] std::string_view click(std::string_view id);
    [[nodiscard]] std::string_view click_named(Role role, std::string_view name);
    /// Presses and does not let go; `let_go` does. Why not, as for `click`.
    [[nodiscard]] std::string_view hold(std::string_view id);
    void let_go();
    /// Empty when done; otherwise "no such node" or "not focusable".
    [[nodiscard]] std::string_view focus(std::string_view id);
    void type(std::string_view utf8);
    void key(Key key);

private:
    Surface& surface_;
    std::function<void()> settle_;
    Ui::Input from_;
    Point held_at_{};
};

} // namespace rapport::shell
