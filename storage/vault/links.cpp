#include "storage/vault/links.h"

#include <algorithm>
#include <iterator>

#include "storage/vault/audit.h"
#include "storage/vault/people.h"
#include "storage/vault/reason.h"
#include "storage/vault/rights.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

Status refresh_all(Core& core, const std::vector<sealed::Id>& persons)
{
    for (const sealed::Id& person : persons)
        if (Status done = refresh_person_row(core, person); !done) return done;
    return {};
}

PersonLink link_of(const Row& row)
{
    PersonLink link;
    link.person = row.id(0);
    link.pseudonym = row.text(1);
    link.into = row.id(2);
    link.root = row.id(3);
    link.at_ms = row.integer(4);
    link.actor = row.text(5);
    link.reason = row.text(6);
    return link;
}

} // namespace

Status work_out_roots(Core& core)
{
    return core.database.run(
        "UPDATE main.person_link SET root = (WITH RECURSIVE up (id) AS (SELECT person_link.into_person UNION SELECT "
        "l.into_person FROM main.person_link l JOIN up ON l.person = up.id) SELECT up.id FROM up WHERE up.id NOT IN "
        "(SELECT person FROM main.person_link)) WHERE TRUE");
}

Result<sealed::Id> root_of(Core& core, const sealed::Id& person)
{
    sealed::Id root = person;
    const Status read =
        core.database.each("SELECT root FROM main.person_link WHERE person = ?", {person}, [&](const Row& row) {
            root = row.id(0);
            return false;
        });
    if (!read) return read.error();
    return root;
}

Result<std::vector<sealed::Id>> records_of(Core& core, const sealed::Id& person)
{
    const auto root = root_of(core, person);
    if (!root) return root.error();
    std::vector<sealed::Id> out{*root};
    const Status read = core.database.each("SELECT person FROM main.person_link WHERE root = ? ORDER BY at_ms, person",
                                           {*root}, [&](const Row& row) {
                                               out.push_back(row.id(0));
                                               return true;
                                           });
    if (!read) return read.error();
    return out;
}

namespace {

using RowsOf = Result<std::vector<Read>> (*)(Core&, const sealed::Id&);

Result<std::vector<Read>> over_records(Core& core, const sealed::Id& person, RowsOf rows_of)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    if (records->size() == 1) return rows_of(core, records->front());
    std::vector<Read> all;
    for (const sealed::Id& record : *records) {
        auto own = rows_of(core, record);
        if (!own) return own;
        std::ranges::move(*own, std::back_inserter(all));
    }
    std::ranges::stable_sort(all, {}, [](const Read& one) { return one.kept.administration.finished_ms; });
    return all;
}

} // namespace

Result<std::vector<Read>> all_rows_of_person(Core& core, const sealed::Id& person)
{
    return over_records(core, person, read_rows);
}

Result<std::vector<Read>> rows_of_person(Core& core, const sealed::Id& person)
{
    return over_records(core, person, read_standing_rows);
}

Status Vault::merge(const Id& person, const Id& into, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "merge"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    for (const Id& one : {person, into})
        if (const auto known = find_person(core, one); !known) return known.error();
    const auto from = root_of(core, person);
    if (!from) return from.error();
    const auto to = root_of(core, into);
    if (!to) return to.error();
    if (*from == *to) return fault::same_person;
    return act(core, {"merged", sealed::hex(*from), sealed::hex(*to), {}, {}, std::string(reason)}, [&]() -> Status {
        const Status kept =
            core.database.run("INSERT INTO main.person_link (person, into_person, root, at_ms, actor, reason) "
                              "VALUES (?1, ?2, ?2, ?3, ?4, ?5)",
                              {*from, *to, core.clock(), core.user, reason});
        if (!kept) return kept;
        if (Status done = work_out_roots(core); !done) return done;
        const auto records = records_of(core, *to);
        if (!records) return records.error();
        return refresh_all(core, *records);
    });
}

Status Vault::unmerge(const Id& person, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "unmerge"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    const auto records = records_of(core, person);
    if (!records) return records.error();
    return act(core, {"unmerged", sealed::hex(person), {}, {}, {}, std::string(reason)}, [&]() -> Status {
        if (Status gone = core.database.run("DELETE FROM main.person_link WHERE person = ?", {person}); !gone)
            return gone;
        if (core.database.changes() == 0) return fault::not_merged;
        if (Status done = work_out_roots(core); !done) return done;
        return refresh_all(core, *records);
    });
}

Result<std::vector<PersonLink>> Vault::links_of(const Id& person)
{
    Core& core = *state_;
    const auto root = root_of(core, person);
    if (!root) return root.error();
    std::vector<PersonLink> out;
    const Status read = core.database.each(
        "SELECT l.person, p.pseudonym, l.into_person, l.root, l.at_ms, l.actor, l.reason FROM main.person_link l JOIN "
        "main.person p ON p.id = l.person WHERE l.root = ? ORDER BY l.at_ms, l.person",
        {*root}, [&](const Row& row) {
            out.push_back(link_of(row));
            return true;
        });
    if (!read) return read.error();
    return out;
}

} // namespace rapport::vault
