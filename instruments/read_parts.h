#pragma once

#include <string>
#include <unordered_map>

#include "instruments/fields.h"
#include "instruments/reachable.h"

namespace rapport::instruments {

/// What the parts of the reader share: the definition as far as it is made, and the ids that may be referred to.
struct Draft {
    Definition definition;
    Problems problems;
    std::unordered_map<std::string, std::size_t> choice_sets; ///< id to index, as `items` and `scores`
    std::unordered_map<std::string, std::size_t> items;
    std::unordered_map<std::string, std::size_t> scores;
    std::unordered_map<std::string, std::size_t> tables;
    bool items_sound = false; ///< ranges are only worked out over items without problems
    bool scores_sound = false;
    std::vector<Values> reachable;       ///< one per score read so far
    std::size_t steps_left = 20'000'000; ///< what checks that go through many ways may spend on one definition
};

// Each reads the members it is named for and checks what they mean. Order matters: choices, items, scores, rules.
void read_choice_sets(Fields& top, Draft& draft);
void read_items(Fields& top, Draft& draft);
/// Who is asked which item: "asked_when", "not_for" and "skipped_as" of each.
void read_asking(const Json& root, const Place& top, Draft& draft);
void read_clusters(Fields& top, Draft& draft);
void read_tables(Fields& top, Draft& draft);
void read_scores(Fields& top, Draft& draft);
void read_criteria(Fields& top, Draft& draft);
void read_critical_items(Fields& top, Draft& draft);
void read_changes(Fields& top, Draft& draft);
/// What one score is made of, and by which points: "items" or "scores", and what goes with its method.
void read_members(Fields& fields, const Json& node, Score& score, Draft& draft);
/// The member "expression" and what it rests on; then, once "min" and "max" are there, what it can come to.
void read_expression_of(Fields& fields, Score& score, Draft& draft);
[[nodiscard]] Values check_expression(Fields& fields, const Score& score, Draft& draft);
/// What an author should look at in a sound definition.
[[nodiscard]] std::vector<Problem> remarks_on(const Definition& definition);
/// That an item says where it counts, and what it counts as when it is left out, as far as other parts know it.
void check_items_used(const Json& root, const Place& top, Draft& draft);
/// Shape only when the definition has problems; otherwise every example is scored and compared.
void read_examples(Fields& top, Draft& draft);

/// The lowest and the highest value among the item's choices.
struct ValueRange {
    int low = 0;
    int high = 0;
};
[[nodiscard]] ValueRange value_range(const Definition& definition, std::size_t item);

/// A list of item ids, as indexes, each at most once; problems for the rest.
[[nodiscard]] std::vector<std::size_t> read_item_ids(const Json& list, const Place& place, Draft& draft);

enum class LoincKind : std::uint8_t { term, answer };
/// The optional member "loinc", with its check digit.
[[nodiscard]] std::string read_loinc(Fields& fields, LoincKind kind);
/// The optional member `name`, with "sex", "education_from" and "education_to" (completed years), or some of them.
[[nodiscard]] Whom read_whom(Fields& fields, std::string_view name, Draft& draft);
/// The optional member `name`, {"sex":"female"} or {"sex":"male"}.
[[nodiscard]] Sex read_sex(Fields& fields, std::string_view name, Draft& draft);

/// Puts an id into its register; a second of the same name is a problem.
void register_id(Fields& fields, std::unordered_map<std::string, std::size_t>& ids, const std::string& id,
                 std::size_t index);

} // namespace rapport::instruments
