#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace rapport::test {

struct Spot {
    int x = 0;
    int y = 0;
    int width = 1;
    int height = 1;
};

/// A hand and an eye outside the program: keys and clicks through the X server's XTest, and the pixels of the screen.
/// It knows nothing of what it looks at. A key is named as X11 names it ("F4", "Super_L", "a").
class Outside {
public:
    Outside();
    ~Outside();
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;

    void move(int x, int y);
    void press(unsigned button = 1);
    void release(unsigned button = 1);
    void click(int x, int y, unsigned button = 1);
    /// Goes there in steps with the button held.
    void drag(int from_x, int from_y, int to_x, int to_y, unsigned button = 1);
    /// All of them down in this order, then up in the other. False when the keyboard has none of one.
    bool chord(const std::vector<std::string>& keys);
    void sync();

    /// A number that follows from the pixels of a spot.
    [[nodiscard]] std::uint64_t look(Spot at);
    /// Pixels, row by row, 0xRRGGBB.
    [[nodiscard]] std::vector<std::uint32_t> pixels(Spot at);
    /// Microseconds from now until the spot has looked otherwise than `before`; none within `patience`.
    [[nodiscard]] std::optional<double> wait_for_change(Spot at, std::uint64_t before, double patience_us = 3e6);

    struct Window {
        unsigned long id = 0;
        std::string title;
        std::string name, clazz; ///< WM_CLASS
        Spot at;
        bool seen = false;
    };
    /// Windows right below the root, mapped or not.
    [[nodiscard]] std::vector<Window> windows();
    /// Mapped, with a title, of this process's own making if it says so.
    [[nodiscard]] std::optional<Window> window_of(pid_t process);
    void ask_to_close(unsigned long window);
    void ask_for_state(unsigned long window, const char* state, bool on);
    void ask_to_iconify(unsigned long window);
    void put(unsigned long window, Spot where);
    void unmap(unsigned long window);
    void map(unsigned long window);
    void take_focus(unsigned long window);
    /// A drop of a file from another program, as XDND has it.
    void drop_file(unsigned long window, const char* address);
    static constexpr std::uint32_t other_colour = 0x808080;
    /// A window of our own over everything, taking the focus; closed with `close`.
    [[nodiscard]] unsigned long open_other(Spot where);
    void close_other(unsigned long window);
    /// Somebody owns this selection ("CLIPBOARD", "PRIMARY").
    [[nodiscard]] bool is_owned(const char* selection);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace rapport::test
