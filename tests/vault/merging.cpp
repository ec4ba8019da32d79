#include "tests/vault/merging.h"

#include <cstdlib>

#include "storage/vault/definitions.h"
#include "storage/vault/released.h"
#include "storage/vault/retention.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault::test {

namespace {

constexpr std::int64_t a_day_ms = 24LL * 60 * 60 * 1000;

std::int32_t day_of(std::int64_t now)
{
    return static_cast<std::int32_t>(now / a_day_ms);
}

std::string escaped(const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::null:
        return "-";
    case Value::Kind::integer:
        return std::to_string(value.integer());
    case Value::Kind::real:
        return std::to_string(value.real());
    case Value::Kind::text:
        return "'" + std::string(value.bytes()) + "'";
    case Value::Kind::blob:
        return "x" + sealed::hex(
                         std::span(reinterpret_cast<const std::uint8_t*>(value.bytes().data()), value.bytes().size()));
    }
    return {};
}

} // namespace

Vault quick(const Clinic& clinic)
{
    Core core = clinic.core();
    if (!load_instruments(core)) std::abort();
    return VaultOf::parts(std::move(core));
}

Clinic::Raw looked_into(const Clinic& clinic, const std::string& folder)
{
    const RoleKeys& keys = clinic.raw_keys();
    auto lock = VaultLock::take(folder);
    if (!lock) std::abort();
    auto database = open_databases(*lock, folder, {keys.responses, keys.identity});
    if (!database) std::abort();
    return {std::move(*lock), std::move(*database)};
}

Result<Merged> merged(const Clinic& clinic, const std::string& first, const std::string& second, const std::string& to,
                      std::vector<MergeNote>* clashes)
{
    std::vector<MergeEntrance> sides;
    for (const std::string& folder : {first, second}) {
        auto lock = VaultLock::take(folder);
        if (!lock) return lock.error();
        auto header = load_header(folder);
        if (!header) return header.error();
        sides.push_back({folder, std::move(*lock), std::move(*header), std::string(user), clinic.raw_keys().copy()});
    }
    const std::int64_t now = clinic.now;
    return merge_entered(
        std::move(sides), to, [now] { return now; }, clashes);
}

std::vector<std::string> rows_of_table(Connection& database, const std::string& file, const std::string& table,
                                       const std::string& columns)
{
    std::vector<std::string> out;
    const Status read = database.each("SELECT " + columns + " FROM " + file + "." + table + " ORDER BY " + columns, {},
                                      [&](const Row& row) {
                                          std::string text = table;
                                          for (int column = 0; column < row.columns(); ++column)
                                              text += "|" + escaped(row.value(column));
                                          out.push_back(std::move(text));
                                          return true;
                                      });
    if (!read) out.push_back("cannot read " + table + ": " + read.error().detail);
    return out;
}

void WorkingDay::work(int acts)
{
    Vault vault = quick(clinic_);
    for (int at = 0; at < acts; ++at) {
        clinic_.now += 1'000 + roll(100'000'000);
        act(vault);
    }
}

void WorkingDay::act(Vault& vault)
{
    const auto people = vault.people();
    const int what = roll(100);
    if (!people || people->empty() || what < 8) {
        Person person;
        person.year_of_birth = 1950 + roll(50);
        person.sex = roll(2) == 0 ? "female" : "male";
        person.therapist = roll(3) == 0 ? "" : "Therapist " + std::to_string(roll(4));
        person.episode_start_day = day_of(clinic_.now);
        Identity identity;
        identity.name = "Name " + std::to_string(roll(1'000'000));
        identity.date_of_birth = "19" + std::to_string(50 + roll(50)) + "-03-04";
        story_ += " person_added";
        static_cast<void>(vault.add_person(person, identity));
        return;
    }
    const Person person = (*people)[static_cast<std::size_t>(roll(static_cast<int>(people->size())))].person;
    if (what < 60)
        about_somebody(vault, person, roll(12));
    else if (what < 80)
        about_care(vault, person, roll(10));
    else
        about_clinic(vault, roll(9));
}

