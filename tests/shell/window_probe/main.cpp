// A real window, driven from a second thread over its automation socket, and what must hold of it. Needs a display:
// the tests run it under xvfb-run. Prints each promise with yes or no; exit 0 when all hold.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <GLFW/glfw3.h>
#include <png.h>

#include "app/shell/program.h"

namespace {

using namespace rapport::shell;

/// What the window shows, and what the watching thread may look at without touching it.
class Shown final : public Program {
public:
    std::atomic<int> presses = 0;
    std::atomic<bool> timer_ran = false;
    std::atomic<bool> press_by_callback = false;

    void frame(Ui& ui) override
    {
        if (press_by_callback.exchange(false)) press_twice_in_one_poll();
        ui.page("probe", "Probe");
        ui.text("title", {24, 16}, "Probe 100%s",
                {.type = Type::staff_title, .weight = Weight::semibold, .colour = ui.theme().ink});
        if (ui.button("count", {24, 64, 200, 44}, "Count", {.kind = ButtonKind::filled})) ++presses;
        ui.text("presses", {240, 74}, std::to_string(presses), {.colour = ui.theme().ink});
        ui.button("off", {24, 124, 200, 44}, "Off", {.enabled = false});
        ui.text_field("name", {24, 220, 300, 44}, name_, {.label = "Name"});
        ui.area("hidden", {24, 290, 50, 44}, "Hidden");
        ui.button("cover", {24, 290, 200, 44}, "Cover");
        if (ui.button("timer", {24, 350, 200, 44}, "Timer")) due_ = ui.now() + 0.3;
        if (due_ > 0 && ui.now() < due_) ui.wake_after(due_ - ui.now());
        if (due_ > 0 && ui.now() >= due_) timer_ran = true;
        ui.option_card("option", {24, 420, 600, 72}, "Quite a bit", presses > 1, "answer", 1, 1);
    }
    [[nodiscard]] bool done() const override { return false; }

private:
    /// Four events of the window system with no frame between them, as a slow frame or a fast finger would give.
    void press_twice_in_one_poll() const
    {
        GLFWwindow* window = glfwGetCurrentContext();
        const GLFWcursorposfun moved = glfwSetCursorPosCallback(window, nullptr);
        glfwSetCursorPosCallback(window, moved);
        moved(window, 100, 86);
        const GLFWmousebuttonfun heard = glfwSetMouseButtonCallback(window, nullptr);
        glfwSetMouseButtonCallback(window, heard);
        for (const int action : {GLFW_PRESS, GLFW_RELEASE, GLFW_PRESS, GLFW_RELEASE})
            heard(window, GLFW_MOUSE_BUTTON_LEFT, action, 0);
    }

    TextEdit name_;
    double due_ = 0;
};

/// The far end of the socket: one line out, one line back.
class Remote {
public:
    explicit Remote(int descriptor) : descriptor_(descriptor) {}
    std::string ask(std::string line)
    {
        line += '\n';
        if (write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return {};
        std::string answer;
        char byte = 0;
        while (read(descriptor_, &byte, 1) == 1 && byte != '\n')
            answer += byte;
        return answer;
    }
    bool does(const std::string& line) { return ask(line).find("\"ok\":true") != std::string::npos; }
    bool refuses(const std::string& line, std::string_view why)
    {
        const std::string answer = ask(line);
        return answer.find("\"ok\":false") != std::string::npos && answer.find(why) != std::string::npos;
    }
    bool shows(std::string_view words) { return ask(R"({"do":"tree"})").find(words) != std::string::npos; }
    long count(std::string_view which)
    {
        const std::string answer = ask(R"({"do":"counts"})");
        const std::size_t at = answer.find(which);
        return at == std::string::npos ? -1 : std::stol(answer.substr(at + which.size() + 2));
    }

private:
    int descriptor_;
};

int failures = 0;

void promise(const char* words, bool kept)
{
    std::printf("%-4s %s\n", kept ? "yes" : "NO", words);
    std::fflush(stdout);
    failures += kept ? 0 : 1;
}

void wait(int milliseconds)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// A picture of this size, readable by its owner only, with more colours than an empty window has.
bool is_picture(const std::string& path, unsigned width, unsigned height)
{
    struct stat about {};
    if (stat(path.c_str(), &about) != 0 || (about.st_mode & 0777) != 0600) return false;
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image, path.c_str()) == 0 || image.width != width || image.height != height)
        return false;
    image.format = PNG_FORMAT_RGB;
    std::vector<png_byte> bytes(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, bytes.data(), 0, nullptr) == 0) return false;
    std::set<unsigned> colours;
    for (std::size_t at = 0; at + 2 < bytes.size(); at += 3)
        colours.insert(static_cast<unsigned>(bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]));
    return colours.size() > 50;
}

