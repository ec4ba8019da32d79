// What the desk costs in a clinic: bench_desk VAULT... (each made by rapport demo). Each screen is opened as a person
// opens it and then drawn without a window: CPU until its first frame stands, CPU of a frame after that, and how many
// pages the vault reads for the work list and for a person, each from a cold cache.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "app/cli/demo.h"
#include "app/desk/desk_program.h"
#include "app/person/person_read.h"
#include "app/shell/program.h"
#include "storage/vault/vault_of.h"
#include "tests/bench/figures.h"

using namespace rapport;

namespace {

[[noreturn]] void stop(const std::string& what)
{
    std::fprintf(stderr, "bench_desk: %s\n", what.c_str());
    std::exit(1);
}

double cpu_ms()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// One frame by itself: nothing happened, and all is drawn again. Settling draws two at the least, so that this is an
/// upper bound.
double frame_ms(shell::Harness& desk)
{
    constexpr int times = 40;
    std::vector<double> took;
    for (int n = 0; n < times; ++n) {
        const double from = cpu_ms();
        desk.settle();
        took.push_back((cpu_ms() - from) / 2);
    }
    return median(took);
}

struct Screen {
    const char* name;
    std::function<bool(shell::Harness&)> open;
};

bool wait_for(shell::Harness& desk, std::string_view id)
{
    for (int n = 0; n < 3000; ++n) {
        desk.settle();
        if (desk.tree().by_id(id) != nullptr) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

void screens(const std::string& folder)
{
    desk::DeskSettings settings;
    settings.vault_folder = folder;
    settings.remembered = cli::demo_user();
    settings.clock = vault::system_clock();
    desk::DeskProgram program(std::move(settings));
    shell::Harness desk(program, 1440, 900);
    desk.settle();
    if (!desk.click("unlock.passphrase")) stop("no passphrase field");
    desk.type(cli::demo_passphrase());
    desk.key(shell::Key::enter);
    if (!wait_for(desk, "tab.worklist")) stop("did not unlock");

    const auto press = [](std::string id) { return [id](shell::Harness& at) { return at.click(id); }; };
    const Screen all[] = {
        {"work list", press("tab.worklist")},
        {"people", press("tab.people")},
        {"person", press("person_row.0")},
        {"care", press("person.care")},
        {"caseload, own", press("tab.caseload")},
        {"work list again", press("tab.worklist")},
        {"batteries", [](shell::Harness& at) { return at.click("tab.setup") && at.click("setup.batteries"); }},
        {"questionnaires", press("setup.instruments")},
        {"clinic", press("setup.clinic")},
        {"caseload, everybody",
         [](shell::Harness& at) {
             return at.click("tab.caseload") && at.click("caseload.therapist") && at.click("caseload.therapist.0");
         }},
        {"users", press("tab.setup")},
        {"backups", press("setup.backups")},
        {"record", press("setup.record")},
        {"policy", press("setup.policy")},
        {"tickets", press("setup.tickets")},
        {"device", press("setup.device")},
        {"about", press("setup.about")},
        {"start a session",
         [](shell::Harness& at) {
             return at.click("tab.people") && at.click("person_row.1") && at.click("person.hand_over");
         }},
        {"release", press("tab.release")}};
    for (const Screen& screen : all) {
        const double from = cpu_ms();
        if (!screen.open(desk)) stop(std::string("cannot open ") + screen.name);
        const double opened = cpu_ms() - from;
        std::printf("  %-22s %10.1f %10.2f\n", screen.name, opened, frame_ms(desk));
    }
}

void pages(const std::string& folder)
{
    const auto opened = [&] {
        auto vault = vault::Vault::open(folder, cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase()),
                                        vault::system_clock());
        if (!vault) stop(std::string(vault.error().fault.name));
        return std::move(*vault);
    };
    const auto read = [](vault::Vault& vault) { return vault::VaultOf::core(vault).database.pages_read(); };
    sealed::Id person{};
    std::string people;
    {
        auto vault = opened();
        const auto first = vault.people_after({}, 1);
        if (!first || first->empty()) stop("nobody there");
        person = first->front().person.id;
        people = std::to_string(vault.people_count().value());
        std::printf("  %s people\n", people.c_str());
    }
    const auto count = [&](const char* what, const std::function<bool(vault::Vault&)>& work) {
        auto vault = opened();
        const int before = read(vault);
        if (!work(vault)) stop(std::string("could not read ") + what);
        std::printf("  %-22s %10d pages\n", what, read(vault) - before);
        bench::figure("pages." + people + "." + what, read(vault) - before);
    };
    const auto today = static_cast<std::int32_t>(vault::system_clock()() / 86'400'000);
    count("due, 40 rows", [&](vault::Vault& vault) { return vault.due_list(today, 40).ok(); });
    count("to review, 40 rows", [&](vault::Vault& vault) { return vault.to_review(40).ok(); });
    count("findings", [&](vault::Vault& vault) {
        return vault.flags("off_track", today, 7).ok() && vault.flags("alliance", today, 7).ok();
    });
    count("first open alerts", [&](vault::Vault& vault) { return vault.open_alerts(6).ok(); });
    count("all open alerts", [&](vault::Vault& vault) { return vault.open_alerts().ok(); });
    count("whole work list", [&](vault::Vault& vault) {
        return vault.due_list(today, 40).ok() && vault.to_review(40).ok() && vault.flags("off_track", today, 7).ok() &&
               vault.flags("alliance", today, 7).ok() && vault.open_alerts(6).ok();
    });
    count("people, 40 rows", [&](vault::Vault& vault) { return vault.people_after({}, 40).ok(); });
    count("a person's row", [&](vault::Vault& vault) { return vault.person(person).ok(); });
    count("their answers", [&](vault::Vault& vault) { return vault.administrations(person).ok(); });
    count("their visits", [&](vault::Vault& vault) { return vault.visits_of(person).ok(); });
    count("their alerts", [&](vault::Vault& vault) { return vault.alerts_of(person).ok(); });
    count("their whole page", [&](vault::Vault& vault) { return desk::read_person(vault, person).ok(); });
}

} // namespace

int main(int count, char** words)
{
    if (!sealed::prepare_process().ok() || count < 2) return 2;
    for (int n = 1; n < count; ++n) {
        std::printf("%s\n", words[n]);
        pages(words[n]);
        std::printf("  %-22s %10s %10s\n", "screen", "open, ms", "frame, ms");
        screens(words[n]);
    }
    return 0;
}
