#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "instruments/reader.h"
#include "storage/outlet/folder_sink.h"
#include "storage/outlet/outlet.h"

using namespace rapport;

namespace {

std::vector<std::string> names_in(const std::string& folder)
{
    std::vector<std::string> names;
    DIR* const open = ::opendir(folder.c_str());
    if (open == nullptr) return names;
    while (const dirent* entry = ::readdir(open))
        if (const std::string name = entry->d_name; name != "." && name != "..") names.push_back(name);
    ::closedir(open);
    std::ranges::sort(names);
    return names;
}

std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

unsigned mode_of(const std::string& path)
{
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0U;
}

/// A folder of this test's own, in memory where there is such a place, gone at the end.
class Scratch {
public:
    Scratch()
    {
        std::string pattern = (::access("/dev/shm", W_OK) == 0 ? "/dev/shm/rapport-XXXXXX" : "/tmp/rapport-XXXXXX");
        path = ::mkdtemp(pattern.data());
    }
    ~Scratch()
    {
        if (std::system(("rm -rf '" + path + "'").c_str()) != 0) ADD_FAILURE() << "scratch folder stays";
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string path;
};

release::Policy policy(const std::string& project = "Alliance")
{
    release::Policy p;
    p.project = project;
    return p;
}

constexpr std::int64_t day_ms = 86400000;
constexpr std::int32_t first_day = 20000;

/// A real vault with made-up people, each with a marker in every field a person's words could stand in.
class Clinic {
public:
    explicit Clinic(int people, int visits)
    {
        EXPECT_TRUE(sealed::prepare_process());
        folder = scratch.path + "/vault";
        vault::NewVault wishes;
        wishes.clinic = "North clinic";
        wishes.device = "Tablet 3";
        wishes.first_user = "S. Whitfield";
        wishes.passphrase = sealed::Secret::copy_of("a long enough passphrase of five words");
        wishes.cost = vault::KdfCost::floor();
        const vault::Clock clock = [this] { return now; };
        auto recovery = vault::create_vault(folder, wishes, clock);
        EXPECT_TRUE(recovery) << recovery.error().detail;
        EXPECT_TRUE(vault::confirm_recovery(folder, recovery->printed));
        auto opened = vault::Vault::open(folder, "S. Whitfield", wishes.passphrase, clock);
        EXPECT_TRUE(opened) << opened.error().fault.name << opened.error().detail;
        open = std::make_unique<vault::Vault>(std::move(*opened));
        for (int person = 0; person < people; ++person)
            add(person, visits);
    }

    vault::Vault& vault() { return *open; }

    Scratch scratch;
    std::string folder;
    std::vector<std::string> markers;

private:
    std::string marker(const char* kind, int person)
    {
        markers.push_back(std::string("MARK") + kind + std::to_string(1000 + person) + "QZ");
        return markers.back();
    }

    void add(int number, int visits)
    {
        vault::Person person;
        person.pseudonym = marker("PSEUDONYM", number);
        person.year_of_birth = 1960 + number % 40;
        person.sex = number % 2 == 0 ? "female" : "male";
        person.site = "Site A";
        person.arm = number % 3 == 0 ? "waiting list" : "therapy";
        person.therapist = marker("THERAPIST", number);
        const vault::Identity identity{{}, marker("NAME", number), "1970-01-02", marker("NUMBER", number)};
        const auto added = open->add_person(person, identity);
        ASSERT_TRUE(added) << added.error().fault.name << added.error().detail;
        markers.push_back(sealed::hex(added->id));
        for (int visit = 1; visit <= visits; ++visit)
            for (const char* instrument : {"pcl-5", "check-in-patient"}) {
                const auto* definition = open->instrument(instrument);
                vault::Administration one;
                one.id = sealed::random_id();
                one.person = added->id;
                one.session = sealed::random_id();
                one.instrument = instrument;
                one.version = definition->version;
                one.language = "en";
                one.visit = "Visit " + std::to_string(visit);
                one.session_number = visit;
                one.day = first_day + number + 7 * visit;
                one.started_ms = one.day * day_ms;
                one.finished_ms = one.started_ms + 600000;
                one.complete = true;
                for (std::size_t item = 0; item < definition->items.size(); ++item) {
                    const auto& choices = definition->choices(item);
                    one.response.items.push_back(instruments::Answer::chose(choices[random() % choices.size()].value));
                }
                ASSERT_TRUE(open->add_administration(one));
            }
    }

