#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <unordered_map>

#include <gtest/gtest.h>

#include "site.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

namespace {

std::string bytes_of(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// All markers that stand somewhere in `bytes`. Each is at least as long as `window`.
class Searcher {
public:
    static constexpr std::size_t window = 8;
    void add(const std::string& marker)
    {
        ASSERT_GE(marker.size(), window);
        by_start_[marker.substr(0, window)].push_back(marker);
        ++count_;
    }
    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] std::set<std::string> in(const std::string& bytes) const
    {
        std::set<std::string> found;
        for (std::size_t at = 0; at + window <= bytes.size(); ++at) {
            const auto start = by_start_.find(bytes.substr(at, window));
            if (start == by_start_.end()) continue;
            for (const std::string& marker : start->second)
                if (std::string_view(bytes).substr(at).starts_with(marker)) found.insert(marker);
        }
        return found;
    }

private:
    std::unordered_map<std::string, std::vector<std::string>> by_start_;
    std::size_t count_ = 0;
};

std::string hex_of(std::string_view bytes)
{
    return sealed::hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

} // namespace

TEST(Markers, nothing_of_a_clinic_stands_anywhere_in_the_servers_files_or_its_log)
{
    Site site(2);
    Searcher markers;
    const auto look_for = [&](const std::string& marker) {
        markers.add(marker);
        markers.add(hex_of(marker));
    };
    for (int i = 0; i < 40; ++i) {
        const Id session = site.answer(site[static_cast<std::size_t>(i % 2)]);
        look_for(std::string(session.begin(), session.end()));
        markers.add(sealed::hex(session)); // as a file's name
    }
    for (std::size_t i = 0; i < 2; ++i) {
        // Parts of the session files themselves, which are sealed once before: not even those may stand there.
        for (const auto& entry : std::filesystem::directory_iterator(site[i].home.inbox()))
            if (entry.path().extension() == ".rvs")
                for (std::size_t at = 0; at < 12; ++at)
                    look_for(bytes_of(entry.path()).substr(32 + at * 40, 24));
        look_for(site[i].name);
        const Seat seat = site[i].seat();
        look_for(std::string(seat.signing.view().substr(0, 32)));
        look_for(std::string(seat.box.view()));
    }
    look_for(std::string(site.vault().begin(), site.vault().end()));
    look_for(std::string(site.root().begin(), site.root().end()));
    look_for(Cluster::password);
    ASSERT_GE(markers.size(), 1000U);
    for (std::size_t i = 0; i < 2; ++i)
        site[i].push();
    for (std::size_t i = 0; i < 2; ++i)
        site[i].pull();
    ASSERT_EQ(site[0].sessions(), 40U);

    Cluster::get().run("CHECKPOINT");
    // That the search would find something: what the server may see, the site's id, is there.
    const std::string site_hex = sealed::hex(site.site_id());
    Searcher may;
    may.add(std::string(site.site_id().begin(), site.site_id().end()));
    may.add(site_hex);
    std::set<std::string> seen;
    std::size_t searched = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Cluster::get().folder())) {
        if (!entry.is_regular_file()) continue;
        const std::string bytes = bytes_of(entry.path());
        searched += bytes.size();
        for (const std::string& found : markers.in(bytes))
            ADD_FAILURE() << hex_of(found) << " in " << entry.path();
        seen.merge(may.in(bytes));
    }
    EXPECT_GT(searched, 1'000'000U);
    EXPECT_EQ(seen.size(), 2U);
}
