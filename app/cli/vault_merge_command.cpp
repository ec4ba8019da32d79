#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/merge.h"
#include "storage/vault/recovery_user.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

/// One of the two vaults, and what opens it.
struct MergeSource {
    std::string folder;
    std::string user;
    PassphraseSource passphrase;
    PassphraseSource recovery;
};

struct MergeWishes {
    MergeSource first;
    MergeSource second;
    std::string to;
    bool as_json = false;
};

struct MergeOpener {
    std::string user;
    sealed::Secret secret;
};

Result<MergeOpener> merge_opener(const MergeSource& source, const char* prompt)
{
    if (source.recovery.is_given()) {
        auto key = source.recovery.take("Recovery key: ");
        if (!key) return key.error();
        return MergeOpener{std::string(vault::recovery_user), std::move(*key)};
    }
    auto user = user_or_only(source.folder, source.user);
    if (!user) return user.error();
    auto passphrase = source.passphrase.take(prompt);
    if (!passphrase) return passphrase.error();
    return MergeOpener{std::move(*user), std::move(*passphrase)};
}

json merge_list(const std::vector<vault::MergeNote>& notes)
{
    json out = json::array();
    for (const vault::MergeNote& note : notes)
        out.push_back({{"kind", note.kind}, {"who", note.who}, {"what", note.what}});
    return out;
}

void tell_staff(const std::vector<vault::MergeNote>& notes)
{
    for (const vault::MergeNote& note : notes)
        std::fprintf(stderr, "rapport: %s\n",
                     strings::say("cli.merge." + note.kind, {{"who", note.who}, {"what", note.what}}).c_str());
}

int refuse_merge(const MergeWishes& wishes, const Error& error, const std::vector<vault::MergeNote>& clashes)
{
    if (wishes.as_json && !clashes.empty()) std::printf("%s\n", json{{"clashes", merge_list(clashes)}}.dump().c_str());
    const int exit = fail(error);
    if (error.detail.starts_with("first"))
        std::fprintf(stderr, "rapport: this is about %s\n", wishes.first.folder.c_str());
    if (error.detail.starts_with("second"))
        std::fprintf(stderr, "rapport: this is about %s\n", wishes.second.folder.c_str());
    tell_staff(clashes);
    return exit;
}

int merge_two(const MergeWishes& wishes)
{
    const auto first = merge_opener(wishes.first, "Passphrase of the first: ");
    if (!first) return fail(first.error());
    const auto second = merge_opener(wishes.second, "Passphrase of the second: ");
    if (!second) return fail(second.error());
    std::vector<vault::MergeNote> clashes;
    const auto merged = vault::merge_vaults({wishes.first.folder, first->user, first->secret},
                                            {wishes.second.folder, second->user, second->secret}, wishes.to,
                                            vault::system_clock(), &clashes);
    if (!merged) return refuse_merge(wishes, merged.error(), clashes);
    if (wishes.as_json)
        std::printf("%s\n", json{{"vault", wishes.to},
                                 {"anchors", merged->anchors},
                                 {"people", merged->people},
                                 {"administrations", merged->administrations},
                                 {"erased", merged->erased},
                                 {"digest", merged->digest},
                                 {"notes", merge_list(merged->notes)}}
                                .dump()
                                .c_str());
    std::fprintf(stderr,
                 "rapport: merged and checked: %s holds %lld people and %lld administrations. Both vaults are as they "
                 "were.\n",
                 wishes.to.c_str(), static_cast<long long>(merged->people),
                 static_cast<long long>(merged->administrations));
    tell_staff(merged->notes);
    return code(Exit::done);
}

} // namespace

void add_vault_merge(CLI::App& vault, int& exit)
{
    auto wishes = std::make_shared<MergeWishes>();
    CLI::App* merges = vault.add_subcommand("merge", "Make one vault of two copies that were both worked on");
    merges->add_option("DIR", wishes->first.folder, "One of the two")->required();
    merges->add_option("OTHER", wishes->second.folder, "The other")->required();
    merges->add_option("--to", wishes->to, "Folder for the new vault")->required();
    merges->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    merges->add_option("--user", wishes->first.user, "Your name in the first; not needed when there is only one user");
    wishes->first.passphrase.add_to(*merges);
    wishes->first.recovery.add_to(*merges, "recovery", "the first's printed recovery key, in place of a passphrase");
    merges->add_option("--other-user", wishes->second.user, "Your name in the second");
    wishes->second.passphrase.add_to(*merges, "other-passphrase", "the second's passphrase");
    wishes->second.recovery.add_to(*merges, "other-recovery", "the second's printed recovery key");
    merges->callback([wishes, &exit] { exit = merge_two(*wishes); });
}

} // namespace rapport::cli