    std::mt19937_64 random{7};
    std::int64_t now = (first_day + 400) * day_ms;
    std::unique_ptr<vault::Vault> open;
};

std::vector<std::string> events(vault::Vault& vault)
{
    std::vector<std::string> out;
    const auto all = vault.audit(0, 100000);
    EXPECT_TRUE(all);
    for (const auto& entry : *all)
        out.push_back(entry.event);
    return out;
}

} // namespace

TEST(Outlet, a_release_lands_whole_private_and_as_sha256sum_counts_it)
{
    Clinic clinic(30, 3);
    const auto prepared = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(prepared) << prepared.error().fault.name << " " << prepared.error().detail;
    EXPECT_EQ(prepared->administrations.at("pcl-5"), 90);
    EXPECT_EQ(prepared->data.risk.people, 30);
    const std::string out = clinic.scratch.path + "/out";
    const auto done = outlet::write(clinic.vault(), *prepared, out + "/");
    ASSERT_TRUE(done) << done.error().fault.name << " " << done.error().detail;
    EXPECT_EQ(done->ledger_number, 1);

    EXPECT_EQ(mode_of(out), 0700U);
    std::set<std::string> listed;
    for (const auto& file : done->written.files) {
        listed.insert(file.name);
        EXPECT_EQ(mode_of(out + "/" + file.name), 0600U);
        EXPECT_EQ(bytes_of(out + "/" + file.name).size(), file.bytes);
    }
    const auto there = names_in(out);
    EXPECT_EQ(std::set<std::string>(there.begin(), there.end()), listed);
    EXPECT_EQ(std::system(("cd '" + out + "' && sha256sum -c --strict --quiet SHA256SUMS").c_str()), 0);
    EXPECT_EQ(std::system(("cd '" + out + "' && echo '" + done->written.manifest_sha256 +
                           "  manifest.json' | sha256sum -c --quiet")
                              .c_str()),
              0);
    const auto beside = names_in(clinic.scratch.path);
    EXPECT_EQ(beside, (std::vector<std::string>{"out", "vault"}));
}

TEST(Outlet, no_marker_of_a_person_is_in_a_file_or_its_name)
{
    Clinic clinic(24, 2);
    const auto prepared = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(prepared);
    const std::string out = clinic.scratch.path + "/out";
    ASSERT_TRUE(outlet::write(clinic.vault(), *prepared, out));
    ASSERT_GT(clinic.markers.size(), 100U);
    for (const std::string& name : names_in(out)) {
        const std::string text = name + bytes_of(out + "/" + name);
        for (const std::string& marker : clinic.markers)
            EXPECT_EQ(text.find(marker), std::string::npos) << name;
        EXPECT_EQ(text.find("Whitfield"), std::string::npos);
        EXPECT_EQ(text.find(clinic.scratch.path), std::string::npos);
    }
}

TEST(Outlet, the_same_project_gives_the_same_bytes_and_another_shares_no_code)
{
    Clinic clinic(20, 2);
    const auto write = [&](const std::string& project, const std::string& name) {
        const auto prepared = outlet::prepare(clinic.vault(), policy(project));
        EXPECT_TRUE(prepared);
        EXPECT_TRUE(outlet::write(clinic.vault(), *prepared, clinic.scratch.path + "/" + name));
        return *prepared;
    };
    const auto first = write("One", "a");
    write("One", "b");
    const auto other = write("Two", "c");
    // The audit goes on between two releases, and the manifest says how far it had come.
    const auto but_the_anchor = [](std::string text) {
        const std::string field = "\"audit_anchor\": \"";
        const auto at = text.find(field);
        return at == std::string::npos ? text : text.replace(at + field.size(), 24, "");
    };
    for (const std::string& name : names_in(clinic.scratch.path + "/a")) {
        const std::string one = bytes_of(clinic.scratch.path + "/a/" + name);
        const std::string two = bytes_of(clinic.scratch.path + "/b/" + name);
        EXPECT_EQ(but_the_anchor(one), but_the_anchor(two)) << name;
        EXPECT_EQ(one == two, name != "manifest.json") << name;
    }
    std::set<std::string> codes;
    for (const auto& record : first.data.records)
        codes.insert(record.code());
    EXPECT_EQ(codes.size(), 20U);
    for (const auto& record : other.data.records)
        EXPECT_FALSE(codes.contains(record.code()));
}

TEST(Outlet, a_folder_that_is_there_is_refused_and_untouched)
{
    Clinic clinic(12, 1);
    const auto prepared = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(prepared);
    const std::string& place = clinic.scratch.path;
    ASSERT_EQ(::mkdir((place + "/folder").c_str(), 0700), 0);
    std::ofstream(place + "/file") << "kept";
    ASSERT_EQ(::symlink("nowhere", (place + "/link").c_str()), 0);
    const auto before = names_in(place);
    for (const char* name : {"/folder", "/file", "/link", "/.."}) {
        const auto done = outlet::write(clinic.vault(), *prepared, place + name);
        ASSERT_FALSE(done) << name;
        EXPECT_EQ(done.error().fault, outlet::fault::release_exists) << name;
    }
    EXPECT_EQ(names_in(place), before);
    EXPECT_EQ(bytes_of(place + "/file"), "kept");
    EXPECT_FALSE(outlet::write(clinic.vault(), *prepared, place + "/none/such"));
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release"), 0);
}

TEST(Outlet, each_release_and_each_refusal_is_one_audit_event)
{
    Clinic clinic(10, 2);
    const auto refused = outlet::prepare(clinic.vault(), policy());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, release::fault::too_few_people);
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release_refused"), 1);

