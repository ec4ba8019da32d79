#include "storage/vault/norms.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

using instruments::SiteNorm;
using json = nlohmann::json;

namespace {

// One setting each: what counts is the newest, and the audit has every one there was. An empty one was taken out.
constexpr std::string_view prefix = "norm:";
constexpr std::size_t most_words = 1000;

std::string setting_of(std::string_view instrument, std::string_view score)
{
    return std::string(prefix) + std::string(instrument) + ":" + std::string(score);
}

std::string write_record(const RecordedNorm& record)
{
    json out{{"instrument", record.norm.instrument},
             {"score", record.norm.score},
             {"sd", record.norm.sd},
             {"reliability", record.norm.reliability},
             {"population", record.norm.population},
             {"source", record.norm.source},
             {"citation", record.norm.citation},
             {"actor", record.actor},
             {"at_ms", record.at_ms}};
    if (record.norm.end_point) out["end_point"] = *record.norm.end_point;
    return out.dump(-1, ' ', false, json::error_handler_t::replace); // words come from people, and may be no UTF-8
}

Result<RecordedNorm> read_record(const std::string& text)
{
    RecordedNorm out;
    try {
        const json root = json::parse(text);
        out.norm.instrument = root.at("instrument").get<std::string>();
        out.norm.score = root.at("score").get<std::string>();
        out.norm.sd = root.at("sd").get<double>();
        out.norm.reliability = root.at("reliability").get<double>();
        out.norm.population = root.at("population").get<std::string>();
        out.norm.source = root.at("source").get<std::string>();
        out.norm.citation = root.at("citation").get<std::string>();
        if (root.contains("end_point")) out.norm.end_point = root["end_point"].get<double>();
        out.actor = root.at("actor").get<std::string>();
        out.at_ms = root.at("at_ms").get<std::int64_t>();
    } catch (const json::exception&) { // the row's MAC held, so this is no stranger's work but a fault of ours
        return Error{fault::vault_damaged, "norm"};
    }
    return out;
}

Result<std::vector<RecordedNorm>> recorded(Core& core)
{
    std::vector<std::string> texts;
    const Status read =
        core.database.each("SELECT value FROM main.setting WHERE name GLOB ? AND value <> '' ORDER BY name",
                           {std::string(prefix) + "*"}, [&](const Row& row) {
                               texts.push_back(row.text(0));
                               return true;
                           });
    if (!read) return read.error();
    std::vector<RecordedNorm> out;
    for (const std::string& text : texts) {
        auto record = read_record(text);
        if (!record) return record.error();
        out.push_back(std::move(*record));
    }
    return out;
}

} // namespace

Status apply_norms(Core& core)
{
    const auto norms = recorded(core);
    if (!norms) return norms.error();
    for (const RecordedNorm& record : *norms) {
        const auto place = std::ranges::find(core.instruments, record.norm.instrument, &instruments::Definition::id);
        if (place == core.instruments.end()) continue;
        if (auto rule = instruments::site_threshold(*place, record.norm)) place->changes.push_back(std::move(*rule));
    }
    return {};
}

Status Vault::set_norm(const SiteNorm& norm)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "norm"); !may) return may;
    const auto* const definition = core.instrument(norm.instrument);
    if (definition == nullptr) return Error{fault::unknown_instrument, norm.instrument};
    for (const std::string* const words : {&norm.population, &norm.source, &norm.citation})
        if (words->size() > most_words) return Error{fault::too_long, "norm"};
    const auto rule = instruments::site_threshold(*definition, norm);
    if (!rule) return rule.error();
    const RecordedNorm record{norm, core.user, core.clock()};
    return act_on_instruments(core, {"norm_set", norm.instrument, norm.score, {}, {}, norm.citation}, [&] {
        return write_setting(core.database, setting_of(norm.instrument, norm.score), write_record(record));
    });
}

Status Vault::remove_norm(std::string_view instrument, std::string_view score)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "norm"); !may) return may;
    const std::string name = setting_of(instrument, score);
    const auto text = read_setting(core.database, name);
    if (!text) return text.error();
    if (!*text || (*text)->empty()) return Error{fault::unknown_norm, std::string(score)};
    return act_on_instruments(core, {"norm_removed", std::string(instrument), std::string(score), {}, {}, {}},
                              [&] { return write_setting(core.database, name, ""); });
}

Result<std::vector<RecordedNorm>> Vault::norms()
{
    return recorded(*state_);
}

} // namespace rapport::vault
