#include <algorithm>
#include <set>

#include "storage/vault/audit.h"
#include "storage/vault/bytes.h"
#include "storage/vault/clocks.h"
#include "storage/vault/links.h"
#include "storage/vault/people.h"
#include "storage/vault/reason.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

std::string_view word(EntryKind kind)
{
    return kind == EntryKind::note ? "note" : "event";
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Status check(Core& core, const EntryWish& wish)
{
    if (is_blank(wish.words)) return Error{fault::empty_note, "entry"};
    const bool event = wish.kind == EntryKind::event;
    if (wish.words.size() > (event ? EntryWish::most_event : EntryWish::most_note))
        return Error{fault::too_long, "entry"};
    const bool known = std::ranges::find(event_kinds, wish.what) != event_kinds.end();
    if (event ? !known : !wish.what.empty()) return Error{fault::unknown_entry, "what"};
    if (wish.day <= 0 || wish.day > civil_day(core.clock())) return Error{fault::bad_day, "entry"};
    return {};
}

/// What the audit keeps of the words: a commitment that tells nothing without the vault's key.
sealed::Bytes commitment(const Core& core, const sealed::Id& id, const EntryWish& wish)
{
    ByteWriter out;
    out.text("entry").raw(id).raw(wish.person).text(word(wish.kind)).number(wish.day).text(wish.what).text(wish.words);
    const crypto::Mac mac = crypto::keyed_mac(core.row_key, out.bytes());
    return {mac.begin(), mac.end()};
}

struct Replacing {
    sealed::Id before{};
    bool gone = false;
    std::string reason;
};

Status insert(Core& core, const sealed::Id& id, const EntryWish& wish, const Replacing& replacing)
{
    const Value before = replacing.before == sealed::Id{} ? Value(nullptr) : Value(replacing.before);
    return core.database.run("INSERT INTO identity.entry (person, at_ms, id, kind, day, what, words, actor, "
                             "supersedes, gone, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             {wish.person, core.clock(), id, word(wish.kind), wish.day, wish.what, wish.words,
                              core.user, before, replacing.gone, replacing.reason});
}

/// The entry that is to be replaced, if it still stands. Errors: unknown_entry, superseded.
Result<EntryWish> standing(Core& core, const sealed::Id& entry)
{
    std::optional<EntryWish> found;
    bool gone = false;
    const Status read = core.database.each(
        "SELECT person, kind, day, what, words, gone FROM identity.entry WHERE id = ?", {entry}, [&](const Row& row) {
            found.emplace();
            found->person = row.id(0);
            found->kind = row.text(1) == "note" ? EntryKind::note : EntryKind::event;
            found->day = row.whole(2);
            found->what = row.text(3);
            found->words = row.text(4);
            gone = row.truth(5);
            return false;
        });
    if (!read) return read.error();
    if (!found) return Error{fault::unknown_entry, "entry"};
    const auto newer = core.database.count("SELECT count(*) FROM identity.entry WHERE supersedes = ?", {entry});
    if (!newer) return newer.error();
    if (gone || *newer != 0) return Error{fault::superseded, "entry"};
    return std::move(*found);
}

Result<Id> replace(Core& core, const sealed::Id& entry, const EntryWish& wish, const Replacing& replacing)
{
    const sealed::Id id = sealed::random_id();
    const auto before = standing(core, entry);
    if (!before) return before.error();
    // The page shows the entries of all records of a person; each stays with its own.
    const auto theirs = root_of(core, before->person);
    if (!theirs) return theirs.error();
    const auto asked = root_of(core, wish.person);
    if (!asked) return asked.error();
    if (*theirs != *asked || before->kind != wish.kind) return Error{fault::unknown_entry, "entry"};
    EntryWish kept = wish;
    kept.person = before->person;
    const AuditLine line{
        replacing.gone ? "entry_taken_back" : "entry_corrected",       sealed::hex(kept.person),
        std::string(word(kept.kind)) + " " + sealed::hex(id),          commitment(core, entry, *before),
        replacing.gone ? sealed::Bytes() : commitment(core, id, kept), replacing.reason};
    if (const Status done = act(core, line, [&] { return insert(core, id, kept, replacing); }); !done)
        return done.error();
    return id;
}

} // namespace

Result<Id> Vault::add_entry(const EntryWish& wish)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "add_entry"); !may) return may.error();
    if (const auto known = find_person(core, wish.person); !known) return known.error();
    if (const Status fits = check(core, wish); !fits) return fits.error();
    const sealed::Id id = sealed::random_id();
    const AuditLine line{"entry_added",
                         sealed::hex(wish.person),
                         std::string(word(wish.kind)) + " " + sealed::hex(id),
                         {},
                         commitment(core, id, wish),
                         {}};
    if (const Status kept = act(core, line, [&] { return insert(core, id, wish, {}); }); !kept) return kept.error();
    return id;
}

Result<Id> Vault::correct_entry(const Id& entry, const EntryWish& wish, std::string_view reason)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "correct_entry"); !may) return may.error();
    if (const Status said = check_reason(reason); !said) return said.error();
    if (const Status fits = check(core, wish); !fits) return fits.error();
    return replace(core, entry, wish, {entry, false, std::string(reason)});
}

Status Vault::take_back_entry(const Id& entry, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "take_back_entry"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    auto before = standing(core, entry);
    if (!before) return before.error();
    before->words.clear();
    const auto done = replace(core, entry, *before, {entry, true, std::string(reason)});
    return done ? Status() : Status(done.error());
}

Status Vault::note_sheet(const Id& person, std::string_view form, bool names)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "note_sheet"); !may) return may;
    if (const auto known = find_person(core, person); !known) return known.error();
    return act(core, {"sheet_made", sealed::hex(person), std::string(form), {}, {}, names ? "with names" : ""},
               [] { return Status(); });
}

std::int32_t Vault::today() const
{
    return civil_day(state_->clock());
}

Result<std::vector<PageEntry>> Vault::entries(const Id& person)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "entries"); !may) return may.error();
    if (const Status noted = note_look(core, "view_person", sealed::hex(person)); !noted) return noted.error();
    const auto root = root_of(core, person);
    if (!root) return root.error();
    std::vector<PageEntry> out;
    std::set<sealed::Id> replaced;
    const Status read = core.database.each("SELECT id, kind, day, what, words, actor, at_ms, supersedes, gone, reason "
                                           "FROM identity.entry WHERE person = ?1 OR person IN (SELECT "
                                           "person FROM main.person_link WHERE root = ?1) ORDER BY at_ms, id",
                                           {*root}, [&](const Row& row) {
                                               PageEntry entry;
                                               entry.id = row.id(0);
                                               entry.kind = row.text(1) == "note" ? EntryKind::note : EntryKind::event;
                                               entry.day = row.whole(2);
                                               entry.what = row.text(3);
                                               entry.words = row.text(4);
                                               entry.actor = row.text(5);
                                               entry.at_ms = row.integer(6);
                                               entry.supersedes = row.id(7);
                                               entry.taken_back = row.truth(8);
                                               entry.reason = row.text(9);
                                               replaced.insert(entry.supersedes);
                                               out.push_back(std::move(entry));
                                               return true;
                                           });
    if (!read) return read.error();
    for (PageEntry& entry : out)
        entry.standing = !entry.taken_back && !replaced.contains(entry.id);
    return out;
}

} // namespace rapport::vault