    auto smaller = policy();
    smaller.k = 5;
    const auto prepared = outlet::prepare(clinic.vault(), smaller);
    ASSERT_TRUE(prepared);
    ASSERT_TRUE(outlet::write(clinic.vault(), *prepared, clinic.scratch.path + "/a"));
    const auto second = outlet::write(clinic.vault(), *prepared, clinic.scratch.path + "/b");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->ledger_number, 2);
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release"), 2);
}

namespace {

/// A disk with so many bytes left, before a real folder.
class SmallDisk final : public release::Sink {
public:
    SmallDisk(release::Sink& real, std::size_t room) : real_(&real), room_(room) {}
    Status open(std::string_view name) override { return real_->open(name); }
    Status write(std::string_view bytes) override
    {
        const Status written = real_->write(bytes.substr(0, room_));
        if (!written) return written;
        if (bytes.size() > room_) return Error{vault::fault::disk_full, {}};
        room_ -= bytes.size();
        return {};
    }
    Result<std::string> close() override { return real_->close(); }

private:
    release::Sink* real_;
    std::size_t room_;
};

struct SmallBundle {
    release::Policy policy;
    std::vector<const instruments::Definition*> definitions{instruments::find_in_library("gad-7")};
    release::Deidentified data;

    SmallBundle()
    {
        policy.project = "Small";
        std::vector<release::Record> records;
        for (int person = 0; person < 11; ++person) {
            release::Record record;
            record.person = std::to_string(person);
            record.code = "0000-0000-0000-00" + std::to_string(10 + person);
            record.instrument = "gad-7";
            record.version = definitions.front()->version;
            record.day = first_day;
            for (std::size_t item = 0; item < definitions.front()->items.size(); ++item)
                record.response.items.push_back(instruments::Answer::chose(person % 4));
            records.push_back(record);
        }
        auto made = release::deidentify(records, policy);
        EXPECT_TRUE(made);
        data = std::move(*made);
    }
};

} // namespace

TEST(Outlet, a_disk_that_fills_up_anywhere_leaves_nothing)
{
    ASSERT_TRUE(sealed::prepare_process());
    const Scratch scratch;
    const SmallBundle small;
    // The ends of the files one byte at a time, the middles in steps.
    std::set<std::size_t> rooms;
    {
        auto sink = outlet::FolderSink::make(scratch.path + "/out");
        ASSERT_TRUE(sink);
        const auto written = release::write_bundle(small.data, {}, small.definitions, small.policy, **sink);
        ASSERT_TRUE(written);
        std::size_t total = 0;
        for (const auto& file : written->files) {
            for (std::size_t room = total; room < total + file.bytes; room += 23)
                rooms.insert(room);
            total += file.bytes;
            for (std::size_t room = total - 3; room < total + 3; ++room)
                rooms.insert(room);
        }
        rooms.erase(rooms.lower_bound(total), rooms.end());
        EXPECT_EQ(names_in(scratch.path).size(), 1U) << "hidden until delivered";
    }
    EXPECT_TRUE(names_in(scratch.path).empty()) << "whole but not delivered";
    for (const std::size_t room : rooms) {
        auto sink = outlet::FolderSink::make(scratch.path + "/out");
        ASSERT_TRUE(sink);
        SmallDisk disk(**sink, room);
        ASSERT_FALSE(release::write_bundle(small.data, {}, small.definitions, small.policy, disk)) << room;
        sink->reset();
        ASSERT_TRUE(names_in(scratch.path).empty()) << room;
    }
}

TEST(Outlet, the_kernels_own_refusal_to_write_is_told_and_leaves_nothing)
{
    ASSERT_TRUE(sealed::prepare_process());
    const Scratch scratch;
    const SmallBundle small;
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit little{100, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &little);
    auto sink = outlet::FolderSink::make(scratch.path + "/out");
    const auto written = release::write_bundle(small.data, {}, small.definitions, small.policy, **sink);
    ::setrlimit(RLIMIT_FSIZE, &before);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().fault, vault::fault::disk_full);
    sink->reset();
    EXPECT_TRUE(names_in(scratch.path).empty());
}

TEST(Outlet, something_that_appears_while_writing_is_not_replaced)
{
    ASSERT_TRUE(sealed::prepare_process());
    const Scratch scratch;
    auto sink = outlet::FolderSink::make(scratch.path + "/out");
    ASSERT_TRUE(sink);
    ASSERT_EQ(::mkdir((scratch.path + "/out").c_str(), 0755), 0);
    const Status delivered = (*sink)->deliver();
    ASSERT_FALSE(delivered);
    EXPECT_EQ(delivered.error().fault, outlet::fault::release_exists);
    sink->reset();
    EXPECT_EQ(names_in(scratch.path), std::vector<std::string>{"out"});
    EXPECT_EQ(mode_of(scratch.path + "/out"), 0755U);
}
