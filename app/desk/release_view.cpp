#include "app/desk/release_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr std::size_t preview_rows = 40;

std::string percent(double share)
{
    return fmt::format("{:.1f} %", share * 100.0);
}

std::vector<RiskFigure> figures_of(const release::Risk& risk, const release::Policy& policy)
{
    const auto one_in = [](int people) { return say("desk.release.one_in", {{"n", std::to_string(people)}}); };
    return {
        {one_in(risk.smallest_class), std::string(say("desk.release.worst")),
         say("desk.release.limit", {{"limit", one_in(policy.k)}})},
        {percent(risk.average), std::string(say("desk.release.average")),
         count_words("desk.release.groups", risk.classes)},
        {percent(risk.lost_a_value), std::string(say("desk.release.lost")),
         say("desk.release.limit", {{"limit", fmt::format("{:.0f} %", policy.suppress_at_most * 100.0)}})},
    };
}

std::vector<AggregateRow> table_of(const outlet::Prepared& prepared)
{
    std::vector<AggregateRow> rows;
    for (const release::TableRow& row : prepared.table.rows) {
        AggregateRow shown;
        shown.instrument = row.instrument;
        shown.score = row.score;
        for (const instruments::Definition* definition : prepared.definitions) {
            if (definition->id != row.instrument) continue;
            shown.instrument = definition->short_title;
            if (const auto score = definition->score_index(row.score)) shown.score = definition->scores[*score].name;
        }
        shown.visit = row.visit;
        shown.withheld = row.withheld;
        if (!row.withheld) {
            const release::TableWords words = release::table_words(row);
            shown.n = words.n;
            shown.mean = words.mean;
            shown.sd = words.sd;
        }
        rows.push_back(std::move(shown));
    }
    return rows;
}

/// Who, when and what it came to first, single answers last: they say least in a few columns.
std::vector<std::size_t> column_order(const std::vector<std::string>& header, const instruments::Definition& lead)
{
    const auto at = [&](std::string_view name) {
        return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    };
    std::vector<std::size_t> order;
    const auto take = [&](std::size_t column) {
        if (column < header.size() && std::find(order.begin(), order.end(), column) == order.end())
            order.push_back(column);
    };
    for (const std::string_view name : {"code", "age_band", "sex", "site", "week"})
        take(at(name));
    // The writer puts an instrument's own columns after "week": items, scores, criteria, why something is missing.
    const std::size_t items = at("week") + 1;
    const std::size_t scores = items + lead.items.size();
    const std::size_t criteria = scores + lead.scores.size();
    take(scores);
    for (std::size_t column = criteria; column < header.size(); ++column)
        take(column);
    for (std::size_t column = scores; column < criteria; ++column)
        take(column);
    for (std::size_t column = 0; column < header.size(); ++column)
        take(column);
    return order;
}

} // namespace

std::vector<InstrumentChoice> instrument_choices(const std::vector<instruments::Definition>& definitions,
                                                 const std::map<std::string, int>& administrations)
{
    std::vector<InstrumentChoice> choices;
    for (const instruments::Definition& definition : definitions) {
        const auto found = administrations.find(definition.id);
        if (found == administrations.end() || found->second == 0) continue;
        choices.push_back({definition.id, definition.short_title, found->second});
    }
    return choices;
}

MeasuredView make_measured_view(const outlet::Prepared& prepared, const instruments::Definition& lead)
{
    MeasuredView view;
    const release::Risk& risk = prepared.data.risk;
    view.people = count_words("desk.people.count", risk.people);
    view.rows = release::preview(prepared.data, lead, preview_rows);
    if (!view.rows.empty()) {
        view.header = std::move(view.rows.front());
        view.rows.erase(view.rows.begin());
    }
    view.columns = column_order(view.header, lead);
    prepared.data.records.each_unanswered(
        [&](const release::DeidentifiedRecord& record) { view.all_rows += record.instrument() == lead.id ? 1 : 0; });
    view.table = table_of(prepared);
    view.withheld = prepared.data.withheld;
    view.figures = figures_of(risk, prepared.policy);
    view.class_sizes = risk.class_sizes;
    view.k = prepared.policy.k;
    return view;
}

DoneView make_done_view(const outlet::Done& done)
{
    DoneView view;
    for (const release::WrittenFile& file : done.written.files) {
        std::string shape;
        if (file.columns > 0)
            shape =
                count_words("desk.release.rows", file.rows) + ", " + count_words("desk.release.columns", file.columns);
        view.files.push_back({file.name, size_words(file.bytes), std::move(shape)});
    }
    view.folder = done.folder;
    view.recorded = say("desk.release.recorded", {{"n", std::to_string(done.ledger_number)}});
    return view;
}

} // namespace rapport::desk
