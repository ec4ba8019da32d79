#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/score_json.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

/// Many responses to one instrument: for each item of the definition a column with one byte per row, the choice's
/// value or `no_answer`. The columns belong to the caller.
inline constexpr std::int8_t no_answer = -128;
struct AnswerColumns {
    std::vector<const std::int8_t*> items;
    std::size_t rows = 0;
    std::span<const Context> contexts{}; ///< one per row, or none: then nothing is known of anybody
};

struct ColumnPlan;

/// What the rows come to. Its memory is used again by the next `score`.
class ScoredColumns {
public:
    [[nodiscard]] std::size_t rows() const { return rows_; }
    /// As ScoreValue::value of `score`, bit for bit.
    [[nodiscard]] std::optional<double> value(std::size_t score, std::size_t row) const;
    [[nodiscard]] Tri tri(std::size_t criterion, std::size_t row) const
    {
        return static_cast<Tri>(verdicts_[criterion][row]);
    }

private:
    friend class ColumnKey;
    std::shared_ptr<const ColumnPlan> plan_;
    std::size_t rows_ = 0;
    std::vector<std::vector<std::uint8_t>> sums_;     ///< of the answered items, one column per score
    std::vector<std::vector<std::uint8_t>> answered_; ///< how many those are
    std::vector<std::vector<double>> values_;         ///< instead of both, where rows went one by one; NaN: no value
    std::vector<std::vector<std::uint8_t>> verdicts_;
};

/// A definition's scoring for rows by the million. Many rows are added up at once where every score is a sum of
/// small numbers, as nearly all are; other instruments go row by row through a PreparedKey.
/// Bands, flags and the range of a score without a value are for `PreparedKey::score` of the row in question.
/// Memory   the Definition must outlive the key and what it fills.
class ColumnKey {
public:
    explicit ColumnKey(const Definition& definition);

    /// Errors   answers_refused: a value that is no choice of its item; nothing is scored then. One column per item.
    [[nodiscard]] Status score(const AnswerColumns& answers, ScoredColumns& out) const;
    /// Whether many rows are added up at once.
    [[nodiscard]] bool many_at_once() const;

private:
    [[nodiscard]] Status by_rows(const AnswerColumns& answers, ScoredColumns& out) const;
    [[nodiscard]] Status by_blocks(const AnswerColumns& answers, ScoredColumns& out) const;
    void judge_what_is_left(const AnswerColumns& answers, ScoredColumns& out) const;

    std::shared_ptr<const ColumnPlan> plan_;
};

} // namespace rapport::instruments