void WorkingDay::about_somebody(Vault& vault, const Person& person, int what)
{
    story_ += " somebody:" + std::to_string(what);
    switch (what) {
    case 0:
    case 1:
    case 2:
        return add_answers(vault, person);
    case 3:
    case 4:
        return correct(vault, person);
    case 5:
    case 6:
        return see_to_alerts(vault, person);
    case 7:
    case 8:
        return write_entry(vault, person);
    case 9:
        return edit(vault, person);
    case 10: {
        SessionWish wish;
        wish.person = person.id;
        wish.visit = "Visit " + std::to_string(roll(9));
        wish.session_number = 1 + roll(9);
        wish.battery = {"phq-9"};
        const auto job = vault.start_session(wish);
        if (!job) return;
        Clinic::answer(*job, all_items(0, 10, roll(4)));
        static_cast<void>(vault.ingest());
        return;
    }
    default:
        static_cast<void>(vault.mark_reviewed(person.id));
    }
}

void WorkingDay::about_care(Vault& vault, const Person& person, int what)
{
    story_ += " care:" + std::to_string(what);
    const std::int32_t today = day_of(clinic_.now);
    switch (what) {
    case 0:
    case 1: {
        Consent consent;
        consent.purpose = roll(2) == 0 ? "care" : "research";
        consent.state = roll(2) == 0 ? "given" : "withdrawn";
        consent.day = today;
        static_cast<void>(vault.set_consent(person.id, consent));
        return;
    }
    case 2:
        static_cast<void>(
            vault.set_therapist(person.id, roll(4) == 0 ? "" : "Therapist " + std::to_string(roll(4)), today));
        return;
    case 3:
        if (!vault.close_episode(person.id, today, "completed"))
            static_cast<void>(vault.open_episode(person.id, today));
        return;
    case 4:
    case 5:
        return plan(vault, person);
    case 6:
        if (roll(3) == 0) static_cast<void>(vault.withdraw(person.id, "asked to"));
        return;
    case 7:
        if (roll(3) == 0) static_cast<void>(vault.erase(person.id, "asked to"));
        return;
    case 8: {
        const auto others = vault.people();
        const Id into = (*others)[static_cast<std::size_t>(roll(static_cast<int>(others->size())))].person.id;
        if (!vault.merge(person.id, into, "the same person"))
            for (const PersonLink& link : *vault.links_of(person.id))
                static_cast<void>(vault.unmerge(link.person, "not the same person"));
        return;
    }
    default:
        static_cast<void>(defer_erasing(vault, person.id, today + 100 + roll(100), "still needed"));
    }
}

void WorkingDay::about_clinic(Vault& vault, int what)
{
    story_ += " clinic:" + std::to_string(what);
    switch (what) {
    case 0: {
        CarePolicy policy;
        policy.course_width = 1 + roll(10);
        policy.stopped_days = 20 + roll(10);
        static_cast<void>(vault.set_care_policy(policy));
        return;
    }
    case 1:
        static_cast<void>(vault.set_clinic_words({"en", "Take your time " + std::to_string(roll(5)), {}}));
        return;
    case 2:
    case 3: {
        const auto known = vault.batteries();
        Battery battery;
        if (!known->empty() && roll(3) != 0)
            battery = (*known)[static_cast<std::size_t>(roll(static_cast<int>(known->size())))];
        if (battery.name.empty()) battery.name = "Battery " + std::to_string(roll(3));
        battery.instruments = {roll(2) == 0 ? "phq-9" : "pcl-5"};
        battery.grid = roll(2) == 0;
        static_cast<void>(vault.save_battery(battery));
        return;
    }
    case 4: {
        const auto known = vault.schedules();
        const auto batteries = vault.batteries();
        if (batteries->empty()) return;
        Schedule schedule;
        if (!known->empty() && roll(3) != 0) schedule = known->front();
        if (schedule.name.empty()) schedule.name = "Schedule " + std::to_string(roll(2));
        schedule.label = "Session {n}";
        schedule.parts = {{batteries->front().id, 1, 1}, {batteries->back().id, 2, 2}};
        static_cast<void>(vault.save_schedule(schedule));
        return;
    }
    case 5:
    case 6:
        return release(vault);
    case 7:
        static_cast<void>(vault.roll_plans(day_of(clinic_.now)));
        return;
    default:
        static_cast<void>(vault.escalate_alerts());
    }
}

