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

Status plan_next(Vault& vault, const InventedPerson& invented, int n, int visits, std::int32_t today)
{
    vault::PlannedVisit next;
    next.person = invented.person.id;
    next.therapist = invented.person.therapist;
    next.visit = "Visit " + std::to_string(visits + 1);
    next.session_number = visits + 1;
    // One person is a week late, four are due today, the others come in the next two weeks.
    next.day = n == 0 ? today - 7 : n <= 4 ? today : today + 1 + n % 13;
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
    for (std::size_t i = 2; i < alerts->size(); ++i)
        if (auto noted = vault.acknowledge((*alerts)[i].id, "Asked about it the same day. Risk assessment recorded.");
            !noted)
            return noted;
    return {};
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

    Dice dice(wishes.seed);
    clinic.user = demo_user();
    const std::int64_t now = clock();
    const auto today = static_cast<std::int32_t>(now / day_ms);
    for (int n = 0; n < wishes.patients; ++n) {
        const int since_last = n <= 4 ? days_between_visits + (n == 0 ? 7 : 0) : 1 + (n * 5) % 13;
        const std::int32_t first_day = today - since_last - (wishes.visits - 1) * days_between_visits;
        InventedPerson invented = invent_person(n, first_day, dice);
        auto person = vault->add_person(invented.person, invented.identity);
        if (!person) return person.error();
        invented.person = *person;
        clinic.markers.insert(clinic.markers.end(),
                              {person->pseudonym, invented.identity.name, invented.identity.record_number});

        std::vector<Administration> answered;
        for (int visit = 0; visit < wishes.visits; ++visit) {
            const std::int64_t day = first_day + visit * days_between_visits + (visit == 0 ? 0 : dice.between(-1, 1));
            const std::int64_t at =
                std::min<std::int64_t>(day * day_ms + (9 * 60 + dice.between(0, 400)) * 60'000LL, now - 3'600'000);
            if (auto visited = answer_visit(*vault, invented, visit, at, dice, answered); !visited)
                return visited.error();
        }
        clinic.administrations += static_cast<int>(answered.size());
        if (auto kept = vault->add_administrations(std::move(answered)); !kept) return kept.error();
        if (auto planned = plan_next(*vault, invented, n, wishes.visits, today); !planned) return planned.error();
        ++clinic.people;
    }
    if (auto acknowledged = acknowledge_the_old(*vault); !acknowledged) return acknowledged.error();
    return clinic;
}

} // namespace rapport::cli
