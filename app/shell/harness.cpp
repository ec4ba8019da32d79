#include <cstdio>
#include <cstdlib>

#include "app/shell/driver.h"
#include "app/shell/program.h"
#include "app/shell/strings/strings.h"

namespace rapport::shell {
namespace {

std::shared_ptr<Faces> faces_or_stop()
{
    // Read once: every test uses the same two files.
    static const std::shared_ptr<Faces> faces = [] {
        auto opened = Faces::open();
        if (!opened) {
            std::fputs((strings::explain(opened.error()) + "\n").c_str(), stderr);
            std::exit(EXIT_FAILURE);
        }
        return opened.value();
    }();
    return faces;
}

bool same(const Node& a, const Node& b)
{
    return a.id == b.id && a.role == b.role && a.name == b.name && a.value == b.value && a.checked == b.checked &&
           a.enabled == b.enabled && a.focused == b.focused && a.rect.x == b.rect.x && a.rect.y == b.rect.y &&
           a.rect.w == b.rect.w && a.rect.h == b.rect.h;
}

} // namespace

struct Harness::State {
    Program& program;
    Surface surface;
    Driver driver;
    int width;
    int height;
    double now = 0;

    State(Program& shown, int w, int h, ThemeName name)
        : program(shown), surface(faces_or_stop(), GlyphAtlas::Baking::off, name),
          driver(
              surface, [this] { settle(); }, Ui::Input::mouse),
          width(w), height(h)
    {
    }

    void frame()
    {
        surface.begin_frame(now, width, height);
        program.frame(surface);
        surface.end_frame();
    }

    void settle()
    {
        constexpr int most = 8;
        std::vector<Node> before;
        for (int quiet_frames = 0; quiet_frames < most; ++quiet_frames) {
            before = surface.tree().nodes();
            frame();
            if (!surface.input().empty()) quiet_frames = -1;
            const auto& after = surface.tree().nodes();
            if (!surface.unsettled() && std::equal(before.begin(), before.end(), after.begin(), after.end(), same))
                break;
        }
        surface.mark_shown();
    }
};

Harness::Harness(Program& program, int width, int height, ThemeName theme)
    : state_(std::make_unique<State>(program, width, height, theme))
{
    settle();
}

Harness::~Harness() = default;

void Harness::settle()
{
    state_->settle();
}

void Harness::resize(int width, int height)
{
    state_->width = width;
    state_->height = height;
    settle();
}

void Harness::set_patient_target(float pixels)
{
    state_->surface.set_patient_target(pixels);
    settle();
}

void Harness::advance(double seconds)
{
    state_->now += seconds;
    settle();
}

bool Harness::click(std::string_view id)
{
    return state_->driver.click(id).empty();
}

bool Harness::click_named(Role role, std::string_view name)
{
    return state_->driver.click_named(role, name).empty();
}

bool Harness::hold(std::string_view id)
{
    const bool held = state_->driver.hold(id).empty();
    settle();
    return held;
}

void Harness::let_go()
{
    state_->driver.let_go();
}

void Harness::key(Key key)
{
    state_->driver.key(key);
}

void Harness::type(std::string_view utf8)
{
    state_->driver.type(utf8);
}

const SemanticTree& Harness::tree() const
{
    return state_->surface.tree();
}

const std::vector<DrawnWords>& Harness::words() const
{
    return state_->surface.drawn_words();
}

const std::vector<Pressable>& Harness::pressables() const
{
    return state_->surface.pressables();
}

Ui& Harness::ui()
{
    return state_->surface;
}

} // namespace rapport::shell
