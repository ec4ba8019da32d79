#include <algorithm>
#include <array>

#include "storage/vault/audit.h"
#include "storage/vault/links.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

constexpr std::array<std::string_view, 4> states = {"asked", "given", "refused", "withdrawn"};
constexpr std::size_t most_word = 100;

} // namespace

Result<std::vector<Consent>> Vault::consents(const Id& person)
{
    Core& core = *state_;
    const auto records = records_of(core, person);
    if (!records) return records.error();
    struct Kept {
        Consent consent;
        std::int64_t at_ms = 0;
    };
    std::vector<Kept> found;
    for (const sealed::Id& record : *records) {
        const Status read = core.database.each(
            "SELECT purpose, state, day, actor, at_ms FROM main.consent WHERE person = ? ORDER BY purpose, number DESC",
            {record}, [&](const Row& row) {
                found.push_back({{row.text(0), row.text(1), row.whole(2), row.text(3)}, row.integer(4)});
                return true;
            });
        if (!read) return read.error();
    }
    std::ranges::stable_sort(found, [](const Kept& a, const Kept& b) {
        return a.consent.purpose != b.consent.purpose ? a.consent.purpose < b.consent.purpose : a.at_ms > b.at_ms;
    });
    std::vector<Consent> out;
    for (Kept& one : found)
        out.push_back(std::move(one.consent));
    return out;
}

Status Vault::set_consent(const Id& person, const Consent& consent)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "set_consent"); !may) return may;
    if (std::ranges::count(states, consent.state) == 0) return Error{fault::bad_policy, "state"};
    if (consent.purpose.empty()) return Error{fault::bad_policy, "purpose"};
    if (consent.purpose.size() > most_word) return Error{fault::too_long, "purpose"};
    const auto root = root_of(core, person);
    if (!root) return root.error();
    if (const auto known = find_person(core, *root); !known) return known.error();
    return act(core, {"consent", sealed::hex(*root), consent.purpose, {}, {}, consent.state}, [&] {
        return core.database.run(
            "INSERT INTO main.consent (person, purpose, number, state, day, at_ms, actor) VALUES (?1, ?2, (SELECT "
            "count(*) FROM main.consent WHERE person = ?1 AND purpose = ?2), ?3, ?4, ?5, ?6)",
            {*root, consent.purpose, consent.state, consent.day, core.clock(), core.user});
    });
}

} // namespace rapport::vault
