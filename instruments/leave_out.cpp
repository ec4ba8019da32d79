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

bool is_left_out(Answer answer)
{
    return !answer.given() && answer.why() == Missing::not_asked;
}

} // namespace rapport::instruments
