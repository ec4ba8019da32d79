#include "app/cli/release_import.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_vault.h"
#include "app/cli/mismatch.h"
#include "app/shell/strings/strings.h"
#include "storage/outlet/take_back.h"

namespace rapport::cli {

namespace {

using json = nlohmann::json;

constexpr std::size_t most_bytes = std::size_t{1} << 30U; // as much again and more while it is read

Result<std::vector<release::Returned>> read(const vault::Vault& vault, const ImportWishes& wishes)
{
    std::vector<const instruments::Definition*> definitions;
    for (const instruments::Definition& one : vault.instruments())
        definitions.push_back(&one);
    const auto bytes = [&](const char* name) { return read_all(wishes.folder + "/" + name, most_bytes); };
    if (wishes.format == "redcap") {
        const auto data = bytes("redcap_data.csv");
        if (!data) return data.error();
        return release::read_released_redcap(*data, definitions);
    }
    if (wishes.format == "fhir") {
        const auto bundle = bytes("fhir_bundle.json");
        if (!bundle) return bundle.error();
        return release::read_released_fhir(*bundle, definitions);
    }
    const auto items = bytes("long.csv");
    if (!items) return items.error();
    const auto scores = bytes("scores.csv");
    if (!scores) return scores.error();
    return release::read_released_csv(*items, *scores, definitions);
}

json value(const std::optional<double>& score)
{
    return score ? json(*score) : json(nullptr);
}

void tell(const std::vector<release::Returned>& rows, const std::vector<release::Mismatch>& mismatches)
{
    for (std::size_t at = 0; at < mismatches.size() && at < most_told; ++at) {
        const release::Mismatch& one = mismatches[at];
        const release::Returned& row = rows[one.row];
        std::fprintf(stderr, "rapport: %s, %s, week %d: %s.\n", row.code.c_str(), row.definition->id.c_str(), row.week,
                     mismatch_words(one).c_str());
    }
}

void print(const std::vector<release::Returned>& rows, const outlet::TakenBack& taken)
{
    json mismatches = json::array();
    for (std::size_t at = 0; at < taken.mismatches.size() && at < most_told; ++at) {
        const release::Mismatch& one = taken.mismatches[at];
        mismatches.push_back({{"code", rows[one.row].code},
                              {"instrument", rows[one.row].definition->id},
                              {"visit", rows[one.row].visit},
                              {"week", rows[one.row].week},
                              {"score", one.score},
                              {"stated", value(one.stated)},
                              {"computed", value(one.computed)}});
    }
    const json answer{{"people", taken.people},
                      {"administrations", taken.administrations},
                      {"there_already", taken.there_already},
                      {"erased", taken.erased},
                      {"mismatches", std::move(mismatches)}};
    std::printf("%s\n", answer.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

} // namespace

int import_release(vault::Vault& vault, const ImportWishes& wishes)
{
    outlet::TakeBack how;
    if (wishes.keep_going) how.differing = outlet::Differing::leave_those;
    how.only_try = wishes.dry_run;
    if (!wishes.first_day.empty()) {
        if (!is_day(wishes.first_day)) {
            std::fprintf(stderr, "rapport: %s\n", strings::say("cli.date", {{"option", "--first-day"}}).c_str());
            return code(Exit::usage);
        }
        how.first_day = day_number(wishes.first_day);
    }
    const auto rows = read(vault, wishes);
    if (!rows) {
        if (rows.error().fault == release::fault::bad_released_file)
            std::fprintf(stderr, "rapport: %s.\n", rows.error().detail.c_str());
        return fail(rows.error());
    }
    auto taken = outlet::take_back(vault, *rows, how);
    if (!taken) {
        if (!(taken.error().fault == outlet::fault::scores_differ)) return fail(taken.error());
        outlet::TakenBack none;
        none.mismatches = release::recompute(*rows);
        tell(*rows, none.mismatches);
        if (wishes.as_json) print(*rows, none);
        return fail(taken.error());
    }
    tell(*rows, taken->mismatches);
    if (wishes.as_json) print(*rows, *taken);
    std::fprintf(stderr, "rapport: %d new people, %d administrations %s, %d there already.\n", taken->people,
                 taken->administrations, wishes.dry_run ? "would be taken in" : "taken in", taken->there_already);
    if (taken->erased > 0)
        std::fprintf(stderr, "rapport: %d left out, of people who were erased from this vault.\n", taken->erased);
    return taken->mismatches.empty() ? code(Exit::done) : code(Exit::refused);
}

} // namespace rapport::cli
