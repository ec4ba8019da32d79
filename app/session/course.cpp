#include "app/session/course.h"

#include <algorithm>

#include "instruments/evaluate.h"
#include "instruments/leave_out.h"

namespace rapport::session {

using instruments::Answer;
using instruments::Missing;
using sealed::Act;
using sealed::ActKind;

namespace {

std::optional<CoverReason> cover_reason(std::int32_t value)
{
    switch (value) {
    case 0:
        return CoverReason::paused;
    case 1:
        return CoverReason::idle;
    case 2:
        return CoverReason::find_staff;
    default:
        return std::nullopt;
    }
}

} // namespace

bool is_danger(const instruments::Definition& definition, std::size_t item, int choice)
{
    return std::ranges::any_of(definition.critical_items, [&](const instruments::CriticalItem& critical) {
        return critical.item == item &&
               instruments::fires(critical, Answer::chose(choice), instruments::Standing::answered);
    });
}

namespace {

/// Some items are critical only because a screen without them has no result; silence there is no sign of danger.
bool is_about_safety(const instruments::CriticalItem& critical)
{
    return critical.at_least.has_value() || !critical.values.empty();
}

} // namespace

bool is_settled(Answer answer)
{
    return answer.given() || answer.why() == Missing::declined;
}

Course::Course(const Battery& battery, NotAsked not_asked)
    : not_asked_(std::move(not_asked)), begun_(battery.size(), false), helped_(battery.size(), false),
      helped_silent_(battery.size(), false)
{
    responses_.reserve(battery.size());
    for (const instruments::Definition& definition : battery)
        responses_.push_back({std::vector<Answer>(definition.items.size(), Answer::none(Missing::not_reached))});
    leave_out();
}

void Course::leave_out()
{
    for (std::size_t part = 0; part < not_asked_.size(); ++part)
        for (const std::size_t item : not_asked_[part])
            responses_[part].items[item] = Answer::none(Missing::not_asked);
}

Answer Course::answer(std::size_t part, std::size_t item) const
{
    return responses_[part].items[item];
}

std::size_t Course::asked(std::size_t part, std::size_t until) const
{
    const auto& items = responses_[part].items;
    const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(until, items.size()));
    return static_cast<std::size_t>(
        std::count_if(items.begin(), end, [](Answer answer) { return !instruments::is_left_out(answer); }));
}

std::optional<std::size_t> Course::asked_after(page::Question at) const
{
    const auto& items = responses_[at.part].items;
    for (std::size_t item = at.item + 1; item < items.size(); ++item)
        if (!instruments::is_left_out(items[item])) return item;
    return std::nullopt;
}

std::size_t Course::first(std::size_t part) const
{
    const auto& items = responses_[part].items;
    const auto found = std::ranges::find_if_not(items, instruments::is_left_out);
    return found == items.end() ? 0 : static_cast<std::size_t>(found - items.begin());
}

std::optional<std::size_t> Course::asked_before(page::Question at) const
{
    const auto& items = responses_[at.part].items;
    for (std::size_t item = at.item; item-- > 0;)
        if (!instruments::is_left_out(items[item])) return item;
    return std::nullopt;
}

int Course::settled() const
{
    std::ptrdiff_t count = 0;
    for (const instruments::Response& response : responses_)
        count += std::ranges::count_if(response.items, is_settled);
    return static_cast<int>(count);
}

void Course::forget_answers()
{
    for (instruments::Response& response : responses_)
        std::ranges::fill(response.items, Answer::none(Missing::not_reached));
    leave_out();
}

void Course::look_at(page::Question question, bool from_review)
{
    place_ = question;
    last_question_ = question;
    from_review_ = from_review;
}

