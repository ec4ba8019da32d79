#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "storage/release/k_search.h"
#include "storage/release/outcomes.h"
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

std::string quantity_of(const TableRow& row)
{
    return row.instrument + "|" + row.score + "|" + row.visit;
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
        smallest->why = Why::too_few;
    }
}

/// In pooled rows those who are not in an earlier table are other sites' people, not some who came since.
Newcomers newcomers_of(const Policy& policy)
{
    return policy.pooled ? Newcomers::withheld : Newcomers::left_out;
}

struct VisitOrder {
    int session = 0;
    std::string name;
    auto operator<=>(const VisitOrder&) const = default;
};

/// The courses that leave; when none may, everybody's, and the threshold alone decides.
Courses counted(const Roll& roll, const Policy& policy)
{
    if (auto plan = plan_release(roll, policy)) return std::move(plan->courses);
    if (auto all = gather(roll, policy)) return std::move(*all);
    return {};
}

/// One visit's values, by person.
using Values = std::map<std::string, double>;

std::vector<double> numbers(const Values& values)
{
    std::vector<double> out;
    for (const auto& [person, value] : values)
        out.push_back(value);
    return out;
}

std::vector<std::string> people_of(const Values& values)
{
    std::vector<std::string> out;
    for (const auto& [person, value] : values)
        out.push_back(person);
    return out;
}

/// The people of an earlier row of this quantity that are all counted now too, the most there are. Rows of an arm or a
/// site have the same quantity, so only one that lacks fewer people than the threshold stands for everybody.
const LedgerRow* stand_in(const LedgerRow& asked, std::span<const LedgerRow> earlier, int threshold)
{
    const LedgerRow* found = nullptr;
    for (const LedgerRow& before : earlier) {
        if (!of_one_sheet(before.quantity, asked.quantity)) continue;
        if (std::ssize(asked.people) - std::ssize(before.people) >= threshold) continue;
        if (found != nullptr && before.people.size() < found->people.size()) continue;
        if (std::ranges::includes(asked.people, before.people)) found = &before;
    }
    return found;
}

/// Holds a row against all that left before: as it is, or of the people of an earlier row, or not at all.
void guard(TableRow& row, const Values& values, std::span<const LedgerRow> earlier, int threshold, Newcomers newcomers)
{
    if (row.withheld) return;
    const LedgerRow asked{quantity_of(row), people_of(values)};
    row.people = asked.people;
    if (!would_fix_too_few(earlier, asked, threshold)) return;
    const LedgerRow* const before = newcomers == Newcomers::left_out ? stand_in(asked, earlier, threshold) : nullptr;
    if (before == nullptr) {
        row.withheld = true;
        row.why = Why::earlier;
        return;
    }
    std::vector<double> same;
    for (const std::string& person : before->people)
        same.push_back(values.at(person));
    row.people = before->people;
    fill(row, same);
    row.withheld = row.n < threshold || row.sd < least_sd;
    row.why = row.withheld ? Why::too_few : Why::as_released;
}

std::vector<TableRow> rows_of_instrument(const Courses& offered, const Courses& courses, const Points& points,
                                         const VisitNames& names, const instruments::Definition& definition,
                                         std::size_t which, int threshold, std::span<const LedgerRow> earlier,
                                         Newcomers newcomers)
{
    std::map<std::string, int> first_session;
    for (const Course& course : offered)
        for (const Row* row : course.rows) {
            const Form& form = *row->form;
            if (form.instrument != definition.id) continue;
            const auto [at, fresh] = first_session.try_emplace(names.of(form), form.session_number);
            if (!fresh) at->second = std::min(at->second, form.session_number);
        }

    std::map<std::string, Values> values;
    each_point(courses, definition, points, [&](const Course& course, const Row& row, const Point& point) {
        // Where there is one already it is the earlier one, and stays.
        if (point.has_value) values[names.of(*row.form)].emplace(course.who->person, point.number);
    });

    std::vector<VisitOrder> order;
    for (const auto& [visit, session] : first_session)
        order.push_back({visit == withheld_word ? 1 << 30 : session, visit});
    std::ranges::sort(order);
    std::vector<TableRow> rows;
    for (const VisitOrder& visit : order) {
        TableRow row{definition.id, definition.scores[which].id, visit.name};
        fill(row, numbers(values[visit.name]));
        row.withheld = row.n < threshold || row.sd < least_sd || visit.name == withheld_word;
        row.why = row.withheld ? Why::too_few : Why::shown;
        guard(row, values[visit.name], earlier, threshold, newcomers);
        rows.push_back(std::move(row));
    }
    hide_partners(rows, threshold);
    for (TableRow& row : rows)
        if (row.withheld) row.n = 0, row.mean = 0, row.sd = 0, row.people.clear();
    return rows;
}

} // namespace

