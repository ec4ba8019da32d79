#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/release/pool.h"

namespace rapport::cli {

/// What pooling found, said in sentences on standard error and, if asked for, as one JSON object on standard output.
class PoolReport {
public:
    explicit PoolReport(bool as_json) : as_json_(as_json) {}
    void problem(const std::string& folder, const std::string& sentence);
    void disagreements(const std::vector<release::Disagreement>& all);
    void overlaps(const std::vector<release::Overlap>& all);
    /// Says at which site k does not hold, where `error` is that it does not.
    void too_rare(const std::vector<release::Contribution>& sites, const Error& error);
    void in_ledger(const std::string& site) { in_ledger_.insert(site); }
    void folder_of(const std::string& site, const std::string& folder) { folders_[site] = folder; }
    void pooled(const std::vector<release::Contribution>& sites, const release::Pooled& pooled,
                const release::Written& written, const std::string& out);

    [[nodiscard]] bool refused() const { return refused_; }
    /// Prints the JSON and gives the exit code.
    [[nodiscard]] int done() const;

private:
    void refuse(const std::string& sentence);
    [[nodiscard]] std::string where(const std::string& site) const;

    bool as_json_;
    bool refused_ = false;
    std::vector<std::string> problems_{};
    std::vector<release::Disagreement> disagreements_{};
    std::vector<release::Overlap> overlaps_{};
    std::vector<release::Shortfall> shortfalls_{};
    std::map<std::string, std::string> folders_{};
    std::set<std::string> in_ledger_{};
    std::string answer_{};
};

} // namespace rapport::cli
