#include "tests/desk/clinic.h"

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <random>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "app/desk/backup_checker.h"
#include "app/desk/words.h"
#include "storage/sealed/session_log.h"

namespace rapport::desk::test {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

vault::Clock clock_at(std::int64_t ms)
{
    return [ms] { return ms; };
}

void must(const Status& status)
{
    if (!status) {
        ADD_FAILURE() << status.error().fault.name << " " << status.error().detail;
        std::abort();
    }
}

template <class T>
T must(Result<T> result)
{
    must(result ? Status{} : Status{result.error()});
    return std::move(result).value();
}

std::string new_folder()
{
    const char* const temporary = std::getenv("TMPDIR");
    std::string name = std::string(temporary != nullptr ? temporary : "/tmp") + "/rapport-desk-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) std::abort();
    return name;
}

std::vector<std::string> entries(const std::string& folder)
{
    std::vector<std::string> names;
    DIR* const listing = opendir(folder.c_str());
    while (const dirent* entry = listing != nullptr ? readdir(listing) : nullptr) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(name);
    }
    if (listing != nullptr) closedir(listing);
    return names;
}

bool is_folder(const std::string& path)
{
    struct stat about {};
    return stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

void copy(const std::string& from, const std::string& to)
{
    if (!is_folder(from)) {
        std::ifstream in(from, std::ios::binary);
        std::ofstream out(to, std::ios::binary);
        if (in.peek() != std::ifstream::traits_type::eof()) out << in.rdbuf();
        out.close();
        chmod(to.c_str(), 0600);
        return;
    }
    mkdir(to.c_str(), 0700);
    for (const std::string& name : entries(from))
        copy(from + "/" + name, to + "/" + name);
}

void remove(const std::string& path)
{
    if (!is_folder(path)) {
        unlink(path.c_str());
        return;
    }
    for (const std::string& name : entries(path))
        remove(path + "/" + name);
    rmdir(path.c_str());
}

struct Made {
    std::string pseudonym;
    std::string sex;
    int born;
    std::string therapist;
};

Id add(vault::Vault& vault, const Made& made)
{
    vault::Person person;
    person.pseudonym = made.pseudonym;
    person.sex = made.sex;
    person.year_of_birth = made.born;
    person.therapist = made.therapist;
    person.site = "North";
    person.episode_start_day = today() - 120;
    vault::Identity identity;
    identity.name = "Fictional " + made.pseudonym;
    identity.date_of_birth = std::to_string(made.born) + "-05-31";
    identity.record_number = "R-" + made.pseudonym;
    return must(vault.add_person(person, identity)).id;
}

/// `values` in the instrument's item order; below 0 is an item declined.
void answer(vault::Vault& vault, const Id& person, const std::string& instrument, int session, std::int32_t day,
            const std::vector<int>& values)
{
    const instruments::Definition* const definition = vault.instrument(instrument);
    ASSERT_NE(definition, nullptr);
    ASSERT_EQ(definition->items.size(), values.size());
    vault::Administration given;
    given.person = person;
    given.instrument = instrument;
    given.version = definition->version;
    given.respondent = definition->respondent;
    given.language = "en";
    given.visit = "Visit " + std::to_string(session);
    given.session_number = session;
    given.day = day;
    given.started_ms = static_cast<std::int64_t>(day) * day_ms + 33'600'000;
    given.finished_ms = given.started_ms + 300'000;
    given.complete = true;
    for (const int value : values)
        given.response.items.push_back(value < 0 ? instruments::Answer::none(instruments::Missing::declined)
                                                 : instruments::Answer::chose(value));
    must(vault.add_administration(given));
}

/// Values that add up to `sum`, none above `most`.
std::vector<int> adding_up(std::size_t items, int most, int sum)
{
    std::vector<int> values(items, 0);
    for (std::size_t at = 0; sum > 0; at = (at + 1) % items)
        if (values[at] < most) {
            ++values[at];
            --sum;
        }
    return values;
}

/// A session as the tablet leaves it in the inbox: every item answered, in order.
void answer_on_tablet(vault::Vault& vault, const Id& person, const std::string& instrument, int session,
                      const std::vector<int>& values)
{
    vault::SessionWish wish;
    wish.person = person;
    wish.visit = "Visit " + std::to_string(session);
    wish.session_number = session;
    wish.battery = {instrument};
    const sealed::Job job = must(vault.start_session(wish));
    std::vector<sealed::Act> before;
    auto log = must(sealed::SessionLog::open(job, before));
    const auto act = [&](sealed::ActKind kind, const std::string& item, int value) {
        sealed::Act done;
        done.kind = kind;
        done.item = item;
        done.value = value;
        done.utc_ms = now_ms;
        must(log.append(done));
    };
    const instruments::Definition& definition = *vault.instrument(instrument);
    ASSERT_EQ(definition.items.size(), values.size());
    act(sealed::ActKind::part_begun, {}, 0);
    for (std::size_t item = 0; item < values.size(); ++item)
        act(sealed::ActKind::answered, definition.items[item].id, values[item]);
    act(sealed::ActKind::part_ended, {}, 0);
    must(log.finish());
}

/// Nine items that add up to `sum`, the ninth as given, and the question on difficulty, which no sum counts.
std::vector<int> phq_9(int sum, int ninth)
{
    std::vector<int> values = adding_up(8, 3, sum - std::max(ninth, 0));
    values.push_back(ninth);
    values.push_back(1);
    return values;
}

void plan(vault::Vault& vault, const Id& person, const std::string& therapist, std::int32_t day, int minute,
          std::vector<std::string> battery)
{
    vault::PlannedVisit visit;
    visit.person = person;
    visit.therapist = therapist;
    visit.visit = "Visit 9";
    visit.session_number = 9;
    visit.day = day;
    visit.minute = minute;
    visit.battery = std::move(battery);
    visit.state = "planned";
    must(vault.plan_visit(visit));
}

void fill_few(vault::Vault& vault)
{
    const std::string me(user);
    const std::vector<Made> people{{"Heron 214", "male", 1985, me},
                                   {"Linden 083", "female", 1990, me},
                                   {"Bracken 112", "male", 1978, me},
                                   {"Sandpiper 6324", "", 1966, std::string(second_user)},
                                   {"Osprey 145", "female", 1999, me}};
    std::vector<Id> ids;
    for (const Made& made : people)
        ids.push_back(add(vault, made));
    answer(vault, ids[0], "pcl-5", 1, today() - 98, adding_up(20, 4, 56));
    answer_on_tablet(vault, ids[0], "pcl-5", 8, adding_up(20, 4, 44));
    answer(vault, ids[1], "phq-9", 7, today() - 14, phq_9(12, 0));
    answer_on_tablet(vault, ids[1], "phq-9", 8, phq_9(17, 1));
    answer(vault, ids[4], "phq-9", 3, today() - 1, phq_9(13, -1));
    plan(vault, ids[2], me, today() - 7, -1, {"pcl-5"});
    plan(vault, ids[0], me, today(), 9 * 60 + 15, {"pcl-5", "phq-9"});
    plan(vault, ids[3], std::string(second_user), today(), 13 * 60, {"phq-9", "gad-7"});
}

void fill_many(vault::Vault& vault)
{
    std::mt19937_64 random(7);
    for (int n = 0; n < 26; ++n) {
        const Made made{"Teal " + std::to_string(100 + n), n % 2 == 0 ? "male" : "female", 1980 + n % 4,
                        std::string(user)};
        const Id person = add(vault, made);
        for (int session = 1; session <= 3; ++session) {
            const std::int32_t day = today() - 60 + 14 * session;
            answer(vault, person, "pcl-5", session, day,
                   adding_up(20, 4, 60 - 8 * session + static_cast<int>(random() % 10)));
            answer(vault, person, "phq-9", session, day, phq_9(8 + static_cast<int>(random() % 8), 0));
        }
    }
}

/// Made once per binary and kind, since a vault costs two key derivations.
struct Original {
    std::string root;
    std::string recovery;
};

const Original& original(Holds holds, bool demo)
{
    struct Originals {
        std::map<std::pair<Holds, bool>, Original> folders;
        ~Originals()
        {
            for (const auto& [kind, made] : folders)
                remove(made.root);
        }
    };
    static Originals originals;
    Original& made = originals.folders[{holds, demo}];
    std::string& root = made.root;
    if (!root.empty()) return made;
    root = new_folder();
    vault::NewVault wishes;
    wishes.clinic = "North clinic";
    wishes.device = "North clinic tablet 3";
    wishes.first_user = user;
    wishes.passphrase = sealed::Secret::copy_of(passphrase);
    wishes.cost = vault::KdfCost::floor();
    wishes.demo = demo;
    if (holds == Holds::staffed) {
        wishes.first_admin = admin;
        wishes.admin_passphrase = sealed::Secret::copy_of(admin_passphrase);
    }
    const std::string folder = root + "/vault";
    const vault::Recovery recovery = must(vault::create_vault(folder, wishes, clock_at(now_ms - day_ms)));
    must(vault::confirm_recovery(folder, recovery.printed));
    made.recovery = std::string(recovery.printed.view());
    if (holds == Holds::nothing) return made;
    auto vault = must(vault::Vault::open(folder, user, sealed::Secret::copy_of(passphrase), clock_at(now_ms)));
    holds == Holds::many ? fill_many(vault) : fill_few(vault);
    if (holds == Holds::staffed)
        must(vault.add_user(
            {std::string(researcher), vault::Role::researcher, sealed::Secret::copy_of(researcher_passphrase)},
            sealed::Secret::copy_of(passphrase), {std::string(admin), sealed::Secret::copy_of(admin_passphrase), {}}));
    return made;
}

} // namespace

