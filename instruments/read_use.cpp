#include <algorithm>

#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

bool counts_somewhere(const Definition& definition, std::size_t item)
{
    const auto holds = [item](const std::vector<std::size_t>& items) {
        return std::find(items.begin(), items.end(), item) != items.end();
    };
    return std::any_of(definition.scores.begin(), definition.scores.end(),
                       [&](const Score& score) { return holds(score.items); }) ||
           std::any_of(definition.criteria.begin(), definition.criteria.end(), [&](const Criterion& criterion) {
               return std::any_of(criterion.parts.begin(), criterion.parts.end(),
                                  [&](const CriterionPart& part) { return holds(part.items); });
           });
}

bool calls_for_attention(const Definition& definition, std::size_t item)
{
    return std::any_of(definition.critical_items.begin(), definition.critical_items.end(),
                       [item](const CriticalItem& critical) { return critical.item == item; });
}

bool decides_about_others(const Condition& condition, std::size_t item)
{
    return (condition.kind == Condition::Kind::item && condition.item == item) ||
           std::any_of(condition.parts.begin(), condition.parts.end(),
                       [item](const Condition& part) { return decides_about_others(part, item); });
}

bool is_a_gate(const Definition& definition, std::size_t item)
{
    return std::any_of(definition.items.begin(), definition.items.end(), [item](const Item& each) {
        return each.asked_when && decides_about_others(*each.asked_when, item);
    });
}

} // namespace

void check_items_used(const Json& root, const Place& top, Draft& draft)
{
    const Json* const items = root.find("items");
    if (items == nullptr || items->children.size() != draft.definition.items.size()) return;
    const Place place = top.member("items");
    for (std::size_t i = 0; i < items->children.size(); ++i) {
        const bool counts = counts_somewhere(draft.definition, i);
        const Place at = place.element(i);
        if (draft.definition.items[i].has_rule() && counts && items->children[i].find("skipped_as") == nullptr)
            draft.problems.add(at.member("skipped_as"),
                               "is missing: it must be said what the item counts as when it is not asked");
        if (!draft.definition.items[i].scored && counts)
            draft.problems.add(at.member("scored"), "is false, though a score or a rule uses the item");
    }
}

std::vector<Problem> remarks_on(const Definition& definition)
{
    Problems remarks;
    const Place top;
    const Place items = top.member("items");
    for (std::size_t i = 0; i < definition.items.size(); ++i)
        if (definition.items[i].scored && !counts_somewhere(definition, i) && !calls_for_attention(definition, i) &&
            !is_a_gate(definition, i))
            remarks.add(items.element(i), "is in no score and no rule; if that is meant, say \"scored\": false");
    if (!definition.key_verified)
        remarks.add(
            top.member("key_status"),
            "is unverified: in a clinic the instrument is refused until staff record that they checked the key");
    return remarks.take();
}

} // namespace rapport::instruments
