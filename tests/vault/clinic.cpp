#include "tests/vault/clinic.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <ftw.h>
#include <unistd.h>

#include "storage/vault/open_vault.h"
#include "storage/vault/recovery.h"
#include "storage/vault/schema.h"
#include "storage/vault/slots.h"

namespace rapport::vault::test {

namespace {

template <class T>
T must(Result<T> result, const char* what)
{
    if (!result) {
        std::cerr << what << ": " << result.error().fault.name << " " << result.error().detail << "\n";
        std::abort();
    }
    return std::move(result).value();
}

void must(const Status& status, const char* what)
{
    if (status) return;
    std::cerr << what << ": " << status.error().fault.name << " " << status.error().detail << "\n";
    std::abort();
}

/// A vault made once; goes when the program ends.
struct Template {
    std::string folder = temporary_folder();
    sealed::Secret recovery;

    explicit Template(Clinic::Kind kind)
    {
        NewVault wish = wishes(kind == Clinic::Kind::demo);
        if (kind == Clinic::Kind::staffed) {
            wish.first_admin = admin;
            wish.admin_passphrase = secret(admin_passphrase);
        }
        auto made = must(create_vault(folder + "/vault", wish, at), "create");
        recovery = std::move(made.printed);
        must(confirm_recovery(folder + "/vault", recovery), "confirm");
        if (kind == Clinic::Kind::staffed) add_staff();
    }
    void add_staff() const
    {
        const BootClock boot = [] { return BootTime{"boot-0", 1'000'000}; };
        Vault vault = must(Vault::open(folder + "/vault", user, secret(passphrase), at, boot), "open");
        must(vault.add_user({std::string(researcher), Role::researcher, secret(researcher_passphrase)},
                            secret(passphrase), by_admin()),
             "researcher");
        must(vault.add_user({std::string(colleague), Role::clinician, secret(colleague_passphrase)}, secret(passphrase),
                            by_admin()),
             "colleague");
    }
    static std::int64_t at() { return 1'780'000'000'000; }
    ~Template() { remove_folder(folder); }
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;
};

const Template& made_once(Clinic::Kind kind)
{
    static const Template real(Clinic::Kind::real);
    if (kind == Clinic::Kind::real) return real;
    if (kind == Clinic::Kind::staffed) {
        static const Template staffed(kind);
        return staffed;
    }
    static const Template demo(Clinic::Kind::demo);
    return demo;
}

std::vector<std::string> files_found;

int note_file(const char* path, const struct stat*, int type, struct FTW*)
{
    if (type == FTW_F) files_found.emplace_back(path);
    return 0;
}

int remove_one(const char* path, const struct stat*, int, struct FTW*)
{
    return ::remove(path);
}

sealed::SessionLog written(const sealed::Job& job, const std::vector<Do>& what)
{
    std::vector<sealed::Act> replay;
    auto log = must(sealed::SessionLog::open(job, replay), "log");
    for (const sealed::Act& act : acts(what))
        must(log.append(act), "append");
    return log;
}

} // namespace

std::string own_definition(const std::string& version, const std::string& status)
{
    return R"({"format":1,"id":"made-up","version":")" + version + R"(","title":"Made up","short_title":"MU",
"language":"en","recall":"today","respondent":"patient","mode":"self","wording":"shipped","key_status":")" +
           status + R"(","licence":{"holder":"Nobody","terms":"Free","may_ship_text":true,"may_release_text":true},
"sources":["Made up"],"choices":{"two":[{"value":0,"text":"No"},{"value":1,"text":"Yes"}]},
"items":[{"id":"1","label":"one","text":"One?"}],
"scores":[{"id":"total","name":"Total","method":"sum","direction":"higher_is_worse","items":["1"],
"missing":{"max_missing":0,"id":"none-published","source":"None is published."},"min":0,"max":1}],
"examples":[{"name":"yes","source":"by hand","answers":{"1":1},"expect":{"scores":{"total":1}}}]})";
}

sealed::Secret secret(std::string_view text)
{
    return sealed::Secret::copy_of(text);
}

std::string temporary_folder()
{
    std::string name = "/tmp/rapport-vault-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    return name;
}

