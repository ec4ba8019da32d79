#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/child.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault automation_lost{
    "automation_lost"}; ///< the program went away or did not answer; detail names the act
inline constexpr Fault automation_refused{"automation_refused"}; ///< the program said no; detail holds its words
} // namespace fault

/// A node of the other program's screen, as its semantic tree tells it.
struct SeenNode {
    std::string id;
    std::string role;
    std::string name;
    std::string value;
    bool enabled = true;
    bool checked = false;
    bool focused = false;
    bool focusable = false;
    std::string group;
    int position = 0;
    int set_size = 0;
    int x = 0, y = 0, width = 0, height = 0; ///< whole pixels of the window
};

/// Drives a real program through its semantic tree, over the socket its supervisor gave it.
class Automation {
public:
    Automation(Descriptor socket, double timeout_seconds);

    [[nodiscard]] Result<std::vector<SeenNode>> tree();
    [[nodiscard]] Status click(std::string_view id);
    /// Presses and does not let go.
    [[nodiscard]] Status hold(std::string_view id);
    [[nodiscard]] Status type(std::string_view text);
    [[nodiscard]] Status key(std::string_view name);
    [[nodiscard]] Status screenshot(const std::string& path);
    [[nodiscard]] Status resize(int width, int height);
    [[nodiscard]] Status settle();
    [[nodiscard]] Status close_window();

    /// Asks until a page with this id is shown. Errors: automation_lost with the id.
    [[nodiscard]] Status wait_for_page(std::string_view page);
    /// Asks until a node with this id is there. Errors: automation_lost with the id.
    [[nodiscard]] Result<SeenNode> wait_for_node(std::string_view id);
    [[nodiscard]] Result<std::optional<SeenNode>> find(std::string_view id);
    [[nodiscard]] Result<std::string> page();

private:
    [[nodiscard]] Result<std::string> ask(const std::string& line, std::string_view act);
    [[nodiscard]] Status command(const std::string& line, std::string_view act);

    Descriptor socket_;
    std::string pending_;
    double timeout_;
};

} // namespace rapport::cli
