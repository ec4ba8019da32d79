#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "app/shell/damage.h"
#include "app/shell/program.h"
#include "app/shell/surface.h"
#include "app/shell/touches.h"

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

    /// Makes the atlas anew with room for the glyphs the surface asked for.
    void bake();
    /// Rasterises what the frame built last paints otherwise than the one shown last, and shows that; `whole` where
    /// what is on the screen is not known.
    void present(bool whole);
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
    /// By the display that shows most of the window.
    [[nodiscard]] float patient_target() const { return patient_target_; }
    void resize(int width, int height);
    [[nodiscard]] bool closed() const;
    void close();
    /// True once after the window was uncovered or took another size: what is on it is gone.
    [[nodiscard]] bool take_exposed() { return std::exchange(exposed_, false); }
    /// Pixels rasterised by `present` since the window opened.
    [[nodiscard]] std::uint64_t painted() const { return painted_; }

private:
    GlWindow(GLFWwindow* window, const WindowOptions& options);
    void listen();
    void look_at_display();
    void rasterise(const std::vector<Rect>& parts);
    void make_texture();
    void upload(int from, int to);
    void upload_fresh();
    void on_key(int key, int scan_code, int action, int modifiers);
    void push(InputEvent event);
    void paste();
    [[nodiscard]] Point pixels(double x, double y) const;

    GLFWwindow* window_;
    Surface* surface_ = nullptr;
    Assistant* assistant_ = nullptr;
    bool key_was_taken_ = false; ///< by the assistant: the character that comes with it is none of ours
    /// Copies a part of what was painted to the screen and keeps the rest where it was painted; empty where the window
    /// system cannot, and then each picture is painted whole.
    std::function<void(const Rect&)> show_part_;
    Damage damage_;
    Touches touches_;
    std::uint64_t painted_ = 0;
    unsigned texture_ = 0;
    int shown_width_ = 0, shown_height_ = 0; ///< of what was presented last
    int width_ = 0;
    int height_ = 0;
    float patient_target_ = least_patient_target;
    Point pointer_;
    bool exposed_ = true;
    bool clipboard_;
    bool closable_;
};

} // namespace rapport::shell
