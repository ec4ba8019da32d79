#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/shell/program.h"
#include "app/shell/surface.h"

struct GLFWwindow;

namespace rapport::shell {

/// The one file pair that knows GLFW and OpenGL: a window, what a person does in it, and a finished frame put on it.
class GlWindow {
public:
    /// Errors: no_display.
    [[nodiscard]] static Result<std::unique_ptr<GlWindow>> open(const WindowOptions& options);
    ~GlWindow();
    GlWindow(const GlWindow&) = delete;
    GlWindow& operator=(const GlWindow&) = delete;

    /// Shown every key before the program is.
    void let_hear(Assistant* assistant) { assistant_ = assistant; }
    [[nodiscard]] WindowPlace place() const;

    /// From now on input goes to this surface, and its frames can be presented. Before the surface goes: `detach`.
    void attach(Surface& surface);
    void detach();

    /// Bakes the glyphs the surface asked for into a new texture.
    void bake();
    /// Rasterises the frame built last and shows it.
    void present();
    /// The same frame as 8-bit RGB rows, top first.
    [[nodiscard]] std::vector<std::uint8_t> read_back();

    /// Sleeps until something happens, or until `seconds` have passed when given. True when the time ran out.
    bool wait(std::optional<double> seconds);
    /// Looks once at what has already happened.
    static void poll();
    /// From any thread: ends a wait.
    static void wake();
    [[nodiscard]] static double now();

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    void resize(int width, int height);
    [[nodiscard]] bool closed() const;
    void close();
    /// True once after the window was uncovered or took another size: what is on it is gone.
    [[nodiscard]] bool take_exposed() { return std::exchange(exposed_, false); }

private:
    explicit GlWindow(GLFWwindow* window, bool clipboard);
    void listen();
    void rasterise();
    void on_key(int key, int scan_code, int action, int modifiers);
    void push(InputEvent event);
    void paste();
    [[nodiscard]] Point pixels(double x, double y) const;

    GLFWwindow* window_;
    Surface* surface_ = nullptr;
    Assistant* assistant_ = nullptr;
    bool key_was_taken_ = false; ///< by the assistant: the character that comes with it is none of ours
    int width_ = 0;
    int height_ = 0;
    Point pointer_;
    bool exposed_ = true;
    bool clipboard_;
};

} // namespace rapport::shell
