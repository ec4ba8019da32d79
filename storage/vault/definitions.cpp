#include "storage/vault/definitions.h"

#include <algorithm>
#include <map>
#include <optional>

#include "instruments/reader.h"
#include "storage/vault/norms.h"
#include "storage/vault/sign_offs.h"

namespace rapport::vault {

Status load_instruments(Core& core)
{
    core.instruments = instruments::library();
    const auto own = own_definitions(core);
    if (!own) return own.error();
    for (const auto& [id, hash] : *own) {
        // A newer program may bring an instrument of the same name, and that one stands; or it may be stricter than the
        // one that took the definition in, and then there is none.
        if (core.instrument(id) != nullptr) continue;
        const auto json = pinned_json(core, hash);
        if (!json) return json.error();
        instruments::Reading reading = instruments::read_definition(*json);
        if (reading.definition) core.instruments.push_back(std::move(*reading.definition));
    }
    const std::vector<instruments::Definition> keys = core.instruments;

    std::vector<std::pair<std::string, std::string>> installed;
    const Status read = core.database.each(
        "SELECT instrument, combined FROM main.installed_wording ORDER BY instrument, at_ms", {}, [&](const Row& row) {
            installed.emplace_back(row.text(0), row.blob(1));
            return true;
        });
    if (!read) return read;
    for (const auto& [id, json] : installed) {
        const auto place = std::ranges::find(core.instruments, id, &instruments::Definition::id);
        if (place == core.instruments.end()) continue;
        if (json.empty()) { // the wording before it was removed
            *place = *std::ranges::find(keys, id, &instruments::Definition::id);
            continue;
        }
        instruments::Reading reading = instruments::read_definition(json);
        // A newer program may be stricter than the one that took the wording in; the bundled definition then stands.
        if (reading.definition && reading.definition->id == id) *place = std::move(*reading.definition);
    }
    return apply_norms(core);
}

Status act_on_instruments(Core& core, const AuditLine& line, const std::function<Status()>& work)
{
    std::vector<instruments::Definition> before = core.instruments;
    Status kept = act(core, line, [&] {
        Status done = work();
        return done ? load_instruments(core) : done;
    });
    if (!kept) core.instruments = std::move(before);
    return kept;
}

Result<crypto::Hash> keep_definition(Core& core, const instruments::Definition& definition)
{
    const crypto::Hash hash = crypto::hash(definition.source_text);
    const Status kept = core.database.run(
        "INSERT INTO main.definition (hash, instrument, version, json) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        {hash, definition.id, definition.version, Blob{definition.source_text}});
    if (!kept) return kept.error();
    return hash;
}

Status check_definitions(Core& core)
{
    std::optional<std::string> off;
    const Status read =
        core.database.each("SELECT hash, json, instrument FROM main.definition ORDER BY hash", {}, [&](const Row& row) {
            if (crypto::hash(row.blob(1)) != row.bytes<32>(0)) off = row.text(2);
            return !off;
        });
    if (!read) return read;
    return off ? Status(Error{fault::vault_damaged, "definition " + *off}) : Status();
}

Result<std::string> pinned_json(Core& core, const crypto::Hash& hash)
{
    std::string json;
    const Status read =
        core.database.each("SELECT json FROM main.definition WHERE hash = ?", {hash}, [&](const Row& row) {
            json = row.blob(0);
            return false;
        });
    if (!read) return read.error();
    if (crypto::hash(json) != hash) return Error{fault::vault_damaged, "definition " + sealed::hex(hash)};
    return json;
}

namespace {

/// The definition this program brings with these very bytes, or none. The hash stands in the MAC of every row that was
/// answered to it, so its own row, a dozen pages with its wording, need not be read.
const instruments::Definition* bundled_as(const crypto::Hash& hash)
{
    static const auto by_hash = [] {
        std::map<crypto::Hash, const instruments::Definition*> out;
        for (const instruments::Definition& one : instruments::library())
            out.emplace(crypto::hash(one.source_text), &one);
        return out;
    }();
    const auto found = by_hash.find(hash);
    return found == by_hash.end() ? nullptr : found->second;
}

} // namespace

Result<const instruments::Definition*> pinned_definition(Core& core, const crypto::Hash& hash)
{
    if (const instruments::Definition* const bundled = bundled_as(hash); bundled != nullptr) return bundled;
    std::unique_ptr<instruments::Definition>& slot = core.pinned[sealed::hex(hash)];
    if (slot) return slot.get();
    const auto json = pinned_json(core, hash);
    if (!json) return json.error();
    instruments::Reading reading = instruments::read_definition(*json);
    if (!reading.definition) return Error{fault::vault_damaged, "definition " + sealed::hex(hash)};
    slot = std::make_unique<instruments::Definition>(std::move(*reading.definition));
    return slot.get();
}

crypto::Hash hash_from_hex(std::string_view text)
{
    constexpr std::size_t half_digits = 2 * std::tuple_size_v<sealed::Id>;
    crypto::Hash out{};
    if (text.size() != 2 * half_digits) return out;
    const auto front = sealed::id_from_hex(text.substr(0, half_digits));
    const auto back = sealed::id_from_hex(text.substr(half_digits));
    if (!front || !back) return out;
    std::ranges::copy(*back, std::ranges::copy(*front, out.begin()).out);
    return out;
}

} // namespace rapport::vault
