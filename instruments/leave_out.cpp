#include "instruments/leave_out.h"

#include "instruments/asking.h"

namespace rapport::instruments {

void leave_out_not_asked(const Definition& definition, Response& response)
{
    // A condition names only items that stand before, so one pass settles them all.
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        if (!definition.items[item].asked_when) continue;
        Answer& answer = response.items[item];
        if (asked(definition, item, response) == Tri::not_met)
            answer = Answer::none(Missing::not_asked);
        else if (is_left_out(answer))
            answer = Answer::none(Missing::not_reached);
    }
}

std::vector<std::size_t> never_asked(const Definition& definition, const Context& context)
{
    std::vector<std::size_t> items;
    const Sex sex = sex_of(context);
    for (std::size_t item = 0; sex != Sex::any && item < definition.items.size(); ++item)
        if (definition.items[item].not_for == sex) items.push_back(item);
    return items;
}

bool is_left_out(Answer answer)
{
    return !answer.given() && answer.why() == Missing::not_asked;
}

} // namespace rapport::instruments
