#include "tests/end_to_end/touch_screen.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include <X11/Xlib.h>
#include <X11/extensions/XInput2.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace rapport::test {

namespace {

enum Kind : std::uint32_t { client_version = 0, wait_for_sync = 1, touch = 6 };

struct Header {
    std::uint32_t length;
    std::uint32_t kind;
};
struct Version {
    Header header;
    std::uint16_t major, minor;
};
struct Touch {
    Header header;
    std::uint32_t finger;
    std::uint32_t what; ///< XI_TouchBegin, XI_TouchUpdate, XI_TouchEnd
    std::uint32_t unaccelerated;
    std::uint8_t mask[8];
    double values[64];
    double unaccelerated_values[64];
};
static_assert(sizeof(Touch) == 16 + 8 + 8 + 2 * 512, "as the protocol lays it out");

void must(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "touch screen: %s\n", what);
    std::exit(EXIT_FAILURE);
}

template <class Message>
void write_to(int socket, const Message& message)
{
    must(::write(socket, &message, sizeof message) == static_cast<ssize_t>(sizeof message), "the driver went away");
}

void read_answer(int socket)
{
    Header header{};
    must(::read(socket, &header, sizeof header) == static_cast<ssize_t>(sizeof header), "the driver does not answer");
    char rest[64];
    const std::size_t more = header.length - sizeof header;
    must(more <= sizeof rest, "the driver answers what it should not");
    if (more > 0) must(::read(socket, rest, more) == static_cast<ssize_t>(more), "half an answer");
}

/// Steps of the panel's own scale to a pixel.
double steps(double least, double most, int pixels)
{
    return most > least ? (most - least) / pixels : 1;
}

} // namespace

TouchScreen::TouchScreen()
{
    const char* path = std::getenv("RAPPORT_TOUCH_SOCKET");
    must(path != nullptr, "to be run by touch.sh");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    must(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "no such device");
    write_to(socket_, Version{{sizeof(Version), client_version}, 1, 0});
    read_answer(socket_);

    Display* display = XOpenDisplay(nullptr);
    must(display != nullptr, "no display");
    int major = 2;
    int minor = 2;
    XIQueryVersion(display, &major, &minor);
    int count = 0;
    XIDeviceInfo* devices = XIQueryDevice(display, XIAllDevices, &count);
    bool found = false;
    for (int i = 0; i < count; ++i) {
        if (std::string(devices[i].name) != "panel touch") continue;
        found = true;
        for (int c = 0; c < devices[i].num_classes; ++c) {
            if (devices[i].classes[c]->type != XIValuatorClass) continue;
            const auto& axis = *reinterpret_cast<XIValuatorClassInfo*>(devices[i].classes[c]);
            if (axis.number == 0) per_pixel_x_ = steps(axis.min, axis.max, DisplayWidth(display, 0));
            if (axis.number == 1) per_pixel_y_ = steps(axis.min, axis.max, DisplayHeight(display, 0));
        }
    }
    XIFreeDeviceInfo(devices);
    XCloseDisplay(display);
    must(found, "the server has no touch device");
}

TouchScreen::~TouchScreen()
{
    ::close(socket_);
}

void TouchScreen::send(unsigned finger, unsigned kind, int x, int y)
{
    Touch message{};
    message.header = {sizeof message, touch};
    message.finger = finger;
    message.what = kind;
    message.mask[0] = 3;
    message.values[0] = x * per_pixel_x_;
    message.values[1] = y * per_pixel_y_;
    write_to(socket_, message);
    wait_for_server();
}

void TouchScreen::wait_for_server()
{
    write_to(socket_, Header{sizeof(Header), wait_for_sync});
    read_answer(socket_);
}

void TouchScreen::begin(unsigned finger, int x, int y)
{
    send(finger, XI_TouchBegin, x, y);
}

void TouchScreen::update(unsigned finger, int x, int y)
{
    send(finger, XI_TouchUpdate, x, y);
}

void TouchScreen::end(unsigned finger, int x, int y)
{
    send(finger, XI_TouchEnd, x, y);
}

void TouchScreen::tap(int x, int y, int milliseconds)
{
    begin(0, x, y);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    end(0, x, y);
}

} // namespace rapport::test
