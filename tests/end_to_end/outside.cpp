#include "tests/end_to_end/outside.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>

namespace rapport::test {

namespace {

using Clock = std::chrono::steady_clock;

int ignore_errors(Display* /*display*/, XErrorEvent* /*event*/)
{
    return 0; // windows come and go under our hands
}

} // namespace

struct Outside::State {
    Display* display = nullptr;
    ::Window root = 0;
    [[nodiscard]] Atom atom(const char* name) const { return XInternAtom(display, name, False); }
    void message(::Window to, ::Window about, const char* type, std::array<long, 5> data, long mask) const
    {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = about;
        event.xclient.message_type = atom(type);
        event.xclient.format = 32;
        for (std::size_t i = 0; i < data.size(); ++i)
            event.xclient.data.l[i] = data[i];
        XSendEvent(display, to, False, mask, &event);
        XSync(display, False);
    }
};

Outside::Outside() : state_(std::make_unique<State>())
{
    state_->display = XOpenDisplay(nullptr);
    if (state_->display == nullptr) {
        std::fputs("This needs a (virtual) display.\n", stderr);
        std::exit(EXIT_FAILURE);
    }
    XSetErrorHandler(ignore_errors);
    state_->root = DefaultRootWindow(state_->display);
}

Outside::~Outside()
{
    XCloseDisplay(state_->display);
}

void Outside::move(int x, int y)
{
    XTestFakeMotionEvent(state_->display, -1, x, y, 0);
    XFlush(state_->display);
}

void Outside::press(unsigned button)
{
    XTestFakeButtonEvent(state_->display, button, True, 0);
    XFlush(state_->display);
}

void Outside::release(unsigned button)
{
    XTestFakeButtonEvent(state_->display, button, False, 0);
    XFlush(state_->display);
}

void Outside::click(int x, int y, unsigned button)
{
    move(x, y);
    press(button);
    release(button);
    sync();
}

void Outside::drag(int from_x, int from_y, int to_x, int to_y, unsigned button)
{
    constexpr int steps = 8;
    move(from_x, from_y);
    press(button);
    for (int step = 1; step <= steps; ++step) {
        move(from_x + (to_x - from_x) * step / steps, from_y + (to_y - from_y) * step / steps);
        sync();
    }
    release(button);
    sync();
}

bool Outside::chord(const std::vector<std::string>& keys)
{
    std::vector<KeyCode> codes;
    for (const std::string& key : keys) {
        const KeyCode code = XKeysymToKeycode(state_->display, XStringToKeysym(key.c_str()));
        if (code == 0) return false;
        codes.push_back(code);
    }
    for (const KeyCode code : codes)
        XTestFakeKeyEvent(state_->display, code, True, 0);
    for (auto code = codes.rbegin(); code != codes.rend(); ++code)
        XTestFakeKeyEvent(state_->display, *code, False, 0);
    sync();
    return true;
}

void Outside::sync()
{
    XSync(state_->display, False);
}

std::vector<std::uint32_t> Outside::pixels(Spot at)
{
    std::vector<std::uint32_t> found;
    XImage* image = XGetImage(state_->display, state_->root, at.x, at.y, static_cast<unsigned>(at.width),
                              static_cast<unsigned>(at.height), AllPlanes, ZPixmap);
    if (image == nullptr) return found;
    for (int y = 0; y < at.height; ++y)
        for (int x = 0; x < at.width; ++x)
            found.push_back(static_cast<std::uint32_t>(XGetPixel(image, x, y) & 0xFFFFFFU));
    XDestroyImage(image);
    return found;
}

std::uint64_t Outside::look(Spot at)
{
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const std::uint32_t pixel : pixels(at))
        hash = (hash ^ pixel) * 0x100000001B3U;
    return hash;
}

