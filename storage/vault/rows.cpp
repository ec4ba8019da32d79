#include "storage/vault/rows.h"

#include <set>

#include "storage/vault/bytes.h"
#include "storage/vault/definitions.h"
#include "storage/vault/scores.h"

namespace rapport::vault {

namespace {

constexpr std::string_view columns = "SELECT id, finished_ms, session, part, instrument, by_patient, day, definition, "
                                     "answers, mac, supersedes FROM main.administration ";

/// A row's own columns beside its archive.
struct Columns {
    sealed::Id id{};
    sealed::Id person{};
    std::int64_t finished_ms = 0;
    sealed::Id session{};
    RowPlace place;
    std::string instrument;
    std::int32_t day = 0;
    crypto::Hash definition{};
    sealed::Bytes archive;
    sealed::Id supersedes{};
};

crypto::Mac mac_of(const Core& core, const Columns& row, const std::vector<crypto::Mac>& scores)
{
    ByteWriter out;
    out.text("administration")
        .raw(row.id)
        .raw(row.person)
        .number(row.finished_ms)
        .raw(row.session)
        .number(row.place.part);
    out.text(row.instrument)
        .number(std::uint8_t{row.place.by_patient})
        .number(row.day)
        .raw(row.definition)
        .text(row.archive);
    out.number(scores.size());
    for (const crypto::Mac& score : scores)
        out.raw(score);
    // Rows of the first two schemas had no such column, and keep the MAC they were written with.
    if (row.supersedes != sealed::Id{}) out.text("supersedes").raw(row.supersedes);
    return crypto::keyed_mac(core.row_key, out.bytes());
}

Error damaged(const Columns& row, std::string_view what)
{
    return {fault::vault_damaged, std::string(what) + " " + sealed::hex(row.id)};
}

/// Authentic, readable, and still coming to what it came to.
Result<Read> check(Core& core, Columns row, const crypto::Mac& mac, ScoreRows scores)
{
    const std::vector<crypto::Mac> expected = score_macs(core, row.id, scores.scores);
    if (scores.macs != expected || !crypto::equal(mac_of(core, row, scores.macs), mac)) return damaged(row, "row");
    Read read{{}, mac};
    if (const Status unpacked = read_archive(row.archive, read.kept); !unpacked) return unpacked.error();
    Administration& out = read.kept.administration;
    out.id = row.id;
    out.person = row.person;
    out.session = row.session;
    out.instrument = std::move(row.instrument);
    out.definition_hash = sealed::hex(row.definition);
    out.finished_ms = row.finished_ms;
    out.day = row.day;
    out.supersedes = row.supersedes;
    out.scores = std::move(scores.scores);

    const auto definition = pinned_definition(core, row.definition);
    if (!definition) return definition.error();
    if (!instruments::fits(**definition, out.response)) return damaged(row, "answers");
    const instruments::Scored scored = instruments::score(**definition, out.response, read.kept.context);
    if (!same(freeze(scored.scores), out.scores) || !same(freeze(scored.criteria), out.criteria))
        return damaged(row, "score");
    return read;
}

struct Found {
    Columns row;
    crypto::Mac mac{};
};

Columns columns_of_row(const Row& from, const sealed::Id& person)
{
    return {from.id(0),   person,        from.integer(1),   from.id(2),   {from.whole(3), from.truth(5)},
            from.text(4), from.whole(6), from.bytes<32>(7), from.blob(8), from.id(10)};
}

Result<std::vector<Read>> read(Core& core, const sealed::Id& person, std::string_view rest, Connection::Values values)
{
    // All rows first: checking one may read definitions from the same connection.
    std::vector<Found> found;
    const Status stepped = core.database.each(std::string(columns) + std::string(rest), values, [&](const Row& from) {
        Found row;
        row.row = columns_of_row(from, person);
        // The MAC is over yes or no: any other number in the column is not what was written.
        // And an id of zeros stands for no link, which is written as none.
        const bool as_written = from.is_null(10) || row.row.supersedes != sealed::Id{};
        if (as_written && (from.integer(5) == 0 || from.integer(5) == 1)) row.mac = from.bytes<16>(9);
        found.push_back(std::move(row));
        return true;
    });
    if (!stepped) return stepped.error();
    auto scores = read_scores(core, person);
    if (!scores) return scores.error();
    std::vector<Read> out;
    for (Found& row : found) {
        ScoreRows own = std::move((*scores)[row.row.id]);
        auto checked = check(core, std::move(row.row), row.mac, std::move(own));
        if (!checked) return checked.error();
        out.push_back(std::move(*checked));
    }
    return out;
}

/// Leaves those that were not corrected since.
void keep_standing(std::vector<Read>& rows)
{
    std::set<sealed::Id> there;
    std::set<sealed::Id> superseded;
    for (const Read& row : rows) {
        there.insert(row.kept.administration.id);
        superseded.insert(row.kept.administration.supersedes);
    }
    superseded.erase(sealed::Id{});
    // Occasions corrected from an original that is not there any more.
    std::set<std::pair<std::string, std::int64_t>> lost;
    for (const Read& row : rows) {
        const Administration& one = row.kept.administration;
        if (one.supersedes != sealed::Id{} && !there.contains(one.supersedes))
            lost.emplace(one.instrument, one.finished_ms);
    }
    std::erase_if(rows, [&](const Read& row) {
        const Administration& one = row.kept.administration;
        return superseded.contains(one.id) ||
               (one.supersedes == sealed::Id{} && lost.contains({one.instrument, one.finished_ms}));
    });
}

} // namespace

Result<crypto::Mac> insert_rows(Core& core, const Kept& kept, const RowPlace& place)
{
    const Administration& from = kept.administration;
    auto archive = write_archive(kept);
    if (!archive) return archive.error();
    const Columns row{from.id,
                      from.person,
                      from.finished_ms,
                      from.session,
                      place,
                      from.instrument,
                      from.day,
                      hash_from_hex(from.definition_hash),
                      std::move(*archive),
                      from.supersedes};
    const ScoreRows scores{from.scores, score_macs(core, from.id, from.scores)};
    const crypto::Mac mac = mac_of(core, row, scores.macs);
    const Value session = row.session == sealed::Id{} ? Value(nullptr) : Value(row.session);
    const Value supersedes = row.supersedes == sealed::Id{} ? Value(nullptr) : Value(row.supersedes);
    const Status inserted =
        core.database.run("INSERT INTO main.administration (person, finished_ms, id, session, part, instrument, "
                          "by_patient, day, definition, "
                          "answers, mac, supersedes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          {row.person, row.finished_ms, row.id, session, row.place.part, row.instrument,
                           row.place.by_patient, row.day, row.definition, Blob{row.archive}, mac, supersedes});
    if (!inserted) return inserted.error();
    if (const Status scored = insert_scores(core, row.person, row.id, scores); !scored) return scored.error();
    return mac;
}

