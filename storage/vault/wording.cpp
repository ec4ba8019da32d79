#include <nlohmann/json.hpp>

#include "instruments/reader.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/rights.h"
#include "storage/vault/sign_offs.h"

namespace rapport::vault {

using json = nlohmann::json;

namespace {

constexpr std::size_t most_wording = std::size_t{1} << 20;

std::string text_in(const json& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
}

/// Which instrument a wording says it is for; the strict reading is the instruments room's.
std::string instrument_of(std::string_view wording)
{
    if (wording.size() > most_wording) return {};
    return text_in(json::parse(wording, nullptr, false), "instrument");
}

std::string first_of(const std::vector<instruments::Problem>& problems)
{
    return problems.empty() ? std::string() : problems.front().pointer + " " + problems.front().what;
}

/// A row is never changed: a new wording, or none, supersedes the one before.
Status keep_row(Core& core, std::string_view instrument, std::string_view combined)
{
    const auto newest = core.database.count(
        "SELECT coalesce(max(at_ms), 0) FROM main.installed_wording WHERE instrument = ?", {instrument});
    if (!newest) return newest.error();
    return core.database.run(
        "INSERT INTO main.installed_wording (instrument, at_ms, actor, combined) VALUES (?, ?, ?, ?)",
        {instrument, std::max(core.clock(), *newest + 1), core.user, Blob{combined}});
}

InstalledWording describe(const Row& row)
{
    InstalledWording out;
    out.instrument = row.text(0);
    out.at_ms = row.integer(1);
    out.actor = row.text(2);
    const sealed::Bytes combined = row.blob(3);
    if (combined.empty()) return out;
    out.hash = sealed::hex(crypto::hash(combined));
    const json root = json::parse(combined, nullptr, false);
    out.version = text_in(root, "version");
    out.language = text_in(root, "language");
    if (!root.is_object() || !root.contains("permission")) return out;
    const json& permission = root["permission"];
    out.licensor = text_in(permission, "by");
    out.date = text_in(permission, "date");
    out.reference = text_in(permission, "reference");
    return out;
}

} // namespace

Status Vault::install_wording(std::string_view wording_json)
{
    if (Status may = clinicians_only(*state_, "install_wording"); !may) return may;
    Core& core = *state_;
    const std::string id = instrument_of(wording_json);
    const auto key = key_file(core, id);
    if (!key) return key.error();
    const instruments::Merging merging = instruments::install_wording(key->json, wording_json);
    if (!merging.problems.empty()) return Error{fault::definition_refused, first_of(merging.problems)};
    const instruments::Reading reading = instruments::read_definition(merging.json);
    if (!reading.definition) return Error{fault::definition_refused, first_of(reading.problems)};

    const std::string hash = sealed::hex(crypto::hash(merging.json));
    return act_on_instruments(core, {"wording_installed", id, key->version, {}, {}, hash},
                              [&] { return keep_row(core, id, merging.json); });
}

Status Vault::remove_wording(std::string_view instrument)
{
    if (Status may = clinicians_only(*state_, "remove_wording"); !may) return may;
    Core& core = *state_;
    const instruments::Definition* const now = core.instrument(instrument);
    if (now == nullptr) return Error{fault::unknown_instrument, std::string(instrument)};
    const auto rows = wordings();
    if (!rows) return rows.error();
    const bool installed = std::any_of(rows->begin(), rows->end(), [&](const InstalledWording& row) {
        return row.instrument == instrument && row.in_use;
    });
    if (!installed) return Error{fault::no_wording, std::string(instrument)};
    const std::string hash = sealed::hex(crypto::hash(now->source_text));
    const std::string version = now->version; // `now` goes when they are read again
    return act_on_instruments(core, {"wording_removed", std::string(instrument), version, {}, {}, hash},
                              [&] { return keep_row(core, instrument, {}); });
}

Result<std::vector<InstalledWording>> Vault::wordings()
{
    Core& core = *state_;
    std::vector<InstalledWording> out;
    const Status read = core.database.each(
        "SELECT instrument, at_ms, actor, combined FROM main.installed_wording ORDER BY instrument, at_ms", {},
        [&](const Row& row) {
            out.push_back(describe(row));
            return true;
        });
    if (!read) return read.error();
    for (InstalledWording& row : out) {
        const instruments::Definition* const now = core.instrument(row.instrument);
        row.in_use = now != nullptr && !row.hash.empty() && sealed::hex(crypto::hash(now->source_text)) == row.hash;
    }
    return out;
}

} // namespace rapport::vault
