// Every act of the vault is one or nothing. Each is done again and again with its first statement broken off, then its
// second, until it comes through: what it says is what stands there afterwards.
#include <cstdlib>

#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "instruments/sheet/wording_file.h"
#include "storage/vault/audit.h"
#include "storage/vault/retention.h"
#include "storage/vault/tables.h"
#include "storage/vault/vault_of.h"
#include "storage/vault/verify.h"
#include "tests/vault/breaker.h"
#include "tests/vault/one_day.h"

namespace rapport::vault::test {

namespace {

/// A vault in which every act has something to act on.
struct Setting {
    Clinic clinic;
    Person person;
    Person other; ///< with another record linked to it
    Id schedule{};
    Id plan{};
    sealed::Id begun{}; ///< a session left in the middle
    sealed::Id alert{};
    Id entry{}; ///< a note

    Setting()
    {
        Vault vault = clinic.open();
        person = somebody(vault);
        auto what = all_items(0, 20, 1);
        for (const Do& one : all_items(1, 10, 1))
            what.push_back(one);
        Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), what);
        if (!vault.ingest() || !vault.install_wording(wording("one")) || !vault.set_norm(norm("pcl-5", 12)))
            std::abort();
        alert = vault.open_alerts()->front().id;
        const sealed::Job left = started(vault, person.id, {"gad-7"});
        begun = left.session;
        Clinic::begin(left, {all_items(0, 3, 1)});
        Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), what); // waits in the inbox
        other = somebody(vault, "Another Record");
        if (const Person same = somebody(vault, "The Same"); !vault.merge(same.id, other.id, "one person"))
            std::abort();
        const auto made = vault.save_battery(battery_of("Weekly"));
        if (!made) std::abort();
        const auto rhythm = vault.save_schedule(schedule_of("Every week", *made));
        if (!rhythm) std::abort();
        schedule = *rhythm;
        const auto begun_plan = vault.begin_plan(person.id, schedule, 20'700);
        if (!begun_plan) std::abort();
        plan = *begun_plan;
        const auto noted = vault.add_entry(note_of(person, "Slept badly."));
        if (!noted) std::abort();
        entry = *noted;
    }

    static EntryWish note_of(const Person& person, const std::string& words)
    {
        return {person.id, EntryKind::note, 20'600, {}, words};
    }
    static Battery battery_of(const std::string& name)
    {
        Battery battery;
        battery.name = name;
        battery.instruments = {"pcl-5"};
        return battery;
    }
    static Schedule schedule_of(const std::string& name, const Id& battery)
    {
        Schedule out;
        out.name = name;
        out.label = "Week {n}";
        out.parts = {{battery, 1, 1}};
        return out;
    }

    static instruments::SiteNorm norm(const std::string& instrument, double sd)
    {
        return {instrument, "total", sd, 0.9, std::nullopt, "our intake", "Clinic 2025", "Report 7, 2025"};
    }
    static std::string wording(const std::string& mark)
    {
        const auto& definition = *instruments::find_in_library("wai-sr-client");
        std::string text = instruments::wording_template(definition);
        for (auto at = text.find("\"\""); at != std::string::npos; at = text.find("\"\"", at))
            text.replace(at, 2, "\"Words " + mark + "\"");
        return instruments::prepare_wording(definition, text, {"SPR", "2026-01-05", "L-" + mark}).json;
    }
};

struct Act {
    const char* name;
    std::function<bool(Vault&, const Setting&)> run;
    bool in_steps = false; ///< several acts, each one or nothing: broken off between them, the first are done
};

PlannedVisit visit_of(const Person& person)
{
    PlannedVisit visit;
    visit.person = person.id;
    visit.visit = "Session 4";
    visit.session_number = 4;
    visit.day = 20'800;
    visit.battery = {"pcl-5"};
    return visit;
}

SessionWish wish_of(const Person& person)
{
    SessionWish wish;
    wish.person = person.id;
    wish.battery = {"pcl-5", "phq-9"};
    wish.visit = "Session 4";
    return wish;
}