void WorkingDay::add_answers(Vault& vault, const Person& person)
{
    Administration row;
    row.person = person.id;
    row.instrument = roll(2) == 0 ? "phq-9" : "pcl-5";
    row.visit = "Visit " + std::to_string(roll(9));
    row.finished_ms = clinic_.now - roll(50'000'000);
    row.started_ms = row.finished_ms - 60'000;
    for (std::size_t item = 0; item < vault.instrument(row.instrument)->items.size(); ++item)
        row.response.items.push_back(instruments::Answer::chose(roll(4)));
    static_cast<void>(vault.add_administration(row));
}

void WorkingDay::correct(Vault& vault, const Person& person)
{
    const auto rows = vault.administrations(person.id);
    if (!rows || rows->empty()) return;
    const Administration& row = (*rows)[static_cast<std::size_t>(roll(static_cast<int>(rows->size())))];
    static_cast<void>(
        vault.correct({person.id, row.id, std::to_string(1 + roll(8)), instruments::Answer::chose(roll(4)),
                       "read from the paper form " + std::to_string(roll(9))}));
}

void WorkingDay::see_to_alerts(Vault& vault, const Person& person)
{
    for (const Alert& alert : *vault.alerts_of(person.id)) {
        if (roll(2) == 0)
            static_cast<void>(vault.acknowledge(alert.id, "Seen to " + std::to_string(roll(9))));
        else
            static_cast<void>(vault.leave_open(alert.id, "Calling back " + std::to_string(roll(9))));
        return;
    }
}

void WorkingDay::write_entry(Vault& vault, const Person& person)
{
    EntryWish wish{person.id, EntryKind::note, day_of(clinic_.now) - 1, {}, "Words " + std::to_string(roll(1000))};
    std::vector<PageEntry> standing;
    for (const PageEntry& entry : *vault.entries(person.id))
        if (entry.standing && !entry.taken_back) standing.push_back(entry);
    if (standing.empty() || roll(2) == 0) {
        static_cast<void>(vault.add_entry(wish));
        return;
    }
    const Id entry = standing[static_cast<std::size_t>(roll(static_cast<int>(standing.size())))].id;
    if (roll(3) == 0)
        static_cast<void>(vault.take_back_entry(entry, "wrong person"));
    else
        static_cast<void>(vault.correct_entry(entry, wish, "misheard"));
}

void WorkingDay::edit(Vault& vault, const Person& person)
{
    const auto identity = vault.identity(person.id);
    if (!identity) return;
    Person next = person;
    Identity now = *identity;
    if (roll(2) == 0) now.name = "Other name " + std::to_string(roll(1000));
    if (roll(2) == 0) next.site = "Site " + std::to_string(roll(5));
    static_cast<void>(vault.edit_person(next, now, "put right"));
}

void WorkingDay::release(Vault& vault)
{
    const auto tokens = release_tokens(vault);
    if (!tokens || tokens->empty()) return;
    ReleaseNote note;
    note.project = "project-" + std::to_string(roll(2));
    note.profile = "A";
    note.recipient = "University " + std::to_string(roll(3));
    note.purpose = "a study";
    note.people = static_cast<int>(tokens->size());
    note.rows = roll(100);
    note.k = 5;
    note.threshold = 5;
    note.manifest_sha256 = std::string(63, 'a') + std::to_string(roll(10));
    ReleasedRow row{"phq-9|total|Visit " + std::to_string(roll(4)), {}};
    for (const auto& [person, token] : *tokens) {
        if (roll(2) == 0) row.people.push_back(token);
        static_cast<void>(vault.project_code(note.project, person));
    }
    std::ranges::sort(row.people);
    note.fed = {row};
    static_cast<void>(note_release(vault, note));
}

void WorkingDay::plan(Vault& vault, const Person& person)
{
    const std::int32_t today = day_of(clinic_.now);
    const auto plans = vault.plans(person.id);
    const auto schedules = vault.schedules();
    if (plans && !plans->empty() && roll(2) == 0) {
        static_cast<void>(vault.end_plan(plans->front().id));
    } else if (schedules && !schedules->empty()) {
        static_cast<void>(vault.begin_plan(person.id, schedules->front().id, today));
    }
    for (const PlannedVisit& visit : *vault.visits_of(person.id))
        if (visit.state == "planned" && visit.ended.empty() && roll(4) == 0)
            static_cast<void>(vault.call_off_visit(visit.id, "ill"));
}

} // namespace rapport::vault::test
