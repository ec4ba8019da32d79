#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "storage/release/k_search.h"
#include "storage/release/policy.h"
#include "storage/release/text.h"
#include "storage/release/visits.h"

namespace rapport::release {

namespace {

/// The smallest SD that does not print as 0.0: below it a mean states every member's value.
constexpr double least_sd = 0.05;

/// The number a table counts: "total" where there is one. Subscales would add up to it, so they are not printed beside
/// it.
std::size_t table_score(const instruments::Definition& definition)
{
    return definition.score_index("total").value_or(0);
}

void fill(TableRow& row, const std::vector<double>& values)
{
    row.n = static_cast<int>(values.size());
    if (values.empty()) return;
    const auto n = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values)
        sum += value;
    row.mean = sum / n;
    double squares = 0;
    for (const double value : values)
        squares += (value - row.mean) * (value - row.mean);
    row.sd = values.size() > 1 ? std::sqrt(squares / (n - 1)) : 0;
}

/// Withholds more rows of one instrument until nobody can say of a withheld row that it is smaller than the threshold
/// allows: the rows together, known from the size of a file, must leave room for threshold - 1 people in each and one
/// in every other.
void hide_partners(std::vector<TableRow>& rows, int threshold)
{
    for (;;) {
        int count = 0;
        int sum = 0;
        TableRow* smallest = nullptr;
        for (TableRow& row : rows) {
            if (row.withheld) {
                ++count;
                sum += row.n;
            } else if (smallest == nullptr || row.n < smallest->n) {
                smallest = &row;
            }
        }
        const bool hidden = count >= 2 && sum >= threshold - 1 + (count - 1);
        if (count == 0 || hidden || smallest == nullptr) return;
        smallest->withheld = true;
    }
}

struct VisitOrder {
    int session = 0;
    std::string name;
    auto operator<=>(const VisitOrder&) const = default;
};

/// The courses that leave; when none may, everybody's, and the threshold alone decides.
Courses counted(std::span<const Record> records, const Policy& policy)
{
    if (auto plan = plan_release(records, policy)) return std::move(plan->courses);
    if (auto all = gather(records, policy)) return std::move(*all);
    return {};
}

std::vector<TableRow> rows_of_instrument(const Courses& offered, const Courses& courses, const VisitNames& names,
                                         const instruments::Definition& definition, int threshold)
{
    std::map<std::string, int> first_session;
    for (const Course& course : offered)
        for (const Record* row : course.rows) {
            if (row->instrument != definition.id) continue;
            const auto [at, fresh] = first_session.try_emplace(names.of(*row), row->session_number);
            if (!fresh) at->second = std::min(at->second, row->session_number);
        }

    const std::size_t which = table_score(definition);
    std::map<std::string, std::vector<double>> values;
    for (const Course& course : courses) {
        std::set<std::string> counted_visits;
        for (const Record* row : course.rows) {
            if (row->instrument != definition.id || row->version != definition.version) continue;
            if (!instruments::fits(definition, row->response)) continue;
            const auto value = instruments::score(definition, row->response, {row->sex, {}}).scores[which].value;
            const std::string visit = names.of(*row);
            if (value && counted_visits.insert(visit).second) values[visit].push_back(*value);
        }
    }

    std::vector<VisitOrder> order;
    for (const auto& [visit, session] : first_session)
        order.push_back({visit == withheld_word ? 1 << 30 : session, visit});
    std::ranges::sort(order);
    std::vector<TableRow> rows;
    for (const VisitOrder& visit : order) {
        TableRow row{definition.id, definition.scores[which].id, visit.name};
        fill(row, values[visit.name]);
        row.withheld = row.n < threshold || row.sd < least_sd || visit.name == withheld_word;
        rows.push_back(std::move(row));
    }
    hide_partners(rows, threshold);
    for (TableRow& row : rows)
        if (row.withheld) row.n = 0, row.mean = 0, row.sd = 0;
    return rows;
}

} // namespace

Table aggregate(std::span<const Record> records, std::span<const instruments::Definition* const> definitions,
                const Policy& policy)
{
    Table table;
    table.threshold = threshold_of(policy);
    const auto offered = gather(records, policy);
    if (!offered) return table;
    const Courses courses = counted(records, policy);
    const VisitNames names(courses, policy.k);

    std::vector<const instruments::Definition*> sorted(definitions.begin(), definitions.end());
    std::ranges::sort(sorted, {}, &instruments::Definition::id);
    for (const instruments::Definition* definition : sorted) {
        if (definition->scores.empty()) continue;
        for (TableRow& row : rows_of_instrument(*offered, courses, names, *definition, table.threshold)) {
            table.withheld_cells += row.withheld ? 1 : 0;
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

TableWords table_words(const TableRow& row)
{
    if (row.withheld) {
        const std::string word(withheld_word);
        return {word, word, word};
    }
    // An SD has at most two significant digits; one decimal at most as well, like the mean.
    return {std::to_string(row.n), fixed(row.mean, 1), fixed(row.sd, row.sd >= 9.95 ? 0 : 1)};
}

} // namespace rapport::release
