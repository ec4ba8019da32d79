#pragma once

#include <memory>

#include "instruments/scoring.h"

namespace rapport::instruments {

struct Plan;

/// A definition's scoring, laid out for doing it many times. The results are those of `score`, bit for bit.
///
/// How      each choice of each item brings small whole numbers to several sums at once: its points to every score it
///          is part of, and a one to every rule whose threshold it reaches. They stand side by side in one row of a
///          table, so an answer costs one addition of rows. What does not fit (the highest of several, large weights,
///          items skipped by rule) is worked out the long way, for that score or response alone.
/// Memory   the Definition must outlive the key and every Scored it fills.
class PreparedKey {
public:
    explicit PreparedKey(const Definition& definition);
    ~PreparedKey();
    PreparedKey(PreparedKey&&) noexcept;
    PreparedKey& operator=(PreparedKey&&) = delete;

    /// Into `out`, whose memory is used again: from the second response on nothing is allocated.
    void score(const Response& response, const Context& context, Scored& out) const;
    [[nodiscard]] Scored score(const Response& response, const Context& context = {}) const;

private:
    std::unique_ptr<const Plan> plan_;
};

} // namespace rapport::instruments
