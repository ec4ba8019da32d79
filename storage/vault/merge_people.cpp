#include <algorithm>
#include <map>

#include "storage/vault/bytes.h"
#include "storage/vault/links.h"
#include "storage/vault/merge_rules.h"

namespace rapport::vault {

namespace {

/// Numbers of a person as one text, as identity_before keeps them.
constexpr std::string_view numbers =
    "coalesce((SELECT group_concat(n.type || '=' || n.value || char(10), '') FROM (SELECT type, value FROM "
    "{i}.identifier WHERE person = x.person ORDER BY type) n), '')";
constexpr std::string_view edited_ms =
    "coalesce((SELECT max(h.at_ms) FROM {i}.identity_before h WHERE h.person = x.person), 0)";
constexpr std::string_view merged_reason = "another value in a copy of the vault, which was merged";

std::string with(std::string_view text, std::string_view what, std::string_view by)
{
    std::string out(text);
    for (std::size_t at = out.find(what); at != std::string::npos; at = out.find(what, at + by.size()))
        out.replace(at, what.size(), by);
    return out;
}

/// Which side's name and numbers of a person stand, where both have them and they differ: those changed last.
Status choose_identities(Merging& merging)
{
    const std::string one = "SELECT x.person, x.name, x.date_of_birth, x.record_number, " + std::string(numbers) +
                            " AS numbers, " + std::string(edited_ms) +
                            " AS at_ms, '{s}' AS side FROM {i}.identity x WHERE " + std::string(not_erased);
    return run_steps(
        merging,
        {"CREATE TEMP TABLE identity_unlike (person BLOB, name TEXT, date_of_birth TEXT, record_number TEXT, numbers "
         "TEXT, at_ms INTEGER, side TEXT, place INTEGER)",
         "INSERT INTO temp.identity_unlike SELECT l.*, 0 FROM (" + for_side(one, "a") + ") l JOIN (" +
             for_side(one, "b") +
             ") r ON r.person = l.person WHERE (l.name, l.date_of_birth, l.record_number, l.numbers) IS NOT (r.name, "
             "r.date_of_birth, r.record_number, r.numbers)",
         "INSERT INTO temp.identity_unlike SELECT l.*, 0 FROM (" + for_side(one, "b") +
             ") l WHERE l.person IN (SELECT person FROM temp.identity_unlike)",
         "UPDATE temp.identity_unlike SET place = n FROM (SELECT rowid AS id, row_number() OVER (PARTITION BY person "
         "ORDER BY at_ms DESC, name DESC, date_of_birth DESC, record_number DESC, numbers DESC) AS n FROM "
         "temp.identity_unlike) o WHERE o.id = identity_unlike.rowid",
         "CREATE TEMP TABLE identity_of_b (person BLOB PRIMARY KEY) WITHOUT ROWID",
         "INSERT INTO temp.identity_of_b SELECT person FROM temp.identity_unlike WHERE place = 1 AND side = 'b' UNION "
         "SELECT person FROM b_id.identity WHERE person NOT IN (SELECT person FROM a_id.identity)"});
}

Status copy_identities(Merging& merging)
{
    for (const std::string_view table : {"identity", "identifier"}) {
        const auto columns = columns_of(merging.database(), "identity", table);
        if (!columns) return columns.error();
        for (const std::string_view side : merge_sides) {
            const std::string sql = "INSERT INTO identity." + std::string(table) + " (" + comma_list(*columns) +
                                    ") SELECT " + comma_list(*columns) + " FROM {i}." + std::string(table) +
                                    " x WHERE " + std::string(not_erased) + " AND x.person " +
                                    (side == "a" ? "NOT " : "") + "IN (SELECT person FROM temp.identity_of_b)";
            if (Status done = merging.database().run(for_side(sql, side)); !done) return done;
        }
    }
    return {};
}

/// What somebody was called before: of both, and what gave way now, unless the history has it anyway.
Status join_identities_before(Merging& merging)
{
    const std::string gave_way =
        "SELECT u.person, u.name, u.date_of_birth, u.record_number, u.numbers, u.at_ms, '', '" +
        std::string(merged_reason) + "' FROM temp.identity_unlike u WHERE u.place = 2 AND NOT EXISTS (SELECT 1 FROM (" +
        for_both("SELECT h.* FROM {i}.identity_before h WHERE h.person = u.person", " UNION ALL ") +
        ") h WHERE (h.name, h.date_of_birth, h.record_number, h.identifiers) IS (u.name, u.date_of_birth, "
        "u.record_number, u.numbers))";
    if (Status done = join_list(merging, {"identity", "identity_before", "person", not_erased, gave_way}); !done)
        return done;
    return merging.database().each(
        "SELECT l.person, l.name, l.date_of_birth, l.record_number, l.numbers, w.name, w.date_of_birth, "
        "w.record_number, w.numbers FROM temp.identity_unlike l JOIN temp.identity_unlike w ON w.person = l.person AND "
        "w.place = 1 JOIN identity.identity_before h ON h.person = l.person AND h.at_ms = l.at_ms AND h.actor = '' AND "
        "h.reason = ?1 AND (h.name, h.date_of_birth, h.record_number, h.identifiers) IS (l.name, l.date_of_birth, "
        "l.record_number, l.numbers) WHERE l.place = 2",
        {merged_reason}, [&](const Row& row) {
            const auto commitment = [&](int from) {
                ByteWriter out;
                out.text("identity").raw(row.id(0));
                for (int column = from; column < from + 4; ++column)
                    out.text(row.text(column));
                const crypto::Mac mac = crypto::keyed_mac(merging.core.row_key, out.bytes());
                return sealed::Bytes(mac.begin(), mac.end());
            };
            merging.settled.push_back({sealed::hex(row.id(0)), "identity", commitment(1), commitment(5),
                                       "changed in both: the later stands"});
            merging.note("changed_in_both", code_name(merging, row.id(0)), "identity");
            return true;
        });
}

/// The row of the responses file: the later edit stands, and what gave way stays among what was there before.
Status pick_persons(Merging& merging)
{
    constexpr std::string_view edited =
        "coalesce((SELECT max(h.at_ms) FROM {s}.person_before h WHERE h.person = x.id), 0)";
    const PickRule rule{"main",
                        "person",
                        "id",
                        {"x.created_ms <> 0", edited},
                        "x.id NOT IN (SELECT person FROM main.erasure)",
                        {},
                        "temp.person_picked"};
    if (Status done = run_steps(merging, {"CREATE TEMP TABLE person_picked AS SELECT * FROM a.person WHERE FALSE"});
        !done)
        return done;
    if (Status done = pick_rows(merging, rule); !done) return done;
    // Two people of one code name cannot both stand, and which of two patients is "P-17" is for staff to say.
    const Status twins = merging.database().each(
        "SELECT pseudonym FROM temp.person_picked GROUP BY pseudonym HAVING count(*) > 1", {}, [&](const Row& row) {
            merging.clashes.push_back({"one_code_name", row.text(0), {}});
            return true;
        });
    if (!twins || !merging.clashes.empty()) return twins;
    if (Status done = merging.database().run("INSERT INTO main.person SELECT * FROM temp.person_picked ORDER BY id");
        !done)
        return done;
    const std::string words = "x.pseudonym, x.year_of_birth, x.sex, x.site, x.arm";
    const std::string gave_way =
        for_both("SELECT x.id, " + words + ", " + std::string(edited) + ", '', '" + std::string(merged_reason) +
                     "' FROM {s}.person x JOIN main.person m ON m.id = x.id WHERE x.created_ms <> 0 AND (" + words +
                     ") IS NOT (" + with(words, "x.", "m.") + ") AND NOT EXISTS (SELECT 1 FROM (" +
                     for_both("SELECT h.* FROM {s}.person_before h WHERE h.person = x.id", " UNION ALL ") +
                     ") h WHERE (" + with(words, "x.", "h.") + ") IS (" + words + "))",
                 " UNION ");
    if (Status done = join_list(merging, {"main", "person_before", "person", not_erased, gave_way}); !done) return done;
    return merging.database().each(
        for_both("SELECT x.id FROM {s}.person x JOIN main.person m ON m.id = x.id JOIN main.person_before h ON "
                 "h.person = x.id AND h.actor = '' AND h.reason = ?1 WHERE (" +
                     words + ") IS NOT (" + with(words, "x.", "m.") + ") AND (" + with(words, "x.", "h.") + ") IS (" +
                     words + ")",
                 " UNION "),
        {merged_reason}, [&](const Row& row) {
            merging.settled.push_back({sealed::hex(row.id(0)), "person", {}, {}, "changed in both: the later stands"});
            merging.note("changed_in_both", code_name(merging, row.id(0)), "person");
            return true;
        });
}

struct Link {
    sealed::Id person{};
    sealed::Id into{};
    std::int64_t at_ms = 0;
    std::string actor;
    std::string reason;
    auto operator<=>(const Link&) const = default;
};

/// A link stands when it was made after it was last taken away, on whichever side.
Result<std::vector<Link>> standing_links(Merging& merging)
{
    const std::string taken_away = "max(" + last_line("a", "'unmerged'", "lower(hex(x.person))") + ", " +
                                   last_line("b", "'unmerged'", "lower(hex(x.person))") + ")";
    std::vector<Link> links;
    const Status read = merging.database().each(
        "SELECT person, into_person, at_ms, actor, reason FROM (" +
            for_both("SELECT x.person, x.into_person, x.at_ms, x.actor, x.reason FROM {s}.person_link x WHERE " +
                         std::string(not_erased) +
                         " AND x.into_person NOT IN (SELECT person FROM main.erasure) AND x.at_ms > " + taken_away,
                     " UNION ") +
            ")",
        {}, [&](const Row& row) {
            links.push_back({row.id(0), row.id(1), row.integer(2), row.text(3), row.text(4)});
            return true;
        });
    if (!read) return read.error();
    // The newest first; the rest of the order only has to be the same on both sides.
    std::ranges::sort(links,
                      [](const Link& x, const Link& y) { return x.at_ms != y.at_ms ? x.at_ms > y.at_ms : x < y; });
    return links;
}

Status join_links(Merging& merging)
{
    const auto links = standing_links(merging);
    if (!links) return links.error();
    std::map<sealed::Id, const Link*> stands;
    for (const Link& link : *links) {
        const auto [there, first] = stands.emplace(link.person, &link);
        if (!first && there->second->into != link.into)
            merging.note("link_left_out", code_name(merging, link.person), code_name(merging, link.into));
    }
    for (const auto& [person, link] : stands) {
        // Joined round in a circle nobody would be the one whose page shows them all.
        sealed::Id up = link->into;
        for (std::size_t steps = 0; steps < stands.size() && up != person && stands.contains(up); ++steps)
            up = stands.at(up)->into;
        if (up == person) merging.clashes.push_back({"joined_in_a_circle", code_name(merging, person), {}});
    }
    if (!merging.clashes.empty()) return {};
    for (const auto& [person, link] : stands)
        if (Status kept = merging.database().run("INSERT INTO main.person_link (person, into_person, root, at_ms, "
                                                 "actor, reason) VALUES (?1, ?2, ?2, ?3, ?4, ?5)",
                                                 {person, link->into, link->at_ms, link->actor, link->reason});
            !kept)
            return kept;
    return work_out_roots(merging.core);
}

} // namespace

Status merge_people(Merging& merging)
{
    if (Status done = pick_rows(merging, {"main", "erasure", "person", {"-x.at_ms"}}); !done) return done;
    if (Status done = pick_persons(merging); !done || !merging.clashes.empty()) return done;
    if (Status done = choose_identities(merging); !done) return done;
    if (Status done = copy_identities(merging); !done) return done;
    if (Status done = join_identities_before(merging); !done) return done;
    if (Status done = join_links(merging); !done || !merging.clashes.empty()) return done;
    if (Status done = pick_rows(merging, {"main", "withdrawal", "person", {"-x.at_ms"}, not_erased}); !done)
        return done;
    return merging.database().each(
        for_both("SELECT lower(hex(id)) FROM {s}.session WHERE person IN (SELECT person FROM main.erasure)", " UNION "),
        {}, [&](const Row& row) {
            merging.files_gone.insert(row.text(0));
            return true;
        });
}

Status look_for_doubles(Merging& merging)
{
    // Only in the first and only in the second: who was there before the two parted was there to be seen.
    const std::string apart = " p.id NOT IN (SELECT id FROM b.person) AND q.id NOT IN (SELECT id FROM a.person) ";
    const std::string folded_record =
        "upper(replace(replace(replace(replace({}.record_number, ' ', ''), '-', ''), '.', ''), '/', ''))";
    const auto record_of = [&](std::string_view who) { return with(folded_record, "{}", who); };

    const Status read = merging.database().each(
        "SELECT p.pseudonym, q.pseudonym, i.type FROM main.person p JOIN identity.identifier i ON i.person = p.id JOIN "
        "identity.identifier j ON j.folded = i.folded AND j.type = i.type JOIN main.person q ON q.id = j.person "
        "WHERE " +
            apart +
            "UNION SELECT p.pseudonym, q.pseudonym, 'name_and_birth' FROM main.person p JOIN identity.identity i ON "
            "i.person = p.id JOIN identity.identity j ON j.date_of_birth = i.date_of_birth AND j.name = i.name COLLATE "
            "NOCASE JOIN main.person q ON q.id = j.person WHERE i.name <> '' AND i.date_of_birth <> '' AND " +
            apart + "UNION SELECT p.pseudonym, q.pseudonym, 'record_number' FROM (SELECT person, " + record_of("i") +
            " AS number FROM identity.identity i WHERE record_number <> '' AND person NOT IN (SELECT id FROM "
            "b.person)) "
            "i JOIN (SELECT person, " +
            record_of("j") +
            " AS number FROM identity.identity j WHERE record_number <> '' AND person NOT IN (SELECT id FROM "
            "a.person)) "
            "j ON j.number = i.number JOIN main.person p ON p.id = i.person JOIN main.person q ON q.id = j.person",
        {}, [&](const Row& row) {
            // The same two, whichever was named first.
            std::string one = row.text(0);
            std::string two = row.text(1);
            if (two < one) std::swap(one, two);
            merging.note("perhaps_one_person", std::move(one), two + ", " + row.text(2));
            return true;
        });
    if (!read) return read;
    return merging.database().each(
        for_both("SELECT p.pseudonym FROM {s}.person_link l JOIN main.person p ON p.id IN (l.person, l.into_person, "
                 "l.root) WHERE l.person IN (SELECT person FROM main.erasure) OR l.into_person IN (SELECT person FROM "
                 "main.erasure) OR l.root IN (SELECT person FROM main.erasure)",
                 " UNION "),
        {}, [&](const Row& row) {
            merging.note("linked_to_erased", row.text(0), {});
            return true;
        });
}

} // namespace rapport::vault
