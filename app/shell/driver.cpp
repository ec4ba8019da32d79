#include "app/shell/driver.h"

namespace rapport::shell {

std::string_view Driver::click(std::string_view id)
{
    if (const std::string_view why = hold(id); !why.empty()) return why;
    let_go();
    return {};
}

void Driver::let_go()
{
    surface_.input().push({.kind = InputEvent::Kind::release, .from = from_, .at = held_at_});
    settle_();
}

std::string_view Driver::hold(std::string_view id)
{
    const std::string wanted(id);
    const Node* node = surface_.tree().by_id(wanted);
    if (node == nullptr) return "no such node";
    if (!node->enabled) return "disabled";
    if (!node->focusable) return "not clickable";
    surface_.reveal(wanted);
    settle_();
    node = surface_.tree().by_id(wanted);
    if (node == nullptr) return "no such node";
    if (!node->enabled) return "disabled";
    const Point at = node->rect.centre();
    if (surface_.reached(at) != wanted) return "covered";

    using enum InputEvent::Kind;
    surface_.input().push({.kind = move, .from = from_, .at = at});
    surface_.input().push({.kind = press, .from = from_, .at = at});
    held_at_ = at;
    return {};
}

std::string_view Driver::click_named(Role role, std::string_view name)
{
    const Node* node = surface_.tree().by_name(role, name);
    return node == nullptr ? "no such node" : click(node->id);
}

std::string_view Driver::focus(std::string_view id)
{
    if (surface_.tree().by_id(id) == nullptr) return "no such node";
    if (!surface_.put_focus(std::string(id))) return "not focusable";
    settle_();
    return {};
}

void Driver::type(std::string_view utf8)
{
    surface_.input().type(utf8, from_ == Ui::Input::program ? from_ : Ui::Input::keyboard);
    settle_();
}

void Driver::key(Key key)
{
    if (key == Key::slash) return type("/");
    using enum InputEvent::Kind;
    const Ui::Input from = from_ == Ui::Input::program ? from_ : Ui::Input::keyboard;
    surface_.input().push({.kind = key_down, .from = from, .key = key});
    if (key == Key::space) surface_.input().type(" ", from);
    surface_.input().push({.kind = key_up, .from = from, .key = key});
    settle_();
}

} // namespace rapport::shell
