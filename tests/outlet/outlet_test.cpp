#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "instruments/reader.h"
#include "storage/outlet/folder_sink.h"
#include "storage/outlet/outlet.h"
#include "tests/outlet/clinic.h"
#include "tests/release/files_support.h"

using namespace rapport;
using namespace outlet_test;

namespace {

std::string sha256(const std::string& text)
{
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> sum{};
    crypto_hash_sha256(sum.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return sealed::hex(sum);
}

/// What stands in a text as long as a SHA-256 and of hexadecimal digits alone.
std::vector<std::string> hex_runs(const std::string& text)
{
    constexpr std::size_t digits = 64;
    std::vector<std::string> out;
    std::size_t run = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const bool digit =
            at < text.size() && ((text[at] >= '0' && text[at] <= '9') || (text[at] >= 'a' && text[at] <= 'f'));
        if (digit) {
            ++run;
            continue;
        }
        if (run == digits) out.push_back(text.substr(at - digits, digits));
        run = 0;
    }
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
    std::map<std::string, std::string> files;
    for (const std::string& name : names_in(out))
        files[name] = bytes_of(out + "/" + name);
    // As it is and as sixteen bits a character; as base64 and hex of it; as its SHA-256 in hex.
    std::vector<std::string> forms;
    std::set<std::string> digests;
    for (const std::string& marker : clinic.markers) {
        if (marker.starts_with("MARK")) continue; // their kinds stand for them
        for (const std::string& form :
             {marker, ::clinic::utf16(marker), ::clinic::base64(marker), ::clinic::hex(marker)})
            forms.push_back(form);
    }
    for (const std::string begin : {"MARKPSEUDONYM", "MARKTHERAPIST", "MARKNAME", "MARKNUMBER"})
        for (const std::string& form : {begin, ::clinic::utf16(begin), ::clinic::base64(begin), ::clinic::hex(begin)})
            forms.push_back(form);
    for (const std::string& marker : clinic.markers)
        digests.insert(sha256(marker));
    for (const auto& [name, text] : ::clinic::readable(files)) {
        for (const std::string& form : forms)
            EXPECT_EQ(text.find(form), std::string::npos) << name;
        for (const std::string& digest : hex_runs(text))
            EXPECT_FALSE(digests.contains(digest)) << name;
        EXPECT_EQ(name.find("MARK"), std::string::npos);
        EXPECT_EQ(text.find("Whitfield"), std::string::npos);
        EXPECT_EQ(text.find(clinic.scratch.path), std::string::npos);
    }
    EXPECT_EQ(hex_runs(" " + sha256("x") + "\n"), std::vector{sha256("x")}) << "the walk itself sees one";
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
    first.data.records.each_unanswered([&](const auto& record) { codes.insert(record.code()); });
    EXPECT_EQ(codes.size(), 20U);
    other.data.records.each_unanswered([&](const auto& record) { EXPECT_FALSE(codes.contains(record.code())); });
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

TEST(Outlet, of_somebody_who_withdrew_after_it_was_measured_nothing_is_written)
{
    Clinic clinic(20, 2);
    const auto prepared = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(prepared);
    const auto people = clinic.vault().people();
    ASSERT_TRUE(people);
    ASSERT_TRUE(clinic.vault().withdraw(people->front().person.id, "Asked for it.").ok());
    const auto before = names_in(clinic.scratch.path);
    const auto done = outlet::write(clinic.vault(), *prepared, clinic.scratch.path + "/late");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, release::fault::changed_since);
    EXPECT_EQ(names_in(clinic.scratch.path), before);
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

TEST(Outlet, a_release_after_one_newcomer_tells_nothing_of_them_and_the_ledger_says_for_whom_each_was)
{
    Clinic clinic(24, 2);
    auto wish = policy();
    wish.recipient = "A university";
    wish.purpose = "One paper";
    const auto first = outlet::prepare(clinic.vault(), wish);
    ASSERT_TRUE(first);
    ASSERT_FALSE(first->fed.empty());
    const auto released = outlet::write(clinic.vault(), *first, clinic.scratch.path + "/a");
    ASSERT_TRUE(released) << released.error().fault.name << released.error().detail;
    clinic.add(24, 2);
    auto other = policy("Another project");
    const auto second = outlet::prepare(clinic.vault(), other);
    ASSERT_TRUE(second);
    ASSERT_EQ(first->table.rows.size(), second->table.rows.size());
    for (std::size_t at = 0; at < first->table.rows.size(); ++at) {
        EXPECT_EQ(release::table_words(first->table.rows[at]).mean, release::table_words(second->table.rows[at]).mean);
        EXPECT_EQ(release::table_words(first->table.rows[at]).n, release::table_words(second->table.rows[at]).n);
    }
    EXPECT_EQ(second->data.risk.people, 25) << "the data themselves have the newcomer";
    const auto lines = vault::releases(clinic.vault());
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ(lines->front().recipient, "A university");
    EXPECT_EQ(lines->front().purpose, "One paper");
    ASSERT_TRUE(clinic.vault().verify());
}

TEST(Outlet, somebody_erased_between_two_releases_is_not_the_difference)
{
    Clinic clinic(24, 1);
    const auto first = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(first);
    ASSERT_TRUE(outlet::write(clinic.vault(), *first, clinic.scratch.path + "/a"));
    const auto people = clinic.vault().people();
    ASSERT_TRUE(people);
    ASSERT_TRUE(clinic.vault().erase(people->front().person.id, "asked for it"));
    const auto second = outlet::prepare(clinic.vault(), policy());
    ASSERT_TRUE(second);
    int shown = 0;
    for (const auto& row : first->table.rows)
        shown += row.withheld ? 0 : 1;
    ASSERT_GT(shown, 0);
    for (const auto& row : second->table.rows)
        EXPECT_TRUE(row.withheld) << row.instrument;
    ASSERT_TRUE(clinic.vault().verify());
}
