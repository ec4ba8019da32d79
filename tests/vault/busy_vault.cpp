#include "tests/vault/busy_vault.h"

#include <cstdlib>

#include "instruments/reader.h"
#include "instruments/sheet/wording_file.h"
#include "storage/vault/given_rights.h"

namespace rapport::vault::test {

namespace {

/// What is set up before anything is tried, or the program ends.
template <class T>
T surely(Result<T> result)
{
    if (!result) std::abort();
    return std::move(*result);
}

void surely(const Status& status)
{
    if (!status) std::abort();
}

} // namespace

BusyVault::BusyVault(Clinic::Kind kind) : clinic(kind)
{
    Vault vault = clinic.open();
    person = somebody(vault);
    auto what = all_items(0, 20, 1);
    for (const Do& one : all_items(1, 10, 1))
        what.push_back(one);
    const sealed::Job first = started(vault, person.id, {"pcl-5", "phq-9"});
    taken = first.session;
    Clinic::answer(first, what);
    surely(vault.ingest());
    surely(vault.install_wording(wording("one")));
    surely(vault.set_norm(norm("pcl-5", 12)));
    alert = vault.open_alerts()->front().id;
    const sealed::Job left = started(vault, person.id, {"gad-7"});
    begun = left.session;
    Clinic::begin(left, {all_items(0, 3, 1)});
    Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), what); // waits in the inbox
    other = somebody(vault, "Another Record");
    surely(vault.merge(somebody(vault, "The Same").id, other.id, "one person"));
    former = somebody(vault, "Long Ago");
    surely(vault.close_episode(former.id, 30'000, "completed"));
    battery = surely(vault.save_battery(battery_of("Weekly")));
    schedule = surely(vault.save_schedule(schedule_of("Every week", battery)));
    plan = surely(vault.begin_plan(person.id, schedule, 20'700));
    for (const PlannedVisit& one : *vault.visits_of(person.id))
        if (one.state == "planned") visit = one.id;
    entry = surely(vault.add_entry(note_of(person, "Slept badly.")));
    code = surely(vault.project_code("Study 0", person.id));
    surely(give_right(vault, Right::reidentify, user, "to call back", by_recovery(clinic)));
    SessionWish wish;
    wish.person = person.id;
    wish.battery = {"phq-9"};
    ticket = surely(vault.make_ticket(wish, 24)).row.session;
    constexpr std::int64_t half_an_hour = 30LL * 60 * 1000;
    clinic.now += half_an_hour; // so that an alert nobody saw to is overdue
}

std::unique_ptr<Clinic> BusyVault::copy() const
{
    auto out = Clinic::copy_of(clinic);
    out->now = clinic.now;
    return out;
}

EntryWish BusyVault::note_of(const Person& person, const std::string& words)
{
    return {person.id, EntryKind::note, 20'600, {}, words};
}

Battery BusyVault::battery_of(const std::string& name)
{
    Battery battery;
    battery.name = name;
    battery.instruments = {"pcl-5"};
    return battery;
}

Schedule BusyVault::schedule_of(const std::string& name, const Id& battery)
{
    Schedule out;
    out.name = name;
    out.label = "Week {n}";
    out.parts = {{battery, 1, 1}};
    return out;
}

instruments::SiteNorm BusyVault::norm(const std::string& instrument, double sd)
{
    return {instrument, "total", sd, 0.9, std::nullopt, "our intake", "Clinic 2025", "Report 7, 2025"};
}

std::string BusyVault::wording(const std::string& mark)
{
    const auto& definition = *instruments::find_in_library("wai-sr-client");
    std::string text = instruments::wording_template(definition);
    for (auto at = text.find("\"\""); at != std::string::npos; at = text.find("\"\"", at))
        text.replace(at, 2, "\"Words " + mark + "\"");
    return instruments::prepare_wording(definition, text, {"SPR", "2026-01-05", "L-" + mark}).json;
}

Administration BusyVault::phq9_of(const Person& person, int value)
{
    Administration row;
    row.person = person.id;
    row.instrument = "phq-9";
    row.visit = "Visit";
    row.started_ms = row.finished_ms = 1'780'000'000'000;
    row.response.items.assign(10, instruments::Answer::chose(value));
    return row;
}

std::vector<VaultAct> all_acts()
{
    std::vector<VaultAct> all = acts_on_people();
    for (const auto& more : {acts_on_visits(), acts_on_the_clinic(), acts_on_alerts(), acts_on_what_leaves()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace rapport::vault::test
