#include "storage/vault/dyad.h"

#include <algorithm>
#include <cstdlib>

#include "storage/vault/lists.h"

namespace rapport::vault {

namespace {

using Forms = std::vector<const Administration*>;

Forms of_instrument(const std::vector<Administration>& rows, std::string_view instrument)
{
    Forms forms;
    for (const Administration& row : rows)
        if (row.instrument == instrument) forms.push_back(&row);
    return forms;
}

std::int32_t days_apart(const Administration& a, const Administration& b)
{
    return std::abs(a.day - b.day);
}

} // namespace

bool same_session(const Administration& a, const Administration& b)
{
    if (a.session_number > 0 && b.session_number > 0)
        return a.session_number == b.session_number && days_apart(a, b) <= longest_wait_days;
    return (a.session == b.session && a.session != Id{}) || a.day == b.day;
}

const Administration* partner(const Administration& of, const Forms& alike, const Forms& among)
{
    const Administration* found = nullptr;
    for (const Administration* const each : among) {
        if (!same_session(of, *each)) continue;
        const bool anothers = std::ranges::any_of(alike, [&](const Administration* one) {
            return same_session(*one, *each) && days_apart(*one, *each) < days_apart(of, *each);
        });
        if (!anothers && (found == nullptr || days_apart(of, *each) <= days_apart(of, *found))) found = each;
    }
    return found;
}

std::vector<Pair> pair_up(const Forms& patient, const Forms& therapist)
{
    std::vector<Pair> pairs;
    for (const Administration* mine : patient)
        if (const Administration* theirs = partner(*mine, patient, therapist)) pairs.push_back({mine, theirs});
    return pairs;
}

const std::string* pair_of(std::string_view instrument, const std::vector<instruments::Definition>& definitions)
{
    for (const instruments::Definition& definition : definitions)
        if (definition.id == instrument && !definition.pair_id.empty()) return &definition.pair_id;
    return nullptr;
}

Result<Asked> asked_in_batteries(Core& core)
{
    Asked asked;
    const Status read =
        core.database.each("SELECT instruments FROM main.battery WHERE retired = 0", {}, [&](const Row& row) {
            for (std::string& id : split_lines(row.text(0)))
                asked.insert(std::move(id));
            return true;
        });
    if (!read) return read.error();
    return asked;
}

bool waits_for(std::string_view other, const Asked& asked, const std::vector<Administration>& rows)
{
    return asked.contains(other) || std::ranges::find(rows, other, &Administration::instrument) != rows.end();
}

Status blind(Core& core, std::vector<Administration>& rows)
{
    const auto asked = asked_in_batteries(core);
    if (!asked) return asked.error();
    blind(rows, core.instruments, *asked);
    return {};
}

void blind(std::vector<Administration>& rows, const std::vector<instruments::Definition>& definitions,
           const Asked& asked)
{
    std::int32_t newest = 0;
    for (const Administration& row : rows)
        newest = std::max(newest, row.day);
    std::vector<std::size_t> hidden;
    for (std::size_t n = 0; n < rows.size(); ++n)
        if (const std::string* other = pair_of(rows[n].instrument, definitions))
            if (newest - rows[n].day <= longest_wait_days && waits_for(*other, asked, rows) &&
                !partner(rows[n], of_instrument(rows, rows[n].instrument), of_instrument(rows, *other)))
                hidden.push_back(n);
    for (const std::size_t n : hidden) {
        Administration& row = rows[n];
        row.blind = true;
        row.response = {};
        row.scores.clear();
        row.criteria.clear();
        row.aloud.clear();
    }
}

} // namespace rapport::vault
