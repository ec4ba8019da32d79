#include "app/cli/version.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/about/about.h"
#include "app/sheet/paper.h"
#include "storage/hub/libraries.h"
#include "storage/release/libraries.h"
#include "storage/sealed/library.h"
#include "storage/vault/libraries.h"

namespace rapport::cli {

namespace {

using json = nlohmann::json;

json told(const std::string& version)
{
    return version.empty() ? json(nullptr) : json(version);
}

json version_json()
{
    std::vector<Library> mine{sealed::sodium_library(), hub::database_client_library()};
    for (const auto& of_room : {vault::libraries(), release::libraries(), person_sheet::paper_libraries()})
        mine.insert(mine.end(), of_room.begin(), of_room.end());
    mine.insert(mine.end(), about::header_libraries().begin(), about::header_libraries().end());
    json libraries = json::array();
    for (const Library& one : mine)
        libraries.push_back({{"name", one.name}, {"built", told(one.built)}, {"runs", told(one.runs)}});
    json windows = json::array();
    for (const Library& one : about::window_libraries())
        windows.push_back({{"name", one.name}, {"built", told(one.built)}});
    const about::Build& build = about::this_build();
    return {{"name", "rapport"},          {"version", build.version}, {"commit", build.commit},
            {"compiler", build.compiler}, {"libraries", libraries},   {"window_libraries", windows}};
}

} // namespace

void add_version(CLI::App& program)
{
    CLI::Option* const whole = program.add_flag("--json")->description("With --version: everything, as JSON");
    whole->needs(program.set_version_flag(
        "--version", [whole] { return whole->count() > 0 ? version_json().dump(2) : about::one_line("rapport"); }));
}

} // namespace rapport::cli
