#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/dyad.h"
#include "storage/vault/links.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

std::vector<Administration> plain(std::vector<Read> rows)
{
    std::vector<Administration> out;
    out.reserve(rows.size());
    for (Read& row : rows)
        out.push_back(std::move(row.kept.administration));
    return out;
}

/// The next persons after one whose answers may be released, by their random ids: no order that says when somebody
/// came.
Result<std::vector<Person>> persons_after(Core& core, const sealed::Id& after, bool from_the_start)
{
    constexpr int at_once = 256;
    std::vector<Person> out;
    const Status read = core.database.each("SELECT " + std::string(person_columns) +
                                               " FROM main.person p WHERE (?1 OR p.id > ?2) AND " +
                                               std::string(may_be_released) + " ORDER BY p.id LIMIT ?3",
                                           {from_the_start, after, at_once}, [&](const Row& row) {
                                               out.push_back(person_of(row));
                                               return true;
                                           });
    if (!read) return read.error();
    return out;
}

Result<int> next_part(Core& core, const sealed::Id& session)
{
    if (session == sealed::Id{}) return 0;
    const auto count = core.database.count("SELECT count(*) FROM main.administration WHERE session = ?", {session});
    if (!count) return count.error();
    return static_cast<int>(*count);
}

/// Scored and kept like one that came through the inbox; the transaction is the caller's.
Result<Id> add_one(Core& core, Administration& administration, PersonRowIs is)
{
    const instruments::Definition* const definition = core.instrument(administration.instrument);
    if (definition == nullptr) return Error{fault::unknown_instrument, administration.instrument};
    const auto person = find_person(core, administration.person);
    if (!person) return person.error();
    const auto part = next_part(core, administration.session);
    if (!part) return part.error();
    const auto taken = take_in(core, *person, *definition, administration, *part, administration.finished_ms, {}, is);
    if (!taken) return taken.error();
    return administration.id;
}

} // namespace

Result<Id> Vault::add_administration(Administration administration)
{
    if (const Status may = clinicians_only(*state_, "add_administration"); !may) return may.error();
    auto transaction = Transaction::begin(state_->database);
    if (!transaction) return transaction.error();
    auto added = add_one(*state_, administration, PersonRowIs::current);
    if (!added) return added;
    if (const Status committed = transaction->commit(); !committed) return committed.error();
    return added;
}

Status Vault::add_administrations(std::vector<Administration> administrations)
{
    if (Status may = clinicians_only(*state_, "add_administrations"); !may) return may;
    auto transaction = Transaction::begin(state_->database);
    if (!transaction) return transaction.error();
    for (std::size_t at = 0; at < administrations.size(); ++at) {
        const bool more =
            at + 1 < administrations.size() && administrations[at + 1].person == administrations[at].person;
        const auto added = add_one(*state_, administrations[at], more ? PersonRowIs::behind : PersonRowIs::current);
        if (!added) return added.error();
    }
    return transaction->commit();
}

Result<std::vector<Administration>> Vault::administrations(const Id& person)
{
    Core& core = *state_;
    if (const Status noted = note_look(core, "view_person", sealed::hex(person)); !noted) return noted.error();
    auto rows = rows_of_person(core, person);
    if (!rows) return rows.error();
    std::vector<Administration> out = plain(std::move(*rows));
    if (const Status hidden = blind(core, out); !hidden) return hidden.error();
    return out;
}

Status Vault::for_each_administration(const AdministrationVisitor& visit)
{
    Core& core = *state_;
    if (Status noted = note_look(core, "read_all", "administrations"); !noted) return noted;
    sealed::Id after{};
    for (bool from_the_start = true;; from_the_start = false) {
        const auto persons = persons_after(core, after, from_the_start);
        if (!persons) return persons.error();
        if (persons->empty()) return {};
        after = persons->back().id;
        for (const Person& person : *persons) {
            auto rows = rows_of_person(core, person.id);
            if (!rows) return rows.error();
            for (Read& row : *rows) {
                row.kept.administration.person = person.id; // linked records are one person
                if (!visit(person, row.kept.administration)) return {};
            }
        }
    }
}

} // namespace rapport::vault
