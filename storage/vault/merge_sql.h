#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/vault/core.h"
#include "storage/vault/merge.h"

/// What the rules of a merge are written with. The new vault is open as `main` and `identity`; the two copies are
/// attached to it as `a`, `a_id`, `b` and `b_id` and are only read. In SQL below `{s}` stands for `a` or `b`, `{i}` for
/// `a_id` or `b_id`. A rule says the same of both, so that which was named first cannot matter.
namespace rapport::vault {

inline constexpr std::array<std::string_view, 2> merge_sides = {"a", "b"};

struct Merging {
    Core& core;            ///< the new vault, in one transaction, its foreign keys not enforced
    std::string_view base; ///< the side whose chain of audit lines and keys go on
    std::vector<MergeNote> notes;
    std::vector<MergeNote> clashes;
    /// An audit line to come: what was settled, and commitments of what gave way and of what stands.
    struct Settled {
        std::string object;
        std::string field;
        sealed::Bytes gave_way;
        sealed::Bytes stands;
        std::string reason;
    };
    std::vector<Settled> settled;
    std::set<std::string> files_gone; ///< sessions of people erased, in hex

    [[nodiscard]] std::string_view other() const { return base == "a" ? "b" : "a"; }
    [[nodiscard]] Connection& database() const { return core.database; }
    void note(std::string_view kind, std::string who, std::string what)
    {
        notes.push_back({std::string(kind), std::move(who), std::move(what)});
    }
};

/// The text with `{s}` and `{i}` filled in for a side.
[[nodiscard]] std::string for_side(std::string_view sql, std::string_view side);
/// The same of both sides, joined by `between`.
[[nodiscard]] std::string for_both(std::string_view sql, std::string_view between);
/// "x.person is not erased": of rows called x.
inline constexpr std::string_view not_erased = "x.person NOT IN (SELECT person FROM main.erasure)";

/// Rows that may differ: of those with one key, the one that comes first by `ranks` (SQL over x, the greatest first)
/// stands, and where they tie, the one whose bytes are greater.
struct PickRule {
    std::string_view file;  ///< "main" or "identity"
    std::string_view table; ///< read from both
    std::string_view key;   ///< columns of the key, separated by ", "
    std::vector<std::string_view> ranks{};
    std::string_view filter = "TRUE";      ///< SQL over x
    std::vector<std::string_view> apart{}; ///< columns that make no difference: covers of keys
    std::string_view into{};               ///< where to, when it is not the table itself
};
[[nodiscard]] Status pick_rows(Merging& merging, const PickRule& rule);

/// Rows that are never changed: the same key has the same contents on both sides, or nothing is merged (merge_clash).
/// `apart` as above.
[[nodiscard]] Status join_rows(Merging& merging, const PickRule& rule);

/// Rows numbered from nought within what they belong to: all of both, once each, numbered anew by time and, within one
/// millisecond, by their bytes. `more`, if not empty, is a SELECT of further rows with the same columns but the number.
struct ListRule {
    std::string_view file;
    std::string_view table;
    std::string_view of; ///< columns that say what a row belongs to
    std::string_view filter = "TRUE";
    std::string_view more{};
    std::string_view first_column{}; ///< SQL in place of the first column, where ids were brought together
};
[[nodiscard]] Status join_list(Merging& merging, const ListRule& rule);

/// Columns of a table, in its order.
[[nodiscard]] Result<std::vector<std::string>> columns_of(Connection& database, std::string_view file,
                                                          std::string_view table);
[[nodiscard]] std::string comma_list(const std::vector<std::string>& names, std::string_view before = {});
/// Several statements, each for both sides where it says `{s}` or `{i}`.
[[nodiscard]] Status run_steps(Merging& merging, std::initializer_list<std::string_view> steps);

/// The newest line of either kind of audit of a side about an object, as SQL: `events` is an SQL list, `object` an
/// expression. The lines of both sides go over, so a later merge finds the same time.
[[nodiscard]] std::string last_line(std::string_view side, std::string_view events, std::string_view object);

/// Who a person is in lists, in the new vault; empty when unknown.
[[nodiscard]] std::string code_name(Merging& merging, const sealed::Id& person);

} // namespace rapport::vault
