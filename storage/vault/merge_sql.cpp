#include "storage/vault/merge_sql.h"

#include <algorithm>

namespace rapport::vault {

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

std::vector<std::string> names_in(std::string_view list)
{
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::size_t end = list.find(", ");
        names.emplace_back(list.substr(0, end));
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 2);
    }
    return names;
}

bool among(const std::vector<std::string>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

/// A rule with its columns looked up.
struct Shape {
    std::string columns;
    std::string same_key; ///< of x and y
    std::string differs;  ///< of x and y; "FALSE" when there is nothing but the key
    std::string order;    ///< every column that counts, greatest first
    std::string from;     ///< "{s}.table"
};

Result<Shape> shape_of(Merging& merging, const PickRule& rule)
{
    const auto columns = columns_of(merging.database(), rule.file, rule.table);
    if (!columns) return columns.error();
    const std::vector<std::string> key = names_in(rule.key);
    Shape shape;
    shape.columns = comma_list(*columns);
    shape.from = (rule.file == "main" ? "{s}." : "{i}.") + std::string(rule.table);
    for (const std::string& name : key)
        shape.same_key.append(shape.same_key.empty() ? "" : " AND ").append("y." + name + " = x." + name);
    std::vector<std::string> rest;
    for (const std::string& name : *columns)
        if (!among(key, name) && std::ranges::find(rule.apart, name) == rule.apart.end()) rest.push_back(name);
    shape.differs = rest.empty() ? "FALSE" : "(" + comma_list(rest, "x.") + ") IS NOT (" + comma_list(rest, "y.") + ")";
    for (const std::string& name : rest)
        shape.order += ", " + name + " DESC";
    return shape;
}

std::string other_of(std::string_view side)
{
    return side == "a" ? "b" : "a";
}

/// Whether the other side has a row of that key, which differs.
std::string there_too(const Shape& shape, std::string_view side, bool differing)
{
    return "EXISTS (SELECT 1 FROM " + for_side(shape.from, other_of(side)) + " y WHERE " + shape.same_key +
           (differing ? " AND " + shape.differs : std::string()) + ")";
}

Status insert_unlike(Merging& merging, const PickRule& rule, const Shape& shape, const std::string& into)
{
    std::string ranks;
    std::string order;
    for (std::size_t at = 0; at < rule.ranks.size(); ++at) {
        ranks += ", " + std::string(rule.ranks[at]) + " AS rank_" + std::to_string(at);
        order += ", rank_" + std::to_string(at) + " DESC";
    }
    order += shape.order;
    std::string both;
    for (const std::string_view side : merge_sides)
        both += (both.empty() ? "" : " UNION ALL ") +
                for_side("SELECT x.*" + ranks + " FROM " + shape.from + " x WHERE " + std::string(rule.filter) +
                             " AND " + there_too(shape, side, true),
                         side);
    // No table has a column of that name; `place` some have.
    return merging.database().run("INSERT INTO " + into + " (" + shape.columns + ") SELECT " + shape.columns +
                                  " FROM (SELECT u.*, row_number() OVER (PARTITION BY " + std::string(rule.key) +
                                  " ORDER BY " + order.substr(2) + ") AS nth_of_key FROM (" + both +
                                  ") u) WHERE nth_of_key = 1");
}

} // namespace

std::string for_side(std::string_view sql, std::string_view side)
{
    std::string out(sql);
    replace_all(out, "{s}", side);
    replace_all(out, "{i}", std::string(side) + "_id");
    return out;
}

std::string for_both(std::string_view sql, std::string_view between)
{
    return for_side(sql, "a") + std::string(between) + for_side(sql, "b");
}

std::string comma_list(const std::vector<std::string>& names, std::string_view before)
{
    std::string out;
    for (const std::string& name : names)
        out.append(out.empty() ? "" : ", ").append(before).append(name);
    return out;
}

