#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "instruments/reader.h"
#include "storage/release/release.h"
#include "storage/vault/vault.h"

/// What the tests of the way out and back share.
namespace outlet_test {

using namespace rapport;

inline std::vector<std::string> names_in(const std::string& folder)
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

inline std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

inline release::Policy policy(const std::string& project = "Alliance")
{
    release::Policy p;
    p.project = project;
    return p;
}

inline unsigned mode_of(const std::string& path)
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

inline constexpr std::int64_t day_ms = 86400000;
inline constexpr std::int32_t first_day = 20000;

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
        printed = std::move(recovery->printed);
        auto opened = vault::Vault::open(folder, "S. Whitfield", wishes.passphrase, clock);
        EXPECT_TRUE(opened) << opened.error().fault.name << opened.error().detail;
        open = std::make_unique<vault::Vault>(std::move(*opened));
        for (int person = 0; person < people; ++person)
            add(person, visits);
    }

    vault::Vault& vault() { return *open; }
    [[nodiscard]] sealed::Secret recovery_key() const { return printed.copy(); }

    Scratch scratch;
    std::string folder;
    std::vector<std::string> markers;

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

private:
    std::mt19937_64 random{7};
    std::int64_t now = (first_day + 400) * day_ms;
    sealed::Secret printed;
    std::unique_ptr<vault::Vault> open;
};

inline std::vector<std::string> events(vault::Vault& vault)
{
    std::vector<std::string> out;
    const auto all = vault.audit(0, 100000);
    EXPECT_TRUE(all);
    for (const auto& entry : *all)
        out.push_back(entry.event);
    return out;
}

} // namespace outlet_test
