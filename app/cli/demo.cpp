#include "app/cli/demo.h"

#include <algorithm>

#include "app/cli/demo_people.h"

namespace rapport::cli {

using sealed::Secret;
using vault::Administration;
using vault::Vault;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr int days_between_visits = 14;

struct Asked {
    const char* instrument;
    int first_visit; ///< counted from 0
    int every;
};
// Alliance forms begin at session 3, as they are commonly first given at sessions 3 to 5.
constexpr Asked schedule[] = {
    {"pcl-5", 0, 1},
    {"phq-9", 0, 1},
    {"gad-7", 0, 2},
    {"check-in-patient", 0, 1},
    {"check-in-therapist", 0, 1},
    {"wai-sr-client", 2, 2},
    {"wai-sr-therapist", 2, 2},
};

Result<Vault> open_new_vault(const DemoWishes& wishes, const vault::Clock& clock, std::string& printed)
{
    vault::NewVault make;
    make.clinic = "Demo clinic";
    make.device = "Demo tablet";
    make.first_user = demo_user();
    make.passphrase = Secret::copy_of(demo_passphrase());
    make.cost = wishes.cost;
    make.demo = true;
    auto recovery = vault::create_vault(wishes.folder, make, clock);
    if (!recovery) return recovery.error();
    if (auto confirmed = vault::confirm_recovery(wishes.folder, recovery->printed); !confirmed)
        return confirmed.error();
    printed = std::string(recovery->printed.view());
    return Vault::open(wishes.folder, demo_user(), Secret::copy_of(demo_passphrase()), clock);
}

Status answer_visit(const Vault& vault, const InventedPerson& invented, int visit, std::int64_t when_ms, Dice& dice,
                    std::vector<Administration>& into)
{
    std::int64_t at = when_ms;
    for (const Asked& asked : schedule) {
        if (visit < asked.first_visit || (visit - asked.first_visit) % asked.every != 0) continue;
        const auto* definition = vault.instrument(asked.instrument);
        if (definition == nullptr) return Error{vault::fault::unknown_instrument, asked.instrument};

        Administration administration;
        administration.person = invented.person.id;
        administration.instrument = definition->id;
        administration.version = definition->version;
        administration.respondent = definition->respondent;
        administration.mode = definition->mode;
        administration.language = "en";
        administration.visit = "Visit " + std::to_string(visit + 1);
        administration.session_number = visit + 1;
        administration.started_ms = at;
        at += 90'000 + dice.between(0, 180) * 1000;
        administration.finished_ms = at;
        administration.day = static_cast<std::int32_t>(at / day_ms);
        administration.response = invent_answers(*definition, invented.course, visit, dice);
        into.push_back(std::move(administration));
    }
    return {};
}

/// A clinic larger than a first look needs is a clinic of years: most care in it has ended.
constexpr int first_look = 40;
constexpr int together = 200; ///< people in one transaction

bool care_ended(int n)
{
    return n >= first_look && n % 5 != 0;
}

/// How many days ago somebody was last here.
int days_since(int n)
{
    if (n == 0) return days_between_visits + 7;
    if (n <= 4) return days_between_visits;
    if (care_ended(n)) return 60 + (n * 37) % 700;
    return 1 + (n * 5) % 13;
}

std::int32_t next_day(int n, std::int32_t today)
{
    // One person is a week late, four are due today, the others come in the next two weeks.
    if (n == 0) return today - 7;
    if (n <= 4) return today;
    if (n >= first_look && n % 35 == 0) return today - n % 4;
    return today + 1 + n % 13;
}

Status plan_next(Vault& vault, const InventedPerson& invented, int n, int visits, std::int32_t today)
{
    vault::PlannedVisit next;
    next.person = invented.person.id;
    next.therapist = invented.person.therapist;
    next.visit = "Visit " + std::to_string(visits + 1);
    next.session_number = visits + 1;
    next.day = next_day(n, today);
    next.minute = n >= 1 && n <= 4 ? 9 * 60 + 15 + (n - 1) * 75 : -1;
    next.battery = {"pcl-5", "phq-9", "check-in-patient"};
    auto planned = vault.plan_visit(next);
    if (!planned) return planned.error();
    return {};
}

/// Past alerts were dealt with; the newest two still wait for somebody.
Status acknowledge_the_old(Vault& vault)
{
    auto alerts = vault.open_alerts();
    if (!alerts) return alerts.error();
    std::sort(alerts->begin(), alerts->end(), [](const auto& a, const auto& b) { return a.raised_ms > b.raised_ms; });
    return vault.together([&]() -> Status {
        for (std::size_t i = 2; i < alerts->size(); ++i)
            if (auto noted =
                    vault.acknowledge((*alerts)[i].id, "Asked about it the same day. Risk assessment recorded.");
                !noted)
                return noted;
        return {};
    });
}

/// What the clinic has to choose from when a session starts: its batteries, and a schedule of them.
Status make_batteries(Vault& vault)
{
    using instruments::Respondent;
    vault::Schedule fortnightly;
    fortnightly.name = "Every two weeks";
    fortnightly.label = "Session {n}";
    fortnightly.every_days = days_between_visits;
    struct Made {
        const char* name;
        Respondent respondent;
        std::vector<std::string> instruments;
        int first;
        int every;
    };
    for (const Made& made : {Made{"Symptoms", Respondent::patient, {"pcl-5", "phq-9"}, 1, 1},
                             Made{"Anxiety", Respondent::patient, {"gad-7"}, 1, 2},
                             Made{"Check-in", Respondent::patient, {"check-in-patient"}, 1, 1},
                             Made{"Check-in, therapist", Respondent::therapist, {"check-in-therapist"}, 1, 1}}) {
        vault::Battery battery;
        battery.name = made.name;
        battery.respondent = made.respondent;
        battery.instruments = made.instruments;
        const auto kept = vault.save_battery(battery);
        if (!kept) return kept.error();
        fortnightly.parts.push_back({*kept, made.first, made.every});
    }
    const auto kept = vault.save_schedule(fortnightly);
    return kept ? Status() : Status(kept.error());
}

struct Making {
    const DemoWishes& wishes;
    Vault& vault;
    DemoClinic& clinic;
    std::int64_t now = 0;
    Dice dice;
};

Status add_one(Making& making, int n)
{
    Vault& vault = making.vault;
    const auto today = static_cast<std::int32_t>(making.now / day_ms);
    const int visits = making.wishes.visits;
    const std::int32_t first_day = today - days_since(n) - (visits - 1) * days_between_visits;
    InventedPerson invented = invent_person(n, first_day, making.dice);
    auto person = vault.add_person(invented.person, invented.identity);
    if (!person) return person.error();
    invented.person = *person;
    making.clinic.markers.insert(making.clinic.markers.end(),
                                 {person->pseudonym, invented.identity.name, invented.identity.record_number});

    std::vector<Administration> answered;
    for (int visit = 0; visit < visits; ++visit) {
        const std::int64_t day =
            first_day + visit * days_between_visits + (visit == 0 ? 0 : making.dice.between(-1, 1));
        const std::int64_t at = std::min<std::int64_t>(day * day_ms + (9 * 60 + making.dice.between(0, 400)) * 60'000LL,
                                                       making.now - 3'600'000);
        if (auto visited = answer_visit(vault, invented, visit, at, making.dice, answered); !visited)
            return visited.error();
    }
    making.clinic.administrations += static_cast<int>(answered.size());
    ++making.clinic.people;
    if (auto kept = vault.add_administrations(std::move(answered)); !kept) return kept.error();
    if (!care_ended(n)) return plan_next(vault, invented, n, visits, today);
    return vault.close_episode(person->id, today - days_since(n) + 7, n % 4 == 0 ? "stopped" : "completed");
}

/// Those whose care has ended come first, so that the others have a course to be held against.
std::vector<int> in_order(int patients)
{
    std::vector<int> order;
    for (const bool ended : {true, false})
        for (int n = 0; n < patients; ++n)
            if (care_ended(n) == ended) order.push_back(n);
    return order;
}

} // namespace

std::string_view demo_passphrase()
{
    return "willow lantern pebble harbor violin";
}

std::string_view demo_user()
{
    return "R. Adeyemi";
}

Result<DemoClinic> make_demo(const DemoWishes& wishes, const vault::Clock& clock)
{
    DemoClinic clinic;
    auto vault = open_new_vault(wishes, clock, clinic.recovery);
    if (!vault) return vault.error();

    clinic.user = demo_user();
    Making making{wishes, *vault, clinic, clock(), Dice(wishes.seed)};
    if (auto made = make_batteries(*vault); !made) return made.error();
    const std::vector<int> order = in_order(wishes.patients);
    for (std::size_t from = 0; from < order.size(); from += together) {
        const auto some = vault->together([&]() -> Status {
            for (std::size_t at = from; at < std::min(order.size(), from + together); ++at)
                if (auto added = add_one(making, order[at]); !added) return added;
            return {};
        });
        if (!some) return some.error();
    }
    if (auto acknowledged = acknowledge_the_old(*vault); !acknowledged) return acknowledged.error();
    return clinic;
}

} // namespace rapport::cli
