#include "app/cli/tour_hands.h"

#include <chrono>
#include <thread>

namespace rapport::cli {

Result<std::string> where(Automation& kiosk)
{
    auto nodes = kiosk.tree();
    if (!nodes) return nodes.error();
    std::string words;
    for (const SeenNode& node : *nodes)
        if (node.role == "page" || node.id == "progress" || node.id == "question")
            words += node.id + "|" + node.name + "|" + node.value + "\n";
    return words;
}

Status wait_until_moved(Automation& kiosk, const std::string& before)
{
    for (int tries = 0; tries < 2000; ++tries) {
        auto now = where(kiosk);
        if (!now) return now.error();
        if (*now != before) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return Error{fault::automation_lost, "the question did not change"};
}

Status press(Automation& kiosk, const std::string& id)
{
    auto before = where(kiosk);
    if (!before) return before.error();
    if (auto clicked = kiosk.click(id); !clicked) return clicked;
    return wait_until_moved(kiosk, *before);
}

Status choose(Automation& program, const Keys& keys, const std::string& id)
{
    for (int most = 0; most < 80; ++most) {
        auto there = program.find(id);
        if (!there) return there.error();
        if (*there && (*there)->focused) return program.key(keys.choose);
        if (auto pressed = program.key(keys.next); !pressed) return pressed;
    }
    return Error{fault::automation_lost, id + " is never reached by keys"};
}

Status choose_and_move(Automation& kiosk, const Keys& keys, const std::string& id)
{
    auto before = where(kiosk);
    if (!before) return before.error();
    if (auto chosen = choose(kiosk, keys, id); !chosen) return chosen;
    return wait_until_moved(kiosk, *before);
}

} // namespace rapport::cli
