#pragma once

#include <cstddef>
#include <variant>

#include "app/session/presentation.h"

namespace rapport::session {

/// What a person did. A screen gives back at most one a frame and knows nothing else.
namespace intent {

struct Begin {};
struct StartPart {};
/// `choice` is the choice's value in the definition, not its place on the screen.
struct Answered {
    int choice = 0;
    bool may_advance = true; ///< false while some of the question has not been seen
};
/// On a page of several questions: one of them, by its index in the part.
struct AnsweredOf {
    std::size_t item = 0;
    int choice = 0;
};
/// From a page of several questions to one of them by itself, where it can be declined, cleared and explained.
struct Alone {
    std::size_t item = 0;
};
/// From a page of several questions: on from its last item, back from its first.
struct NextFrom {
    std::size_t last = 0;
};
struct BackFrom {
    std::size_t first = 0;
};
struct DeclineAsked {};
struct DeclineConfirmed {};
/// On the question that asks "are you sure": keep the question. On a declined item: take the refusal back.
struct DeclineTakenBack {};
struct Next {};
struct Back {};
/// From the review to one item of the same part, counted from 0.
struct GoTo {
    std::size_t item = 0;
};
struct LeavePart {};
struct Pause {};
struct Resume {};
struct NeedMoment {};
struct NeedSomeone {};
struct ReturnFromMoment {};
struct StaffWanted {};
/// On the last page in a waiting room: the next person may come.
struct NextPerson {};
/// What the page says is to be read aloud.
struct HearAloud {};
/// The answer or refusal of the question shown is taken away.
struct Cleared {};
struct ReadingWanted {};
struct AboutWanted {};
/// Either of the two sheets is put away.
struct SheetDone {};
struct PresentationChosen {
    Presentation to;
};

} // namespace intent

using Intent =
    std::variant<intent::Begin, intent::StartPart, intent::Answered, intent::DeclineAsked, intent::DeclineConfirmed,
                 intent::DeclineTakenBack, intent::Next, intent::Back, intent::GoTo, intent::LeavePart, intent::Pause,
                 intent::Resume, intent::NeedMoment, intent::NeedSomeone, intent::ReturnFromMoment, intent::StaffWanted,
                 intent::Cleared, intent::ReadingWanted, intent::AboutWanted, intent::SheetDone,
                 intent::PresentationChosen, intent::HearAloud, intent::NextPerson, intent::AnsweredOf, intent::Alone,
                 intent::NextFrom, intent::BackFrom>;

} // namespace rapport::session
