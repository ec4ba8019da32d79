#pragma once

#include "storage/vault/merge_sql.h"

namespace rapport::vault {

/// One of the two, locked, and whoever opens it has shown the keys.
struct MergeEntrance {
    std::string place; ///< absolute
    VaultLock lock;
    Header header;
    std::string user;
    RoleKeys keys;
};
/// `merge_vaults` from there on.
[[nodiscard]] Result<Merged> merge_entered(std::vector<MergeEntrance> sides, const std::string& to, const Clock& clock,
                                           std::vector<MergeNote>* clashes);

} // namespace rapport::vault

/// The steps of a merge, in the order they run. Each fills tables of the new vault out of both copies.
namespace rapport::vault {

/// Who was erased on either side, then people, what they are called and were called before, links, withdrawals.
[[nodiscard]] Status merge_people(Merging& merging);
/// Episodes, therapists, consent.
[[nodiscard]] Status merge_care(Merging& merging);
/// Batteries, schedules, plans, visits, sessions, tickets.
[[nodiscard]] Status merge_visits(Merging& merging);
/// Definitions, answers, scores, acts, signatures, alerts with their notes.
[[nodiscard]] Status merge_answers(Merging& merging);
/// Answers and notes of staff that were put right on both sides: one correction after the other.
[[nodiscard]] Status merge_chains(Merging& merging);
/// Settings, wordings, devices.
[[nodiscard]] Status merge_settings(Merging& merging);
/// Codes, tokens, the ledger.
[[nodiscard]] Status merge_releases(Merging& merging);
/// The base's audit as it is, and the other's lines beside it. Needs no other step.
[[nodiscard]] Status merge_audit(Merging& merging);
/// What is worked out from the rest: courses, flags, lists.
[[nodiscard]] Status work_out_lists(Merging& merging);
/// The audit's own lines about the merge, and what verification wants of it.
[[nodiscard]] Status note_merge(Merging& merging, const std::string& base_anchor, const std::string& other_anchor);
/// Who may be in twice, and what hangs on somebody who was erased.
[[nodiscard]] Status look_for_doubles(Merging& merging);

/// One correction and what it takes the place of.
struct Edge {
    sealed::Id row{};
    sealed::Id before{};
    std::int64_t at_ms = 0;
    friend auto operator<=>(const Edge&, const Edge&) = default;
};
/// Pure. Corrections of both sides as edges, where the same row may come with two places. Where two rows take the place
/// of one, or one has two places, all corrections of that original are put one after the other by time, and by id
/// within one millisecond. Gives every edge of those anew; of all others none.
[[nodiscard]] std::vector<Edge> in_one_line(const std::vector<Edge>& edges);

/// What stands in the tables, as one number that two merges of the same vaults have in common: a keyed hash of every
/// value but keys and their covers, MACs, and the audit with what it was.
[[nodiscard]] Result<crypto::Hash> contents_digest(Core& core);

} // namespace rapport::vault
