#include "storage/vault/escrow.h"

#include "storage/vault/audit.h"
#include "storage/vault/base32.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/identity_rows.h"
#include "storage/vault/people.h"
#include "storage/vault/reason.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault {

namespace {

constexpr std::size_t code_characters = 16; ///< 80 bits, five a character

/// As project_code keeps it; empty when it is none.
std::string code_typed(std::string_view typed)
{
    const sealed::Secret values = base32::read_values(sealed::ByteView(typed));
    if (values.size() != code_characters) return {};
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string code;
    for (std::size_t at = 0; at < code_characters; ++at) {
        if (at > 0 && at % 4 == 0) code += '-';
        code += letters[static_cast<std::uint8_t>(values.view()[at])];
    }
    return code;
}

struct Link {
    std::string project;
    sealed::Id person{};
    bool found = false;
};

Result<Link> link_of(Core& core, const std::string& code)
{
    Link link;
    const Status read =
        core.database.each("SELECT project, person FROM main.project_code WHERE code = ?", {code}, [&](const Row& row) {
            link = {row.text(0), row.id(1), true};
            return false;
        });
    if (!read) return read.error();
    return link;
}

} // namespace

Result<CodeHolder> who_is(Vault& vault, std::string_view typed, std::string_view reason)
{
    Core& core = VaultOf::core(vault);
    if (const Status may = must_have(vault, Right::reidentify); !may) {
        if (const Status noted = vault.note("reidentify_refused", "code", may.error().detail); !noted)
            return noted.error();
        return may.error();
    }
    if (const Status said = check_reason(reason); !said) return said.error();
    const std::string code = code_typed(typed);
    const auto link = link_of(core, code);
    if (!link) return link.error();
    if (code.empty() || !link->found) {
        if (const Status noted = vault.note("reidentify_refused", "code", fault::unknown_code.name); !noted)
            return noted.error();
        return fault::unknown_code;
    }
    // The line first: nobody learns a name that the audit does not know of.
    const Status noted =
        act(core, {"reidentified", sealed::hex(link->person), link->project, {}, {}, std::string(reason)},
            [] { return Status{}; });
    if (!noted) return noted.error();
    auto person = find_person(core, link->person);
    if (!person) return person.error();
    auto identity = read_identity(core, link->person);
    if (!identity) return identity.error();
    return CodeHolder{link->project, std::move(*person), std::move(*identity)};
}

} // namespace rapport::vault
