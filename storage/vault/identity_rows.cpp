#include "storage/vault/identity_rows.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/bytes.h"
#include "storage/vault/links.h"
#include "storage/vault/lists.h"
#include "storage/vault/policies.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

Status insert_identifiers(Core& core, const sealed::Id& person, const Identity& identity)
{
    for (const Identifier& one : identity.identifiers) {
        if (one.value.empty()) continue;
        const Status kept =
            core.database.run("INSERT INTO identity.identifier (person, type, value, folded) VALUES (?, ?, ?, ?)",
                              {person, one.type, one.value, folded(one.value)});
        if (!kept) return kept;
    }
    return {};
}

std::vector<Identifier> in_order(const std::vector<Identifier>& from)
{
    std::vector<Identifier> out = from;
    std::erase_if(out, [](const Identifier& one) { return one.value.empty(); });
    std::ranges::sort(out, {}, &Identifier::type);
    return out;
}

std::string lines_of(const std::vector<Identifier>& identifiers)
{
    std::vector<std::string> lines;
    for (const Identifier& one : identifiers)
        lines.push_back(one.type + "=" + one.value);
    return join_lines(lines);
}

/// Adds those of other records that a query gives.
Status add_likeness(Core& core, std::string_view sql, Connection::Values values, const std::string& why,
                    const std::vector<sealed::Id>& own, std::vector<Likeness>& into)
{
    std::vector<sealed::Id> found;
    const Status read = core.database.each(sql, values, [&](const Row& row) {
        found.push_back(row.id(0));
        return true;
    });
    if (!read) return read;
    for (const sealed::Id& person : found) {
        if (std::ranges::count(own, person) != 0 || std::ranges::count(into, person, &Likeness::person) != 0) continue;
        const auto who = core.database.ask("SELECT pseudonym FROM main.person WHERE id = ?", {person});
        if (!who) return who.error();
        into.push_back({person, who->value_or(""), why});
    }
    return {};
}

constexpr std::string_view by_number = "SELECT person FROM identity.identifier WHERE folded = ?1 AND type = ?2";
// A record number was kept as it was typed before there were types, so that it is folded here.
constexpr std::string_view by_record =
    "SELECT person FROM identity.identity WHERE record_number <> '' AND upper(replace(replace(replace(replace("
    "record_number, ' ', ''), '-', ''), '.', ''), '/', '')) = ?1";
constexpr std::string_view by_birth =
    "SELECT person FROM identity.identity WHERE date_of_birth = ?1 AND name = ?2 COLLATE NOCASE AND name <> ''";

} // namespace

Result<Identity> read_identity(Core& core, const sealed::Id& person)
{
    std::optional<Identity> found;
    const Status read =
        core.database.each("SELECT person, name, date_of_birth, record_number FROM identity.identity WHERE person = ?",
                           {person}, [&](const Row& row) {
                               found = Identity{row.id(0), row.text(1), row.text(2), row.text(3)};
                               return false;
                           });
    if (!read) return read.error();
    if (!found) return fault::unknown_person;
    const Status more = core.database.each("SELECT type, value FROM identity.identifier WHERE person = ? ORDER BY type",
                                           {person}, [&](const Row& row) {
                                               found->identifiers.push_back({row.text(0), row.text(1)});
                                               return true;
                                           });
    if (!more) return more.error();
    return std::move(*found);
}

Status insert_identity(Core& core, const sealed::Id& person, const Identity& identity)
{
    const Status kept = core.database.run(
        "INSERT INTO identity.identity (person, name, date_of_birth, record_number) VALUES (?, ?, ?, ?)",
        {person, identity.name, identity.date_of_birth, identity.record_number});
    return kept ? insert_identifiers(core, person, identity) : kept;
}

