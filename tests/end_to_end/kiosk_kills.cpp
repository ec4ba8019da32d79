// The real kiosk in a real window, killed at random moments and started again with the same job, as the supervisor
// does. An answer counts as acknowledged when the screen shows it. None may be lost, none doubled, and the person comes
// back to where they were.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/cli/automation.h"
#include "app/cli/child.h"
#include "app/cli/files.h"
#include "instruments/reader.h"
#include "storage/sealed/session_log.h"

namespace {

using namespace rapport;
using cli::Automation;
using cli::Descriptor;
using cli::SeenNode;

constexpr double patience = 60;
using Moment = std::chrono::steady_clock::time_point;

int wished(const char* variable, int everyday)
{
    const char* wish = std::getenv(variable);
    return wish != nullptr ? std::atoi(wish) : everyday;
}

int kills()
{
    return wished("RAPPORT_KILLS", RAPPORT_EVERYDAY_KILLS);
}

struct Clinic {
    std::string folder;
    sealed::InboxKeys inbox = sealed::InboxKeys::make();
    sealed::Job job;

    Clinic()
    {
        std::string pattern = "/tmp/rapport-kills-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        EXPECT_TRUE(cli::make_folder(folder + "/drafts").ok());
        EXPECT_TRUE(cli::make_folder(folder + "/inbox").ok());
        job.session = sealed::random_id();
        job.key = sealed::Secret::random(32);
        job.inbox = inbox.public_key;
        job.drafts_folder = folder + "/drafts";
        job.inbox_folder = folder + "/inbox";
        job.label = "Today";
        job.words = {{"en", "Take your time.", "Call us on 555 0100."}};
        job.demo = true;
        job.expires_utc_ms = std::int64_t{1} << 50;
        for (const auto& bundled : instruments::bundled_definitions())
            if (bundled.name == "pcl-5.json") job.instruments.push_back({"pcl-5", std::string(bundled.json)});
    }
    ~Clinic() { EXPECT_TRUE(cli::remove_folder(folder).ok()); }
    [[nodiscard]] std::string draft() const { return folder + "/drafts/" + sealed::hex(job.session) + ".rvs"; }
};

struct Kiosk {
    pid_t process = 0;
    std::optional<Automation> screen;
    Moment started;
};

Kiosk start_kiosk(const sealed::Job& job)
{
    auto pipe = cli::make_pipe();
    auto socket = cli::make_socket_pair();
    EXPECT_TRUE(pipe.ok() && socket.ok());
    const Moment started = std::chrono::steady_clock::now();
    auto child = cli::start(std::string(RAPPORT_BIN) + "/rapport-kiosk",
                            {"--job-fd", "3", "--automation-fd", "4", "--window", "1280x800"},
                            {pipe->first.get(), socket->second.get()});
    EXPECT_TRUE(child.ok());
    pipe->first.close();
    socket->second.close();
    const auto bytes = sealed::write_job(job);
    EXPECT_EQ(::write(pipe->second.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    pipe->second.close();
    return {*child, Automation(std::move(socket->first), patience), started};
}

struct Seen {
    std::string page;
    int item = 0; ///< 1-based, 0 when no question is shown
    std::map<int, bool> chosen;
};

std::optional<Seen> look(Automation& screen)
{
    auto nodes = screen.tree();
    if (!nodes) return std::nullopt;
    Seen seen;
    for (const SeenNode& node : *nodes) {
        if (node.role == "page") seen.page = node.id;
        if (node.id == "progress") seen.item = std::atoi((node.value.empty() ? node.name : node.value).c_str());
        if (node.id.starts_with("option.")) seen.chosen[std::atoi(node.id.c_str() + 7)] = node.checked;
    }
    if (seen.page != "question") seen.item = 0;
    return seen;
}

/// What the person has been shown as saved, over all runs.
struct Ledger {
    std::map<int, int> shown; ///< item -> value last seen as chosen
    std::optional<std::pair<int, int>> in_flight;
    int acknowledged = 0;
    int possible = 0;           ///< clicks whose answer was cut off by a kill
    int item = 0;               ///< where the person last was
    std::vector<double> back{}; ///< seconds from each new start to the question the person was at
};

/// One answer, to the point where the screen shows it. False when the kiosk died first.
bool answer_one(Automation& screen, const Seen& seen, Ledger& ledger, std::mt19937_64& dice)
{
    // The choice that stands already would be no act; any other is one.
    int value = static_cast<int>(dice() % 5);
    if (const auto now = seen.chosen.find(value); now != seen.chosen.end() && now->second) value = (value + 1) % 5;
    ledger.in_flight = {{seen.item, value}};
    if (!screen.click("option." + std::to_string(value))) return false;
    while (true) {
        const auto after = look(screen);
        if (!after) return false;
        const auto chosen = after->chosen.find(value);
        const bool same_page = after->page == "question" && after->item == seen.item;
        const bool shown = same_page && chosen != after->chosen.end() && chosen->second;
        if (same_page && !shown) continue;
        if (shown) {
            ledger.shown[seen.item] = value;
            ++ledger.acknowledged;
        } else {
            // The page turned by itself under the tap, so nobody saw whether it counted.
            ledger.shown.erase(seen.item);
            ++ledger.possible;
        }
        ledger.in_flight.reset();
        if (after->item > 0) ledger.item = after->item;
        return true;
    }
}

/// Wanders through the questionnaire until the kiosk dies. False when something is wrong.
void wander(Automation& screen, Moment started, Ledger& ledger, std::mt19937_64& dice)
{
    bool first_question = true;
    while (true) {
        const auto seen = look(screen);
        if (!seen) return;
        if (seen->page == "welcome") {
            if (!screen.click("welcome.begin")) return;
        } else if (seen->page == "instructions") {
            if (!screen.click("part.start")) return;
        } else if (seen->page == "review") {
            first_question = false;
            if (!screen.click("back")) return;
        } else if (seen->page == "question") {
            if (first_question && ledger.item > 0) {
                ledger.back.push_back(
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
                EXPECT_LE(std::abs(seen->item - ledger.item), 1) << "came back to another question";
                const auto known = ledger.shown.find(seen->item);
                const bool sure = known != ledger.shown.end() && !ledger.in_flight;
                EXPECT_TRUE(!sure || seen->chosen.at(known->second))
                    << "item " << seen->item << " lost its answer on the screen";
            }
            first_question = false;
            ledger.item = seen->item;
            if (dice() % 4 == 0 && seen->item > 1) {
                if (!screen.click("back")) return;
            } else if (!answer_one(screen, *seen, ledger, dice)) {
                return;
            }
        }
    }
}

/// The draft on disk against what was shown.
void compare_with_disk(const Clinic& clinic, Ledger& ledger)
{
    if (ledger.in_flight) ++ledger.possible;
    auto opened = sealed::open_session_file(clinic.draft(), clinic.inbox, &clinic.job.key);
    if (!opened) {
        // Killed before the draft was made, so nothing can have been shown.
        ASSERT_EQ(ledger.acknowledged, 0) << opened.error().fault.name;
        return;
    }
    std::map<int, int> on_disk;
    int answers = 0;
    for (const auto& act : opened->acts) {
        if (act.kind != sealed::ActKind::answered) continue;
        on_disk[std::atoi(act.item.c_str())] = act.value;
        ++answers;
    }
    for (const auto& [item, value] : ledger.shown) {
        const bool may_be_newer =
            ledger.in_flight && ledger.in_flight->first == item && on_disk[item] == ledger.in_flight->second;
        EXPECT_TRUE(on_disk.contains(item) && (on_disk[item] == value || may_be_newer)) << "item " << item;
    }
    EXPECT_GE(answers, ledger.acknowledged) << "an answer shown as saved is lost";
    EXPECT_LE(answers, ledger.acknowledged + ledger.possible) << "an answer is doubled";
    if (ledger.in_flight && on_disk.contains(ledger.in_flight->first))
        ledger.shown[ledger.in_flight->first] = on_disk[ledger.in_flight->first];
    ledger.in_flight.reset();
}

} // namespace

TEST(KioskKills, no_shown_answer_is_lost_or_doubled_however_often_the_kiosk_dies)
{
    ASSERT_NE(std::getenv("DISPLAY"), nullptr) << "this test needs a (virtual) display";
    ASSERT_TRUE(sealed::prepare_process().ok());
    const Clinic clinic;
    ASSERT_EQ(clinic.job.instruments.size(), 1U);
    std::mt19937_64 dice(static_cast<std::uint64_t>(wished("RAPPORT_KILLS_SEED", 20'261'123)));
    Ledger ledger;
    for (int kill = 0; kill < kills() && !testing::Test::HasFailure(); ++kill) {
        Kiosk kiosk = start_kiosk(clinic.job);
        const auto first = look(*kiosk.screen);
        ASSERT_TRUE(first.has_value()) << "the kiosk did not start";
        std::thread killer([process = kiosk.process, wait = std::chrono::microseconds(dice() % 400'000)] {
            std::this_thread::sleep_for(wait);
            ::kill(process, SIGKILL);
        });
        wander(*kiosk.screen, kiosk.started, ledger, dice);
        killer.join();
        const auto ending = cli::wait_for(kiosk.process);
        EXPECT_EQ(ending.code, 128 + SIGKILL) << "the kiosk ended by itself";
        compare_with_disk(clinic, ledger);
    }
    EXPECT_GT(ledger.acknowledged, kills() / 2) << "too few answers were given for the test to mean anything";
    std::printf("%d kills, %d answers shown as saved, %d cut off in flight: none lost, none doubled\n", kills(),
                ledger.acknowledged, ledger.possible);
    std::sort(ledger.back.begin(), ledger.back.end());
    ASSERT_FALSE(ledger.back.empty());
    const auto at = [&](double share) {
        return ledger.back[static_cast<std::size_t>(share * static_cast<double>(ledger.back.size() - 1))];
    };
    std::printf("back at the question %zu times: p50 %.2f s, p99 %.2f s, longest %.2f s\n", ledger.back.size(), at(0.5),
                at(0.99), ledger.back.back());
}
