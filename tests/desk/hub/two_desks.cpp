#include "tests/desk/hub/two_desks.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/hub/hub.h"
#include "storage/vault/hub_home.h"

namespace rapport::desk::test {

namespace fs = std::filesystem;
using hub::test::Cluster;
using sealed::Secret;

namespace {

template <class T>
T needed(Result<T> result, const char* what)
{
    if (!result) {
        ADD_FAILURE() << what << ": " << result.error().fault.name << " " << result.error().detail;
        std::abort();
    }
    return std::move(result).value();
}

void done(const Status& status, const char* what)
{
    EXPECT_TRUE(status.ok()) << what << ": " << status.error().fault.name << " " << status.error().detail;
}

/// Made once: a vault costs two key derivations.
struct Original {
    Original();
    ~Original()
    {
        std::error_code problem;
        fs::remove_all(root, problem);
    }
    Original(const Original&) = delete;
    Original& operator=(const Original&) = delete;
    std::string root;
    std::vector<sealed::Job> jobs;
};

sealed::Job begun(vault::Vault& vault, const char* pseudonym)
{
    vault::Person person;
    person.pseudonym = pseudonym;
    person.year_of_birth = 1985;
    vault::Identity identity;
    identity.name = std::string("Fictional ") + pseudonym;
    identity.date_of_birth = "1985-05-31";
    identity.record_number = std::string("R-") + pseudonym;
    vault::SessionWish wish;
    wish.person = needed(vault.add_person(person, identity), "person").id;
    wish.visit = "Visit 1";
    wish.session_number = 1;
    wish.battery = {"phq-9"};
    return needed(vault.start_session(wish), "session");
}

Original::Original()
{
    done(sealed::prepare_process(), "process");
    std::string pattern = "/tmp/rapport-desk-hub-XXXXXX";
    root = ::mkdtemp(pattern.data());
    vault::NewVault wishes;
    wishes.clinic = "North clinic";
    wishes.device = "North desk";
    wishes.demo = true;
    wishes.first_user = user;
    wishes.passphrase = Secret::copy_of(passphrase);
    wishes.first_admin = admin;
    wishes.admin_passphrase = Secret::copy_of(admin_passphrase);
    wishes.cost = vault::KdfCost::floor();
    const auto recovery = needed(vault::create_vault(root + "/vault", wishes, vault::system_clock()), "vault");
    done(vault::confirm_recovery(root + "/vault", recovery.printed), "recovery");
    auto vault =
        needed(vault::Vault::open(root + "/vault", user, Secret::copy_of(passphrase), vault::system_clock()), "open");
    jobs.push_back(begun(vault, "Heron 214"));
    jobs.push_back(begun(vault, "Linden 083"));
}

const Original& original()
{
    static const Original made;
    return made;
}

} // namespace

TwoDesks::TwoDesks() : url_(Cluster::get().url())
{
    std::string pattern = "/tmp/rapport-desk-hub-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    fs::copy(original().root + "/vault", one(), fs::copy_options::recursive);
    fs::copy(original().root + "/vault", two(), fs::copy_options::recursive);
    keep_password(true);
}

TwoDesks::~TwoDesks()
{
    std::error_code problem;
    fs::remove_all(root_, problem);
}

DeskSettings TwoDesks::settings(const std::string& folder)
{
    DeskSettings settings;
    settings.vault_folder = folder;
    settings.remembered = user;
    settings.clock = vault::system_clock();
    return settings;
}

void TwoDesks::keep_password(bool kept) const
{
    const std::string file = root_ + "/passwords";
    fs::remove(file);
    if (kept) {
        std::ofstream(file) << "*:*:*:" << Cluster::account << ":" << Cluster::password << "\n";
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    }
    ::setenv("PGPASSFILE", file.c_str(), 1);
}

void TwoDesks::with_home(const std::string& folder,
                         const std::function<void(const hub::Home&, const hub::Signer&, const hub::Means&)>& work) const
{
    auto vault = needed(vault::Vault::open(folder, user, Secret::copy_of(passphrase), vault::system_clock()), "open");
    auto of = needed(vault::hub_home(vault), "home");
    const hub::Home home{std::move(of.folder), of.vault, of.root, std::move(of.key)};
    const vault::Approval approval{std::string(admin), Secret::copy_of(admin_passphrase), {}};
    hub::Means means;
    means.password = Secret::copy_of(Cluster::password);
    means.clock = vault::system_clock();
    means.tries = 1;
    work(
        home, [&](sealed::ByteView list) { return vault::sign_hub_list(vault, list, "hub_made", "", approval); },
        means);
}

void TwoDesks::join_first() const
{
    with_home(one(), [&](const hub::Home& home, const hub::Signer& signer, const hub::Means& means) {
        done(hub::init(home, url_, "Desk 1", signer, means), "init");
    });
}

void TwoDesks::join_both() const
{
    join_first();
    const Secret code = Secret::copy_of("eight words that are only said in this test");
    with_home(one(), [&](const hub::Home& home, const hub::Signer& signer, const hub::Means& means) {
        done(hub::invite(home, "Desk 2", code, 60, signer, means), "invite");
    });
    with_home(two(), [&](const hub::Home& home, const hub::Signer&, const hub::Means& means) {
        EXPECT_TRUE(hub::join(home, url_, code, means).ok());
    });
}

void TwoDesks::answer(std::size_t number, const std::string& folder) const
{
    const sealed::Job& known = original().jobs.at(number);
    sealed::Job job;
    job.session = known.session;
    job.key = known.key.copy();
    job.inbox = known.inbox;
    job.drafts_folder = folder + "/drafts";
    job.inbox_folder = folder + "/inbox";
    std::vector<sealed::Act> replay;
    auto log = needed(sealed::SessionLog::open(job, replay), "log");
    for (int item = 1; item <= 9; ++item) {
        sealed::Act act;
        act.kind = sealed::ActKind::answered;
        act.item = std::to_string(item);
        act.value = item == 9 ? 0 : 1; // nothing about anybody's safety, so that locking asks for nothing
        act.utc_ms = vault::system_clock()();
        done(log.append(act), "answer");
    }
    done(log.finish(), "finish");
}

void TwoDesks::push(const std::string& folder) const
{
    with_home(folder, [](const hub::Home& home, const hub::Signer&, const hub::Means& means) {
        const auto pushed = hub::push(home, means);
        EXPECT_TRUE(pushed.ok() && pushed->sessions == 1);
    });
}

} // namespace rapport::desk::test