Status change_identity(Core& core, const Identity& before, const Identity& now, std::string_view reason)
{
    const Status kept = core.database.run(
        "INSERT INTO identity.identity_before (person, number, name, date_of_birth, record_number, identifiers, at_ms, "
        "actor, reason) VALUES (?1, (SELECT count(*) FROM identity.identity_before WHERE person = ?1), ?2, ?3, ?4, ?5, "
        "?6, ?7, ?8)",
        {before.person, before.name, before.date_of_birth, before.record_number, lines_of(before.identifiers),
         core.clock(), core.user, reason});
    if (!kept) return kept;
    if (Status done = core.database.run(
            "UPDATE identity.identity SET name = ?2, date_of_birth = ?3, record_number = ?4 WHERE person = ?1",
            {before.person, now.name, now.date_of_birth, now.record_number});
        !done)
        return done;
    if (Status gone = core.database.run("DELETE FROM identity.identifier WHERE person = ?", {before.person}); !gone)
        return gone;
    return insert_identifiers(core, before.person, now);
}

bool same_words(const Identity& a, const Identity& b)
{
    return a.name == b.name && a.date_of_birth == b.date_of_birth && a.record_number == b.record_number &&
           in_order(a.identifiers) == in_order(b.identifiers);
}

Status check_identity(Core& core, const Identity& identity)
{
    const auto policy = read_identity_policy(core);
    if (!policy) return policy.error();
    for (const Identifier& one : identity.identifiers) {
        if (one.value.empty()) continue;
        const auto type = std::ranges::find(policy->types, one.type, &IdentifierType::id);
        const bool twice = std::ranges::count(identity.identifiers, one.type, &Identifier::type) != 1;
        if (type == policy->types.end() || twice || !is_well_formed(*type, one.value))
            return Error{fault::bad_identifier, one.type};
    }
    const bool something = !identity.name.empty() || !identity.date_of_birth.empty() ||
                           !identity.record_number.empty() || !in_order(identity.identifiers).empty();
    if (policy->pseudonyms_only && something) return Error{fault::bad_identifier, "pseudonyms_only"};
    return meets(*policy, identity) ? Status() : Status(Error{fault::identity_needed, policy->rule});
}

sealed::Bytes row_commitment(const Core& core, const Person& person, const Identity& identity)
{
    ByteWriter out;
    out.text("person").raw(person.id).text(person.pseudonym).number(person.year_of_birth).text(person.sex);
    out.text(person.site).text(person.arm).text(identity.name).text(identity.date_of_birth);
    out.text(identity.record_number).text(lines_of(in_order(identity.identifiers)));
    const crypto::Mac mac = crypto::keyed_mac(core.row_key, out.bytes());
    return {mac.begin(), mac.end()};
}

Result<Identity> Vault::identity(const Id& id)
{
    if (const Status may = clinicians_only(*state_, "identity"); !may) return may.error();
    Core& core = *state_;
    if (const Status noted = note_look(core, "view_identity", sealed::hex(id)); !noted) return noted.error();
    return read_identity(core, id);
}

Result<std::vector<Likeness>> Vault::likenesses(const Identity& person)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "likenesses"); !may) return may.error();
    if (const Status noted = note_look(core, "search", "people"); !noted) return noted.error();
    const auto own = records_of(core, person.person);
    if (!own) return own.error();
    std::vector<Likeness> out;
    for (const Identifier& one : person.identifiers) {
        const std::string value = folded(one.value);
        if (value.empty()) continue;
        if (const Status found = add_likeness(core, by_number, {value, one.type}, one.type, *own, out); !found)
            return found.error();
    }
    if (const std::string value = folded(person.record_number); !value.empty())
        if (const Status found = add_likeness(core, by_record, {value}, "record_number", *own, out); !found)
            return found.error();
    if (!person.name.empty() && !person.date_of_birth.empty())
        if (const Status found =
                add_likeness(core, by_birth, {person.date_of_birth, person.name}, "name_and_birth", *own, out);
            !found)
            return found.error();
    return out;
}

} // namespace rapport::vault
