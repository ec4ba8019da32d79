#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/instrument_vault.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/retention.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

struct RetentionWishes {
    VaultDoor door;
    vault::RetentionPolicy policy;
    std::string pseudonym;
    std::string day;
    std::string reason;
    bool as_json = false;
};

json policy_of(const vault::RetentionPolicy& policy)
{
    return {
        {"years", policy.years}, {"years_after_episode", policy.years_after_episode}, {"until_age", policy.until_age}};
}

void say_policy(const RetentionWishes& wishes, const vault::RetentionPolicy& policy)
{
    if (wishes.as_json) {
        std::printf("%s\n", policy_of(policy).dump().c_str());
        return;
    }
    if (policy.years == 0) {
        std::printf("No rule: nobody is ever listed as due.\n");
        return;
    }
    std::printf("Kept for %d years after the last contact\n", policy.years);
    if (policy.years_after_episode > 0)
        std::printf("and for %d years after the end of the episode, where one is recorded\n",
                    policy.years_after_episode);
    if (policy.until_age > 0) std::printf("and to the end of the year in which they turn %d\n", policy.until_age);
}

int show_retention(const RetentionWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto policy = vault::retention_policy(*vault);
    if (!policy) return fail(policy.error());
    say_policy(wishes, *policy);
    return code(Exit::done);
}

int set_retention(const RetentionWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    if (const Status done = vault::set_retention_policy(*vault, wishes.policy, wishes.reason); !done)
        return fail(done.error());
    say_policy(wishes, wishes.policy);
    return code(Exit::done);
}

/// Today where no day was given. Only ever called with a day that `is_day`.
std::int32_t day_or_today(const RetentionWishes& wishes, vault::Vault& vault)
{
    return wishes.day.empty() ? local_day(vault.now_ms()) : day_number(wishes.day);
}

int list_due(const RetentionWishes& wishes)
{
    if (!wishes.day.empty() && !is_day(wishes.day)) return refuse(strings::say("cli.date", {{"option", "--on"}}));
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto all = vault::retention_due(*vault, day_or_today(wishes, *vault));
    if (!all) return fail(all.error());
    json list = json::array();
    for (const vault::Retained& one : *all) {
        json row{{"person", one.person.pseudonym},
                 {"due", one.due},
                 {"kept_until", day_text(one.kept_until)},
                 {"last_contact", day_text(one.last_contact)},
                 {"episode_end", one.episode_end ? json(day_text(*one.episode_end)) : json(nullptr)},
                 {"deferred", nullptr}};
        if (one.deferral)
            row["deferred"] = {{"until", day_text(one.deferral->until)},
                               {"reason", one.deferral->reason},
                               {"by", one.deferral->actor},
                               {"at_ms", one.deferral->at_ms}};
        list.push_back(std::move(row));
        if (wishes.as_json) continue;
        std::printf("%-16s kept until %s, last contact %s", one.person.pseudonym.c_str(),
                    day_text(one.kept_until).c_str(), day_text(one.last_contact).c_str());
        if (!one.due) std::printf(", put off until %s", day_text(one.deferral->until).c_str());
        std::printf("\n");
    }
    if (wishes.as_json) std::printf("%s\n", list.dump().c_str());
    std::fprintf(stderr, "rapport: nobody is erased by itself; “rapport vault retention apply” erases one person.\n");
    return code(Exit::done);
}

using AboutOne = Status (*)(vault::Vault&, const vault::Id&, const RetentionWishes&);

int about_one(const RetentionWishes& wishes, const char* option, const char* done, AboutOne act)
{
    if (option != nullptr && !is_day(wishes.day)) return refuse(strings::say("cli.date", {{"option", option}}));
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto people = vault->people();
    if (!people) return fail(people.error());
    for (const vault::PersonRow& row : *people) {
        if (row.person.pseudonym != wishes.pseudonym) continue;
        if (const Status did = act(*vault, row.person.id, wishes); !did) return fail(did.error());
        if (wishes.as_json) std::printf("%s\n", json{{"person", wishes.pseudonym}, {"done", done}}.dump().c_str());
        std::fprintf(stderr, "rapport: %s: %s.\n", wishes.pseudonym.c_str(), done);
        return code(Exit::done);
    }
    return fail(Error{vault::fault::unknown_person, {}});
}

int apply_retention(const RetentionWishes& wishes)
{
    const int done = about_one(wishes, nullptr, "erased",
                               [](vault::Vault& vault, const vault::Id& person, const RetentionWishes& how) {
                                   return vault::erase_when_due(vault, person, how.reason);
                               });
    if (done == code(Exit::done)) std::fprintf(stderr, "rapport: backups made before still hold everything.\n");
    return done;
}

int defer_retention(const RetentionWishes& wishes)
{
    return about_one(wishes, "--until", "put off",
                     [](vault::Vault& vault, const vault::Id& person, const RetentionWishes& how) {
                         return vault::defer_erasing(vault, person, day_number(how.day), how.reason);
                     });
}

int end_episode(const RetentionWishes& wishes)
{
    return about_one(wishes, "--on", "end of episode recorded",
                     [](vault::Vault& vault, const vault::Id& person, const RetentionWishes& how) {
                         return vault::note_episode_end(vault, person, day_number(how.day), how.reason);
                     });
}

} // namespace

void add_vault_retention(CLI::App& vault, int& exit)
{
    auto wishes = std::make_shared<RetentionWishes>();
    CLI::App* retention =
        vault.add_subcommand("retention", "How long people's records are kept, and whose time is over");
    retention->require_subcommand(1);
    const auto add = [&](const char* name, const char* about, int (*act)(const RetentionWishes&)) {
        CLI::App* command = retention->add_subcommand(name, about);
        wishes->door.add_to(*command);
        command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        command->callback([wishes, act, &exit] { exit = act(*wishes); });
        return command;
    };
    const auto gives_reason = [&](CLI::App* command) {
        command->add_option("--reason", wishes->reason, "Why, for the audit")->required();
    };
    add("show", "The clinic's rule", show_retention);
    CLI::App* sets = add("set", "Set the clinic's rule; nobody is erased by itself", set_retention);
    const CLI::Range years(0, vault::RetentionPolicy::most_years);
    sets->add_option("--years", wishes->policy.years, "After the last contact; 0 for no rule")
        ->required()
        ->check(years);
    sets->add_option("--years-after-episode", wishes->policy.years_after_episode,
                     "After the end of the episode, where one is recorded")
        ->check(years);
    sets->add_option("--until-age", wishes->policy.until_age, "Not before the end of the year of this birthday")
        ->check(years);
    gives_reason(sets);
    add("due", "Whose time is over, and who was put off", list_due)
        ->add_option("--on", wishes->day, "As it will be on this day, like 2026-03-31; today unless given");
    const auto of_one = [&](CLI::App* command) {
        command->add_option("PSEUDONYM", wishes->pseudonym, "The person's code name")->required();
        gives_reason(command);
        return command;
    };
    of_one(add("apply", "Erase one person who is due", apply_retention));
    of_one(add("defer", "Put the erasing of somebody off", defer_retention))
        ->add_option("--until", wishes->day, "Due again from this day on, like 2026-03-31")
        ->required();
    of_one(add("episode-end", "Record when somebody's episode of care ended", end_episode))
        ->add_option("--on", wishes->day, "The day, like 2026-03-31")
        ->required();
}

} // namespace rapport::cli
