#include "app/shell/gl_window.h"

#include <string_view>

#include <GLFW/glfw3.h>

#include "app/shell/gl_window_display.h"
#include "app/shell/gl_window_part.h"

namespace rapport::shell {
namespace {

/// A software renderer has no display to wait for; waiting would only add to the time from touch to picture.
bool renders_in_software()
{
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    if (name == nullptr) return false;
    const std::string_view renderer(name);
    return renderer.find("llvmpipe") != std::string_view::npos || renderer.find("softpipe") != std::string_view::npos ||
           renderer.find("swrast") != std::string_view::npos;
}

GLFWwindow* make_window(const WindowOptions& options)
{
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE); // a full screen stays when another window takes the focus
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "rapport");
    GLFWmonitor* monitor = options.full_screen ? glfwGetPrimaryMonitor() : nullptr;
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    return glfwCreateWindow(mode != nullptr ? mode->width : options.width,
                            mode != nullptr ? mode->height : options.height, options.title.c_str(), monitor, nullptr);
}

} // namespace

Result<std::unique_ptr<GlWindow>> GlWindow::open(const WindowOptions& options)
{
    if (glfwInit() == GLFW_FALSE) return Error{fault::no_display, "glfwInit"};
    GLFWwindow* window = make_window(options);
    if (window == nullptr) {
        glfwTerminate();
        return Error{fault::no_display, "window or OpenGL 3.3"};
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(renders_in_software() ? 0 : 1);
    return std::unique_ptr<GlWindow>(new GlWindow(window, options));
}

GlWindow::GlWindow(GLFWwindow* window, const WindowOptions& options)
    : window_(window), clipboard_(options.clipboard), closable_(options.closable)
{
    glfwGetFramebufferSize(window_, &width_, &height_);
    look_at_display();
    show_part_ = part_shower();
    listen();
}

void GlWindow::look_at_display()
{
    patient_target_ = shell::patient_target(reported_size(window_));
}

GlWindow::~GlWindow()
{
    detach();
    glfwDestroyWindow(window_);
    glfwTerminate();
}

bool GlWindow::wait(std::optional<double> seconds)
{
    if (!seconds) {
        glfwWaitEvents();
        return false;
    }
    const double until = glfwGetTime() + *seconds;
    if (*seconds > 0)
        glfwWaitEventsTimeout(*seconds);
    else
        glfwPollEvents();
    return glfwGetTime() >= until;
}

WindowPlace GlWindow::place() const
{
    WindowPlace place{.width = width_, .height = height_};
    glfwGetWindowPos(window_, &place.x, &place.y);
    place.active = glfwGetWindowAttrib(window_, GLFW_FOCUSED) != GLFW_FALSE;
    return place;
}

void GlWindow::poll()
{
    glfwPollEvents();
}
void GlWindow::wake()
{
    glfwPostEmptyEvent();
}
double GlWindow::now()
{
    return glfwGetTime();
}
bool GlWindow::closed() const
{
    return glfwWindowShouldClose(window_) != GLFW_FALSE;
}
void GlWindow::close()
{
    glfwSetWindowShouldClose(window_, GLFW_TRUE);
}

void GlWindow::resize(int width, int height)
{
    glfwSetWindowSize(window_, width, height);
    // The server answers with an event, unless a window manager decides otherwise; half a second is ample for either.
    const double until = glfwGetTime() + 0.5;
    while ((width_ != width || height_ != height) && glfwGetTime() < until)
        glfwWaitEventsTimeout(0.05);
}

} // namespace rapport::shell
