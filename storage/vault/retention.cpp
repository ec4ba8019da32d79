#include "storage/vault/retention.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

#include "storage/vault/audit.h"
#include "storage/vault/clocks.h"
#include "storage/vault/links.h"
#include "storage/vault/lists.h"
#include "storage/vault/people.h"
#include "storage/vault/reason.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault {

namespace {

constexpr std::string_view policy_setting = "policy:retention";

std::string deferral_setting(const Id& person)
{
    return "retention_deferred:" + sealed::hex(person);
}

std::string episode_setting(const Id& person)
{
    return "episode_ended:" + sealed::hex(person);
}

std::int64_t number(std::string_view text)
{
    std::int64_t value = 0;
    static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), value));
    return value;
}

/// Line `place` of a setting, or nothing where it has fewer.
std::string line(const std::vector<std::string>& lines, std::size_t place)
{
    return place < lines.size() ? lines[place] : std::string();
}

/// A setting is one line a value, and a reason may have been typed with line ends.
std::string on_one_line(std::string_view text)
{
    std::string out(text);
    std::ranges::replace_if(
        out, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return out;
}

std::string words_of(const RetentionPolicy& policy)
{
    return "years " + std::to_string(policy.years) + ", after episode " + std::to_string(policy.years_after_episode) +
           ", until age " + std::to_string(policy.until_age);
}

bool is_sensible(const RetentionPolicy& policy)
{
    const auto fits = [](int years) { return years >= 0 && years <= RetentionPolicy::most_years; };
    // The other two hold somebody longer; without the first there is nothing to hold them back from.
    return fits(policy.years) && fits(policy.years_after_episode) && fits(policy.until_age) &&
           (policy.years > 0 || (policy.years_after_episode == 0 && policy.until_age == 0));
}

std::int32_t number_of(std::chrono::sys_days day)
{
    return static_cast<std::int32_t>(day.time_since_epoch().count());
}

std::int32_t years_later(std::int32_t day, int years)
{
    using namespace std::chrono;
    const year_month_day from{sys_days{days{day}}};
    const year_month_day to = from + std::chrono::years{years};
    if (to.ok()) return number_of(to);
    return number_of(to.year() / March / 1);
}

std::int32_t end_of_year(int year)
{
    using namespace std::chrono;
    return number_of(std::chrono::year{year} / December / 31);
}

/// The newest answers lie last in their table. A visit ahead of `?1` is an appointment; one behind it counts when it
/// was held.
constexpr std::string_view contact_of_everybody =
    ", max(p.episode_start_day, coalesce((SELECT a.day FROM main.administration a WHERE a.person = p.id ORDER BY "
    "a.finished_ms DESC LIMIT 1), 0), "
    "coalesce((SELECT max(day) FROM main.planned_visit v WHERE v.person = p.id AND (v.state <> 'planned' OR v.day >= "
    "?1)), 0)) FROM main.person p ORDER BY p.pseudonym";

Result<std::optional<Deferral>> deferral_of(Core& core, const Id& person)
{
    const auto text = read_setting(core.database, deferral_setting(person));
    if (!text) return text.error();
    if (!*text) return std::optional<Deferral>{};
    const auto lines = split_lines(**text);
    return std::optional<Deferral>{
        {static_cast<std::int32_t>(number(line(lines, 0))), line(lines, 3), line(lines, 2), number(line(lines, 1))}};
}

Status fill_in(Core& core, const RetentionPolicy& policy, Retained& one)
{
    const auto ended = read_setting(core.database, episode_setting(one.person.id));
    if (!ended) return ended.error();
    if (*ended) one.episode_end = static_cast<std::int32_t>(number(**ended));
    const auto closed =
        core.database.count("SELECT coalesce(max(closed_day), 0) FROM main.episode WHERE person = ?", {one.person.id});
    if (!closed) return closed.error();
    // A day that was noted by hand stands until a later episode has ended.
    if (const auto day = static_cast<std::int32_t>(*closed); day > one.episode_end.value_or(0)) one.episode_end = day;
    one.kept_until = years_later(one.last_contact, policy.years);
    if (one.episode_end && policy.years_after_episode > 0)
        one.kept_until = std::max(one.kept_until, years_later(*one.episode_end, policy.years_after_episode));
    if (policy.until_age > 0 && one.person.year_of_birth > 0)
        one.kept_until = std::max(one.kept_until, end_of_year(one.person.year_of_birth + policy.until_age));
    return {};
}

/// Erasing takes all records of a person, so whichever of them is kept longest keeps them all.
Result<std::optional<Deferral>> latest_deferral(Core& core, const Id& person)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::optional<Deferral> latest;
    for (const Id& record : *records) {
        auto own = deferral_of(core, record);
        if (!own) return own;
        if (*own && (!latest || (*own)->until > latest->until)) latest = std::move(*own);
    }
    return latest;
}

/// The same of contact and episodes; a linked record is no line of its own.
Status count_linked_as_one(Core& core, std::vector<Retained>& all)
{
    std::map<Id, Id> roots;
    const Status read = core.database.each("SELECT person, root FROM main.person_link", {}, [&](const Row& row) {
        roots.emplace(row.id(0), row.id(1));
        return true;
    });
    if (!read || roots.empty()) return read;
    std::map<Id, Retained*> by_id;
    for (Retained& one : all)
        by_id.emplace(one.person.id, &one);
    for (const auto& [linked, into] : roots) {
        const auto from = by_id.find(linked);
        const auto to = by_id.find(into);
        if (from == by_id.end() || to == by_id.end()) continue;
        Retained& root = *to->second;
        const Retained& other = *from->second;
        root.last_contact = std::max(root.last_contact, other.last_contact);
        root.kept_until = std::max(root.kept_until, other.kept_until);
        if (other.episode_end && *other.episode_end > root.episode_end.value_or(0))
            root.episode_end = other.episode_end;
    }
    std::erase_if(all, [&](const Retained& one) { return roots.contains(one.person.id); });
    return {};
}

