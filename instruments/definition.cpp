#include "instruments/definition.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

template <class Rows>
std::optional<std::size_t> index_of(const Rows& rows, std::string_view id)
{
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.id == id; });
    if (row == rows.end()) return std::nullopt;
    return static_cast<std::size_t>(row - rows.begin());
}

} // namespace

std::optional<std::size_t> Definition::item_index(std::string_view item_id) const
{
    return index_of(items, item_id);
}

std::optional<std::size_t> Definition::score_index(std::string_view score_id) const
{
    return index_of(scores, score_id);
}

bool Definition::allows(std::size_t item, int value) const
{
    const std::vector<Choice>& offered = choices(item);
    return std::any_of(offered.begin(), offered.end(), [&](const Choice& choice) { return choice.value == value; });
}

const std::vector<Choice>& Definition::choices(std::size_t item) const
{
    return choice_sets[items[item].choice_set].choices;
}

} // namespace rapport::instruments
