#include "app/cli/automation.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <thread>

#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rapport::cli {

using json = nlohmann::json;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto look_again = std::chrono::milliseconds(20);

double seconds_since(Steady::time_point start)
{
    return std::chrono::duration<double>(Steady::now() - start).count();
}

SeenNode node_of(const json& entry)
{
    SeenNode node{.id = entry.value("id", ""),
                  .role = entry.value("role", ""),
                  .name = entry.value("name", ""),
                  .value = entry.value("value", ""),
                  .enabled = entry.value("enabled", true),
                  .checked = entry.value("checked", false),
                  .focused = entry.value("focused", false),
                  .focusable = entry.value("focusable", false),
                  .group = entry.value("group", ""),
                  .position = entry.value("position", 0),
                  .set_size = entry.value("set_size", 0)};
    if (const auto rect = entry.find("rect"); rect != entry.end() && rect->is_array() && rect->size() == 4) {
        const auto pixels = [&](std::size_t side) {
            return static_cast<int>(std::lround(rect->at(side).get<double>()));
        };
        node.x = pixels(0);
        node.y = pixels(1);
        node.width = pixels(2);
        node.height = pixels(3);
    }
    return node;
}

} // namespace

Automation::Automation(Descriptor socket, double timeout_seconds)
    : socket_(std::move(socket)), timeout_(timeout_seconds)
{
}

Result<std::string> Automation::ask(const std::string& line, std::string_view act)
{
    const Error lost{fault::automation_lost, std::string(act)};
    std::string_view left = line;
    while (!left.empty()) {
        const ssize_t sent = ::send(socket_.get(), left.data(), left.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return lost;
        left.remove_prefix(static_cast<std::size_t>(sent));
    }
    const auto start = Steady::now();
    while (true) {
        if (const auto end = pending_.find('\n'); end != std::string::npos) {
            std::string answer = pending_.substr(0, end);
            pending_.erase(0, end + 1);
            return answer;
        }
        const double rest = timeout_ - seconds_since(start);
        if (rest <= 0) return lost;
        pollfd wait{socket_.get(), POLLIN, 0};
        const int ready = ::poll(&wait, 1, static_cast<int>(rest * 1000) + 1);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return lost;
        char chunk[1 << 16];
        const ssize_t got = ::read(socket_.get(), chunk, sizeof chunk);
        if (got <= 0) return lost;
        pending_.append(chunk, static_cast<std::size_t>(got));
    }
}

Status Automation::command(const std::string& line, std::string_view act)
{
    auto answer = ask(line, act);
    if (!answer) return answer.error();
    const json parsed = json::parse(*answer, nullptr, false);
    if (!parsed.is_object() || !parsed.value("ok", false))
        return Error{fault::automation_refused,
                     std::string(act) + ": " + (parsed.is_object() ? parsed.value("why", "") : "")};
    return {};
}

Result<std::vector<SeenNode>> Automation::tree()
{
    auto answer = ask(json{{"do", "tree"}}.dump() + "\n", "tree");
    if (!answer) return answer.error();
    const json parsed = json::parse(*answer, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("nodes") || !parsed["nodes"].is_array())
        return Error{fault::automation_refused, "tree"};
    std::vector<SeenNode> nodes;
    for (const json& entry : parsed["nodes"])
        nodes.push_back(node_of(entry));
    return nodes;
}

Status Automation::click(std::string_view id)
{
    return command(json{{"do", "click"}, {"id", id}}.dump() + "\n", id);
}

Status Automation::hold(std::string_view id)
{
    return command(json{{"do", "hold"}, {"id", id}}.dump() + "\n", id);
}

Status Automation::type(std::string_view text)
{
    return command(json{{"do", "type"}, {"text", text}}.dump() + "\n", "type");
}

Status Automation::key(std::string_view name)
{
    return command(json{{"do", "key"}, {"key", name}}.dump() + "\n", name);
}

Status Automation::screenshot(const std::string& path)
{
    return command(json{{"do", "screenshot"}, {"path", path}}.dump() + "\n", "screenshot");
}

Status Automation::resize(int width, int height)
{
    return command(json{{"do", "resize"}, {"width", width}, {"height", height}}.dump() + "\n", "resize");
}

Status Automation::settle()
{
    return command(json{{"do", "settle"}}.dump() + "\n", "settle");
}

Status Automation::close_window()
{
    return command(json{{"do", "close"}}.dump() + "\n", "close");
}

Result<std::optional<SeenNode>> Automation::find(std::string_view id)
{
    auto nodes = tree();
    if (!nodes) return nodes.error();
    for (SeenNode& node : *nodes)
        if (node.id == id) return std::optional<SeenNode>(std::move(node));
    return std::optional<SeenNode>();
}

Result<std::string> Automation::page()
{
    auto nodes = tree();
    if (!nodes) return nodes.error();
    for (const SeenNode& node : *nodes)
        if (node.role == "page") return node.id;
    return std::string();
}

Status Automation::wait_for_page(std::string_view wanted)
{
    std::string last;
    for (const auto start = Steady::now(); seconds_since(start) < timeout_; std::this_thread::sleep_for(look_again)) {
        auto shown = page();
        if (!shown) return Error{shown.error().fault, "waiting for page " + std::string(wanted)};
        if (*shown == wanted) return {};
        last = *shown;
    }
    return Error{fault::automation_lost, "page " + std::string(wanted) + " never came; still on " + last};
}

Result<SeenNode> Automation::wait_for_node(std::string_view id)
{
    for (const auto start = Steady::now(); seconds_since(start) < timeout_; std::this_thread::sleep_for(look_again)) {
        auto found = find(id);
        if (!found) return found.error();
        if (*found) return std::move(**found);
    }
    return Error{fault::automation_lost, std::string(id)};
}

} // namespace rapport::cli
