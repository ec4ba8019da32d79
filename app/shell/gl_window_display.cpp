#include "app/shell/gl_window_display.h"

#include <cmath>

#include <GLFW/glfw3.h>
#include <X11/Xlib.h>

namespace rapport::shell {
namespace {

/// The first where it lies on none.
GLFWmonitor* display_of(GLFWwindow* window)
{
    if (GLFWmonitor* whole = glfwGetWindowMonitor(window)) return whole;
    int left = 0, top = 0, width = 0, height = 0;
    glfwGetWindowPos(window, &left, &top);
    glfwGetWindowSize(window, &width, &height);
    int count = 0;
    GLFWmonitor** displays = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i) {
        int x = 0, y = 0;
        glfwGetMonitorPos(displays[i], &x, &y);
        const GLFWvidmode* mode = glfwGetVideoMode(displays[i]);
        const int across = left + width / 2 - x;
        const int down = top + height / 2 - y;
        if (mode != nullptr && across >= 0 && across < mode->width && down >= 0 && down < mode->height)
            return displays[i];
    }
    return glfwGetPrimaryMonitor();
}

/// GLFW answers with 96 dots an inch for a display that reports nothing.
bool is_made_up(const ReportedSize& display)
{
    constexpr double dots_a_millimetre = 96 / 25.4;
    return std::abs(display.width_px / dots_a_millimetre - display.width_mm) <= 1 &&
           std::abs(display.height_px / dots_a_millimetre - display.height_mm) <= 1;
}

ReportedSize of_the_screen()
{
    Display* server = XOpenDisplay(nullptr);
    if (server == nullptr) return {};
    const int screen = DefaultScreen(server);
    const ReportedSize said{DisplayWidth(server, screen), DisplayHeight(server, screen), DisplayWidthMM(server, screen),
                            DisplayHeightMM(server, screen)};
    XCloseDisplay(server);
    return said;
}

} // namespace

ReportedSize reported_size(GLFWwindow* window)
{
    ReportedSize display;
    GLFWmonitor* monitor = display_of(window);
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode == nullptr) return {};
    display.width_px = mode->width;
    display.height_px = mode->height;
    glfwGetMonitorPhysicalSize(monitor, &display.width_mm, &display.height_mm);
    int count = 0;
    static_cast<void>(glfwGetMonitors(&count));
    if (count == 1 && (display.width_mm <= 0 || is_made_up(display))) return of_the_screen();
    return display;
}

} // namespace rapport::shell