const Act acts_of_a_vault[] = {
    {"add_person",
     [](Vault& vault, const Setting&) {
         Identity identity;
         identity.name = "Somebody Else";
         identity.date_of_birth = "1971-02-03";
         return vault.add_person({}, identity).ok();
     }},
    {"people", [](Vault& vault, const Setting&) { return vault.people("guer").ok(); }},
    {"person", [](Vault& vault, const Setting& at) { return vault.person(at.person.id).ok(); }},
    {"identity", [](Vault& vault, const Setting& at) { return vault.identity(at.person.id).ok(); }},
    {"edit_person",
     [](Vault& vault, const Setting& at) {
         const auto known = vault.identity(at.person.id);
         if (!known) return false;
         Identity identity = *known;
         identity.name = "Newly Married";
         Person person = at.person;
         person.site = "South";
         return vault.edit_person(person, identity, "married").ok();
     }},
    {"merge", [](Vault& vault, const Setting& at) { return vault.merge(at.other.id, at.person.id, "one").ok(); }},
    {"unmerge",
     [](Vault& vault, const Setting& at) {
         const auto links = vault.links_of(at.other.id);
         return links && !links->empty() && vault.unmerge(links->front().person, "two after all").ok();
     }},
    {"open_episode",
     [](Vault& vault, const Setting& at) {
         return vault.open_episode(at.person.id, 20'900).error().fault == fault::episode_open;
     }},
    {"close_episode",
     [](Vault& vault, const Setting& at) { return vault.close_episode(at.person.id, 30'000, "completed").ok(); }},
    {"set_therapist",
     [](Vault& vault, const Setting& at) { return vault.set_therapist(at.person.id, "Dr. Ada", 20'800).ok(); }},
    {"set_consent",
     [](Vault& vault, const Setting& at) {
         return vault.set_consent(at.person.id, {"research", "given", 20'800, {}}).ok();
     }},
    {"save_battery", [](Vault& vault, const Setting&) { return vault.save_battery(Setting::battery_of("Two")).ok(); }},
    {"begin_plan",
     [](Vault& vault, const Setting& at) { return vault.begin_plan(at.other.id, at.schedule, 20'700).ok(); }},
    {"end_plan", [](Vault& vault, const Setting& at) { return vault.end_plan(at.plan).ok(); }},
    {"roll_plans", [](Vault& vault, const Setting&) { return vault.roll_plans(20'760).ok(); }},
    {"due_list", [](Vault& vault, const Setting&) { return vault.due_list(30'000, 40).ok(); }},
    {"caseload", [](Vault& vault, const Setting&) { return vault.caseload({}).ok(); }},
    {"mark_reviewed", [](Vault& vault, const Setting& at) { return vault.mark_reviewed(at.person.id).ok(); }},
    {"plan_visit", [](Vault& vault, const Setting& at) { return vault.plan_visit(visit_of(at.person)).ok(); }},
    {"visits_due", [](Vault& vault, const Setting&) { return vault.visits_due(30'000).ok(); }},
    {"visits_of", [](Vault& vault, const Setting& at) { return vault.visits_of(at.person.id).ok(); }},
    {"start_session", [](Vault& vault, const Setting& at) { return vault.start_session(wish_of(at.person)).ok(); }},
    {"resume_session", [](Vault& vault, const Setting& at) { return vault.resume_session(at.begun).ok(); }},
    {"ingest",
     [](Vault& vault, const Setting&) {
         const auto report = vault.ingest();
         return report.ok() && report->sessions == 1;
     },
     true},
    {"administrations", [](Vault& vault, const Setting& at) { return vault.administrations(at.person.id).ok(); }},
    {"for_each_administration",
     [](Vault& vault, const Setting&) {
         return vault.for_each_administration([](const auto&...) { return true; }).ok();
     }},
    {"open_alerts", [](Vault& vault, const Setting&) { return vault.open_alerts().ok(); }},
    {"alerts_of", [](Vault& vault, const Setting& at) { return vault.alerts_of(at.person.id).ok(); }},
    {"acknowledge", [](Vault& vault, const Setting& at) { return vault.acknowledge(at.alert, "spoke").ok(); }},
    {"install_wording",
     [](Vault& vault, const Setting&) { return vault.install_wording(Setting::wording("two")).ok(); }},
    {"remove_wording", [](Vault& vault, const Setting&) { return vault.remove_wording("wai-sr-client").ok(); }},
    {"add_definition", [](Vault& vault, const Setting&) { return vault.add_definition(own_definition("1")).ok(); }},
    {"sign_off",
     [](Vault& vault, const Setting&) {
         const auto* key = vault.instrument("wai-sr-client");
         instruments::KeyCheck check;
         check.instrument = key->id;
         check.version = key->version;
         check.by = "I. Okafor";
         check.date = "2026-03-02";
         check.reference = "Hatcher and Gillaspy 2006";
         return vault.sign_off(check).ok();
     }},
    {"sign_offs", [](Vault& vault, const Setting&) { return vault.sign_offs().ok(); }},
    {"wordings", [](Vault& vault, const Setting&) { return vault.wordings().ok(); }},
    {"set_norm", [](Vault& vault, const Setting&) { return vault.set_norm(Setting::norm("gad-7", 4)).ok(); }},
    {"remove_norm", [](Vault& vault, const Setting&) { return vault.remove_norm("pcl-5", "total").ok(); }},
    {"norms", [](Vault& vault, const Setting&) { return vault.norms().ok(); }},
    {"project_code", [](Vault& vault, const Setting& at) { return vault.project_code("Study 1", at.person.id).ok(); },
     true},
    {"note_release",
     [](Vault& vault, const Setting&) {
         return vault.note_release("Study 1", "A", 12, 40, std::string(64, 'a')).ok();
     }},
    {"note", [](Vault& vault, const Setting&) { return vault.note("print", "sheet").ok(); }},
    {"audit", [](Vault& vault, const Setting&) { return vault.audit(1, 100).ok(); }},
    {"verify", [](Vault& vault, const Setting&) { return vault.verify().ok(); }},
    {"anchor", [](Vault& vault, const Setting&) { return vault.anchor().ok(); }},
    {"correct",
     [](Vault& vault, const Setting& at) {
         const auto rows = vault.administrations(at.person.id);
         if (!rows || rows->empty()) return false;
         const bool phq9 = rows->front().instrument == "phq-9";
         // Item 9 of the PHQ-9, which raises an alert with it.
         return vault
             .correct({at.person.id, rows->at(phq9 ? 0 : 1).id, "9", instruments::Answer::chose(3), "read again"})
             .ok();
     }},
    {"corrections", [](Vault& vault, const Setting& at) { return vault.corrections(at.person.id).ok(); }},
    {"entries", [](Vault& vault, const Setting& at) { return vault.entries(at.person.id).ok(); }},
    {"add_entry",
     [](Vault& vault, const Setting& at) { return vault.add_entry(Setting::note_of(at.person, "Sleeps well.")).ok(); }},
    {"correct_entry",
     [](Vault& vault, const Setting& at) {
         return vault.correct_entry(at.entry, Setting::note_of(at.person, "Slept little."), "misheard").ok();
     }},
    {"take_back_entry",
     [](Vault& vault, const Setting& at) { return vault.take_back_entry(at.entry, "of somebody else").ok(); }},
    {"occasions", [](Vault& vault, const Setting& at) { return vault.occasions(at.person.id).ok(); }},
    {"sign",
     [](Vault& vault, const Setting& at) {
         const auto all = vault.occasions(at.person.id);
         if (!all || all->empty()) return false;
         return vault.sign({at.person.id, all->front().id, all->front().record, "reviewed"}, secret(passphrase)).ok();
     }},
    {"note_sheet", [](Vault& vault, const Setting& at) { return vault.note_sheet(at.person.id, "pdf", true).ok(); }},
    {"is_withdrawn", [](Vault& vault, const Setting& at) { return vault.is_withdrawn(at.person.id).ok(); }},
    {"user_history", [](Vault& vault, const Setting&) { return vault.user_history().ok(); }},
    {"policy", [](Vault& vault, const Setting&) { return vault.policy().ok(); }},
    {"set_policy",
     [](Vault& vault, const Setting&) {
         return vault.set_policy({5, 14, "/backups"}).ok();
     }},
    {"upkeep", [](Vault& vault, const Setting&) { return vault.upkeep().ok(); }},
    {"note_drill", [](Vault& vault, const Setting&) { return vault.note_drill("a.rvb", "ok").ok(); }},
    {"record",
     [](Vault& vault, const Setting& at) {
         RecordWish wish;
         wish.person = at.person.id;
         return vault.record(wish).ok();
     }},
    {"note_record_export",
     [](Vault& vault, const Setting&) {
         return vault.note_record_export("everything", 12, std::string(64, 'a')).ok();
     }},
    {"withdraw", [](Vault& vault, const Setting& at) { return vault.withdraw(at.person.id, "asked to").ok(); }},
    {"set_retention_policy",
     [](Vault& vault, const Setting&) {
         return set_retention_policy(vault, {10, 5, 25}, "law").ok();
     }},
    {"retention_due", [](Vault& vault, const Setting&) { return retention_due(vault, 40'000).ok(); }},
    {"defer_erasing",
     [](Vault& vault, const Setting& at) { return defer_erasing(vault, at.person.id, 40'000, "court").ok(); }},
    {"note_episode_end",
     [](Vault& vault, const Setting& at) { return note_episode_end(vault, at.person.id, 20'000, "over").ok(); }},
    {"erase_when_due",
     [](Vault& vault, const Setting& at) {
         return erase_when_due(vault, at.person.id, "over").error().fault == fault::not_due;
     }},
    {"check_anchor",
     [](Vault& vault, const Setting&) {
         const auto anchor = vault.anchor();
         return anchor.ok() && vault.check_anchor(*anchor).ok();
     }},
    {"erase", [](Vault& vault, const Setting& at) { return vault.erase(at.person.id, "asked to").ok(); }},
};

using Rows = std::vector<std::pair<std::string, std::int64_t>>;

/// How many rows each table has; the record of acts may have grown by the looks that came before.
Rows rows_of(const Clinic& clinic)
{
    Core core = clinic.core();
    EXPECT_TRUE(check_chain(core, 1).ok());
    const auto whole = check_all(core);
    EXPECT_TRUE(whole.ok()) << whole.error().detail;
    auto contents = contents_of(core.database, sealed::Secret::copy_of(std::string(32, 'k')));
    EXPECT_TRUE(contents.ok());
    std::erase_if(contents->rows, [](const auto& row) {
        return row.first.find("audit") != std::string::npos || row.first.find("tally") != std::string::npos;
    });
    return contents->rows;
}

bool run(const Act& act, const Setting& setting, const Clinic& clinic, long break_at)
{
    Vault vault = OneDay::vault_of(clinic);
    Breaker::instance().start(break_at);
    const bool done = act.run(vault, setting);
    Breaker::instance().stop();
    return done;
}

} // namespace

TEST(Interrupted, any_act_broken_off_at_any_statement_is_done_or_not_as_it_says)
{
    const Breaker::Watch watch;
    const char* wish = std::getenv("RAPPORT_FAULT_STRIDE");
    const std::size_t stride = wish == nullptr ? 5 : static_cast<std::size_t>(std::atoi(wish));
    const Setting setting;
    const Rows before = rows_of(setting.clinic);
    int tried = 0;
    int refused = 0;
    std::size_t offset = 0;
    for (const Act& act : acts_of_a_vault) {
        SCOPED_TRACE(act.name);
        const auto first = Clinic::copy_of(setting.clinic);
        ASSERT_TRUE(run(act, setting, *first, 0));
        const auto starts = Breaker::instance().statements();
        const Rows after = rows_of(*first);
        for (std::size_t statement = offset++ % std::min(stride, starts.size() + 1); statement < starts.size();
             statement += stride) {
            SCOPED_TRACE("statement " + std::to_string(statement + 1) + " of " + std::to_string(starts.size()));
            const auto copy = Clinic::copy_of(setting.clinic);
            const bool done = run(act, setting, *copy, starts[statement].at + 1);
            ++tried;
            refused += done ? 0 : 1;
            const Rows now = rows_of(*copy);
            if (act.in_steps && !done && now == after) continue;
            EXPECT_EQ(now, done ? after : before) << (done ? "said done" : "said not done");
            if (HasFatalFailure()) return;
        }
    }
    std::printf("             %d statements broken off, %d of them told\n", tried, refused);
    EXPECT_GT(refused, tried / 2);
}

} // namespace rapport::vault::test
