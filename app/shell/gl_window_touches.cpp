#include "app/shell/touches.h"

#include <X11/Xlib.h>
#include <X11/extensions/XInput2.h>

namespace rapport::shell {

struct Touches::Connection {
    Display* display = nullptr;
    int opcode = 0;
    ~Connection()
    {
        if (display != nullptr) XCloseDisplay(display);
    }
};

Touches::Touches()
{
    auto connection = std::make_unique<Connection>();
    connection->display = XOpenDisplay(nullptr);
    if (connection->display == nullptr) return;
    Display* const display = connection->display;
    int event = 0;
    int error = 0;
    int major = 2;
    int minor = 2;
    if (XQueryExtension(display, "XInputExtension", &connection->opcode, &event, &error) == False) return;
    if (XIQueryVersion(display, &major, &minor) != Success || major * 10 + minor < 22) return;
    unsigned char bits[XIMaskLen(XI_LASTEVENT)] = {};
    XISetMask(bits, XI_RawTouchBegin);
    XIEventMask mask{.deviceid = XIAllMasterDevices, .mask_len = sizeof bits, .mask = bits};
    XISelectEvents(display, DefaultRootWindow(display), &mask, 1);
    XSync(display, False);
    connection_ = std::move(connection);
}

Touches::~Touches() = default;

bool Touches::began()
{
    if (!connection_) return false;
    Display* const display = connection_->display;
    // The server told us before it told the window; a round trip makes sure that it is here.
    XSync(display, False);
    bool any = false;
    while (XPending(display) > 0) {
        XEvent event{};
        XNextEvent(display, &event);
        any = any || (event.type == GenericEvent && event.xcookie.extension == connection_->opcode);
    }
    return any;
}

} // namespace rapport::shell