std::optional<double> Outside::wait_for_change(Spot at, std::uint64_t before, double patience_us)
{
    const auto began = Clock::now();
    for (;;) {
        const bool changed = look(at) != before;
        const double gone = std::chrono::duration<double, std::micro>(Clock::now() - began).count();
        if (changed) return gone;
        if (gone > patience_us) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
}

std::vector<Outside::Window> Outside::windows()
{
    std::vector<Window> found;
    ::Window root = 0;
    ::Window parent = 0;
    ::Window* children = nullptr;
    unsigned count = 0;
    if (XQueryTree(state_->display, state_->root, &root, &parent, &children, &count) == 0) return found;
    for (unsigned i = 0; i < count; ++i) {
        Window window;
        window.id = children[i];
        XWindowAttributes is{};
        if (XGetWindowAttributes(state_->display, children[i], &is) == 0) continue;
        window.at = {is.x, is.y, is.width, is.height};
        window.seen = is.map_state == IsViewable;
        char* title = nullptr;
        if (XFetchName(state_->display, children[i], &title) != 0 && title != nullptr) {
            window.title = title;
            XFree(title);
        }
        XClassHint hint{};
        if (XGetClassHint(state_->display, children[i], &hint) != 0) {
            window.name = hint.res_name != nullptr ? hint.res_name : "";
            window.clazz = hint.res_class != nullptr ? hint.res_class : "";
            XFree(hint.res_name);
            XFree(hint.res_class);
        }
        found.push_back(window);
    }
    XFree(children);
    return found;
}

std::optional<Outside::Window> Outside::window_of(pid_t process)
{
    const Atom name = state_->atom("_NET_WM_PID");
    for (const Window& window : windows()) {
        Atom type = 0;
        int format = 0;
        unsigned long items = 0;
        unsigned long more = 0;
        unsigned char* bytes = nullptr;
        if (XGetWindowProperty(state_->display, window.id, name, 0, 1, False, XA_CARDINAL, &type, &format, &items,
                               &more, &bytes) != Success ||
            bytes == nullptr)
            continue;
        const auto owner = items == 1 ? static_cast<pid_t>(*reinterpret_cast<unsigned long*>(bytes)) : pid_t{0};
        XFree(bytes);
        if (owner == process && !window.title.empty()) return window;
    }
    return std::nullopt;
}

void Outside::ask_to_close(unsigned long window)
{
    state_->message(window, window, "WM_PROTOCOLS", {static_cast<long>(state_->atom("WM_DELETE_WINDOW")), 0, 0, 0, 0},
                    NoEventMask);
}

void Outside::ask_for_state(unsigned long window, const char* state, bool on)
{
    state_->message(state_->root, window, "_NET_WM_STATE",
                    {on ? 1 : 0, static_cast<long>(state_->atom(state)), 0, 1, 0},
                    SubstructureRedirectMask | SubstructureNotifyMask);
}

void Outside::ask_to_iconify(unsigned long window)
{
    state_->message(state_->root, window, "WM_CHANGE_STATE", {IconicState, 0, 0, 0, 0},
                    SubstructureRedirectMask | SubstructureNotifyMask);
}

void Outside::put(unsigned long window, Spot where)
{
    XMoveResizeWindow(state_->display, window, where.x, where.y, static_cast<unsigned>(where.width),
                      static_cast<unsigned>(where.height));
    sync();
}

void Outside::unmap(unsigned long window)
{
    XUnmapWindow(state_->display, window);
    sync();
}

void Outside::map(unsigned long window)
{
    XMapRaised(state_->display, window);
    sync();
}

void Outside::take_focus(unsigned long window)
{
    XSetInputFocus(state_->display, window, RevertToParent, CurrentTime);
    sync();
}

void Outside::drop_file(unsigned long window, const char* address)
{
    const ::Window source = open_other({0, 0, 1, 1});
    XSetSelectionOwner(state_->display, state_->atom("XdndSelection"), source, CurrentTime);
    const auto from = static_cast<long>(source);
    const auto list = static_cast<long>(state_->atom("text/uri-list"));
    state_->message(window, window, "XdndEnter", {from, 5L << 24U, list, 0, 0}, NoEventMask);
    state_->message(window, window, "XdndPosition",
                    {from, 0, (200L << 16U) | 200L, CurrentTime, static_cast<long>(state_->atom("XdndActionCopy"))},
                    NoEventMask);
    state_->message(window, window, "XdndDrop", {from, 0, CurrentTime, 0, 0}, NoEventMask);
    // Whoever asks for what is dropped is given it.
    for (int waited = 0; waited < 10; ++waited) {
        XEvent event{};
        while (XCheckTypedEvent(state_->display, SelectionRequest, &event) != 0) {
            const XSelectionRequestEvent& asked = event.xselectionrequest;
            XChangeProperty(state_->display, asked.requestor, asked.property, asked.target, 8, PropModeReplace,
                            reinterpret_cast<const unsigned char*>(address), static_cast<int>(std::strlen(address)));
            XEvent answer{};
            answer.xselection.type = SelectionNotify;
            answer.xselection.requestor = asked.requestor;
            answer.xselection.selection = asked.selection;
            answer.xselection.target = asked.target;
            answer.xselection.property = asked.property;
            XSendEvent(state_->display, asked.requestor, False, NoEventMask, &answer);
            XSync(state_->display, False);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    close_other(source);
}

unsigned long Outside::open_other(Spot where)
{
    XSetWindowAttributes wanted{};
    wanted.override_redirect = True;
    wanted.background_pixel = other_colour;
    const ::Window window =
        XCreateWindow(state_->display, state_->root, where.x, where.y, static_cast<unsigned>(where.width),
                      static_cast<unsigned>(where.height), 0, CopyFromParent, InputOutput, nullptr,
                      CWOverrideRedirect | CWBackPixel, &wanted);
    XMapRaised(state_->display, window);
    XSync(state_->display, False);
    return window;
}

void Outside::close_other(unsigned long window)
{
    XDestroyWindow(state_->display, window);
    sync();
}

bool Outside::is_owned(const char* selection)
{
    return XGetSelectionOwner(state_->display, state_->atom(selection)) != None;
}

} // namespace rapport::test
