#include "storage/vault/scores.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "storage/vault/bytes.h"

namespace rapport::vault {

namespace {

std::uint64_t bits(double value)
{
    return std::bit_cast<std::uint64_t>(value);
}

auto all_of(const FrozenScore& score)
{
    return std::make_tuple(score.id, score.value.has_value(), bits(score.value.value_or(0)), score.absent,
                           score.answered, score.items, score.prorated, bits(score.lowest), bits(score.highest),
                           score.band, score.band_above);
}

crypto::Mac mac_of(const Core& core, const sealed::Id& administration, std::size_t place, const FrozenScore& score)
{
    ByteWriter out;
    out.text("score").raw(administration).number(place).text(score.id).number(std::uint8_t{score.value.has_value()});
    out.real(score.value.value_or(0)).text(score.absent).number(score.answered).number(score.items);
    out.number(std::uint8_t{score.prorated})
        .real(score.lowest)
        .real(score.highest)
        .text(score.band)
        .text(score.band_above);
    return crypto::keyed_mac(core.row_key, out.bytes());
}

} // namespace

std::vector<FrozenScore> freeze(const std::vector<instruments::ScoreValue>& scores)
{
    std::vector<FrozenScore> out;
    for (const instruments::ScoreValue& score : scores)
        out.push_back({std::string(score.id), score.value, std::string(score.absent), score.answered, score.items,
                       score.prorated, score.lowest, score.highest, std::string(score.band),
                       std::string(score.band_above)});
    return out;
}

std::vector<FrozenCriterion> freeze(const std::vector<instruments::CriterionValue>& criteria)
{
    std::vector<FrozenCriterion> out;
    for (const instruments::CriterionValue& criterion : criteria)
        out.push_back({std::string(criterion.id), std::string(instruments::word(criterion.tri))});
    return out;
}

bool same(const std::vector<FrozenScore>& left, const std::vector<FrozenScore>& right)
{
    return std::ranges::equal(left, right, [](const auto& a, const auto& b) { return all_of(a) == all_of(b); });
}

bool same(const std::vector<FrozenCriterion>& left, const std::vector<FrozenCriterion>& right)
{
    return std::ranges::equal(left, right, [](const auto& a, const auto& b) { return a.id == b.id && a.tri == b.tri; });
}

std::vector<crypto::Mac> score_macs(const Core& core, const sealed::Id& administration,
                                    const std::vector<FrozenScore>& scores)
{
    std::vector<crypto::Mac> macs;
    for (std::size_t place = 0; place < scores.size(); ++place)
        macs.push_back(mac_of(core, administration, place, scores[place]));
    return macs;
}

Status insert_scores(Core& core, const sealed::Id& person, const sealed::Id& administration, const ScoreRows& rows)
{
    for (std::size_t place = 0; place < rows.scores.size(); ++place) {
        const FrozenScore& score = rows.scores[place];
        const Status kept =
            core.database.run("INSERT INTO main.score (person, administration, place, id, value, absent, answered, "
                              "items, prorated, lowest, "
                              "highest, band, band_above, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              {person, administration, static_cast<std::int64_t>(place), score.id, score.value,
                               score.absent, score.answered, score.items, score.prorated, score.lowest, score.highest,
                               score.band, score.band_above, rows.macs[place]});
        if (!kept) return kept;
    }
    return {};
}

Result<std::map<sealed::Id, ScoreRows>> read_scores(Core& core, const sealed::Id& person)
{
    std::map<sealed::Id, ScoreRows> found;
    const Status read = core.database.each(
        "SELECT administration, id, value, absent, answered, items, prorated, lowest, highest, band, band_above, mac, "
        "place FROM main.score WHERE person = ? ORDER BY administration, place",
        {person}, [&](const Row& row) {
            ScoreRows& rows = found[row.id(0)];
            rows.scores.push_back({row.text(1), row.real_or_none(2), row.text(3), row.whole(4), row.whole(5),
                                   row.truth(6), row.real(7), row.real(8), row.text(9), row.text(10)});
            // The MAC is over the place the score is read at, which must be the one it stands at.
            const bool in_place = row.integer(12) == static_cast<std::int64_t>(rows.macs.size());
            rows.macs.push_back(in_place ? row.bytes<16>(11) : crypto::Mac{});
            return true;
        });
    if (!read) return read.error();
    return found;
}

} // namespace rapport::vault
