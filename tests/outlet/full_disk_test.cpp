#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "instruments/reader.h"
#include "storage/outlet/folder_sink.h"
#include "storage/outlet/outlet.h"
#include "tests/outlet/clinic.h"

using namespace rapport;
using namespace outlet_test;

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
    std::set<std::size_t> rooms;
    {
        auto sink = outlet::FolderSink::make(scratch.path + "/out");
        ASSERT_TRUE(sink);
        const auto written = release::write_bundle(small.data, {}, small.definitions, small.policy, **sink);
        ASSERT_TRUE(written);
        std::size_t total = 0;
        for (const auto& file : written->files) {
            // A bundle each: four places within a file and both sides of its end.
            for (std::size_t part = 0; part < 4; ++part)
                rooms.insert(total + file.bytes * part / 4);
            total += file.bytes;
            rooms.insert(total - 1);
            rooms.insert(total);
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

TEST(Outlet, stopping_anywhere_leaves_nothing_and_records_no_release)
{
    Clinic clinic(12, 1);
    const auto prepared = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(prepared);
    const auto before = names_in(clinic.scratch.path);
    for (const int stop_at : {0, 1, 3, 5, 12, 25}) {
        int asked = 0;
        const auto done =
            outlet::write(clinic.vault(), *prepared, clinic.scratch.path + "/out", [&](int files, int of) {
                ++asked;
                EXPECT_LE(files, of);
                return files < stop_at;
            });
        ASSERT_FALSE(done) << stop_at;
        EXPECT_EQ(done.error().fault, release::fault::cancelled);
        EXPECT_GT(asked, 0);
        EXPECT_EQ(names_in(clinic.scratch.path), before);
    }
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release"), 0);
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