Result<std::vector<Retained>> whose_time_is_over(Core& core, const RetentionPolicy& policy, std::int32_t day)
{
    std::vector<Retained> all;
    if (policy.years == 0) return all;
    const Status read = core.database.each("SELECT " + std::string(person_columns) + std::string(contact_of_everybody),
                                           {day}, [&](const Row& row) {
                                               Retained& one = all.emplace_back();
                                               one.person = person_of(row);
                                               one.last_contact = row.whole(8);
                                               return true;
                                           });
    if (!read) return read.error();
    for (Retained& one : all)
        if (const Status done = fill_in(core, policy, one); !done) return done.error();
    if (const Status whole = count_linked_as_one(core, all); !whole) return whole.error();
    std::erase_if(all, [&](const Retained& one) { return one.kept_until >= day; });
    for (Retained& one : all) {
        auto deferral = latest_deferral(core, one.person.id);
        if (!deferral) return deferral.error();
        one.deferral = std::move(*deferral);
        one.due = !one.deferral || one.deferral->until <= day;
    }
    std::ranges::stable_sort(all, {}, &Retained::kept_until);
    return all;
}

std::string printed(std::int32_t day)
{
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    std::string out = std::to_string(static_cast<int>(date.year()));
    for (const unsigned part : {static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())})
        out += (part < 10 ? "-0" : "-") + std::to_string(part);
    return out;
}

/// Who may, whom it is about, and why: the same for both notes about a person.
Status check_note(Core& core, const char* act, const Id& person, std::string_view reason)
{
    if (Status may = clinicians_only(core, act); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    const auto known = find_person(core, person);
    return known ? Status() : Status(known.error());
}

} // namespace

Result<RetentionPolicy> retention_policy(Vault& vault)
{
    const auto text = read_setting(VaultOf::core(vault).database, policy_setting);
    if (!text) return text.error();
    const auto lines = split_lines(text->value_or(""));
    const auto years = [&](std::size_t place) { return static_cast<int>(number(line(lines, place))); };
    const RetentionPolicy policy{years(0), years(1), years(2)};
    // Whatever the row says: nobody is erased by a rule that could not have been set.
    return is_sensible(policy) ? policy : RetentionPolicy{};
}

Status set_retention_policy(Vault& vault, const RetentionPolicy& policy, std::string_view reason)
{
    Core& core = VaultOf::core(vault);
    if (Status may = clinicians_only(core, "retention"); !may) return may;
    if (!is_sensible(policy)) return Error{fault::bad_policy, "retention"};
    if (Status said = check_reason(reason); !said) return said;
    const auto before = retention_policy(vault);
    if (!before) return before.error();
    if (*before == policy) return {};
    const std::string value = join_lines(
        {std::to_string(policy.years), std::to_string(policy.years_after_episode), std::to_string(policy.until_age)});
    return act(core,
               {"retention_set",
                std::string(policy_setting),
                words_of(policy),
                {},
                {},
                std::string(reason) + " (before: " + words_of(*before) + ")"},
               [&] { return write_setting(core.database, policy_setting, value); });
}

Result<std::vector<Retained>> retention_due(Vault& vault, std::int32_t day)
{
    Core& core = VaultOf::core(vault);
    if (const Status may = clinicians_only(core, "retention"); !may) return may.error();
    const auto policy = retention_policy(vault);
    if (!policy) return policy.error();
    if (const Status noted = note_look(core, "view_retention", "people"); !noted) return noted.error();
    return whose_time_is_over(core, *policy, day);
}

Status erase_when_due(Vault& vault, const Id& person, std::string_view reason)
{
    Core& core = VaultOf::core(vault);
    if (Status ready = check_note(core, "retention", person, reason); !ready) return ready;
    const auto policy = retention_policy(vault);
    if (!policy) return policy.error();
    const auto over = whose_time_is_over(core, *policy, civil_day(core.clock()));
    if (!over) return over.error();
    const auto found =
        std::ranges::find_if(*over, [&](const Retained& one) { return one.person.id == person && one.due; });
    if (found == over->end()) return fault::not_due;
    return vault.erase(person, "kept until " + printed(found->kept_until) + ": " + std::string(reason));
}

Status defer_erasing(Vault& vault, const Id& person, std::int32_t until, std::string_view reason)
{
    Core& core = VaultOf::core(vault);
    if (Status ready = check_note(core, "retention", person, reason); !ready) return ready;
    if (until <= civil_day(core.clock())) return Error{fault::bad_policy, "until"};
    const std::string value =
        join_lines({std::to_string(until), std::to_string(core.clock()), on_one_line(core.user), on_one_line(reason)});
    return act(core, {"retention_deferred", sealed::hex(person), printed(until), {}, {}, std::string(reason)},
               [&] { return write_setting(core.database, deferral_setting(person), value); });
}

Status note_episode_end(Vault& vault, const Id& person, std::int32_t day, std::string_view reason)
{
    Core& core = VaultOf::core(vault);
    if (Status ready = check_note(core, "retention", person, reason); !ready) return ready;
    if (day > civil_day(core.clock())) return Error{fault::bad_policy, "day"};
    return act(core, {"episode_ended", sealed::hex(person), printed(day), {}, {}, std::string(reason)}, [&] {
        return write_setting(core.database, episode_setting(person), join_lines({std::to_string(day)}));
    });
}

std::vector<std::string> retention_settings_of(const Id& person)
{
    return {deferral_setting(person), episode_setting(person)};
}

} // namespace rapport::vault