void remove_folder(const std::string& folder)
{
    ::nftw(folder.c_str(), remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

NewVault wishes(bool demo)
{
    NewVault out;
    out.clinic = "Northgate clinic";
    out.device = "Tablet 3";
    out.first_user = user;
    out.passphrase = secret(passphrase);
    out.cost = KdfCost::floor();
    out.demo = demo;
    return out;
}

std::vector<sealed::Act> acts(const std::vector<Do>& what)
{
    std::vector<sealed::Act> out;
    std::int64_t at = 1'789'999'000'000;
    for (const Do& one : what) {
        out.push_back(
            {one.kind, one.part, one.item, one.value, at, at - 1'780'000'000'000, sealed::InputMethod::touch});
        at += 1000;
    }
    return out;
}

std::vector<Do> all_items(std::uint16_t part, int items, int value)
{
    std::vector<Do> out;
    for (int item = 1; item <= items; ++item)
        out.push_back({sealed::ActKind::answered, part, std::to_string(item), value});
    return out;
}

Clinic::Clinic(Kind kind) : Clinic(made_once(kind).folder + "/vault", made_once(kind).recovery) {}

std::unique_ptr<Clinic> Clinic::copy_of(const Clinic& other)
{
    return std::unique_ptr<Clinic>(new Clinic(other.folder, *other.recovery_));
}

Clinic::Clinic(const std::string& from, const sealed::Secret& recovery)
    : folder(temporary_folder() + "/vault"), recovery_(&recovery)
{
    const std::string copy = "cp -a '" + from + "' '" + folder + "'";
    if (std::system(copy.c_str()) != 0) std::abort();
}

Clinic::~Clinic()
{
    remove_folder(folder.substr(0, folder.rfind('/')));
}

Clock Clinic::clock() const
{
    return [this] { return now; };
}

BootClock Clinic::boot_clock() const
{
    return [this] { return boot; };
}

Result<Vault> Clinic::try_open(std::string_view name, std::string_view words) const
{
    return Vault::open(folder, name, secret(words), clock(), boot_clock());
}

Vault Clinic::open() const
{
    return must(try_open(), "open");
}

const sealed::Secret& Clinic::recovery_key() const
{
    return *recovery_;
}

Clinic::Raw Clinic::raw() const
{
    const Header header = must(load_header(folder), "header");
    const RoleKeys keys = must(unlock(header, user, secret(passphrase)), "unlock");
    VaultLock lock = must(VaultLock::take(folder), "lock");
    Connection database = must(open_databases(lock, folder, {keys.responses, keys.identity}), "databases");
    return {std::move(lock), std::move(database)};
}

const RoleKeys& Clinic::raw_keys() const
{
    // Every clinic of one kind is a copy of one vault.
    static std::map<std::pair<sealed::Id, std::uint32_t>, RoleKeys> known;
    const Header header = must(load_header(folder), "header");
    const auto found = known.find({header.vault, header.epoch});
    if (found != known.end()) return found->second;
    return known
        .emplace(std::pair(header.vault, header.epoch), must(unlock(header, user, secret(passphrase)), "unlock"))
        .first->second;
}

sealed::Secret Clinic::first_audit_key() const
{
    const Header header = must(load_header(folder), "header");
    return must(open_recovery(header, must(read_recovery_key(recovery_key()), "recovery key")), "recovery")
        .audit.copy();
}

Clinic::Raw Clinic::raw_with_keys() const
{
    VaultLock lock = must(VaultLock::take(folder), "lock");
    const RoleKeys& keys = raw_keys();
    Connection database = must(open_databases(lock, folder, {keys.responses, keys.identity}), "databases");
    return {std::move(lock), std::move(database)};
}

Core Clinic::core() const
{
    Raw parts = raw_with_keys();
    return must(core_of(std::move(parts.lock), std::move(parts.database)), "core");
}

Result<Core> Clinic::core_of(VaultLock lock, Connection database) const
{
    if (const Status current = migrate(database); !current) return current.error();
    return make_core(std::move(lock), std::move(database), folder, must(load_header(folder), "header"), user,
                     raw_keys(), clock(), boot_clock());
}

void Clinic::answer(const sealed::Job& job, const std::vector<Do>& what)
{
    sealed::SessionLog log = written(job, what);
    must(log.finish(), "finish");
}

void Clinic::begin(const sealed::Job& job, const std::vector<Do>& what)
{
    static_cast<void>(written(job, what));
}

Approval by_admin()
{
    return {std::string(admin), secret(admin_passphrase), {}};
}

Approval by_recovery(const Clinic& clinic)
{
    return {{}, {}, clinic.recovery_key().copy()};
}

Person somebody(Vault& vault, const std::string& name)
{
    Person person;
    person.year_of_birth = 1982;
    person.sex = "female";
    person.therapist = std::string(user);
    Identity identity;
    identity.name = name;
    identity.date_of_birth = "1982-03-04";
    identity.record_number = "RN-5501";
    return must(vault.add_person(person, identity), "add_person");
}

sealed::Job started(Vault& vault, const sealed::Id& person, const std::vector<std::string>& battery)
{
    SessionWish wish;
    wish.person = person;
    wish.visit = "Visit 1";
    wish.session_number = 1;
    wish.battery = battery;
    return must(vault.start_session(wish), "start_session");
}

std::vector<std::pair<std::string, std::string>> all_bytes(const std::string& folder)
{
    files_found.clear();
    ::nftw(folder.c_str(), note_file, 16, FTW_PHYS);
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string& path : files_found) {
        std::ifstream in(path, std::ios::binary);
        out.emplace_back(path, std::string(std::istreambuf_iterator<char>(in), {}));
    }
    return out;
}

} // namespace rapport::vault::test
