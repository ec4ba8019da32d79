#include "app/desk/tables_page.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "instruments/change.h"

namespace rapport::desk {
namespace {

using release::Statistic;
using release::Why;
using strings::say;

/// A part of the page: which statistics stand in it, in this order.
struct Plan {
    const char* id;
    std::vector<const char*> statistics;
};
const std::vector<Plan>& plans()
{
    static const std::vector<Plan> all{
        {"visit", {"n", "missing", "mean", "sd", "q1", "median", "q3", "above_cut_off"}},
        {"change", {"pairs", "dropped_out", "change", "change_low", "change_high", "d_pre", "d_av", "d_z"}},
        {"reliable", {"reliably_improved", "no_reliable_change", "reliably_worse", "recovered"}},
        {"arms", {"g", "g_low", "g_high"}}};
    return all;
}

std::string group_words(const Statistic& one)
{
    if (one.group == "all") return {};
    if (one.group == "other") return std::string(say("desk.tables.other"));
    constexpr std::string_view clinician = "clinician ";
    if (one.by == "clinician" && one.group.starts_with(clinician))
        return say("desk.tables.clinician", {{"n", one.group.substr(clinician.size())}});
    return one.group;
}

std::string line_name(const Statistic& one)
{
    const std::string group = group_words(one);
    const std::string visit = one.visit == "withheld" ? std::string(say("desk.tables.rare_visits")) : one.visit;
    return group.empty() ? visit : say("desk.tables.visit_of", {{"visit", visit}, {"group", group}});
}

std::string why_words(Why why, int threshold)
{
    const strings::Fill numbers{{"n", std::to_string(threshold)},
                                {"twice", std::to_string(2 * threshold)},
                                {"four", std::to_string(4 * threshold)}};
    switch (why) {
    case Why::too_few:
        return say("desk.tables.why.too_few", numbers);
    case Why::each_side:
        return say("desk.tables.why.each_side", numbers);
    case Why::small_part:
        return say("desk.tables.why.small_part", numbers);
    case Why::earlier:
        return say("desk.tables.why.earlier", numbers);
    case Why::as_released:
        return say("desk.tables.why.as_released", numbers);
    case Why::shown:
        break;
    }
    return {};
}

/// The lines of one part: every visit and group of which it has a statistic.
std::vector<TableLine> lines_of(const Plan& plan, const std::vector<const char*>& shown,
                                const std::vector<Statistic>& rows, int threshold)
{
    std::vector<TableLine> lines;
    std::map<std::string, std::set<Why>> reasons;
    for (const Statistic& one : rows) {
        const auto column = std::ranges::find(shown, one.name, [](const char* name) { return std::string(name); });
        if (column == shown.end()) continue;
        const std::string name = line_name(one);
        auto line = std::ranges::find(lines, name, &TableLine::name);
        if (line == lines.end()) {
            TableLine fresh;
            fresh.name = name;
            fresh.cells.resize(shown.size());
            fresh.withheld.resize(shown.size());
            line = lines.insert(lines.end(), std::move(fresh));
        }
        const auto at = static_cast<std::size_t>(column - shown.begin());
        const bool gone = one.value == "withheld";
        const bool percent = !gone && (std::string_view(plan.id) == "reliable" || one.name == "above_cut_off");
        line->cells[at] = gone ? std::string() : percent ? say("desk.tables.percent", {{"n", one.value}}) : one.value;
        line->withheld[at] = gone;
        if (one.why != Why::shown) reasons[name].insert(one.why);
    }
    for (TableLine& line : lines) {
        std::vector<std::string> said;
        for (std::size_t at = 0; at < shown.size(); ++at) {
            const std::string head(say("desk.tables.column." + std::string(shown[at])));
            if (line.withheld[at])
                said.push_back(head + " " + std::string(say("desk.tables.withheld")));
            else if (!line.cells[at].empty())
                said.push_back(head + " " + line.cells[at]);
        }
        line.spoken = line.name + ": " + joined(said, ", ");
        std::vector<std::string> why;
        for (const Why one : reasons[line.name])
            why.push_back(why_words(one, threshold));
        line.why = joined(why, " ");
        if (!line.why.empty()) line.spoken += ". " + line.why;
    }
    return lines;
}

/// A share is of a rule, and the rule is named.
std::string source_of(const Plan& plan, const instruments::Definition& definition, std::size_t score)
{
    const std::string_view id = plan.id;
    if (id == "reliable") {
        const auto* const rule = instruments::default_threshold(definition, score);
        if (rule == nullptr) return {};
        return say(
            "desk.tables.rule",
            {{"source", rule->source}, {"points", number_words(rule->points)}, {"population", rule->population}});
    }
    if (id != "visit") return id == "change" ? std::string(say("desk.tables.effects")) : std::string();
    std::vector<std::string> cut_offs;
    for (const instruments::CutOff& cut_off : definition.scores[score].cut_offs)
        cut_offs.push_back(cut_off.label + " (" + cut_off.source + ")");
    return joined(cut_offs, "; ");
}

} // namespace

const std::vector<std::string>& groupings()
{
    static const std::vector<std::string> all{"all", "arm", "site", "clinician"};
    return all;
}

std::optional<release::TableWish> table_wish(const TablesView& view, const TablesState& state)
{
    if (state.instrument >= view.instruments.size()) return {};
    const TableInstrument& instrument = view.instruments[state.instrument];
    if (state.score >= instrument.scores.size() || state.grouping >= groupings().size()) return {};
    return release::TableWish{instrument.id, instrument.scores[state.score].id, groupings()[state.grouping]};
}

std::vector<TableInstrument> table_instruments(const std::vector<instruments::Definition>& definitions,
                                               const std::map<std::string, int>& administrations)
{
    std::vector<TableInstrument> out;
    for (const instruments::Definition& definition : definitions) {
        const auto found = administrations.find(definition.id);
        if (found == administrations.end() || found->second == 0 || definition.scores.empty()) continue;
        TableInstrument one{definition.id, definition.short_title, {}};
        const std::size_t first = definition.score_index("total").value_or(0);
        one.scores.push_back({definition.scores[first].id, definition.scores[first].name});
        for (std::size_t at = 0; at < definition.scores.size(); ++at)
            if (at != first) one.scores.push_back({definition.scores[at].id, definition.scores[at].name});
        out.push_back(std::move(one));
    }
    return out;
}

void fill_tables_view(TablesView& view, const outlet::PreparedTable& prepared)
{
    view.parts.clear();
    const release::Table& table = prepared.table;
    const std::size_t score = prepared.definition->score_index(prepared.wish.score).value_or(0);
    for (const Plan& plan : plans()) {
        std::vector<const char*> shown;
        for (const char* const name : plan.statistics)
            if (std::ranges::find(table.outcomes.rows, std::string(name), &Statistic::name) !=
                table.outcomes.rows.end())
                shown.push_back(name);
        if (shown.empty()) continue;
        TablePart part;
        part.id = plan.id;
        part.title = say("desk.tables.part." + part.id);
        part.source = source_of(plan, *prepared.definition, score);
        for (const char* const name : shown)
            part.columns.emplace_back(say("desk.tables.column." + std::string(name)));
        part.lines = lines_of(plan, shown, table.outcomes.rows, table.threshold);
        view.parts.push_back(std::move(part));
    }
    view.may_leave = !prepared.fed.empty();
    const std::string least = std::to_string(table.threshold);
    if (view.parts.empty())
        view.summary = say("desk.tables.none." + prepared.wish.by, {{"n", least}});
    else if (!view.may_leave)
        view.summary = say("desk.tables.nothing_leaves", {{"n", least}});
    else
        view.summary = say(table.withheld_cells == 0 ? "desk.tables.all_shown" : "desk.tables.some_withheld",
                           {{"withheld", std::to_string(table.withheld_cells)},
                            {"of", std::to_string(table.outcomes.rows.size())},
                            {"n", least}});
}

} // namespace rapport::desk
