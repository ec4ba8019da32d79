#include "app/kiosk/counted.h"

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

std::string counted(std::string_view key, int number)
{
    const std::string which = std::string(key) + (number == 1 ? ".one" : ".many");
    return strings::say(which, {{"n", std::to_string(number)}});
}

std::string number_word(int number)
{
    const std::string key = "kiosk.number." + std::to_string(number);
    return strings::has(key) ? std::string(strings::say(key)) : std::to_string(number);
}

} // namespace rapport::kiosk