Result<std::vector<std::string>> columns_of(Connection& database, std::string_view file, std::string_view table)
{
    std::vector<std::string> out;
    const Status read = database.each("SELECT name FROM pragma_table_info(?1, ?2)", {table, file}, [&](const Row& row) {
        out.push_back(row.text(0));
        return true;
    });
    if (!read) return read.error();
    return out;
}

Status pick_rows(Merging& merging, const PickRule& rule)
{
    const auto shape = shape_of(merging, rule);
    if (!shape) return shape.error();
    const std::string into =
        rule.into.empty() ? std::string(rule.file) + "." + std::string(rule.table) : std::string(rule.into);
    const std::string insert = "INSERT INTO " + into + " (" + shape->columns + ") SELECT " + shape->columns + " FROM ";
    const std::string filter = " x WHERE " + std::string(rule.filter) + " AND NOT ";
    if (Status done =
            merging.database().run(for_side(insert + shape->from + filter, "a") + there_too(*shape, "a", true));
        !done)
        return done;
    if (Status done =
            merging.database().run(for_side(insert + shape->from + filter, "b") + there_too(*shape, "b", false));
        !done)
        return done;
    return shape->order.empty() ? Status() : insert_unlike(merging, rule, *shape, into);
}

Status join_rows(Merging& merging, const PickRule& rule)
{
    const auto shape = shape_of(merging, rule);
    if (!shape) return shape.error();
    const auto unlike = merging.database().count("SELECT count(*) FROM " + for_side(shape->from, "a") + " x WHERE " +
                                                 for_side(rule.filter, "a") + " AND " + there_too(*shape, "a", true));
    if (!unlike) return unlike.error();
    if (*unlike != 0) merging.clashes.push_back({"differs", {}, std::string(rule.table)});
    return pick_rows(merging, rule);
}

Status join_list(Merging& merging, const ListRule& rule)
{
    auto columns = columns_of(merging.database(), rule.file, rule.table);
    if (!columns) return columns.error();
    std::erase(*columns, "number");
    std::vector<std::string> rest = *columns;
    std::erase(rest, "at_ms");
    std::vector<std::string> read = *columns;
    if (!rule.first_column.empty()) read.front() = std::string(rule.first_column) + " AS " + read.front();
    const std::string from = (rule.file == "main" ? "{s}." : "{i}.") + std::string(rule.table);
    const std::string all =
        for_both("SELECT " + comma_list(read) + " FROM " + from + " x WHERE " + std::string(rule.filter), " UNION ") +
        (rule.more.empty() ? std::string() : " UNION " + std::string(rule.more));
    return merging.database().run("INSERT INTO " + std::string(rule.file) + "." + std::string(rule.table) + " (" +
                                  comma_list(*columns) + ", number) SELECT " + comma_list(*columns) +
                                  ", row_number() OVER (PARTITION BY " + std::string(rule.of) + " ORDER BY at_ms, " +
                                  comma_list(rest) + ") - 1 FROM (" + all + ")");
}

Status run_steps(Merging& merging, std::initializer_list<std::string_view> steps)
{
    for (const std::string_view step : steps) {
        const bool sided = step.find("{s}") != std::string_view::npos || step.find("{i}") != std::string_view::npos;
        if (!sided) {
            if (Status done = merging.database().run(step); !done) return done;
            continue;
        }
        for (const std::string_view side : merge_sides)
            if (Status done = merging.database().run(for_side(step, side)); !done) return done;
    }
    return {};
}

std::string last_line(std::string_view side, std::string_view events, std::string_view object)
{
    const std::string about = "WHERE object = " + std::string(object) + " AND event IN (" + std::string(events) + ")";
    return for_side("(SELECT coalesce(max(utc_ms), 0) FROM (SELECT utc_ms FROM {s}.audit " + about +
                        " UNION ALL SELECT utc_ms FROM {s}.earlier_audit " + about + "))",
                    side);
}

std::string code_name(Merging& merging, const sealed::Id& person)
{
    const auto name = merging.database().ask("SELECT pseudonym FROM main.person WHERE id = ?", {person});
    return name && *name ? **name : std::string();
}

} // namespace rapport::vault