Result<Table> aggregate(const Gathered& all, std::span<const instruments::Definition* const> definitions,
                        const Policy& policy, std::span<const LedgerRow> earlier)
{
    Table table;
    table.threshold = threshold_of(policy);
    const auto offered = gather(*all.roll, policy);
    if (!offered) return table;
    const Courses courses = counted(*all.roll, policy);
    const VisitNames names(courses, has_dates(policy) ? 1 : policy.k);

    std::vector<const instruments::Definition*> sorted(definitions.begin(), definitions.end());
    std::ranges::sort(sorted, {}, &instruments::Definition::id);
    std::vector<Points> points(sorted.size());
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        const instruments::Definition& definition = *sorted[at];
        if (definition.scores.empty()) continue;
        auto read = points_of(courses, definition, table_score(definition), *all.source);
        if (!read) return read.error();
        points[at] = std::move(*read);
        for (TableRow& row :
             rows_of_instrument(*offered, courses, points[at], names, definition, table_score(definition),
                                table.threshold, earlier, newcomers_of(policy))) {
            table.withheld_cells += row.withheld ? 1 : 0;
            table.rows.push_back(std::move(row));
        }
    }
    std::vector<LedgerRow> left(earlier.begin(), earlier.end());
    for (LedgerRow& row : fed_by(table))
        left.push_back(std::move(row));
    table.outcomes =
        outcomes(courses, sorted, points, names, table.rows, table.threshold, std::move(left), newcomers_of(policy));
    return table;
}

Table aggregate(std::span<const Record> records, std::span<const instruments::Definition* const> definitions,
                const Policy& policy, std::span<const LedgerRow> earlier)
{
    return aggregate(gathered(records), definitions, policy, earlier).value(); // held records are always there
}

Result<Table> make_table(const Gathered& all, const instruments::Definition& definition, const Policy& policy,
                         const TableWish& wish, std::span<const LedgerRow> earlier)
{
    const auto score = definition.score_index(wish.score);
    if (definition.id != wish.instrument || !score) return Error{fault::bad_table, "score"};
    constexpr std::array<std::string_view, 4> groupings{"all", "arm", "site", "clinician"};
    if (std::ranges::find(groupings, wish.by) == groupings.end()) return Error{fault::bad_table, "grouping"};
    Table table;
    table.threshold = threshold_of(policy);
    const auto offered = gather(*all.roll, policy);
    if (!offered) return offered.error();
    const Courses courses = counted(*all.roll, policy);
    const VisitNames names(courses, has_dates(policy) ? 1 : policy.k);
    const auto points = points_of(courses, definition, *score, *all.source);
    if (!points) return points.error();
    const std::vector<TableRow> visits = rows_of_instrument(*offered, courses, *points, names, definition, *score,
                                                            table.threshold, earlier, newcomers_of(policy));
    const instruments::Definition* const alone = &definition;
    table.outcomes = outcomes(courses, std::span(&alone, 1), std::span(&*points, 1), names, visits, table.threshold,
                              {earlier.begin(), earlier.end()}, newcomers_of(policy), &wish);
    for (const TableRow& visit : visits)
        for (const char* const name : {"n", "missing", "mean", "sd", "q1", "median", "q3"})
            if (visit.withheld)
                table.outcomes.rows.push_back({wish.instrument, wish.score, "all", "all", visit.visit, name,
                                               std::string(withheld_word), visit.why});
    for (const Statistic& one : table.outcomes.rows)
        table.withheld_cells += one.value == withheld_word ? 1 : 0;
    return table;
}

Result<Table> make_table(std::span<const Record> records, const instruments::Definition& definition,
                         const Policy& policy, const TableWish& wish, std::span<const LedgerRow> earlier)
{
    return make_table(gathered(records), definition, policy, wish, earlier);
}

std::vector<LedgerRow> fed_by(const Table& table)
{
    std::vector<LedgerRow> out;
    for (const TableRow& row : table.rows)
        if (!row.withheld) out.push_back({quantity_of(row), row.people});
    out.insert(out.end(), table.outcomes.fed.begin(), table.outcomes.fed.end());
    return out;
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
