#include <algorithm>

#include "app/shell/automation.h"
#include "app/shell/gl_window.h"
#include "app/shell/picture.h"
#include "app/shell/program.h"

namespace rapport::shell {
namespace {

/// The loop: build frames until input has settled, rasterise once if the picture is another, then sleep. Building costs
/// microseconds and rasterising without a graphics card a thousand times as much.
class Loop {
public:
    Loop(GlWindow& window, Surface& surface, Program& program, const WindowOptions& options)
        : window_(window), surface_(surface), program_(program), assistant_(options.assistant)
    {
        if (options.automation_fd >= 0) automation_.emplace(options.automation_fd, &GlWindow::wake);
        if (assistant_ != nullptr) assistant_->begin(&GlWindow::wake);
    }

    void run()
    {
        bool wanted = true;
        while (!program_.done() && !window_.closed()) {
            if (wanted || !surface_.input().empty()) settle();
            obey();
            grant();
            if (program_.done() || window_.closed()) break;
            wanted = sleep();
        }
    }

private:
    /// True when there is something to build for.
    bool sleep()
    {
        if (!surface_.input().empty()) return true; // what was pressed and not let go waits for no event
        std::optional<double> seconds;
        if (surface_.wake_at()) seconds = std::max(0.0, *surface_.wake_at() - GlWindow::now());
        const bool time_ran_out = window_.wait(seconds);
        const bool exposed = window_.take_exposed();
        exposed_ = exposed_ || exposed;
        return time_ran_out || exposed || !surface_.input().empty();
    }

    void build(double now)
    {
        if (surface_.atlas().wants_bake()) window_.bake();
        surface_.set_patient_target(window_.patient_target());
        surface_.begin_frame(now, window_.width(), window_.height());
        program_.frame(surface_);
        surface_.end_frame();
        ++built_;
    }

    void settle()
    {
        constexpr int most = 8;
        exposed_ = window_.take_exposed() || exposed_;
        for (int quiet_frames = 0; quiet_frames < most; ++quiet_frames) {
            const std::uint64_t before = surface_.picture_hash();
            build(GlWindow::now()); // a frame may keep something on the disk, and wake-ups count from when one began
            if (!surface_.input().empty()) quiet_frames = -1;
            if (!surface_.unsettled() && surface_.picture_hash() == before) break;
        }
        if (exposed_ || surface_.picture_hash() != on_screen_) {
            window_.present(exposed_);
            ++drawn_;
            on_screen_ = surface_.picture_hash();
            exposed_ = false;
        }
        surface_.mark_shown();
        tell();
    }

    void tell()
    {
        if (assistant_ != nullptr) assistant_->shown(surface_.tree(), window_.place());
    }

    /// What an assistive technology asked for, done as a hand would do it: through the queue, and only where the screen
    /// is still the one it was asked on.
    void grant()
    {
        if (assistant_ == nullptr) return;
        Driver driver(
            surface_, [this] { settle(); }, Ui::Input::program);
        for (auto wishes = assistant_->take_wishes(); !wishes.empty(); wishes = assistant_->take_wishes())
            for (const Wish& wish : wishes) {
                if (wish.screen != screen_mark(surface_.tree().nodes())) continue;
                static_cast<void>(wish.kind == Wish::Kind::press ? driver.click(wish.id) : driver.focus(wish.id));
            }
        tell();
    }

    void obey()
    {
        if (!automation_) return;
        const WindowHands hands{
            .settle =
                [this] {
                    GlWindow::poll();
                    settle();
                },
            .screenshot =
                [this](const std::string& path) {
                    const auto rgb = window_.read_back();
                    return write_picture(path, window_.width(), window_.height(), rgb);
                },
            .resize =
                [this](int width, int height) {
                    window_.resize(width, height);
                    settle();
                    return window_.width() == width && window_.height() == height;
                },
            .close = [this] { window_.close(); },
            .counts = [this] { return FrameCounts{.built = built_, .drawn = drawn_}; },
        };
        // Until none is left: settling looks at events, and with them at the wake-up of a command that came meanwhile.
        for (auto lines = automation_->take(); !lines.empty(); lines = automation_->take())
            for (const std::string& line : lines)
                automation_->answer(answer_command(line, surface_, hands));
    }

    GlWindow& window_;
    Surface& surface_;
    Program& program_;
    Assistant* assistant_;
    std::optional<AutomationLines> automation_;
    std::uint64_t on_screen_ = 0;
    bool exposed_ = true;
    long built_ = 0;
    long drawn_ = 0;
};

} // namespace

Status run_in_window(const WindowOptions& options, Program& program)
{
    auto faces = Faces::open();
    if (!faces) return faces.error();
    auto window = GlWindow::open(options);
    if (!window) return window.error();
    Surface surface(*faces, GlyphAtlas::Baking::on, options.theme);
    (*window)->attach(surface);
    (*window)->let_hear(options.assistant);
    Loop(**window, surface, program, options).run();
    (*window)->detach();
    return {};
}

} // namespace rapport::shell
