#include "storage/vault/kept_keys.h"

#include "storage/vault/crypto.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

constexpr std::string_view proof_keys = "proof_keys";
constexpr std::string_view hub_key = "hub_key";
constexpr std::string_view digits = "0123456789abcdef";

/// In hex, since a setting is text; in locked memory all the way.
sealed::Secret spelled(const sealed::Secret& key)
{
    sealed::Secret text(key.size() * 2);
    for (std::size_t i = 0; i < key.size(); ++i) {
        text.data()[2 * i] = static_cast<unsigned char>(digits[key.data()[i] >> 4U]);
        text.data()[2 * i + 1] = static_cast<unsigned char>(digits[key.data()[i] & 0x0FU]);
    }
    return text;
}

std::optional<sealed::Secret> unspelled(const sealed::Secret& text, std::size_t size)
{
    if (text.size() != 2 * size) return std::nullopt;
    sealed::Secret key(size);
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t high = digits.find(text.view()[2 * i]);
        const std::size_t low = digits.find(text.view()[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        key.data()[i] = static_cast<unsigned char>(high << 4U | low);
    }
    return key;
}

Error damaged(const char* what)
{
    return {fault::vault_damaged, what};
}

Status load_proof_keys(Core& core)
{
    std::optional<sealed::Secret> both;
    std::vector<const char*> places{"SELECT value FROM main.setting WHERE name = ?"};
    if (core.role != Role::researcher) places.push_back("SELECT value FROM identity.setting WHERE name = ?");
    for (const char* const place : places) {
        if (both) break;
        const Status read = core.database.each(place, {proof_keys}, [&](const Row& row) {
            both = unspelled(row.secret(0), 2 * crypto::key_size);
            return false;
        });
        if (!read) return read;
    }
    if (!both) return damaged("proof keys");
    core.row_key = sealed::Secret::copy_of(both->view().substr(0, crypto::key_size));
    core.audit_key = sealed::Secret::copy_of(both->view().substr(crypto::key_size));
    return {};
}

Status load_inbox_keys(Core& core)
{
    bool sound = true;
    const Status read = core.database.each(
        "SELECT value FROM identity.setting WHERE name GLOB 'inbox_key:*' ORDER BY name", {}, [&](const Row& row) {
            auto key = unspelled(row.secret(0), crypto::key_size);
            sound = sound && key.has_value();
            if (key) core.older_inboxes.push_back({crypto::public_half(*key), std::move(*key)});
            return true;
        });
    if (!read) return read;
    return sound ? Status() : Status(damaged("inbox keys"));
}

} // namespace

Status keep_proof_keys(Core& core)
{
    sealed::Secret both = core.row_key.copy();
    both.append(core.audit_key.view());
    const sealed::Secret text = spelled(both);
    if (Status kept = write_setting(core.database, proof_keys, text.view()); !kept) return kept;
    return core.database.run("INSERT INTO identity.setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE "
                             "SET value = excluded.value",
                             {proof_keys, text.view()});
}

Status keep_inbox_key(Core& core, std::uint32_t epoch)
{
    const sealed::Secret text = spelled(core.inbox.private_key);
    return core.database.run("INSERT INTO identity.setting (name, value) VALUES (?1, ?2)",
                             {"inbox_key:" + std::to_string(epoch), text.view()});
}

Result<sealed::Secret> find_hub_key(Core& core)
{
    sealed::Secret found;
    bool sound = true;
    const Status read =
        core.database.each("SELECT value FROM identity.setting WHERE name = ?", {hub_key}, [&](const Row& row) {
            auto key = unspelled(row.secret(0), crypto::key_size);
            sound = key.has_value();
            if (key) found = std::move(*key);
            return false;
        });
    if (!read) return read.error();
    if (!sound) return damaged("hub key");
    return found;
}

Status keep_hub_key(Core& core, const sealed::Secret& key)
{
    const sealed::Secret text = spelled(key);
    return core.database.run("INSERT INTO identity.setting (name, value) VALUES (?1, ?2)", {hub_key, text.view()});
}

Status load_kept_keys(Core& core)
{
    if (core.header.epoch == 1) return {};
    if (Status loaded = load_proof_keys(core); !loaded) return loaded;
    core.older_inboxes.clear();
    return core.role == Role::researcher ? Status() : load_inbox_keys(core);
}

Result<sealed::OpenedSession> open_session(const Core& core, const std::string& path, const sealed::Secret& key)
{
    auto opened = sealed::open_session_file(path, core.inbox, &key);
    for (const sealed::InboxKeys& older : core.older_inboxes) {
        if (opened) break;
        auto by_older = sealed::open_session_file(path, older, &key);
        if (by_older) return by_older;
    }
    return opened;
}

} // namespace rapport::vault
