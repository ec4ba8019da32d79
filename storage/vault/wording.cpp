#include <nlohmann/json.hpp>

#include "instruments/reader.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_wording = std::size_t{1} << 20;

/// Which instrument a wording says it is for; the strict reading is the instruments room's.
std::string instrument_of(std::string_view wording)
{
    if (wording.size() > most_wording) return {};
    const nlohmann::json root = nlohmann::json::parse(wording, nullptr, false);
    if (!root.is_object()) return {};
    const auto named = root.find("instrument");
    return named != root.end() && named->is_string() ? named->get<std::string>() : std::string();
}

std::string first_of(const std::vector<instruments::Problem>& problems)
{
    return problems.empty() ? std::string() : problems.front().pointer + " " + problems.front().what;
}

} // namespace

Status Vault::install_wording(std::string_view wording_json)
{
    Core& core = *state_;
    const std::string id = instrument_of(wording_json);
    const instruments::Definition* const bundled = instruments::find_in_library(id);
    if (bundled == nullptr) return Error{fault::unknown_instrument, id};
    const instruments::Merging merging = instruments::install_wording(bundled->source_text, wording_json);
    if (!merging.problems.empty()) return Error{fault::definition_refused, first_of(merging.problems)};
    const instruments::Reading reading = instruments::read_definition(merging.json);
    if (!reading.definition) return Error{fault::definition_refused, first_of(reading.problems)};

    const Status kept = act(core, {"wording_installed", id, {}, {}, {}, {}}, [&] {
        return core.database.run(
            "INSERT INTO main.installed_wording (instrument, at_ms, actor, combined) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (instrument, at_ms) DO UPDATE SET combined = excluded.combined",
            {id, core.clock(), core.user, Blob{merging.json}});
    });
    if (!kept) return kept;
    return load_instruments(core);
}

} // namespace rapport::vault