bool Course::follow_answer(const Battery& battery, const Act& act)
{
    const instruments::Definition& definition = battery[act.part];
    const std::optional<std::size_t> item = definition.item_index(act.item);
    if (!item) return false;
    if (act.part < not_asked_.size() && std::ranges::binary_search(not_asked_[act.part], *item)) return false;
    Answer& kept = responses_[act.part].items[*item];
    switch (act.kind) {
    case ActKind::answered:
        if (!definition.allows(*item, act.value)) return false;
        kept = Answer::chose(act.value);
        break;
    case ActKind::declined:
        kept = Answer::none(Missing::declined);
        break;
    default:
        kept = Answer::none(Missing::cleared);
        break;
    }
    instruments::leave_out_not_asked(definition, responses_[act.part]);
    leave_out();
    if (act.kind != ActKind::cleared) look_for_danger(battery, act.part, *item);
    return true;
}

void Course::look_for_danger(const Battery& battery, std::size_t part, std::size_t item)
{
    const Answer now = responses_[part].items[item];
    for (const instruments::CriticalItem& critical : battery[part].critical_items) {
        if (critical.item != item || !is_about_safety(critical)) continue;
        if (!instruments::fires(critical, now,
                                now.given() ? instruments::Standing::answered : instruments::Standing::missing))
            continue;
        see_first_ = true;
        std::vector<bool>& helped = now.given() ? helped_ : helped_silent_;
        if (helped[part]) continue;
        helped[part] = true;
        help_owed_ = page::Question{part, item};
    }
}

/// The part is left: what was not answered stays so.
void Course::look_for_silence(const Battery& battery, std::size_t part)
{
    for (const instruments::CriticalItem& critical : battery[part].critical_items) {
        const Answer now = responses_[part].items[critical.item];
        if (!now.given() && !instruments::is_left_out(now)) look_for_danger(battery, part, critical.item);
    }
}

bool Course::follow_move(const Battery& battery, const Act& act)
{
    if (act.item.empty()) {
        if (act.value == static_cast<int>(Look::review))
            place_ = page::Review{act.part};
        else if (act.value == static_cast<int>(Look::in_order))
            place_ = page::Instructions{act.part};
        else
            return false;
        from_review_ = false;
        return true;
    }
    const std::optional<std::size_t> item = battery[act.part].item_index(act.item);
    if (!item || act.value < 0 || act.value > static_cast<int>(Look::from_review)) return false;
    look_at({act.part, *item}, act.value == static_cast<int>(Look::from_review));
    return true;
}

bool Course::follow(const Battery& battery, const Act& act)
{
    if (act.part >= battery.size()) return false;
    switch (act.kind) {
    case ActKind::answered:
    case ActKind::declined:
    case ActKind::cleared:
        return follow_answer(battery, act);
    case ActKind::moved_to:
        return follow_move(battery, act);
    case ActKind::part_begun:
        begun_[act.part] = true;
        look_at({act.part, first(act.part)}, false);
        return true;
    case ActKind::part_ended:
        from_review_ = false;
        look_for_silence(battery, act.part);
        if (act.part + 1U < battery.size())
            place_ = page::Instructions{act.part + 1U};
        else
            place_ = Ended{};
        return true;
    case ActKind::paused: {
        const std::optional<CoverReason> why = cover_reason(act.value);
        if (!why) return false;
        cover_ = why;
        return true;
    }
    case ActKind::resumed:
        if (moment_)
            moment_.reset();
        else
            cover_.reset();
        return true;
    case ActKind::asked_for_moment:
        moment_ = page::Moment{false};
        return true;
    case ActKind::asked_for_someone:
        moment_ = page::Moment{true};
        see_first_ = true;
        return true;
    case ActKind::help_shown:
        if (!battery[act.part].item_index(act.item)) return false;
        moment_ = page::Moment{false, true};
        help_owed_.reset();
        return true;
    case ActKind::settings_changed:
        // A look that this program does not know is no reason to lose a session.
        if (const std::optional<Presentation> shown = Presentation::of(act.value)) presentation_ = shown;
        return true;
    case ActKind::resumed_after_crash:
        return true;
    case ActKind::read_aloud:
        return act.item.empty() || battery[act.part].item_index(act.item).has_value();
    }
    return false;
}

} // namespace rapport::session
