#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include "storage/sealed/session_log.h"
#include "storage/vault/vault.h"
#include "tests/hub/cluster.h"

using namespace rapport;
using hub::test::Cluster;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view clinician = "Dr Ines Okafor";
constexpr std::string_view clinician_words = "lantern over quiet water";
constexpr std::string_view admin_words = "copper gate and slow river";

struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

std::string text_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A demo clinic with an administrator and two sessions begun, made once for the program.
class Template {
public:
    static const Template& get()
    {
        static const Template made;
        return made;
    }
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;
    ~Template()
    {
        std::error_code problem;
        fs::remove_all(folder, problem);
    }
    [[nodiscard]] std::string path() const { return folder + "/vault"; }
    std::string folder;
    std::vector<sealed::Job> jobs;

private:
    Template()
    {
        std::string pattern = "/tmp/rapport-hub-vault-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        vault::NewVault wishes;
        wishes.clinic = "North";
        wishes.device = "Desk 1";
        wishes.demo = true;
        wishes.first_user = clinician;
        wishes.passphrase = sealed::Secret::copy_of(clinician_words);
        wishes.first_admin = "Sam Brandt";
        wishes.admin_passphrase = sealed::Secret::copy_of(admin_words);
        wishes.cost = vault::KdfCost::floor();
        const auto recovery = vault::create_vault(path(), wishes, vault::system_clock());
        EXPECT_TRUE(recovery.ok()) << recovery.error().fault.name;
        EXPECT_TRUE(vault::confirm_recovery(path(), recovery->printed).ok());
        begin_sessions();
    }
    void begin_sessions()
    {
        auto opened =
            vault::Vault::open(path(), clinician, sealed::Secret::copy_of(clinician_words), vault::system_clock());
        EXPECT_TRUE(opened.ok()) << opened.error().fault.name;
        vault::Person wished;
        wished.year_of_birth = 1982;
        wished.sex = "female";
        vault::Identity identity;
        identity.name = "Marguerite Vandersteen";
        identity.date_of_birth = "1982-03-04";
        identity.record_number = "RN-5501";
        const auto person = opened->add_person(wished, identity);
        EXPECT_TRUE(person.ok()) << person.error().fault.name;
        for (int i = 0; i < 2; ++i) {
            vault::SessionWish wish;
            wish.person = person->id;
            wish.visit = "Visit " + std::to_string(i + 1);
            wish.battery = {"phq-9"};
            auto job = opened->start_session(wish);
            EXPECT_TRUE(job.ok()) << job.error().fault.name;
            jobs.push_back(std::move(*job));
        }
    }
};

/// Its vault, on two desks.
class TwoDesks : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = "/tmp/rapport-hub-clinic-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        write("password", Cluster::password);
        write("clinician", clinician_words);
        write("admin", admin_words);
        fs::copy(Template::get().path(), one(), fs::copy_options::recursive);
        fs::copy(Template::get().path(), two(), fs::copy_options::recursive);
    }
    void TearDown() override
    {
        std::error_code problem;
        fs::remove_all(folder_, problem);
    }

    [[nodiscard]] std::string one() const { return folder_ + "/one"; }
    [[nodiscard]] std::string two() const { return folder_ + "/two"; }
    void write(const std::string& name, std::string_view text) const
    {
        std::ofstream(folder_ + "/" + name) << text << "\n";
    }
    [[nodiscard]] Ran run(const std::string& words) const
    {
        const std::string line = "setsid -w " RAPPORT_BIN "/rapport " + words + " --user '" + std::string(clinician) +
                                 "' --passphrase-file " + folder_ + "/clinician --json >" + folder_ + "/out 2>" +
                                 folder_ + "/err </dev/null";
        const int status = std::system(line.c_str());
        return {WEXITSTATUS(status), text_of(folder_ + "/out"), text_of(folder_ + "/err")};
    }
    [[nodiscard]] Ran hub(const std::string& words) const
    {
        return run("hub " + words + " --tries 1 --database-password-file " + folder_ + "/password");
    }
    [[nodiscard]] Ran by_admin(const std::string& words) const
    {
        return hub(words + " --admin-passphrase-file " + folder_ + "/admin");
    }
    /// As the kiosk answers it, on the device whose folder this is.
    static void answer(std::size_t number, const std::string& vault)
    {
        const sealed::Job& begun = Template::get().jobs.at(number);
        sealed::Job job;
        job.session = begun.session;
        job.key = begun.key.copy();
        job.inbox = begun.inbox;
        job.drafts_folder = vault + "/drafts";
        job.inbox_folder = vault + "/inbox";
        std::vector<sealed::Act> replay;
        auto log = sealed::SessionLog::open(job, replay);
        ASSERT_TRUE(log.ok());
        for (int item = 1; item <= 9; ++item) {
            sealed::Act act;
            act.kind = sealed::ActKind::answered;
            act.item = std::to_string(item);
            act.value = 1;
            act.utc_ms = vault::system_clock()();
            ASSERT_TRUE(log->append(act).ok());
        }
        ASSERT_TRUE(log->finish().ok());
    }
    /// Both desks at one hub.
    void join_both()
    {
        const Ran made = by_admin("init " + one() + " '" + Cluster::get().url() + "' --name 'Desk 1'");
        ASSERT_EQ(made.code, 0) << made.err;
        const Ran invited = by_admin("invite " + one() + " 'Desk 2'");
        ASSERT_EQ(invited.code, 0) << invited.err;
        write("code", json::parse(invited.out)["code"].get<std::string>());
        const Ran joined = hub("join " + two() + " '" + Cluster::get().url() + "' --code-file " + folder_ + "/code");
        ASSERT_EQ(joined.code, 0) << joined.err;
        EXPECT_EQ(json::parse(joined.out), json({{"device", "Desk 2"}}));
    }

    std::string folder_;
};

} // namespace

