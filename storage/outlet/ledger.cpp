#include "storage/outlet/ledger.h"

#include <algorithm>

#include "storage/sealed/secret.h"

namespace rapport::outlet {

Result<Ledger> Ledger::read(vault::Vault& vault)
{
    auto tokens = vault::release_tokens(vault);
    if (!tokens) return tokens.error();
    auto rows = vault::released_rows(vault);
    if (!rows) return rows.error();
    Ledger out;
    std::map<std::string, std::string> person_of;
    for (const auto& [person, token] : *tokens) {
        out.token_of_[sealed::hex(person)] = token;
        person_of[token] = sealed::hex(person);
    }
    for (vault::ReleasedRow& row : *rows) {
        release::LedgerRow one{std::move(row.quantity), {}};
        for (std::string& token : row.people) {
            const auto at = person_of.find(token);
            one.people.push_back(at == person_of.end() ? "token " + token : at->second);
        }
        std::ranges::sort(one.people);
        out.earlier_.push_back(std::move(one));
    }
    return out;
}

std::vector<vault::ReleasedRow> Ledger::as_tokens(const std::vector<release::LedgerRow>& rows) const
{
    std::vector<vault::ReleasedRow> out;
    for (const release::LedgerRow& row : rows) {
        vault::ReleasedRow one{row.quantity, {}};
        for (const std::string& person : row.people)
            one.people.push_back(token_of_.at(person));
        std::ranges::sort(one.people);
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace rapport::outlet
