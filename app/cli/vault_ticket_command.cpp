#include "app/cli/commands.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

namespace {

struct TicketWishes {
    std::string folder;
    std::string user;
    PassphraseSource passphrase;
    std::string person;
    std::vector<std::string> battery;
    std::string language = "en";
    std::string visit = "Visit";
    int number = 1;
    int hours = 24;
    bool other_wording = false;
    std::string session;
    std::string words_file;
    bool as_json = false;
};

Result<vault::Vault> opened_for_tickets(const TicketWishes& wishes)
{
    auto passphrase = wishes.passphrase.take("Passphrase: ");
    if (!passphrase) return passphrase.error();
    auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return user.error();
    return vault::Vault::open(wishes.folder, *user, *passphrase, vault::system_clock());
}

/// The one person of exactly this code name.
Result<sealed::Id> person_named(vault::Vault& vault, const std::string& pseudonym)
{
    const auto found = vault.people(pseudonym);
    if (!found) return found.error();
    for (const vault::PersonRow& row : *found)
        if (row.person.pseudonym == pseudonym) return row.person.id;
    return vault::fault::unknown_person;
}

nlohmann::json as_json(const vault::TicketRow& row)
{
    return {{"session", sealed::hex(row.session)},
            {"person", row.pseudonym},
            {"visit", row.visit},
            {"battery", row.battery},
            {"language", row.language},
            {"made_ms", row.made_ms},
            {"made_by", row.made_by},
            {"expires_ms", row.expires_ms},
            {"state", row.state}};
}

std::string joined_battery(const vault::TicketRow& row)
{
    std::string words;
    for (const std::string& id : row.battery)
        words += (words.empty() ? "" : ", ") + id;
    return words;
}

int new_ticket(const TicketWishes& wishes)
{
    auto vault = opened_for_tickets(wishes);
    if (!vault) return fail(vault.error());
    const auto person = person_named(*vault, wishes.person);
    if (!person) return fail(person.error());
    vault::SessionWish wish;
    wish.person = *person;
    wish.visit = wishes.visit;
    wish.session_number = wishes.number;
    wish.battery = wishes.battery;
    wish.language = wishes.language;
    wish.other_wording_accepted = wishes.other_wording;
    const auto made = vault->make_ticket(wish, wishes.hours);
    if (!made) return fail(made.error());
    const std::string code(made->code.view());
    if (wishes.as_json) {
        nlohmann::json answer = as_json(made->row);
        answer["code"] = code;
        std::printf("%s\n", answer.dump().c_str());
    } else {
        std::printf("%s %s\n", code.substr(0, code.size() / 2).c_str(), code.substr(code.size() / 2).c_str());
    }
    std::fprintf(stderr, "rapport: a ticket for %s, good for %d hours and for one session. It is shown this once.\n",
                 made->row.pseudonym.c_str(), wishes.hours);
    return cli::code(Exit::done);
}

int list_tickets(const TicketWishes& wishes)
{
    auto vault = opened_for_tickets(wishes);
    if (!vault) return fail(vault.error());
    const auto rows = vault->tickets();
    if (!rows) return fail(rows.error());
    nlohmann::json all = nlohmann::json::array();
    for (const vault::TicketRow& row : *rows) {
        all.push_back(as_json(row));
        if (!wishes.as_json)
            std::printf("%s %s: %s, %s\n", sealed::hex(row.session).c_str(), row.state.c_str(), row.pseudonym.c_str(),
                        joined_battery(row).c_str());
    }
    if (wishes.as_json) std::printf("%s\n", all.dump().c_str());
    return cli::code(Exit::done);
}

int revoke_one(const TicketWishes& wishes)
{
    const auto session = sealed::id_from_hex(wishes.session);
    if (!session) return fail(session.error());
    auto vault = opened_for_tickets(wishes);
    if (!vault) return fail(vault.error());
    if (auto done = vault->revoke_ticket(*session); !done) return fail(done.error());
    std::fprintf(stderr, "rapport: the ticket is taken back. No tablet takes it any more.\n");
    return cli::code(Exit::done);
}

int show_words(const TicketWishes& wishes)
{
    auto vault = opened_for_tickets(wishes);
    if (!vault) return fail(vault.error());
    const auto all = vault->clinic_words();
    if (!all) return fail(all.error());
    nlohmann::json answer = nlohmann::json::array();
    for (const sealed::ClinicWords& words : *all)
        answer.push_back({{"language", words.language}, {"moment", words.moment}, {"safety", words.safety}});
    if (wishes.as_json) {
        std::printf("%s\n", answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        return cli::code(Exit::done);
    }
    for (const sealed::ClinicWords& words : *all)
        std::printf("%s\n  I need a moment: %s\n  safety: %s\n", words.language.c_str(), words.moment.c_str(),
                    words.safety.c_str());
    return cli::code(Exit::done);
}

/// An object by language, each with "moment" and "safety"; a language that is not named stays as it is.
int set_words(const TicketWishes& wishes)
{
    const auto text = read_all(wishes.words_file, 256U * 1024);
    if (!text) return fail(text.error());
    const nlohmann::json said = nlohmann::json::parse(*text, nullptr, false);
    if (!said.is_object()) return refuse("The file is no JSON object of languages. Nothing was changed.");
    std::vector<sealed::ClinicWords> all;
    for (const auto& [language, words] : said.items()) {
        const bool right = words.is_object() && words.size() == 2 && words.contains("moment") &&
                           words.contains("safety") && words["moment"].is_string() && words["safety"].is_string();
        if (!right)
            return refuse("Each language needs \"moment\" and \"safety\", both texts and nothing else. Nothing was "
                          "changed.");
        all.push_back({language, words["moment"].get<std::string>(), words["safety"].get<std::string>()});
    }
    auto vault = opened_for_tickets(wishes);
    if (!vault) return fail(vault.error());
    const Status kept = vault->together([&]() -> Status {
        for (const sealed::ClinicWords& words : all)
            if (Status done = vault->set_clinic_words(words); !done) return done;
        return {};
    });
    if (!kept) return fail(kept.error());
    std::fprintf(stderr, "rapport: patients are told these words from the next session on.\n");
    return cli::code(Exit::done);
}

} // namespace

void add_vault_tickets(CLI::App& vault, int& exit)
{
    auto wishes = std::make_shared<TicketWishes>();
    const auto add = [&](CLI::App* below, const char* name, const char* about, int (*act)(const TicketWishes&)) {
        CLI::App* command = below->add_subcommand(name, about);
        command->add_option("DIR", wishes->folder, "The vault's folder")->required();
        command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        command->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
        wishes->passphrase.add_to(*command);
        command->callback([wishes, act, &exit] { exit = act(*wishes); });
        return command;
    };
    CLI::App* ticket = vault.add_subcommand("ticket", "Tickets of the waiting room");
    ticket->require_subcommand(1);
    CLI::App* made = add(ticket, "new", "A session that begins when its eight characters are typed", new_ticket);
    made->add_option("PSEUDONYM", wishes->person, "Whom it is for")->required();
    made->add_option("--instrument", wishes->battery, "What is asked, in this order; once for each")->required();
    made->add_option("--language", wishes->language, "en, es or zh");
    made->add_option("--visit", wishes->visit, "The visit's label");
    made->add_option("--number", wishes->number, "Session number")->check(CLI::Range(1, 9999));
    made->add_option("--hours", wishes->hours, "How long it is good for")->check(CLI::Range(1, 720));
    made->add_flag("--other-wording", wishes->other_wording,
                   "Go on where an instrument has no wording in that language");
    add(ticket, "list", "Every ticket there was, newest first", list_tickets);
    add(ticket, "revoke", "Take a ticket back that nobody has typed", revoke_one)
        ->add_option("SESSION", wishes->session, "As list names it")
        ->required();
    CLI::App* words = vault.add_subcommand("words", "What the clinic says to patients");
    words->require_subcommand(1);
    add(words, "show", "The words there are, by language", show_words);
    add(words, "set", "From a JSON file: {\"en\":{\"moment\":\"...\",\"safety\":\"...\"}}", set_words)
        ->add_option("FILE", wishes->words_file, "Empty words take the kiosk's own")
        ->required();
}

} // namespace rapport::cli