void check_acts(Remote& remote, Shown& shown)
{
    promise("the tree names what is on the screen", remote.shows(R"("name":"Probe 100%s")"));
    promise("an answer carries the number of its command",
            remote.ask(R"({"do":"settle","n":7})").find("\"n\":7") != std::string::npos);
    promise("a click presses", remote.does(R"({"do":"click","id":"count"})") && shown.presses == 1);
    promise("a click by name presses",
            remote.does(R"({"do":"click_named","role":"button","name":"Count"})") && shown.presses == 2);
    promise("what was pressed is on the screen", remote.shows(R"("name":"2")"));
    promise("a disabled button refuses", remote.refuses(R"({"do":"click","id":"off"})", "disabled"));
    promise("a missing one refuses", remote.refuses(R"({"do":"click","id":"none"})", "no such node"));
    promise("a covered one refuses", remote.refuses(R"({"do":"click","id":"hidden"})", "covered"));
    promise("nonsense refuses", remote.refuses("]", "not a JSON object") && remote.refuses(R"({"do":7})", "no"));
    promise("typing reaches the field", remote.does(R"({"do":"click","id":"name"})") &&
                                            remote.does(R"({"do":"type","text":"Señor 7"})") &&
                                            remote.shows(R"("value":"Señor 7")"));
    promise("keys reach it too",
            remote.does(R"({"do":"key","key":"backspace"})") && remote.shows(R"("value":"Señor ")"));
    shown.press_by_callback = true;
    remote.does(R"({"do":"settle"})");
    promise("press and release that arrive together count, twice", shown.presses == 4);
}

void check_drawing(Remote& remote, Shown& shown, const std::string& folder)
{
    const std::string first = folder + "/probe.png";
    promise("a screenshot is a picture of the window",
            remote.does(R"({"do":"screenshot","path":")" + first + "\"}") && is_picture(first, 1280, 800));
    promise("a screenshot that cannot be written is refused",
            remote.refuses(R"({"do":"screenshot","path":"/nowhere/probe.png"})", "picture"));
    remote.does(R"({"do":"settle"})");
    const long drawn = remote.count("drawn");
    const long built = remote.count("built");
    wait(3000);
    promise("idle for three seconds draws nothing", drawn > 0 && remote.count("drawn") == drawn);
    promise("and builds nothing but for the asking", remote.count("built") - built <= 6);
    remote.does(R"({"do":"click","id":"timer"})");
    wait(900);
    promise("a wake-up asked for comes without any input", shown.timer_ran);
    const long after = remote.count("built");
    wait(500);
    promise("and comes once", remote.count("built") - after <= 3);
    const std::string second = folder + "/portrait.png";
    promise("the window takes another size", remote.does(R"({"do":"resize","width":800,"height":1280})") &&
                                                 remote.does(R"({"do":"screenshot","path":")" + second + "\"}") &&
                                                 is_picture(second, 800, 1280));
    promise("the window closes when told", remote.does(R"({"do":"close"})"));
}

} // namespace

int main()
{
    std::array<int, 2> ends{};
    char folder[] = "/tmp/window-probe-XXXXXX";
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0 || mkdtemp(folder) == nullptr) return 2;
    Shown shown;
    std::thread watcher([&] {
        Remote remote(ends[1]);
        check_acts(remote, shown);
        check_drawing(remote, shown, folder);
        if (failures > 0) remote.ask(R"({"do":"close"})");
    });
    const rapport::Status ran = run_in_window({.automation_fd = ends[0]}, shown);
    if (!ran) {
        std::printf("NO   a window opens: %s\n", std::string(ran.error().fault.name).c_str());
        std::_Exit(1);
    }
    close(ends[0]);
    watcher.join();
    promise("no half-written picture is left", access((std::string(folder) + "/probe.png.part").c_str(), F_OK) != 0);
    for (const char* name : {"/probe.png", "/portrait.png", ""})
        std::remove((std::string(folder) + name).c_str());
    return failures == 0 ? 0 : 1;
}
