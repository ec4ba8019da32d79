#include "instruments/reader.h"
#include "storage/vault/archive.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"
#include "storage/vault/sign_offs.h"

namespace rapport::vault {

namespace {

constexpr std::string_view prefix = "own_definition:"; ///< a setting each: the hash of the kept bytes, hex

} // namespace

Result<std::map<std::string, crypto::Hash>> own_definitions(Core& core)
{
    std::map<std::string, crypto::Hash> out;
    const Status read = core.database.each(
        "SELECT name, value FROM main.setting WHERE name GLOB ?", {std::string(prefix) + "*"}, [&](const Row& row) {
            out.emplace(row.text(0).substr(prefix.size()), hash_from_hex(row.text(1)));
            return true;
        });
    if (!read) return read.error();
    return out;
}

Result<KeyFile> key_file(Core& core, std::string_view instrument)
{
    if (const auto* const bundled = instruments::find_in_library(instrument))
        return KeyFile{bundled->version, bundled->source_text, false};
    const auto own = own_definitions(core);
    if (!own) return own.error();
    const auto found = own->find(std::string(instrument));
    if (found == own->end()) return Error{fault::unknown_instrument, std::string(instrument)};
    const auto definition = pinned_definition(core, found->second);
    if (!definition) return definition.error();
    return KeyFile{(*definition)->version, (*definition)->source_text, true};
}

Result<std::string> Vault::add_definition(std::string_view json)
{
    if (const Status may = clinicians_only(*state_, "add_definition"); !may) return may.error();
    Core& core = *state_;
    const instruments::Reading reading = instruments::read_definition(json);
    if (!reading.definition) {
        const auto& first = reading.problems.front();
        return Error{fault::definition_refused, first.pointer + " " + first.what};
    }
    const instruments::Definition& definition = *reading.definition;
    if (definition.items.size() > most_items) return Error{fault::definition_refused, "too many items"};
    if (instruments::find_in_library(definition.id) != nullptr) return Error{fault::instrument_taken, definition.id};
    const std::string hash = sealed::hex(crypto::hash(definition.source_text));
    if (const auto before = key_file(core, definition.id); before) {
        // A version stands for one wording, recall period and key: scores of it may share a line.
        if (before->version == definition.version && before->json != definition.source_text)
            return Error{fault::version_taken, definition.version};
    } else if (before.error().fault != fault::unknown_instrument) {
        return before.error();
    }
    const Status kept = act_on_instruments(
        core, {"definition_added", definition.id, definition.version, {}, {}, hash}, [&]() -> Status {
            if (const auto stored = keep_definition(core, definition); !stored) return stored.error();
            return write_setting(core.database, std::string(prefix) + definition.id, hash);
        });
    if (!kept) return kept.error();
    return hash;
}

} // namespace rapport::vault
