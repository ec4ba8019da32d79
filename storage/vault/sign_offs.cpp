#include "storage/vault/sign_offs.h"

#include <nlohmann/json.hpp>

#include "instruments/use.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/known_packs.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

using json = nlohmann::json;

namespace {

// One setting each: what counts is the newest, and the audit has every one there was.
constexpr std::string_view prefix = "sign_off:";
constexpr std::size_t most_words = 1000;

std::string setting_of(std::string_view instrument)
{
    return std::string(prefix) + std::string(instrument);
}

std::string write_record(const SignOff& record)
{
    return json{{"instrument", record.instrument},
                {"version", record.version},
                {"hash", record.hash},
                {"by", record.by},
                {"date", record.date},
                {"reference", record.reference},
                {"actor", record.actor},
                {"at_ms", record.at_ms}}
        .dump(-1, ' ', false, json::error_handler_t::replace); // words come from people, and may be no UTF-8
}

Result<SignOff> read_record(const std::string& text)
{
    const json root = json::parse(text, nullptr, false);
    const Error damaged{fault::vault_damaged, "sign-off"};
    if (!root.is_object()) return damaged;
    SignOff record;
    for (const auto& [name, into] :
         {std::pair{"instrument", &record.instrument}, std::pair{"version", &record.version},
          std::pair{"hash", &record.hash}, std::pair{"by", &record.by}, std::pair{"date", &record.date},
          std::pair{"reference", &record.reference}, std::pair{"actor", &record.actor}}) {
        const auto found = root.find(name);
        if (found == root.end() || !found->is_string()) return damaged;
        *into = found->get<std::string>();
    }
    const auto at = root.find("at_ms");
    if (at == root.end() || !at->is_number_integer()) return damaged;
    record.at_ms = at->get<std::int64_t>();
    return record;
}

} // namespace

Status key_may_be_used(Core& core, const instruments::Definition& definition)
{
    const auto key = key_file(core, definition.id);
    if (!key) return key.error();
    const std::string hash = sealed::hex(crypto::hash(key->json));
    const bool own = key->own && !is_known_pack(definition.id, hash);
    if (definition.key_verified && !own) return {};
    const Error refused{own ? fault::not_signed_off : instruments::key_not_verified, definition.id};
    const auto text = read_setting(core.database, setting_of(definition.id));
    if (!text) return text.error();
    if (!*text) return refused;
    const auto record = read_record(**text);
    if (!record) return record.error();
    if (record->hash != hash) return refused;
    const instruments::KeyCheck check{record->instrument, record->version, record->by, record->date, record->reference};
    return instruments::may_be_used(definition, &check).ok() ? Status() : refused;
}

Result<SignOff> Vault::sign_off(const instruments::KeyCheck& check)
{
    if (const Status may = clinicians_only(*state_, "sign_off"); !may) return may.error();
    Core& core = *state_;
    const auto key = key_file(core, check.instrument);
    if (!key) return key.error();
    if (check.version != key->version) return Error{fault::other_version, key->version};
    for (const std::string* const words : {&check.by, &check.date, &check.reference}) {
        if (words->empty()) return Error{fault::empty_note, "sign-off"};
        if (words->size() > most_words) return Error{fault::too_long, "sign-off"};
    }
    const std::string hash = sealed::hex(crypto::hash(key->json));
    SignOff record{check.instrument, check.version,   hash,      check.by,
                   check.date,       check.reference, core.user, core.clock()};
    const Status kept = act(core, {"key_signed_off", check.instrument, check.version, {}, {}, hash}, [&] {
        return write_setting(core.database, setting_of(check.instrument), write_record(record));
    });
    if (!kept) return kept.error();
    return record;
}

Result<std::vector<SignOff>> Vault::sign_offs()
{
    Core& core = *state_;
    std::vector<std::string> texts;
    const Status read = core.database.each("SELECT value FROM main.setting WHERE name GLOB ? ORDER BY name",
                                           {std::string(prefix) + "*"}, [&](const Row& row) {
                                               texts.push_back(row.text(0));
                                               return true;
                                           });
    if (!read) return read.error();
    std::vector<SignOff> out;
    for (const std::string& text : texts) {
        auto record = read_record(text);
        if (!record) return record.error();
        const auto key = key_file(core, record->instrument);
        record->holds = key && sealed::hex(crypto::hash(key->json)) == record->hash;
        out.push_back(std::move(*record));
    }
    return out;
}

} // namespace rapport::vault
