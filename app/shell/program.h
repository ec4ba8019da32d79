#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/shell/assistant.h"
#include "app/shell/ui.h"
#include "instruments/base/result.h"

namespace rapport::shell {

namespace fault {
inline constexpr Fault no_display{"no_display"}; ///< no window could be opened
inline constexpr Fault no_font{"no_font"};       ///< Inter is not installed
inline constexpr Fault no_letters{"no_letters"}; ///< no font has the letters of what must be read; detail: a language
inline constexpr Fault no_picture{"no_picture"}; ///< a screenshot could not be written
} // namespace fault

/// What a window shows: draws one frame from its state. Called again until nothing changes, then not at all until
/// there is input, a wake-up asked for, or `needs_frame`.
class Program {
public:
    virtual ~Program() = default;
    virtual void frame(Ui& ui) = 0;
    [[nodiscard]] virtual bool done() const = 0;
};

struct WindowOptions {
    std::string title = "Rapport";
    int width = 1280;
    int height = 800;
    bool full_screen = false;
    ThemeName theme = ThemeName::light;
    /// An open file descriptor to take automation commands from and answer on, or -1. Only ever given in a demo clinic.
    int automation_fd = -1;
    bool clipboard = false;         ///< kiosk: never
    bool closable = true;           ///< kiosk: staff end it, never a wish of the window system
    Assistant* assistant = nullptr; ///< a screen reader, when one is in use; outlives the window
};

/// Opens the window and draws `program` until it is done or the window is closed.
/// Errors: no_display, no_font.
[[nodiscard]] Status run_in_window(const WindowOptions& options, Program& program);

/// The same program with no window: what tests drive. Fonts are real, time is the test's, nothing is rasterised.
class Harness {
public:
    /// Errors: no_font (terminates with its sentence, as a test has no use for going on).
    Harness(Program& program, int width, int height, ThemeName theme = ThemeName::light);
    ~Harness();
    Harness(const Harness&) = delete;
    Harness& operator=(const Harness&) = delete;

    /// Builds frames until the tree is the same twice running (at most 8).
    void settle();
    void resize(int width, int height);
    void set_patient_target(float pixels); ///< as of a display that reports its size
    void advance(double seconds);          ///< moves time, then settles
    /// Clicks the centre of the node; false when there is none, it is disabled, or another lies over it.
    [[nodiscard]] bool click(std::string_view id);
    [[nodiscard]] bool click_named(Role role, std::string_view name);
    /// Presses and does not let go.
    [[nodiscard]] bool hold(std::string_view id);
    void let_go();
    void key(Key key);
    void type(std::string_view utf8);
    [[nodiscard]] const SemanticTree& tree() const;
    [[nodiscard]] Ui& ui();
    [[nodiscard]] const std::vector<DrawnWords>& words() const;
    [[nodiscard]] const std::vector<Pressable>& pressables() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace rapport::shell
