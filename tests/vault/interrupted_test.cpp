// Every act of the vault is one or nothing. Each is done again and again with its first statement broken off, then its
// second, until it comes through: what it says is what stands there afterwards.
#include <cstdlib>

#include <gtest/gtest.h>
#include <sqlcipher/sqlite3.h>

#include "instruments/reader.h"
#include "instruments/sheet/wording_file.h"
#include "storage/vault/audit.h"
#include "storage/vault/tables.h"
#include "storage/vault/vault_of.h"
#include "storage/vault/verify.h"
#include "tests/vault/one_day.h"

namespace rapport::vault::test {

namespace {

/// Counts what SQLite's machine does, in every connection of this program, and breaks it off where it is told to.
struct Breaker {
    bool counting = false;
    long steps = 0;
    long break_at = 0; ///< 0: never
    bool broke = false;
    std::vector<long> starts{}; ///< of each statement

    static Breaker& instance()
    {
        static Breaker one;
        return one;
    }
    void start(long at)
    {
        *this = {};
        counting = true;
        break_at = at;
    }
    void stop() { counting = false; }
};

int on_step(void*)
{
    Breaker& breaker = Breaker::instance();
    if (!breaker.counting || ++breaker.steps != breaker.break_at) return 0;
    breaker.broke = true;
    return 1;
}

int on_statement(unsigned, void*, void*, void*)
{
    Breaker& breaker = Breaker::instance();
    if (breaker.counting) breaker.starts.push_back(breaker.steps);
    return 0;
}

int watch(sqlite3* database, const char**, const struct sqlite3_api_routines*)
{
    sqlite3_progress_handler(database, 1, on_step, nullptr);
    sqlite3_trace_v2(database, SQLITE_TRACE_STMT, on_statement, nullptr);
    return SQLITE_OK;
}

void (*as_extension())()
{
    return reinterpret_cast<void (*)()>(watch); // the type that SQLite's own documentation casts to
}

/// A vault in which every act has something to act on.
struct Setting {
    Clinic clinic;
    Person person;
    sealed::Id begun{}; ///< a session left in the middle
    sealed::Id alert{};

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
         return vault.add_person({}, identity).ok();
     }},
    {"people", [](Vault& vault, const Setting&) { return vault.people("guer").ok(); }},
    {"person", [](Vault& vault, const Setting& at) { return vault.person(at.person.id).ok(); }},
    {"identity", [](Vault& vault, const Setting& at) { return vault.identity(at.person.id).ok(); }},
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
    ASSERT_EQ(sqlite3_auto_extension(as_extension()), SQLITE_OK);
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
        const std::vector<long> starts = Breaker::instance().starts;
        const Rows after = rows_of(*first);
        for (std::size_t statement = offset++ % std::min(stride, starts.size() + 1); statement < starts.size();
             statement += stride) {
            SCOPED_TRACE("statement " + std::to_string(statement + 1) + " of " + std::to_string(starts.size()));
            const auto copy = Clinic::copy_of(setting.clinic);
            const bool done = run(act, setting, *copy, starts[statement] + 1);
            ++tried;
            refused += done ? 0 : 1;
            const Rows now = rows_of(*copy);
            if (act.in_steps && !done && now == after) continue;
            EXPECT_EQ(now, done ? after : before) << (done ? "said done" : "said not done");
            if (HasFatalFailure()) return;
        }
    }
    sqlite3_cancel_auto_extension(as_extension());
    std::printf("             %d statements broken off, %d of them told\n", tried, refused);
    EXPECT_GT(refused, tried / 2);
}

} // namespace rapport::vault::test
