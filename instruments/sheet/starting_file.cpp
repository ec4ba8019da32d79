#include "instruments/sheet/starting_file.h"

#include <cassert>

#include "instruments/fields.h"

namespace rapport::instruments {

std::string starting_file(std::string_view id)
{
    assert(is_id(id));
    constexpr std::string_view place = "@ID@";
    std::string text(bundled_starting_files().front().json);
    return text.replace(text.find(place), place.size(), id);
}

} // namespace rapport::instruments
