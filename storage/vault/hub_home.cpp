#include "storage/vault/hub_home.h"

#include "storage/vault/approval.h"
#include "storage/vault/audit.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/rights.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault {

Result<HubHome> hub_home(Vault& vault)
{
    Core& core = VaultOf::core(vault);
    if (const Status may = clinicians_only(core, "hub"); !may) return may.error();
    auto key = find_hub_key(core);
    if (!key) return key.error();
    if (key->empty()) {
        *key = sealed::Secret::random(crypto::key_size);
        if (const Status made =
                act(core, {"hub_key_made", {}, {}, {}, {}, {}}, [&] { return keep_hub_key(core, *key); });
            !made)
            return made.error();
    }
    return HubHome{core.folder, core.header.vault, core.header.root, std::move(*key)};
}

Result<crypto::Signature> sign_hub_list(Vault& vault, sealed::ByteView list, std::string_view event,
                                        std::string_view about, const Approval& approval)
{
    Core& core = VaultOf::core(vault);
    if (const Status may = clinicians_only(core, "sign_hub_list"); !may) return may.error();
    const auto approved = approve(core.folder, core.header, approval, core.boot_clock());
    if (!approved) return approved.error();
    sealed::Bytes bytes(hub_list_purpose);
    bytes.push_back('\0');
    bytes.append(list);
    const crypto::Signature signature = crypto::sign(approved->root, bytes);
    const Status noted = act(core, {event, {}, {}, {}, {}, std::string(about)}, [] { return Status(); });
    if (!noted) return noted.error();
    return signature;
}

} // namespace rapport::vault
