#include "app/shell/gl_window_part.h"

#include <GL/glx.h>
#include <GLFW/glfw3.h>

namespace rapport::shell {

std::function<void(const Rect&)> part_shower()
{
    using Copy = void (*)(Display*, GLXDrawable, int, int, int, int);
    if (glfwExtensionSupported("GLX_MESA_copy_sub_buffer") == GLFW_FALSE) return {};
    const auto copy = reinterpret_cast<Copy>(glfwGetProcAddress("glXCopySubBufferMESA"));
    const auto display_of = reinterpret_cast<Display* (*)()>(glfwGetProcAddress("glXGetCurrentDisplay"));
    const auto drawable_of = reinterpret_cast<GLXDrawable (*)()>(glfwGetProcAddress("glXGetCurrentDrawable"));
    if (copy == nullptr || display_of == nullptr || drawable_of == nullptr) return {};
    Display* const display = display_of();
    const GLXDrawable drawable = drawable_of();
    if (display == nullptr || drawable == 0) return {};
    return [=](const Rect& part) {
        copy(display, drawable, static_cast<int>(part.x), static_cast<int>(part.y), static_cast<int>(part.w),
             static_cast<int>(part.h));
        XFlush(display);
    };
}

} // namespace rapport::shell
