#include "app/session/steps.h"

#include "instruments/leave_out.h"

namespace rapport::session {

using sealed::Act;
using sealed::ActKind;

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

Act about_part(ActKind kind, std::size_t part)
{
    Act act;
    act.kind = kind;
    act.part = static_cast<std::uint16_t>(part);
    return act;
}

Act about_item(ActKind kind, const Battery& battery, page::Question at, int value = 0)
{
    Act act = about_part(kind, at.part);
    act.item = battery[at.part].items[at.item].id;
    act.value = value;
    return act;
}

Act look(const Battery& battery, page::Question at, Look how = Look::in_order)
{
    return about_item(ActKind::moved_to, battery, at, static_cast<int>(how));
}

Act look_at_part(std::size_t part, Look what)
{
    Act act = about_part(ActKind::moved_to, part);
    act.value = static_cast<int>(what);
    return act;
}

std::size_t part_of(const Place& place)
{
    return std::visit(Overloaded{[](const page::Instructions& at) { return at.part; },
                                 [](const page::Question& at) { return at.part; },
                                 [](const page::Review& at) { return at.part; },
                                 [](const auto&) { return std::size_t{0}; }},
                      place);
}

/// Help and rest, which every place offers.
std::optional<Act> anywhere(const Battery& battery, const Course& course, const Intent& intent)
{
    const std::size_t part = part_of(course.place());
    if (std::holds_alternative<intent::Pause>(intent)) return cover_act(course, CoverReason::paused);
    if (std::holds_alternative<intent::NeedMoment>(intent)) return about_part(ActKind::asked_for_moment, part);
    if (std::holds_alternative<intent::NeedSomeone>(intent)) return about_part(ActKind::asked_for_someone, part);
    if (std::holds_alternative<intent::HearAloud>(intent)) {
        if (const auto* at = std::get_if<page::Question>(&course.place()))
            return about_item(ActKind::read_aloud, battery, *at);
        return about_part(ActKind::read_aloud, part);
    }
    return std::nullopt;
}

std::optional<Act> on_moment(const Course& course, const Intent& intent)
{
    const std::size_t part = part_of(course.place());
    if (std::holds_alternative<intent::ReturnFromMoment>(intent)) return about_part(ActKind::resumed, part);
    if (std::holds_alternative<intent::HearAloud>(intent)) return about_part(ActKind::read_aloud, part);
    if (std::holds_alternative<intent::NeedSomeone>(intent) && !course.moment()->someone)
        return about_part(ActKind::asked_for_someone, part);
    return std::nullopt;
}

std::optional<Act> on_cover(const Course& course, const Intent& intent)
{
    const std::size_t part = part_of(course.place());
    if (std::holds_alternative<intent::Resume>(intent) && course.cover() != CoverReason::find_staff)
        return about_part(ActKind::resumed, part);
    if (std::holds_alternative<intent::NeedSomeone>(intent)) return about_part(ActKind::asked_for_someone, part);
    return std::nullopt;
}

std::optional<Act> on_instructions(const Battery& battery, const Course& course, page::Instructions at,
                                   const Intent& intent)
{
    if (std::holds_alternative<intent::StartPart>(intent))
        return course.begun(at.part) ? look(battery, {at.part, course.first(at.part)})
                                     : about_part(ActKind::part_begun, at.part);
    if (std::holds_alternative<intent::Back>(intent) && at.part > 0) return look_at_part(at.part - 1, Look::review);
    return std::nullopt;
}

Act after(const Battery& battery, const Course& course, page::Question at)
{
    const std::optional<std::size_t> next = course.asked_after(at);
    if (course.from_review() || !next) return look_at_part(at.part, Look::review);
    return look(battery, {at.part, *next});
}

Act before(const Battery& battery, const Course& course, page::Question at)
{
    if (course.from_review()) return look_at_part(at.part, Look::review);
    const std::optional<std::size_t> earlier = course.asked_before(at);
    return earlier ? look(battery, {at.part, *earlier}) : look_at_part(at.part, Look::in_order);
}

bool is_asked(const Battery& battery, const Course& course, std::size_t part, std::size_t item)
{
    return item < battery[part].items.size() && !instruments::is_left_out(course.answer(part, item));
}

std::optional<Act> on_question(const Battery& battery, const Course& course, page::Question at, const Intent& intent)
{
    const instruments::Answer answer = course.answer(at.part, at.item);
    if (const auto* answered = std::get_if<intent::Answered>(&intent)) {
        if (!battery[at.part].allows(at.item, answered->choice)) return std::nullopt;
        return about_item(ActKind::answered, battery, at, answered->choice);
    }
    if (const auto* answered = std::get_if<intent::AnsweredOf>(&intent)) {
        if (!is_asked(battery, course, at.part, answered->item)) return std::nullopt;
        if (!battery[at.part].allows(answered->item, answered->choice)) return std::nullopt;
        return about_item(ActKind::answered, battery, {at.part, answered->item}, answered->choice);
    }
    if (const auto* alone = std::get_if<intent::Alone>(&intent)) {
        if (!is_asked(battery, course, at.part, alone->item)) return std::nullopt;
        return look(battery, {at.part, alone->item});
    }
    if (const auto* next = std::get_if<intent::NextFrom>(&intent)) {
        if (!is_asked(battery, course, at.part, next->last)) return std::nullopt;
        // As with one question a page: nothing is passed by that has neither an answer nor a refusal.
        for (std::size_t item = 0; item <= next->last; ++item)
            if (is_asked(battery, course, at.part, item) && !is_settled(course.answer(at.part, item)))
                return std::nullopt;
        return after(battery, course, {at.part, next->last});
    }
    if (const auto* back = std::get_if<intent::BackFrom>(&intent)) {
        if (!is_asked(battery, course, at.part, back->first)) return std::nullopt;
        return before(battery, course, {at.part, back->first});
    }
    if (std::holds_alternative<intent::DeclineConfirmed>(intent)) return about_item(ActKind::declined, battery, at);
    if (std::holds_alternative<intent::DeclineTakenBack>(intent) && is_settled(answer) && !answer.given())
        return about_item(ActKind::cleared, battery, at);
    if (std::holds_alternative<intent::Cleared>(intent) && is_settled(answer))
        return about_item(ActKind::cleared, battery, at);
    if (std::holds_alternative<intent::Next>(intent) && is_settled(answer)) return after(battery, course, at);
    if (std::holds_alternative<intent::Back>(intent)) return before(battery, course, at);
    return std::nullopt;
}

std::optional<Act> on_review(const Battery& battery, const Course& course, page::Review at, const Intent& intent)
{
    const std::size_t items = battery[at.part].items.size();
    if (const auto* go = std::get_if<intent::GoTo>(&intent); go != nullptr) {
        if (go->item >= items || instruments::is_left_out(course.answer(at.part, go->item))) return std::nullopt;
        return look(battery, {at.part, go->item}, Look::from_review);
    }
    if (std::holds_alternative<intent::Back>(intent))
        return look(battery, {at.part, course.asked_before({at.part, items}).value_or(0)});
    if (std::holds_alternative<intent::LeavePart>(intent)) return about_part(ActKind::part_ended, at.part);
    return std::nullopt;
}

} // namespace

Act cover_act(const Course& course, CoverReason why)
{
    Act act = about_part(ActKind::paused, part_of(course.place()));
    act.value = static_cast<int>(why);
    return act;
}

std::optional<Act> act_for(const Battery& battery, const Course& course, const Intent& intent)
{
    if (course.moment()) return on_moment(course, intent);
    if (course.cover()) return on_cover(course, intent);
    if (std::optional<Act> act = anywhere(battery, course, intent)) return act;
    return std::visit(
        Overloaded{[&](const page::Welcome&) -> std::optional<Act> {
                       if (!std::holds_alternative<intent::Begin>(intent)) return std::nullopt;
                       return look_at_part(0, Look::in_order);
                   },
                   [&](const page::Instructions& at) { return on_instructions(battery, course, at, intent); },
                   [&](const page::Question& at) { return on_question(battery, course, at, intent); },
                   [&](const page::Review& at) { return on_review(battery, course, at, intent); },
                   [&](const Ended&) -> std::optional<Act> { return std::nullopt; }},
        course.place());
}

} // namespace rapport::session
