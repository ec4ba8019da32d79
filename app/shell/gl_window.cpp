#include "app/shell/gl_window.h"

#include <array>
#include <string_view>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>

#include "app/shell/imgui_port.h"

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

float channel(Colour colour, unsigned shift)
{
    return static_cast<float>((colour.rgb >> shift) & 0xFFU) / 255;
}

GLFWwindow* make_window(const WindowOptions& options)
{
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
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
        return Error{fault::no_display, "window or OpenGL 3.2"};
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(renders_in_software() ? 0 : 1);
    return std::unique_ptr<GlWindow>(new GlWindow(window, options.clipboard));
}

GlWindow::GlWindow(GLFWwindow* window, bool clipboard) : window_(window), clipboard_(clipboard)
{
    glfwGetFramebufferSize(window_, &width_, &height_);
    listen();
}

GlWindow::~GlWindow()
{
    detach();
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void GlWindow::attach(Surface& surface)
{
    surface_ = &surface;
    ImGui::SetCurrentContext(surface.context());
    ImGui_ImplOpenGL3_Init("#version 150");
    ImGui_ImplOpenGL3_CreateDeviceObjects();
}

void GlWindow::detach()
{
    if (surface_ == nullptr) return;
    ImGui::SetCurrentContext(surface_->context());
    ImGui_ImplOpenGL3_Shutdown();
    surface_ = nullptr;
}

void GlWindow::bake()
{
    ImGui::SetCurrentContext(surface_->context());
    surface_->atlas().bake(*ImGui::GetIO().Fonts);
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void GlWindow::rasterise()
{
    const Colour ground = surface_->theme().ground;
    glViewport(0, 0, width_, height_);
    glClearColor(channel(ground, 16), channel(ground, 8), channel(ground, 0), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui::SetCurrentContext(surface_->context());
    if (ImDrawData* drawn = ImGui::GetDrawData()) ImGui_ImplOpenGL3_RenderDrawData(drawn);
}

void GlWindow::present()
{
    rasterise();
    glfwSwapBuffers(window_);
}

std::vector<std::uint8_t> GlWindow::read_back()
{
    // What was swapped away is undefined, so the same draw data is rasterised once more and not shown.
    rasterise();
    const auto row = static_cast<std::size_t>(width_) * 3;
    const auto rows = static_cast<std::size_t>(height_);
    std::vector<std::uint8_t> upward(row * rows);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, upward.data());
    std::vector<std::uint8_t> rgb;
    rgb.reserve(upward.size());
    for (std::size_t at = rows; at > 0; --at) {
        const auto from = upward.begin() + static_cast<std::ptrdiff_t>((at - 1) * row);
        rgb.insert(rgb.end(), from, from + static_cast<std::ptrdiff_t>(row));
    }
    return rgb;
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
