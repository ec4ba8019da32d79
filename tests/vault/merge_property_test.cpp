// Two, and three, copies of a clinic that were worked on at random. RAPPORT_MERGE_PAIRS says how many pairs; a pair is
// five merges, each with two vaults verified in full before it and one after.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "storage/vault/tables.h"
#include "tests/vault/disk_shim.h"
#include "tests/vault/merging.h"

namespace rapport::vault::test {

namespace {

constexpr int pairs_every_day = 6;

int pairs_wished()
{
    const char* const wish = std::getenv("RAPPORT_MERGE_PAIRS");
    return wish == nullptr ? pairs_every_day : std::max(1, std::atoi(wish));
}

class MergeAtRandom : public ::testing::Test {
protected:
    static void SetUpTestSuite() { DiskShim::instance().be_quiet(true); }
    static void TearDownTestSuite() { DiskShim::instance().be_quiet(false); }
};

/// A clinic with a short past of its own, and copies of it that went on apart.
struct Apart {
    explicit Apart(std::uint32_t seed, int copies, int acts)
    {
        Clinic before;
        WorkingDay past(before, seed * 100);
        past.work(8);
        story = "before:" + past.story();
        for (int copy = 0; copy < copies; ++copy) {
            clinics.push_back(Clinic::copy_of(before));
            clinics.back()->now = before.now + copy + 1;
            WorkingDay day(*clinics.back(), seed * 100 + static_cast<std::uint32_t>(copy) + 1);
            day.work(acts);
            story += "\ncopy " + std::to_string(copy) + ":" + day.story();
            latest = std::max(latest, clinics.back()->now);
        }
        for (const auto& clinic : clinics)
            clinic->now = latest + 1000;
    }
    ~Apart()
    {
        for (const std::string& folder : made)
            remove_folder(folder);
    }
    Apart(const Apart&) = delete;
    Apart& operator=(const Apart&) = delete;

    /// Merges two folders into a new one.
    [[nodiscard]] Merged merge(const std::string& first, const std::string& second)
    {
        made.push_back(temporary_folder());
        last = made.back() + "/vault";
        std::vector<MergeNote> clashes;
        auto out = test::merged(*clinics.front(), first, second, last, &clashes);
        // The one refusal that random acts come to: two records joined in opposite ways.
        refused = !clashes.empty();
        for (const MergeNote& clash : clashes)
            EXPECT_EQ(clash.kind, "joined_in_a_circle") << story;
        if (out) return std::move(*out);
        if (refused) return {};
        ADD_FAILURE() << out.error().fault.name << " " << out.error().detail << "\n" << story;
        return {};
    }
    [[nodiscard]] const std::string& folder(std::size_t copy) const { return clinics[copy]->folder; }

