#include "app/cli/score_report.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "app/shell/strings/strings.h"

namespace rapport::cli {

using json = nlohmann::json;
using strings::say;

namespace {

std::string figure(double value)
{
    char text[32];
    const auto [end, problem] = std::to_chars(text, text + sizeof text, value);
    return {text, end};
}

} // namespace

std::string csv_report_json(const instruments::Definition& definition, const CsvWish& wish, const CsvReport& report,
                            const std::vector<BadRow>& bad)
{
    json rows = json::array();
    for (const BadRow& row : bad)
        rows.push_back({{"line", row.line}, {"what", row.what}});
    const json answer{{"instrument", definition.id}, {"version", definition.version}, {"out", wish.out},
                      {"rows", report.rows},         {"bad_rows", report.bad},        {"bad", rows}};
    return answer.dump() + "\n";
}

std::string sentence(const instruments::Mismatch& mismatch)
{
    const std::string stated = mismatch.stated ? figure(*mismatch.stated) : std::string(say("cli.stated.nothing"));
    const std::string computed = mismatch.computed ? say("cli.stated.comes_to", {{"value", figure(*mismatch.computed)}})
                                                   : say("cli.stated.has_none", {{"rule", mismatch.absent}});
    std::string said =
        say("cli.stated.differs", {{"score", mismatch.score}, {"stated", stated}, {"computed", computed}});
    if (mismatch.where.empty()) return said;
    std::string where = mismatch.where;
    where.front() = static_cast<char>(where.front() - 'a' + 'A');
    return where + ": " + said;
}

} // namespace rapport::cli
