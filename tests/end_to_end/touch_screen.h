#pragma once

#include <memory>

namespace rapport::test {

/// A touch screen that is a socket: what the X server's input driver for tests takes (inputtest(4), protocol 1.0).
/// Places are pixels of the screen.
class TouchScreen {
public:
    TouchScreen();
    ~TouchScreen();
    TouchScreen(const TouchScreen&) = delete;
    TouchScreen& operator=(const TouchScreen&) = delete;

    void begin(unsigned finger, int x, int y);
    void update(unsigned finger, int x, int y);
    void end(unsigned finger, int x, int y);
    /// Down for as long as a tap takes.
    void tap(int x, int y, int milliseconds = 60);

private:
    void send(unsigned finger, unsigned kind, int x, int y);
    void wait_for_server();
    int socket_ = -1;
    double per_pixel_x_ = 1, per_pixel_y_ = 1;
};

} // namespace rapport::test
