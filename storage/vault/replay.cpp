#include "storage/vault/replay.h"

#include <algorithm>

#include "instruments/evaluate.h"
#include "instruments/leave_out.h"
#include "storage/vault/faults.h"

namespace rapport::vault {

namespace {

using instruments::Answer;
using instruments::Missing;
using sealed::Act;
using sealed::ActKind;
using sealed::InputMethod;

std::string_view word(InputMethod input)
{
    switch (input) {
    case InputMethod::touch:
        return "touch";
    case InputMethod::mouse:
        return "mouse";
    case InputMethod::keyboard:
        return "keyboard";
    case InputMethod::switch_scan:
        return "switch_scan";
    case InputMethod::program:
        break;
    }
    return "program";
}

bool is_about_an_item(ActKind kind)
{
    return kind == ActKind::answered || kind == ActKind::declined || kind == ActKind::cleared ||
           kind == ActKind::moved_to;
}

/// Acts that belong to no instrument leave times and answers of a part alone.
bool is_within_a_part(ActKind kind)
{
    return is_about_an_item(kind) || kind == ActKind::part_begun || kind == ActKind::part_ended;
}

/// Hearing an item is no answer to it, and how it was asked for is not how it was answered.
Status note_hearing(const instruments::Definition& definition, ReplayedPart& part, const Act& act)
{
    if (act.item.empty()) return {};
    const auto index = definition.item_index(act.item);
    if (!index) return Error{fault::vault_damaged, "act on an item that is none"};
    part.aloud.resize(definition.items.size());
    part.aloud[*index] = true;
    return {};
}

bool chosen(Answer answer)
{
    return answer.given() || answer.why() == Missing::declined || answer.why() == Missing::cleared;
}

void note_time_and_input(ReplayedPart& part, const Act& act)
{
    part.started_ms = part.begun ? std::min(part.started_ms, act.utc_ms) : act.utc_ms;
    part.finished_ms = part.begun ? std::max(part.finished_ms, act.utc_ms) : act.utc_ms;
    part.begun = true;
    const std::string_view input = word(act.input);
    if (part.input.empty()) part.input = input;
    if (part.input != input) part.input = "mixed";
}

/// Keeps the gravest that was said, with its time.
void note_danger(const instruments::Definition& definition, ReplayedPart& part, std::size_t item, std::int64_t utc_ms)
{
    const Answer said = part.response.items[item];
    for (std::size_t number = 0; number < definition.critical_items.size(); ++number) {
        const instruments::CriticalItem& critical = definition.critical_items[number];
        if (critical.item != item || !is_about_safety(critical)) continue;
        const auto standing = said.given() ? instruments::Standing::answered : instruments::Standing::missing;
        if (!instruments::fires(critical, said, standing)) continue;
        const auto known = std::ranges::find(part.dangers, number, &Danger::critical);
        if (known == part.dangers.end()) {
            part.dangers.push_back({number, said, utc_ms});
        } else if (said.given() && (!known->answer.given() || said.value() > known->answer.value())) {
            *known = {number, said, utc_ms};
        }
    }
}

Status apply(const instruments::Definition& definition, ReplayedPart& part, const Act& act)
{
    const auto index = definition.item_index(act.item);
    if (!index) return Error{fault::vault_damaged, "act on an item that is none"};
    Answer& answer = part.response.items[*index];
    switch (act.kind) {
    case ActKind::answered:
        if (!definition.allows(*index, act.value)) return Error{fault::vault_damaged, "act with a choice that is none"};
        answer = Answer::chose(act.value);
        break;
    case ActKind::declined:
        answer = Answer::none(Missing::declined);
        break;
    case ActKind::cleared:
        answer = Answer::none(Missing::cleared);
        break;
    default: // moved_to: shown, and whatever was there stays
        if (answer == Answer::none(Missing::not_reached)) answer = Answer::none(Missing::unrecorded);
        return {};
    }
    instruments::leave_out_not_asked(definition, part.response);
    if (act.kind != ActKind::cleared) note_danger(definition, part, *index, act.utc_ms);
    return {};
}

} // namespace

Result<Replayed> replay(std::span<const instruments::Definition* const> definitions, std::span<const Act> acts,
                        const instruments::Context& context)
{
    Replayed out;
    for (const instruments::Definition* definition : definitions) {
        ReplayedPart part;
        part.response.items.assign(definition->items.size(), Answer::none(Missing::not_reached));
        out.parts.push_back(std::move(part));
    }
    std::int64_t last_ms = 0;
    for (const Act& act : acts) {
        last_ms = std::max(last_ms, act.utc_ms);
        if (act.kind == ActKind::asked_for_someone) out.calls.push_back({act.part, act.item, act.utc_ms});
        if (act.kind == ActKind::read_aloud && act.part < definitions.size()) {
            const Status heard = note_hearing(*definitions[act.part], out.parts[act.part], act);
            if (!heard) return heard.error();
        }
        if (act.kind == ActKind::settings_changed)
            if (const auto chosen = sealed::Presentation::of(act.value)) out.presentation = chosen;
        if (!is_within_a_part(act.kind)) continue;
        if (act.part >= definitions.size()) return Error{fault::vault_damaged, "act in a part that is none"};
        ReplayedPart& part = out.parts[act.part];
        note_time_and_input(part, act);
        // The review is looked at too, and is no item.
        if (!is_about_an_item(act.kind) || (act.kind == ActKind::moved_to && act.item.empty())) continue;
        if (const Status applied = apply(*definitions[act.part], part, act); !applied) return applied.error();
    }
    for (std::size_t part = 0; part < out.parts.size(); ++part)
        for (const std::size_t item : instruments::never_asked(*definitions[part], context))
            if (Answer& answer = out.parts[part].response.items[item]; !answer.given())
                answer = Answer::none(Missing::not_asked);
    for (ReplayedPart& part : out.parts)
        if (!part.begun) part.started_ms = part.finished_ms = last_ms;
    return out;
}

Progress progress_of(const Replayed& replayed)
{
    Progress progress;
    for (const ReplayedPart& part : replayed.parts) {
        progress.asked += static_cast<int>(std::ranges::count_if(
            part.response.items, [](Answer answer) { return !instruments::is_left_out(answer); }));
        progress.answered += static_cast<int>(std::ranges::count_if(part.response.items, chosen));
    }
    return progress;
}

bool is_complete(const instruments::Response& response)
{
    return std::ranges::all_of(response.items,
                               [](Answer answer) { return chosen(answer) || answer.why() == Missing::not_asked; });
}

} // namespace rapport::vault
