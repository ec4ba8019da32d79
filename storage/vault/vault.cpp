#include "storage/vault/vault.h"

#include <algorithm>

#include "storage/vault/core.h"
#include "storage/vault/definitions.h"

namespace rapport::vault {

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

const instruments::Definition* Core::instrument(std::string_view id) const
{
    const auto found = std::ranges::find(instruments, id, &instruments::Definition::id);
    return found == instruments.end() ? nullptr : &*found;
}

const std::string& Vault::clinic() const
{
    return state_->header.clinic;
}

const std::string& Vault::user() const
{
    return state_->user;
}

Role Vault::role() const
{
    return state_->role;
}

bool Vault::demo() const
{
    return state_->header.demo;
}

std::int64_t Vault::now_ms() const
{
    return state_->clock();
}

const std::vector<instruments::Definition>& Vault::instruments() const
{
    return state_->instruments;
}

const instruments::Definition* Vault::instrument(std::string_view id) const
{
    return state_->instrument(id);
}

Status Vault::together(const std::function<Status()>& work)
{
    Core& core = *state_;
    const auto undone = [&core](const Status& why) {
        core.looked_ms.clear(); // looks noted in there are not in the audit after all
        static_cast<void>(load_instruments(core));
        return why;
    };
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    if (const Status done = work(); !done) {
        {
            const Transaction rolled_back = std::move(*transaction);
        }
        return undone(done);
    }
    if (const Status committed = transaction->commit(); !committed) return undone(committed);
    return {};
}

} // namespace rapport::vault