TEST_F(TwoDesks, a_session_answered_on_either_is_scored_on_both_once)
{
    join_both();
    answer(0, one());
    answer(1, two());
    EXPECT_EQ(run("vault ingest " + one()).code, 0); // taken in before it is sent
    for (const std::string& desk : {one(), two()}) {
        const Ran pushed = hub("push " + desk);
        EXPECT_EQ(pushed.code, 0) << pushed.err;
        EXPECT_EQ(json::parse(pushed.out),
                  json({{"records", 1}, {"sessions", 1}, {"already", 0}, {"findings", json::array()}}));
    }
    for (const std::string& desk : {one(), two()}) {
        const Ran pulled = hub("pull " + desk);
        EXPECT_EQ(pulled.code, 0) << pulled.err;
        EXPECT_EQ(json::parse(pulled.out)["sessions"], 1);
    }
    const Ran first = run("vault ingest " + one());
    const Ran second = run("vault ingest " + two());
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(second.code, 0) << second.err;
    EXPECT_EQ(json::parse(first.out)["sessions"], 1);
    EXPECT_EQ(json::parse(second.out)["sessions"], 2);
    for (const std::string& desk : {one(), two()}) {
        EXPECT_EQ(json::parse(hub("pull " + desk).out)["sessions"], 0);
        EXPECT_EQ(json::parse(hub("push " + desk).out)["sessions"], 0);
        const Ran again = run("vault ingest " + desk);
        EXPECT_EQ(json::parse(again.out)["sessions"], 0);
        EXPECT_EQ(run("vault verify " + desk).code, 0);
    }
    const Ran now = hub("status " + one());
    EXPECT_EQ(now.code, 0) << now.err;
    const json status = json::parse(now.out);
    EXPECT_EQ(status["to_send"], 0);
    EXPECT_EQ(status["devices"].size(), 2U);
    EXPECT_TRUE(status["server"].is_null());
    EXPECT_GT(status["devices"][1]["last_seen_ms"].get<std::int64_t>(), 0);
}

TEST_F(TwoDesks, a_lost_desk_is_taken_out_by_an_administrator_and_by_nobody_else)
{
    join_both();
    const Ran alone = hub("revoke " + one() + " 'Desk 2' --admin-passphrase-file " + folder_ + "/clinician");
    EXPECT_EQ(alone.code, 1) << alone.err;
    const Ran gone = by_admin("revoke " + one() + " 'Desk 2'");
    EXPECT_EQ(gone.code, 0) << gone.err;
    answer(1, two());
    const Ran pushed = hub("push " + two());
    EXPECT_EQ(pushed.code, 1);
    EXPECT_NE(pushed.err.find("taken out of the hub"), std::string::npos) << pushed.err;
    EXPECT_EQ(pushed.err.find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(json::parse(hub("leave " + one()).out), json({{"left", true}}));
    EXPECT_EQ(hub("push " + one()).code, 1);
}

TEST_F(TwoDesks, what_somebody_did_at_the_server_is_told_in_a_sentence_and_by_the_exit_code)
{
    join_both();
    answer(0, one());
    ASSERT_EQ(hub("push " + one()).code, 0);
    const std::string site = json::parse(hub("status " + one()).out)["site"];
    Cluster::get().run("UPDATE rapport_record SET body = set_byte(body, 60, get_byte(body, 60) # 1) WHERE site = "
                       "decode('" +
                       site + "', 'hex')");
    const Ran pulled = hub("pull " + two());
    EXPECT_EQ(pulled.code, 1);
    EXPECT_EQ(json::parse(pulled.out)["findings"],
              json::array({{{"finding", "record_altered"}, {"device", "Desk 1"}, {"record", 1}}}));
    EXPECT_NE(pulled.err.find("Desk 1, record 1: "), std::string::npos) << pulled.err;
    EXPECT_EQ(run("vault ingest " + two()).code, 0);
}

TEST_F(TwoDesks, an_address_with_a_password_or_without_protection_is_refused)
{
    const Ran password = by_admin("init " + one() + " 'postgresql://clinic:word@127.0.0.1/hub' --name A");
    EXPECT_EQ(password.code, 1);
    EXPECT_EQ(password.err.find("word@"), std::string::npos) << password.err;
    EXPECT_EQ(by_admin("init " + one() + " 'postgresql://clinic@10.1.2.3/hub?sslmode=disable' --name A").code, 1);
    EXPECT_EQ(by_admin("init " + one() + " 'postgresql://clinic@127.0.0.1:1/hub?sslmode=disable' --name A").code, 3);
    EXPECT_EQ(hub("push " + one()).code, 1);
    EXPECT_EQ(hub("nonsense " + one()).code, 2);
}
