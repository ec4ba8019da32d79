// Whoever gets hold of a tablet may read its memory. After staff lock, after they hand over, and while a patient
// answers, no process of the clinic holds a key, the passphrase, a name or an answer given before. SECURITY.md, tests
// 12 and 13.
#include <chrono>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/cli/demo.h"
#include "app/cli/files.h"
#include "storage/sealed/act_code.h"
#include "storage/sealed/session_log.h"
#include "storage/vault/archive.h"
#include "storage/vault/session_keys.h"
#include "storage/vault/vault_of.h"
#include "tests/end_to_end/process_memory.h"
#include "tests/end_to_end/supervised.h"

namespace rapport::test {

namespace {

using cli::Automation;
using cli::SeenNode;

int rounds()
{
    const char* wished = std::getenv("RAPPORT_SCANS");
    return wished != nullptr ? std::atoi(wished) : RAPPORT_SCANS;
}

/// A clinic whose secrets this process knows, and only this one may.
struct Clinic {
    std::string folder;
    std::string vault;
    Needles secrets;                 ///< what nobody may hold after locking
    Needles current;                 ///< K of the session being answered: what the kiosk must hold
    std::vector<sealed::Secret> old; ///< K of sessions that are over, by number
    int answers = 0;                 ///< questionnaires among the secrets

    Clinic()
    {
        std::string pattern = "/tmp/rapport-scan-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        vault = folder + "/vault";
    }
    ~Clinic() { EXPECT_TRUE(cli::remove_folder(folder).ok()); }
    Clinic(const Clinic&) = delete;
    Clinic& operator=(const Clinic&) = delete;

    void make()
    {
        const auto made = cli::make_demo({vault, 70, 2, 7, vault::KdfCost::floor()}, vault::system_clock());
        ASSERT_TRUE(made.ok());
        secrets.add_text("the passphrase", cli::demo_passphrase());
        for (const std::string& marker : made->markers)
            if (marker.size() >= Needles::shortest) secrets.add_text("something that names a person", marker);
        auto open = opened();
        const vault::Core& core = vault::VaultOf::core(open);
        secrets.add_key("the responses key", core.keys.responses.view());
        secrets.add_key("the identity key", core.keys.identity.view());
        secrets.add_key("the inbox key", core.keys.inbox.view());
        secrets.add_key("the rows' key", core.row_key.view());
        secrets.add_key("the audit's key", core.audit_key.view());
        secrets.add_key("the key that covers sessions' keys", core.session_key.view());
        add_answers(open);
    }

    /// What people answered before, as the vault keeps it: from its moment on, which no two share.
    void add_answers(vault::Vault& open)
    {
        vault::Core& core = vault::VaultOf::core(open);
        const auto read = core.database.each("SELECT answers FROM main.administration", {}, [&](const vault::Row& row) {
            const sealed::Bytes archive = row.blob(0);
            vault::Kept kept;
            if (!vault::read_archive(archive, kept)) return false;
            const std::int64_t began = kept.administration.started_ms;
            const std::size_t at = archive.find({reinterpret_cast<const char*>(&began), sizeof began});
            if (at == std::string::npos) return false;
            secrets.add_bytes("answers of before", sealed::ByteView(archive).substr(at));
            ++answers;
            return true;
        });
        ASSERT_TRUE(read.ok());
        ASSERT_GE(answers, 200);
    }

    [[nodiscard]] vault::Vault opened() const
    {
        auto open = vault::Vault::open(vault, cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase()),
                                       vault::system_clock());
        if (!open) std::abort();
        return std::move(*open);
    }

    /// While the desk is closed: the key of the session that was handed over last.
    void learn_the_session()
    {
        auto open = opened();
        vault::Core& core = vault::VaultOf::core(open);
        const auto read = core.database.each(
            "SELECT id, key FROM main.session ORDER BY created_ms DESC LIMIT 1", {}, [&](const vault::Row& row) {
                old.push_back(vault::cover_key(core.session_key, row.id(0), row.secret(1)));
                return true;
            });
        ASSERT_TRUE(read.ok());
        current = Needles();
        current.add_key("this session's key", old.back().view());
    }

