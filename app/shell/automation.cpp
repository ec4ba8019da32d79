#include "app/shell/automation.h"

#include <nlohmann/json.hpp>

namespace rapport::shell {
namespace {

using nlohmann::json;

json refused(std::string_view why)
{
    return {{"ok", false}, {"why", why}};
}

json done_or(std::string_view why)
{
    if (why.empty()) return {{"ok", true}};
    return refused(why);
}

json as_json(const Node& node)
{
    json shown = {{"id", node.id},
                  {"role", word(node.role)},
                  {"name", node.name},
                  {"value", node.value},
                  {"checked", node.checked},
                  {"enabled", node.enabled},
                  {"focused", node.focused},
                  {"focusable", node.focusable},
                  {"rect", {node.rect.x, node.rect.y, node.rect.w, node.rect.h}}};
    if (!node.group.empty()) {
        shown["group"] = node.group;
        shown["position"] = node.position;
        shown["set_size"] = node.set_size;
    }
    return shown;
}

std::optional<Key> key_named(std::string_view name)
{
    static constexpr std::pair<std::string_view, Key> names[] = {
        {"tab", Key::tab},         {"back_tab", Key::back_tab},
        {"enter", Key::enter},     {"space", Key::space},
        {"escape", Key::escape},   {"up", Key::up},
        {"down", Key::down},       {"left", Key::left},
        {"right", Key::right},     {"home", Key::home},
        {"end", Key::end},         {"backspace", Key::backspace},
        {"delete", Key::del},      {"slash", Key::slash},
        {"page_up", Key::page_up}, {"page_down", Key::page_down}};
    for (const auto& [known, key] : names)
        if (known == name) return key;
    return std::nullopt;
}

std::optional<Role> role_named(std::string_view name)
{
    for (int at = 0; at <= static_cast<int>(Role::alert); ++at)
        if (word(static_cast<Role>(at)) == name) return static_cast<Role>(at);
    return std::nullopt;
}

/// A string member, or nothing when it is absent or of another type.
std::optional<std::string> text_of(const json& command, const char* key)
{
    const auto found = command.find(key);
    if (found == command.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<int> whole_of(const json& command, const char* key)
{
    const auto found = command.find(key);
    if (found == command.end() || !found->is_number_integer()) return std::nullopt;
    const auto value = found->get<std::int64_t>();
    if (value < 1 || value > 16384) return std::nullopt;
    return static_cast<int>(value);
}

json click_named(Driver& driver, const json& command)
{
    const auto role = role_named(text_of(command, "role").value_or(""));
    const auto name = text_of(command, "name");
    if (!role || !name) return refused("needs a known role and a name");
    return done_or(driver.click_named(*role, *name));
}

json press_key(Driver& driver, const json& command)
{
    const auto key = key_named(text_of(command, "key").value_or(""));
    if (!key) return refused("unknown key");
    driver.key(*key);
    return {{"ok", true}};
}

json resize(const WindowHands& hands, const json& command)
{
    const auto width = whole_of(command, "width");
    const auto height = whole_of(command, "height");
    if (!width || !height) return refused("needs width and height in pixels");
    return done_or(hands.resize(*width, *height) ? "" : "the window did not take this size");
}

json tree(const Surface& surface)
{
    json nodes = json::array();
    for (const Node& node : surface.tree().nodes())
        nodes.push_back(as_json(node));
    return {{"ok", true}, {"nodes", std::move(nodes)}};
}

json carry_out(const json& command, Surface& surface, const WindowHands& hands)
{
    const auto act = text_of(command, "do");
    if (!act) return refused("no \"do\"");
    Driver driver(surface, hands.settle, Ui::Input::program);
    if (*act == "tree") return tree(surface);
    if (*act == "settle") return {{"ok", true}};
    if (*act == "click_named") return click_named(driver, command);
    if (*act == "key") return press_key(driver, command);
    if (*act == "resize") return resize(hands, command);
    if (*act == "close") return hands.close(), json{{"ok", true}};
    if (*act == "counts") {
        const FrameCounts counts = hands.counts();
        return {{"ok", true}, {"built", counts.built}, {"drawn", counts.drawn}};
    }
    if (*act == "click") {
        const auto id = text_of(command, "id");
        return id ? done_or(driver.click(*id)) : refused("needs an id");
    }
    if (*act == "hold") {
        const auto id = text_of(command, "id");
        return id ? done_or(driver.hold(*id)) : refused("needs an id");
    }
    if (*act == "let_go") return driver.let_go(), json{{"ok", true}};
    if (*act == "type") {
        const auto words = text_of(command, "text");
        if (!words) return refused("needs text");
        driver.type(*words);
        return {{"ok", true}};
    }
    if (*act == "screenshot") {
        const auto path = text_of(command, "path");
        if (!path) return refused("needs a path");
        const Status written = hands.screenshot(*path);
        return done_or(written ? "" : "the picture could not be written");
    }
    return refused("unknown command");
}

} // namespace

std::string answer_command(std::string_view line, Surface& surface, const WindowHands& hands)
{
    const json command = json::parse(line, nullptr, false);
    json answer;
    if (!command.is_object()) {
        answer = refused("not a JSON object");
    } else {
        hands.settle();
        answer = carry_out(command, surface, hands);
        if (command.contains("n")) answer["n"] = command["n"];
    }
    return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace rapport::shell
