#include <algorithm>
#include <map>
#include <set>

#include "storage/vault/merge_rules.h"
#include "storage/vault/rows.h"

namespace rapport::vault {

std::vector<Edge> in_one_line(const std::vector<Edge>& edges)
{
    std::map<sealed::Id, std::set<sealed::Id>> before;
    std::map<sealed::Id, std::set<sealed::Id>> after;
    std::map<sealed::Id, std::int64_t> at_ms;
    for (const Edge& edge : edges) {
        before[edge.row].insert(edge.before);
        after[edge.before].insert(edge.row);
        const auto known = at_ms.emplace(edge.row, edge.at_ms).first;
        known->second = std::min(known->second, edge.at_ms);
    }
    const auto original = [&](sealed::Id row) {
        for (std::size_t steps = 0; steps <= edges.size() && before.contains(row); ++steps)
            row = *before.at(row).begin();
        return row;
    };
    std::set<sealed::Id> forked;
    for (const auto& [row, places] : before)
        if (places.size() > 1) forked.insert(original(row));
    for (const auto& [row, followers] : after)
        if (followers.size() > 1) forked.insert(original(row));
    std::vector<Edge> out;
    for (const sealed::Id& root : forked) {
        std::set<sealed::Id> all;
        std::vector<sealed::Id> next{root};
        while (!next.empty()) {
            const sealed::Id row = next.back();
            next.pop_back();
            if (const auto followers = after.find(row); followers != after.end())
                for (const sealed::Id& one : followers->second)
                    if (one != root && all.insert(one).second) next.push_back(one);
        }
        std::vector<std::pair<std::int64_t, sealed::Id>> line;
        for (const sealed::Id& row : all)
            line.emplace_back(at_ms.at(row), row);
        std::ranges::sort(line);
        sealed::Id last = root;
        for (const auto& [when, row] : line) {
            out.push_back({row, last, when});
            last = row;
        }
    }
    return out;
}

namespace {

Result<std::vector<Edge>> read_edges(Merging& merging, const std::string& sql)
{
    std::vector<Edge> edges;
    const Status read = merging.database().each(sql, {}, [&](const Row& row) {
        edges.push_back({row.id(0), row.id(1), row.integer(2)});
        return true;
    });
    if (!read) return read.error();
    return edges;
}

Status line_up_answers(Merging& merging)
{
    // When a correction was made stands in the audit alone.
    const std::string when = "max(" + last_line("a", "'corrected'", "lower(hex(x.id))") + ", " +
                             last_line("b", "'corrected'", "lower(hex(x.id))") + ")";
    const auto edges =
        read_edges(merging, for_both("SELECT x.id, x.supersedes, " + when +
                                         " FROM {s}.administration x WHERE x.supersedes IS NOT NULL AND " +
                                         std::string(not_erased),
                                     " UNION "));
    if (!edges) return edges.error();
    std::set<MergeNote> told;
    for (const Edge& edge : in_one_line(*edges)) {
        sealed::Id person{};
        std::string instrument;
        const Status found = merging.database().each("SELECT person, instrument FROM main.administration WHERE id = ?",
                                                     {edge.row}, [&](const Row& row) {
                                                         person = row.id(0);
                                                         instrument = row.text(1);
                                                         return false;
                                                     });
        if (!found) return found;
        if (Status placed = put_after(merging.core, person, edge.row, edge.before); !placed) return placed;
        if (told.insert({{}, sealed::hex(person), instrument}).second)
            merging.note("corrected_in_both", code_name(merging, person), instrument);
    }
    return {};
}

/// Notes and events of a person's page. Their rows are never updated, so they are lined up before they go in.
Status line_up_entries(Merging& merging)
{
    if (Status done = run_steps(merging, {"CREATE TEMP TABLE entry_picked AS SELECT * FROM a_id.entry WHERE FALSE",
                                          "CREATE INDEX temp.entry_picked_id ON entry_picked (id)"});
        !done)
        return done;
    if (Status done =
            pick_rows(merging, {"identity", "entry", "id", {}, not_erased, {"supersedes"}, "temp.entry_picked"});
        !done)
        return done;
    const auto edges = read_edges(merging, for_both("SELECT x.id, x.supersedes, x.at_ms FROM {i}.entry x WHERE "
                                                    "x.supersedes IS NOT NULL AND " +
                                                        std::string(not_erased),
                                                    " UNION "));
    if (!edges) return edges.error();
    std::set<sealed::Id> told;
    for (const Edge& edge : in_one_line(*edges)) {
        if (Status placed = merging.database().run("UPDATE temp.entry_picked SET supersedes = ?2 WHERE id = ?1",
                                                   {edge.row, edge.before});
            !placed)
            return placed;
        const Status found = merging.database().each("SELECT person FROM temp.entry_picked WHERE id = ?", {edge.row},
                                                     [&](const Row& row) {
                                                         told.insert(row.id(0));
                                                         return false;
                                                     });
        if (!found) return found;
    }
    for (const sealed::Id& person : told)
        merging.note("entry_corrected_in_both", code_name(merging, person), {});
    return merging.database().run("INSERT INTO identity.entry SELECT * FROM temp.entry_picked ORDER BY person, at_ms, "
                                  "id");
}

} // namespace

Status merge_chains(Merging& merging)
{
    if (Status done = line_up_answers(merging); !done) return done;
    return line_up_entries(merging);
}

} // namespace rapport::vault
