#include "app/desk/unlock_view.h"

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

std::string device_line(const vault::Door& door, std::int64_t now_ms)
{
    if (door.last_unlocked_ms == 0) return strings::say("desk.unlock.device_new", {{"device", door.device}});
    const LocalTime last = local_time(door.last_unlocked_ms);
    const std::string day = day_words(last.day, local_time(now_ms).day);
    return strings::say("desk.unlock.device",
                        {{"device", door.device}, {"day", day}, {"time", clock_words(last.minute)}});
}

} // namespace

UnlockView make_unlock_view(const Result<vault::Door>& door, std::int64_t now_ms)
{
    UnlockView view;
    if (!door) {
        view.trouble = sentence_of(door.error());
        return view;
    }
    view.users = door->users;
    view.waiting = door->waiting_sessions == 0 ? std::string(strings::say("desk.unlock.nothing_waits"))
                                               : count_words("desk.unlock.waiting", door->waiting_sessions);
    view.device = device_line(*door, now_ms);
    return view;
}

} // namespace rapport::desk
