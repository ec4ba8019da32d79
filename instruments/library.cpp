#include <algorithm>

#include "instruments/reader.h"

namespace rapport::instruments {

const std::vector<Definition>& library()
{
    static const std::vector<Definition> definitions = [] {
        std::vector<Definition> read;
        for (const Bundled& file : bundled_definitions()) {
            Reading reading = read_definition(file.json);
            if (reading.definition) read.push_back(std::move(*reading.definition));
        }
        return read;
    }();
    return definitions;
}

const Definition* find_in_library(std::string_view id)
{
    const std::vector<Definition>& all = library();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Definition& each) { return each.id == id; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace rapport::instruments