Result<std::vector<Read>> read_rows(Core& core, const sealed::Id& person)
{
    return read(core, person, "WHERE person = ? ORDER BY finished_ms, id", {person});
}

Result<std::vector<Read>> read_standing_rows(Core& core, const sealed::Id& person)
{
    auto rows = read_rows(core, person);
    if (rows) keep_standing(*rows);
    return rows;
}

Result<Read> read_one(Core& core, const sealed::Id& person, const sealed::Id& administration)
{
    auto found = read(core, person, "WHERE person = ? AND id = ?", {person, administration});
    if (!found) return found.error();
    if (found->size() != 1) return Error{fault::vault_damaged, "row " + sealed::hex(administration)};
    return std::move(found->front());
}

Status put_after(Core& core, const sealed::Id& person, const sealed::Id& administration, const sealed::Id& before)
{
    const auto sound = read_one(core, person, administration);
    if (!sound) return sound.error();
    if (sound->kept.administration.supersedes == before) return {};
    std::optional<Columns> row;
    const Status found = core.database.each(std::string(columns) + "WHERE person = ? AND id = ?",
                                            {person, administration}, [&](const Row& from) {
                                                row = columns_of_row(from, person);
                                                return false;
                                            });
    if (!found) return found;
    auto scores = read_scores(core, person);
    if (!scores) return scores.error();
    row->supersedes = before;
    const crypto::Mac mac = mac_of(core, *row, (*scores)[administration].macs);
    return core.database.run("UPDATE main.administration SET supersedes = ?3, mac = ?4 WHERE person = ?1 AND id = ?2",
                             {person, administration, before, mac});
}

Result<std::optional<Read>> read_previous(Core& core, const sealed::Id& person, std::string_view instrument,
                                          std::int64_t before_ms)
{
    auto found = read(core, person,
                      "WHERE person = ?1 AND instrument = ?2 AND finished_ms < ?3 AND " + std::string(not_superseded) +
                          " ORDER BY finished_ms DESC LIMIT 1",
                      {person, instrument, before_ms});
    if (!found) return found.error();
    if (found->empty()) return std::optional<Read>{};
    return std::optional<Read>{std::move(found->front())};
}

} // namespace rapport::vault
