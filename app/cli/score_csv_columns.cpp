#include "app/cli/score_csv_columns.h"

#include <algorithm>
#include <set>

#include "app/shell/strings/strings.h"
#include "storage/release/csv.h"

namespace rapport::cli {

using instruments::Condition;
using instruments::Definition;
using strings::say;

namespace {

void mark(const Condition& condition, std::vector<bool>& counts)
{
    if (condition.kind == Condition::Kind::item) counts[condition.item] = true;
    for (const Condition& part : condition.parts)
        mark(part, counts);
}

/// Which items some score, rule or question depends on.
std::vector<bool> items_that_count(const Definition& definition)
{
    std::vector<bool> counts(definition.items.size(), false);
    const auto all = [&](const std::vector<std::size_t>& items) {
        for (const std::size_t item : items)
            counts[item] = true;
    };
    for (const auto& score : definition.scores)
        all(score.items);
    for (const auto& criterion : definition.criteria)
        for (const auto& part : criterion.parts)
            all(part.items);
    for (const auto& critical : definition.critical_items)
        counts[critical.item] = true;
    for (const auto& item : definition.items)
        if (item.asked_when) mark(*item.asked_when, counts);
    return counts;
}

std::optional<std::size_t> item_called(const Definition& definition, std::string_view name)
{
    if (const auto item = definition.item_index(name)) return item;
    for (const std::string_view prefix : {std::string_view("q"), std::string_view("Q"), std::string_view("item_")})
        if (name.starts_with(prefix))
            if (const auto item = definition.item_index(name.substr(prefix.size()))) return item;
    return std::nullopt;
}

std::uint32_t digits_of(const Definition& definition, std::size_t item)
{
    std::uint32_t digits = 0;
    for (int value = 0; value <= 9; ++value)
        if (definition.allows(item, value)) digits |= 1U << static_cast<unsigned>(value);
    return digits;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::vector<std::string> result_names(const Definition& definition)
{
    std::vector<std::string> names;
    for (const auto& score : definition.scores) {
        const std::string name = "score_" + score.id;
        names.push_back(name);
        names.push_back(name + "_absent");
        const bool prorates = score.missing.max_missing > 0;
        if (!score.bands.empty()) names.push_back(name + "_band");
        if (!score.bands.empty() && prorates) names.push_back(name + "_band_above");
        if (prorates) names.push_back(name + "_prorated");
    }
    for (const auto& criterion : definition.criteria)
        names.push_back("criterion_" + criterion.id);
    names.emplace_back("flags");
    return names;
}

/// What stands in the way of using the header, or nothing.
std::string check(const Definition& definition, const std::vector<bool>& seen,
                  const std::vector<std::string>& out_names, const std::vector<std::string_view>& names)
{
    const std::vector<bool> counts = items_that_count(definition);
    std::vector<std::string> without;
    for (std::size_t item = 0; item < counts.size(); ++item)
        if (counts[item] && !seen[item]) without.push_back(definition.items[item].id);
    if (!without.empty()) {
        const bool semicolons = names.size() == 1 && names.front().find(';') != std::string_view::npos;
        if (semicolons) return std::string(say("cli.csv.semicolons"));
        return say("cli.csv.items_without_column", {{"items", joined(without)}});
    }
    std::set<std::string> known;
    for (const std::string& name : out_names)
        if (!known.insert(name).second) return say("cli.csv.column_twice", {{"column", name}});
    return {};
}

/// A column that tells something about the person that some published rules need.
std::optional<CsvColumns::Use> fact_called(std::string_view name)
{
    if (name == "sex") return CsvColumns::Use::sex;
    if (name == "age") return CsvColumns::Use::age;
    if (name == "education") return CsvColumns::Use::education;
    return std::nullopt;
}

} // namespace

CsvColumns read_header(const Definition& definition, const std::vector<std::string_view>& names)
{
    CsvColumns out;
    std::vector<bool> seen(definition.items.size(), false);
    std::set<CsvColumns::Use> facts;
    std::vector<std::string> out_names;
    for (const std::string_view name : names) {
        CsvColumns::Column column;
        bool twice = false;
        if (const auto item = item_called(definition, name)) {
            column = {CsvColumns::Use::item, *item, digits_of(definition, *item)};
            twice = seen[*item];
            seen[*item] = true;
        } else if (const auto fact = fact_called(name)) {
            column.use = *fact;
            twice = !facts.insert(*fact).second;
        } else {
            out_names.emplace_back(name);
        }
        if (twice && out.wrong.empty()) {
            const std::string shown =
                column.use == CsvColumns::Use::item ? definition.items[column.item].id : std::string(name);
            out.wrong = say("cli.csv.column_twice", {{"column", shown}});
        }
        out.columns.push_back(column);
    }
    for (const std::string& name : out_names) {
        append_carried_cell(name, out.out_header);
        out.out_header += ',';
    }
    const std::vector<std::string> results = result_names(definition);
    for (const std::string& name : results) {
        release::append_csv_cell(out.out_header, name);
        out.out_header += &name == &results.back() ? '\n' : ',';
    }
    out_names.insert(out_names.end(), results.begin(), results.end());
    if (out.wrong.empty()) out.wrong = check(definition, seen, out_names, names);
    return out;
}

} // namespace rapport::cli
