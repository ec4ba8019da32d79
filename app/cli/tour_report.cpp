#include "app/cli/tour_report.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace rapport::cli {

using json = nlohmann::json;

void TourReport::check(std::string_view what, bool holds, std::string_view expected, std::string_view seen)
{
    checks_.push_back({std::string(what), holds, std::string(expected), std::string(seen)});
    if (!holds)
        std::fprintf(stderr, "rapport: tour: does not hold: %s. Expected \"%s\", saw \"%s\".\n",
                     checks_.back().what.c_str(), checks_.back().expected.c_str(), checks_.back().seen.c_str());
}

bool TourReport::all_hold() const
{
    return std::all_of(checks_.begin(), checks_.end(), [](const Check& check) { return check.holds; });
}

std::string TourReport::json() const
{
    cli::json checks = cli::json::array();
    for (const Check& check : checks_) {
        cli::json entry{{"check", check.what}, {"ok", check.holds}};
        if (!check.expected.empty()) entry["expected"] = check.expected;
        if (!check.seen.empty()) entry["seen"] = check.seen;
        checks.push_back(std::move(entry));
    }
    const cli::json report{{"ok", all_hold()}, {"checks", checks}, {"pictures", pictures_}, {"files", files_}};
    return report.dump(2, ' ', false, cli::json::error_handler_t::replace) + "\n";
}

} // namespace rapport::cli