    /// From the sealed file that is waiting: its key, and each answer as the kiosk wrote it, are the past now.
    void the_session_is_over(const sealed::InboxKeys& inbox)
    {
        secrets.add_key("the key of a session that is over", old.back().view());
        const auto waiting = sealed::session_files(vault + "/inbox");
        ASSERT_TRUE(waiting.ok() && waiting->size() == 1);
        const auto file = sealed::open_session_file(waiting->front(), inbox, &old.back());
        ASSERT_TRUE(file.ok());
        for (const auto& act : file->acts) {
            if (act.kind != sealed::ActKind::answered) continue;
            const auto plain = sealed::write_act(act);
            ASSERT_TRUE(plain.ok());
            secrets.add_bytes("an answer", {reinterpret_cast<const char*>(plain->data()), plain->size()});
        }
    }
};

void expect_nothing(pid_t process, const Clinic& clinic, const std::string& when)
{
    const Scan result = scan(process, clinic.secrets);
    ASSERT_TRUE(result.readable) << when << ": reading another process's memory needs root";
    EXPECT_GT(result.maps, 5U);
    for (const std::string& found : result.found)
        ADD_FAILURE() << when << ": " << found;
}

bool holds(pid_t process, const Needles& needles)
{
    return !scan(process, needles).found.empty();
}

/// Presses as soon as it is there. Work off the drawing thread may still be on its way.
bool press(Automation& program, const std::string& id)
{
    return program.wait_for_node(id).ok() && program.click(id).ok();
}

bool type_passphrase(Automation& desk)
{
    return desk.wait_for_page("unlock").ok() && press(desk, "unlock.passphrase") &&
           desk.type(cli::demo_passphrase()).ok();
}

bool open_a_person(Automation& desk)
{
    return press(desk, "tab.people") && press(desk, "person_row.0") && desk.wait_for_page("person").ok();
}

/// Hands the tablet over with the PHQ-9 and nothing else.
bool hand_over(Automation& desk)
{
    if (!press(desk, "person.hand_over") || !desk.wait_for_page("start_session")) return false;
    const auto nodes = desk.tree();
    if (!nodes) return false;
    for (const SeenNode& node : *nodes)
        if (node.id.starts_with("start.battery.") && node.checked != (node.id == "start.battery.phq-9") &&
            !desk.click(node.id))
            return false;
    return press(desk, "start.go");
}

/// Answers whatever is asked, always the first choice, until `enough` pages have turned or the end is there.
bool answer(Automation& kiosk, int enough)
{
    for (int turned = 0; turned < enough;) {
        const auto page = kiosk.page();
        if (!page) return false;
        if (*page == "handback") return true;
        const auto progress = kiosk.find("progress");
        const std::string before = progress && *progress ? (*progress)->value + (*progress)->name : std::string();
        const std::string id = *page == "welcome"        ? "welcome.begin"
                               : *page == "instructions" ? "part.start"
                               : *page == "review"       ? "review.go_on"
                                                         : "option.0";
        if (!kiosk.click(id)) return false;
        for (int tries = 0; tries < 600; ++tries) {
            const auto now = kiosk.page();
            const auto there = kiosk.find("progress");
            if (!now || !there) return false;
            if (*now != *page || (*there && (*there)->value + (*there)->name != before)) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        ++turned;
    }
    return true;
}

} // namespace

TEST(MemoryScan, after_locking_after_handing_over_and_while_answering_nothing_secret_is_in_any_process)
{
    ASSERT_NE(std::getenv("DISPLAY"), nullptr) << "this test needs a (virtual) display";
    ASSERT_EQ(sysconf(_SC_PAGESIZE), 4096);
    Clinic clinic;
    cli::SupervisorWishes wishes;
    wishes.vault = clinic.vault;
    wishes.window = "1280x800";
    wishes.remember = cli::demo_user();
    Supervised supervisor(wishes);
    clinic.make();
    ASSERT_FALSE(testing::Test::HasFailure());
    const sealed::InboxKeys inbox = [&] {
        auto open = clinic.opened();
        const auto& held = vault::VaultOf::core(open).inbox;
        return sealed::InboxKeys{held.public_key, held.private_key.copy()};
    }();
    Needles passphrase;
    passphrase.add_text("the passphrase", cli::demo_passphrase());
    supervisor.begin();

    auto desk = supervisor.next();
    for (int round = 0; round < rounds() && !testing::Test::HasFailure(); ++round) {
        ASSERT_TRUE(desk && desk->stage == cli::Stage::desk);
        ASSERT_TRUE(type_passphrase(desk->program));
        EXPECT_TRUE(holds(desk->process, passphrase)) << "the scan finds what is there";
        ASSERT_TRUE(press(desk->program, "unlock.go") && desk->program.wait_for_page("worklist").ok());
        ASSERT_TRUE(open_a_person(desk->program));
        ASSERT_TRUE(press(desk->program, "lock"));

        desk = supervisor.next();
        ASSERT_TRUE(desk && desk->program.wait_for_page("unlock").ok());
        expect_nothing(desk->process, clinic, "the desk after locking");
        expect_nothing(supervisor.process(), clinic, "the supervisor after locking");
        EXPECT_EQ(descendants(supervisor.process()), std::vector<pid_t>{desk->process});

        ASSERT_TRUE(type_passphrase(desk->program));
        ASSERT_TRUE(press(desk->program, "unlock.go") && desk->program.wait_for_page("worklist").ok());
        ASSERT_TRUE(open_a_person(desk->program) && hand_over(desk->program));

        auto kiosk = supervisor.next();
        ASSERT_TRUE(kiosk && kiosk->stage == cli::Stage::kiosk);
        ASSERT_TRUE(kiosk->program.wait_for_page("welcome").ok());
        EXPECT_EQ(descendants(supervisor.process()), std::vector<pid_t>{kiosk->process});
        clinic.learn_the_session();
        ASSERT_TRUE(answer(kiosk->program, 5));
        EXPECT_TRUE(holds(kiosk->process, clinic.current)) << "the scan finds what is there";
        expect_nothing(kiosk->process, clinic, "the kiosk while answering");
        expect_nothing(supervisor.process(), clinic, "the supervisor after handing over");
        ASSERT_TRUE(answer(kiosk->program, 200) && press(kiosk->program, "handback.staff"));

        desk = supervisor.next();
        ASSERT_TRUE(desk && desk->program.wait_for_page("unlock").ok());
        clinic.the_session_is_over(inbox);
        expect_nothing(desk->process, clinic, "the desk after hand-back");
        expect_nothing(supervisor.process(), clinic, "the supervisor after hand-back");
    }
    std::printf(
        "%d rounds of 7 scans, %zu secrets looked for at the end, %d questionnaires answered before among them\n",
        rounds(), clinic.secrets.size(), clinic.answers);
}

} // namespace rapport::test