    std::vector<std::unique_ptr<Clinic>> clinics;
    std::vector<std::string> made;
    std::string last; ///< folder of the newest merge
    std::string story;
    bool refused = false;
    std::int64_t latest = 0;
};

std::set<std::string> all_of(Connection& database, const std::string& file, const std::string& table,
                             const std::string& columns)
{
    const auto rows = rows_of_table(database, file, table, columns);
    return {rows.begin(), rows.end()};
}

/// Rows that must be the union of both, by what makes a row itself; people erased on either side are left out.
struct KeptRows {
    std::string file;
    std::string table;
    std::string columns;
    std::string filter;
};
const std::vector<KeptRows>& kept_whole()
{
    static const std::string alive = " WHERE person NOT IN (SELECT person FROM main.erasure)";
    static const std::vector<KeptRows> all = {
        {"main", "definition", "hash, instrument", ""},
        {"main", "administration", "id, person, finished_ms, session, part, instrument, by_patient, day, answers",
         alive},
        {"main", "score", "person, administration, place, id, value, absent, mac", alive},
        {"main", "session_acts", "person, session, number, acts", alive},
        {"main", "session", "id, person, visit, battery", alive},
        {"main", "consent", "person, purpose, state, at_ms, actor", alive},
        {"main", "episode", "id, person, opened_day, opened_ms", alive},
        {"main", "dyad", "id, person, from_day, therapist", alive},
        {"main", "alert", "source, person, kind, item, answer", alive},
        {"main", "alert_note", "at_ms, actor, note", ""},
        {"main", "alert_left", "at_ms, actor, reason", ""},
        {"main", "plan", "id, person, start_day", alive},
        {"main", "battery", "id, name, instruments", ""},
        {"main", "schedule", "id, name", ""},
        {"main", "schedule_part", "schedule, place, first_visit, every_visits", ""},
        {"main", "project_code", "code, person", alive},
        {"main", "release_ledger", "at_ms, project, manifest_sha256", ""},
        {"main", "erasure", "person", ""},
        {"identity", "entry", "id, person, at_ms, words, gone, reason", alive},
        {"identity", "identity", "person", alive},
    };
    return all;
}

/// Gone with somebody who was erased on one side, and therefore no loss: notes of their alerts have no person.
bool is_note(const std::string& table)
{
    return table == "alert_note" || table == "alert_left";
}

void expect_union(Apart& apart, const std::string& result)
{
    auto one = looked_into(*apart.clinics[0], apart.folder(0));
    auto two = looked_into(*apart.clinics[1], apart.folder(1));
    auto both = looked_into(*apart.clinics[0], result);
    const auto erased = all_of(both.database, "main", "erasure", "person");
    std::set<std::string> ids;
    for (const std::string& row : erased)
        ids.insert(row.substr(row.find('|') + 2)); // without the x of a blob
    const auto gone = [&](const std::string& row) {
        return std::ranges::any_of(ids, [&](const std::string& id) { return row.find(id) != std::string::npos; });
    };
    for (const KeptRows& kept : kept_whole()) {
        std::set<std::string> wanted = all_of(one.database, kept.file, kept.table, kept.columns);
        wanted.merge(all_of(two.database, kept.file, kept.table, kept.columns));
        if (kept.table != "erasure") std::erase_if(wanted, gone);
        const auto found = all_of(both.database, kept.file, kept.table, kept.columns);
        std::vector<std::string> lost;
        std::ranges::set_difference(wanted, found, std::back_inserter(lost));
        std::vector<std::string> more;
        std::ranges::set_difference(found, wanted, std::back_inserter(more));
        if (is_note(kept.table) && !ids.empty()) lost.clear();
        EXPECT_EQ(lost, std::vector<std::string>{}) << kept.table << "\n" << apart.story;
        EXPECT_EQ(more, std::vector<std::string>{}) << kept.table << "\n" << apart.story;
        // Once each.
        EXPECT_EQ(rows_of_table(both.database, kept.file, kept.table, kept.columns).size(), found.size())
            << kept.table << "\n"
            << apart.story;
    }
    // Nothing of anybody erased, in any column of any table but the two that keep the bare id.
    for (const char* const file : {"main", "identity"})
        for (const Table& table : *tables_of(both.database, file)) {
            if (table.name == "erasure" || table.name == "audit" || table.name == "earlier_audit") continue;
            for (const std::string& column : table.columns)
                for (const std::string& row : rows_of_table(both.database, file, table.name, column))
                    EXPECT_FALSE(gone(row)) << table.name << "." << column << "\n" << apart.story;
        }
    // Every line of either audit.
    std::set<std::string> lines = all_of(both.database, "main", "audit", "hash");
    lines.merge(all_of(both.database, "main", "earlier_audit", "hash"));
    std::set<std::string> bare;
    for (const std::string& line : lines)
        bare.insert(line.substr(line.find('|')));
    for (auto* const side : {&one, &two})
        for (const std::string& line : rows_of_table(side->database, "main", "audit", "hash"))
            EXPECT_TRUE(bare.contains(line.substr(line.find('|')))) << apart.story;
}

std::map<std::string, std::string> bytes_of_folder(const std::string& folder)
{
    std::map<std::string, std::string> out;
    for (const auto& [path, bytes] : all_bytes(folder))
        if (!path.ends_with("vault.lock")) out[path] = bytes;
    return out;
}

/// What differs, for the message.
std::string unlike(const Clinic& clinic, const std::string& first, const std::string& second)
{
    auto one = looked_into(clinic, first);
    auto two = looked_into(clinic, second);
    std::string out;
    for (const char* const file : {"main", "identity"})
        for (const Table& table : *tables_of(one.database, file)) {
            if (table.name == "audit" || table.name == "audit_ratchet" || table.name == "tally" ||
                table.name == "earlier_audit")
                continue;
            std::string columns;
            for (const std::string& column : table.columns)
                columns += (columns.empty() ? "" : ", ") + column;
            const auto left = all_of(one.database, file, table.name, columns);
            const auto right = all_of(two.database, file, table.name, columns);
            for (const std::string& row : left)
                if (!right.contains(row)) out += "\n< " + row;
            for (const std::string& row : right)
                if (!left.contains(row)) out += "\n> " + row;
        }
    return out;
}

} // namespace

TEST_F(MergeAtRandom, loses_and_doubles_nothing_in_either_order_and_again)
{
    int merges = 0;
    int refusals = 0;
    for (int pair = 0; pair < pairs_wished(); ++pair) {
        Apart apart(static_cast<std::uint32_t>(pair + 1), 2, 14);
        const auto before = std::pair(bytes_of_folder(apart.folder(0)), bytes_of_folder(apart.folder(1)));
        const Merged there = apart.merge(apart.folder(0), apart.folder(1));
        const std::string result = apart.last;
        const bool refused = apart.refused;
        const Merged back = apart.merge(apart.folder(1), apart.folder(0));
        EXPECT_EQ(refused, apart.refused);
        ++(refused ? refusals : merges);
        if (refused) continue;
        if (HasFailure()) return;
        EXPECT_EQ(there.digest, back.digest) << "pair " << pair << "\n"
                                             << apart.story << unlike(*apart.clinics[0], result, apart.last);
        EXPECT_EQ(there.notes, back.notes) << "pair " << pair << "\n" << apart.story;
        for (const std::size_t copy : {0U, 1U}) {
            const Merged again =
                copy == 0 ? apart.merge(result, apart.folder(copy)) : apart.merge(apart.folder(copy), result);
            EXPECT_EQ(there.digest, again.digest) << "pair " << pair << " again with " << copy << "\n"
                                                  << apart.story << unlike(*apart.clinics[0], result, apart.last);
        }
        expect_union(apart, result);
        EXPECT_TRUE(before == std::pair(bytes_of_folder(apart.folder(0)), bytes_of_folder(apart.folder(1))));
        if (HasFailure()) return;
    }
    EXPECT_GT(merges, 9 * refusals);
}

TEST_F(MergeAtRandom, three_copies_come_to_the_same_in_any_order)
{
    for (int triple = 0; triple < std::max(1, pairs_wished() / 4); ++triple) {
        Apart apart(static_cast<std::uint32_t>(triple + 7001), 3, 10);
        bool refused = false;
        const auto through = [&](std::size_t first, std::size_t second, std::size_t third) {
            static_cast<void>(apart.merge(apart.folder(first), apart.folder(second)));
            refused = refused || apart.refused;
            if (apart.refused) return std::string();
            const std::string two = apart.last;
            const std::string digest = apart.merge(apart.folder(third), two).digest;
            refused = refused || apart.refused;
            return digest;
        };
        const std::string one = through(0, 1, 2);
        const std::string result = apart.last;
        for (const auto& [first, second, third] : {std::tuple{2U, 0U, 1U}, std::tuple{1U, 2U, 0U}}) {
            const std::string other = through(first, second, third);
            if (refused) break;
            EXPECT_EQ(one, other) << triple << "\n" << apart.story << unlike(*apart.clinics[0], result, apart.last);
        }
        if (HasFailure()) return;
    }
}

} // namespace rapport::vault::test
