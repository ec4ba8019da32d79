#include "app/cli/release_person.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/who.h"
#include "storage/outlet/identified.h"
#include "storage/vault/escrow.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

Result<std::vector<sealed::Id>> people_named(vault::Vault& vault, const std::vector<std::string>& pseudonyms)
{
    std::vector<sealed::Id> out;
    for (const std::string& pseudonym : pseudonyms) {
        const auto found = vault.people(pseudonym);
        if (!found) return found.error();
        const auto row = std::ranges::find_if(
            *found, [&](const vault::PersonRow& one) { return one.person.pseudonym == pseudonym; });
        if (row == found->end()) return Error{vault::fault::unknown_person, {}};
        out.push_back(row->person.id);
    }
    return out;
}

void print_json(const outlet::IdentifiedDone& identified, std::size_t people)
{
    const outlet::Done& done = identified.done;
    json files = json::array();
    for (const release::WrittenFile& file : done.written.files)
        files.push_back({{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}});
    const json answer{
        {"out", done.folder}, {"ledger", done.ledger_number},    {"profile", "C"},
        {"people", people},   {"left_out", identified.left_out}, {"manifest_sha256", done.written.manifest_sha256},
        {"files", files}};
    std::printf("%s\n", answer.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

} // namespace

CLI::App* add_who(CLI::App& release, WhoWishes& wishes)
{
    CLI::App* who = release.add_subcommand("who", "Whom a released code stands for: takes the right, and a reason");
    wishes.door.add_to(*who);
    who->add_option("CODE", wishes.code, "One code of a release")->required();
    who->add_option("--reason", wishes.reason, "Why, for the audit")->required();
    who->add_flag("--json", wishes.as_json, "Machine-readable answer on standard output");
    return who;
}

CLI::App* add_identified(CLI::App& release, IdentifiedWishes& wishes)
{
    CLI::App* identified = release.add_subcommand(
        "identified", "Profile C: full records WITH NAMES of the people given, for one recipient");
    wishes.door.add_to(*identified);
    identified->add_option("PSEUDONYM", wishes.people, "Whose records")->required();
    identified->add_option("--recipient", wishes.recipient, "Who gets them")->required();
    identified->add_option("--purpose", wishes.purpose, "What for; stands in the audit beside each person")->required();
    identified->add_option("--out", wishes.out, "New folder for the files")->required();
    identified->add_flag("--json", wishes.as_json, "Machine-readable answer on standard output");
    return identified;
}

int who_now(const WhoWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto holder = vault::who_is(*vault, wishes.code, wishes.reason);
    if (!holder) return fail(holder.error());
    if (wishes.as_json) {
        const json answer{{"project", holder->project},
                          {"person", holder->person.pseudonym},
                          {"name", holder->identity.name},
                          {"date_of_birth", holder->identity.date_of_birth},
                          {"record_number", holder->identity.record_number}};
        std::printf("%s\n", answer.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    } else {
        std::printf("%s, %s, born %s, record %s, project %s\n", holder->person.pseudonym.c_str(),
                    holder->identity.name.c_str(), holder->identity.date_of_birth.c_str(),
                    holder->identity.record_number.c_str(), holder->project.c_str());
    }
    std::fprintf(stderr, "rapport: recorded with your name and the reason.\n");
    return code(Exit::done);
}

int identified_now(const IdentifiedWishes& wishes)
{
    const auto passphrase = wishes.door.passphrase.take("Passphrase: ");
    if (!passphrase) return fail(passphrase.error());
    const auto user = user_or_only(wishes.door.folder, wishes.door.user);
    if (!user) return fail(user.error());
    auto vault = vault::Vault::open(wishes.door.folder, *user, *passphrase, vault::system_clock());
    if (!vault) return fail(vault.error());
    auto people = people_named(*vault, wishes.people);
    if (!people) return fail(people.error());
    const std::size_t count = people->size();
    const auto done = outlet::write_identified(*vault, {std::move(*people), wishes.recipient, wishes.purpose},
                                               *passphrase, wishes.out);
    if (!done) return fail(done.error());
    if (wishes.as_json) print_json(*done, count);
    std::fprintf(
        stderr,
        "rapport: IDENTIFIED: %zu full %s with names, in %s. For this recipient and purpose alone; recorded with "
        "your name.\n",
        count, count == 1 ? "record" : "records", done->done.folder.c_str());
    if (done->left_out > 0)
        std::fprintf(
            stderr,
            "rapport: left out: %d questionnaires about the alliance: those with you a colleague can release, those "
            "whose other half is not in yet nobody may read.\n",
            done->left_out);
    return code(Exit::done);
}

} // namespace rapport::cli
