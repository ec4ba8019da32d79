#include "app/shell/gl_window.h"

#include <optional>

#include <GLFW/glfw3.h>

namespace rapport::shell {
namespace {

constexpr std::size_t longest_paste = 4096;

GlWindow& of(GLFWwindow* window)
{
    return *static_cast<GlWindow*>(glfwGetWindowUserPointer(window));
}

std::optional<Key> key_of(int key, bool shift)
{
    switch (key) {
    case GLFW_KEY_TAB:
        return shift ? Key::back_tab : Key::tab;
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
        return Key::enter;
    case GLFW_KEY_SPACE:
        return Key::space;
    case GLFW_KEY_ESCAPE:
        return Key::escape;
    case GLFW_KEY_UP:
        return Key::up;
    case GLFW_KEY_DOWN:
        return Key::down;
    case GLFW_KEY_LEFT:
        return Key::left;
    case GLFW_KEY_RIGHT:
        return Key::right;
    case GLFW_KEY_HOME:
        return Key::home;
    case GLFW_KEY_END:
        return Key::end;
    case GLFW_KEY_BACKSPACE:
        return Key::backspace;
    case GLFW_KEY_DELETE:
        return Key::del;
    case GLFW_KEY_PAGE_UP:
        return Key::page_up;
    case GLFW_KEY_PAGE_DOWN:
        return Key::page_down;
    default:
        return std::nullopt;
    }
}

} // namespace

void GlWindow::push(InputEvent event)
{
    if (surface_ != nullptr) surface_->input().push(event);
}

Point GlWindow::pixels(double x, double y) const
{
    int width = 1;
    int height = 1;
    glfwGetWindowSize(window_, &width, &height);
    const double across = width > 0 ? static_cast<double>(width_) / width : 1;
    const double down = height > 0 ? static_cast<double>(height_) / height : 1;
    return {static_cast<float>(x * across), static_cast<float>(y * down)};
}

void GlWindow::on_key(int key, int scan_code, int action, int modifiers)
{
    key_was_taken_ =
        assistant_ != nullptr &&
        assistant_->takes({.down = action != GLFW_RELEASE, .key = key, .scan_code = scan_code, .modifiers = modifiers});
    if (key_was_taken_) return;
    if (clipboard_ && key == GLFW_KEY_V && action == GLFW_PRESS && (modifiers & GLFW_MOD_CONTROL) != 0) return paste();
    const auto known = key_of(key, (modifiers & GLFW_MOD_SHIFT) != 0);
    if (!known) return;
    const bool presses = *known == Key::enter || *known == Key::space;
    if (action == GLFW_RELEASE) {
        if (presses) push({.kind = InputEvent::Kind::key_up, .from = Ui::Input::keyboard, .key = *known});
        return;
    }
    // Held down, a key moves and deletes again and again; it presses once.
    if (action == GLFW_REPEAT && presses) return;
    push({.kind = InputEvent::Kind::key_down, .from = Ui::Input::keyboard, .key = *known});
}

void GlWindow::paste()
{
    const char* words = glfwGetClipboardString(window_);
    if (words == nullptr || surface_ == nullptr) return;
    surface_->input().type(std::string_view(words).substr(0, longest_paste), Ui::Input::keyboard);
}

void GlWindow::listen()
{
    using enum InputEvent::Kind;
    glfwSetWindowUserPointer(window_, this);
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* window, int width, int height) {
        // A minimised window has no size; nothing is built for it.
        if (width <= 0 || height <= 0) return;
        of(window).width_ = width;
        of(window).height_ = height;
        of(window).exposed_ = true;
        of(window).look_at_display();
    });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* window) {
        if (!of(window).closable_) glfwSetWindowShouldClose(window, GLFW_FALSE);
    });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { of(window).exposed_ = true; });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
        of(window).pointer_ = of(window).pixels(x, y);
        of(window).push({.kind = move, .at = of(window).pointer_});
    });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* window, int entered) {
        if (entered == GLFW_FALSE) of(window).push({.kind = leave});
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int) {
        if (button != GLFW_MOUSE_BUTTON_LEFT) return;
        // Where the pointer was as the button went down, and not where it has got to since: a quick swipe that began on
        // the margin is no tap on the answer it ends on.
        const bool finger = action == GLFW_PRESS && of(window).touches_.began();
        of(window).push({.kind = action == GLFW_PRESS ? press : release,
                         .from = finger ? Ui::Input::touch : Ui::Input::mouse,
                         .at = of(window).pointer_});
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* window, double x, double y) {
        of(window).push({.kind = wheel, .at = {static_cast<float>(x), static_cast<float>(y)}});
    });
    glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int scan_code, int action, int modifiers) {
        of(window).on_key(key, scan_code, action, modifiers);
    });
    glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned point) {
        if (of(window).key_was_taken_) return;
        of(window).push({.kind = character, .from = Ui::Input::keyboard, .character = point});
    });
}

} // namespace rapport::shell
