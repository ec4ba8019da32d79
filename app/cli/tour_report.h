#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rapport::cli {

/// What the tour saw: every check with what was expected, every picture, every file. Becomes tour.json.
class TourReport {
public:
    /// Notes one check and says it on stderr when it fails.
    void check(std::string_view what, bool holds, std::string_view expected, std::string_view seen);
    void check(std::string_view what, bool holds) { check(what, holds, {}, {}); }
    void picture(std::string path) { pictures_.push_back(std::move(path)); }
    void file(std::string path) { files_.push_back(std::move(path)); }

    [[nodiscard]] bool all_hold() const;
    [[nodiscard]] std::size_t checks() const { return checks_.size(); }
    [[nodiscard]] std::size_t pictures() const { return pictures_.size(); }
    [[nodiscard]] std::string json() const;

private:
    struct Check {
        std::string what;
        bool holds;
        std::string expected;
        std::string seen;
    };
    std::vector<Check> checks_;
    std::vector<std::string> pictures_;
    std::vector<std::string> files_;
};

} // namespace rapport::cli