std::int32_t today()
{
    setenv("TZ", "UTC", 1);
    tzset();
    return local_time(now_ms).day;
}

const std::vector<std::string>& pseudonyms()
{
    static const std::vector<std::string> all{"Heron 214", "Linden 083", "Bracken 112", "Sandpiper 6324", "Osprey 145"};
    return all;
}

Clinic::Clinic(Holds holds, bool demo)
{
    static_cast<void>(today());
    must(sealed::prepare_process());
    const Original& made = original(holds, demo);
    const std::string& from = made.root;
    recovery_ = made.recovery;
    root_ = new_folder();
    folder_ = root_ + "/vault";
    copy(from + "/vault", folder_);
}

Clinic::~Clinic()
{
    remove(root_);
}

DeskSettings Clinic::settings()
{
    DeskSettings settings;
    settings.vault_folder = folder_;
    settings.releases_folder = releases();
    settings.backups_folder = backups();
    settings.records_folder = records();
    settings.check_backup = check_by_program(RAPPORT_BIN);
    settings.clock = clock_at(now_ms);
    // As many as the real program has, one with the longest words there are.
    settings.look_at_program = [] {
        AboutView about{"0.1.0", std::string(40, 'a') + "-changed", "GNU 12.2.0", {}};
        about.libraries.assign(24, {"JSON for Modern C++", "4.6.1 community", "4.6.2 community"});
        return about;
    };
    settings.hand_over = [this](const sealed::Secret& job) -> Status {
        if (broken_) return Fault{"hand_over_broken"};
        handed_over_ = std::string(job.view());
        return {};
    };
    return settings;
}

vault::Vault Clinic::open() const
{
    return must(vault::Vault::open(folder_, user, sealed::Secret::copy_of(passphrase), clock_at(now_ms)));
}

Result<vault::Vault> Clinic::try_open(std::string_view name, std::string_view words) const
{
    return vault::Vault::open(folder_, name, sealed::Secret::copy_of(words), clock_at(now_ms));
}

} // namespace rapport::desk::test
