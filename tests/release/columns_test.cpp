#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <locale>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "storage/release/columns.h"
#include "storage/release/csv.h"
#include "storage/release/naming.h"
#include "storage/release/text.h"
#include "tests/release/files_support.h"

using namespace clinic;

TEST(Files, names_fit_every_target_and_stay_apart)
{
    std::set<std::string> all;
    for (const auto* definition : library()) {
        for (const std::string& name : release::names_of(*definition).all()) {
            EXPECT_LE(name.size(), 26U) << name;
            EXPECT_TRUE(name.front() >= 'a' && name.front() <= 'z') << name;
            for (const char c : name)
                EXPECT_TRUE(digit(c) || c == '_' || (c >= 'a' && c <= 'z')) << name;
            EXPECT_TRUE(all.insert(name).second) << name;
        }
    }
    for (const char* name :
         {"pcl5_01", "pcl5_20", "pcl5_total", "pcl5_b", "pcl5_pattern", "pcl5_missing", "wai_sr_client_total"})
        EXPECT_TRUE(all.contains(name)) << name;
    instruments::Definition odd;
    odd.id = "9 A very long name of an instrument, second edition";
    odd.items = {{"1a", {}, {}, {}, 0},
                 {"1-a", {}, {}, {}, 0},
                 {"an item id of more than thirty letters", {}, {}, {}, 0},
                 {"an item id of more than thirty lettres", {}, {}, {}, 0},
                 {"missing", {}, {}, {}, 0},
                 {"é", {}, {}, {}, 0}};
    std::set<std::string> own;
    for (const std::string& name : release::names_of(odd).all()) {
        EXPECT_LE(name.size(), 26U) << name;
        EXPECT_TRUE(own.insert(name).second) << name;
    }
}

TEST(Files, wide_and_long_say_the_same_and_scores_follow_the_published_sum)
{
    Random random(62);
    Shape shape;
    shape.instruments = {"pcl-5", "wai-sr-client"};
    const auto made = bundle(make(shape, random), policy());
    ASSERT_TRUE(made);
    const Frame long_file = frame(made->files.at("long.csv"));
    const Frame wide = frame(made->files.at("pcl5_wide.csv"));
    std::size_t at = 0;
    int totals = 0, missing = 0;
    for (std::size_t row = 0; row < wide.rows.size(); ++row) {
        while (long_file.at(at, "instrument") != "pcl-5")
            ++at;
        int sum = 0;
        std::set<std::string> reasons;
        for (int item = 1; item <= 20; ++item, ++at) {
            ASSERT_EQ(long_file.at(at, "item"), std::to_string(item));
            ASSERT_EQ(long_file.at(at, "code"), wide.at(row, "code"));
            ASSERT_EQ(long_file.at(at, "week"), wide.at(row, "week"));
            const std::string column = "pcl5_" + std::string(item < 10 ? "0" : "") + std::to_string(item);
            EXPECT_EQ(long_file.at(at, "value"), wide.at(row, column));
            EXPECT_NE(long_file.at(at, "value").empty(), long_file.at(at, "missing_reason").empty());
            if (long_file.at(at, "value").empty())
                reasons.insert(long_file.at(at, "missing_reason"));
            else
                sum += std::stoi(long_file.at(at, "value"));
        }
        EXPECT_EQ(wide.at(row, "pcl5_total"), reasons.empty() ? std::to_string(sum) : "");
        for (const std::string& reason : reasons)
            EXPECT_NE(wide.at(row, "pcl5_missing").find(reason), std::string::npos);
        if (reasons.empty()) {
            EXPECT_EQ(wide.at(row, "pcl5_missing"), "");
        }
        totals += reasons.empty() ? 1 : 0;
        missing += reasons.empty() ? 0 : 1;
    }
    EXPECT_GT(totals, 20);
    EXPECT_GT(missing, 20);
}

TEST(Files, the_preview_is_the_first_rows_of_the_wide_file)
{
    Random random(63);
    const auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    std::size_t seen = 0;
    for (const auto* definition : library()) {
        const auto file = made->files.find(release::names_of(*definition).stem + "_wide.csv");
        if (file == made->files.end()) continue; // nobody in this clinic answered it
        ++seen;
        auto rows = parse_csv(file->second);
        rows.resize(11);
        EXPECT_EQ(release::preview(made->data, *definition, 10), rows);
    }
    EXPECT_EQ(seen, every_instrument.size());
}

TEST(Files, licensed_wording_is_in_no_file_and_free_wording_is_in_the_codebook)
{
    Random random(64);
    auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    const auto* pcl = instruments::find_in_library("pcl-5");
    ASSERT_TRUE(pcl->licence.may_release_text);
    EXPECT_NE(made->files.at("codebook.csv").find(pcl->items.front().text), std::string::npos);

    instruments::Definition barred = *pcl;
    barred.licence.may_release_text = false;
    const instruments::Definition* const only[] = {&barred};
    auto wish = policy();
    wish.instruments = {"pcl-5"};
    const auto data = release::deidentify(whole_clinic(random), wish);
    ASSERT_TRUE(data);
    MemorySink sink;
    ASSERT_TRUE(release::write_bundle(*data, {}, only, wish, sink));
    for (const auto& [name, text] : readable(sink.files)) {
        for (const auto& item : barred.items)
            EXPECT_EQ(text.find(item.text), std::string::npos) << name;
        for (const auto& choice : barred.choices(0))
            EXPECT_EQ(text.find(choice.text), std::string::npos) << name;
    }
    EXPECT_NE(sink.files.at("codebook.csv").find("0; 1; 2; 3; 4"), std::string::npos);
}

TEST(Files, the_codebook_describes_every_column_of_every_data_file)
{
    Random random(65);
    const auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    const Frame book = frame(made->files.at("codebook.csv"));
    std::set<std::string> described;
    for (std::size_t i = 0; i < book.rows.size(); ++i) {
        described.insert(book.at(i, "name"));
        EXPECT_FALSE(book.at(i, "label").empty());
        EXPECT_FALSE(book.at(i, "type").empty());
    }
    for (const auto& [name, text] : made->files) {
        // Those two describe themselves, and REDCap's are described by its dictionary.
        if (!name.ends_with(".csv") || name == "codebook.csv" || name == "labels.csv" || name.starts_with("redcap_"))
            continue;
        const Rows rows = parse_csv(text);
        for (const std::string& column : rows.front())
            EXPECT_TRUE(described.contains(column)) << name << " " << column;
    }
    for (std::size_t i = 0; i < book.rows.size(); ++i)
        if (book.at(i, "name") == "pcl5_total") {
            EXPECT_EQ(book.at(i, "minimum"), "0");
            EXPECT_EQ(book.at(i, "maximum"), "80");
            EXPECT_EQ(book.at(i, "least_answered"), "20");
            EXPECT_NE(book.at(i, "cut_offs").find("Bovin 2016"), std::string::npos);
        }
}

TEST(Files, anonymous_is_said_only_to_deny_it)
{
    Random random(66);
    const auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    int said = 0;
    for (const auto& [name, text] : readable(made->files))
        for (auto at = text.find("nonym"); at != std::string::npos; at = text.find("nonym", at + 1)) {
            ASSERT_GE(at, 5U);
            EXPECT_EQ(text.substr(at - 5, 13), "not anonymous") << name;
            ++said;
        }
    EXPECT_GE(said, 3);
    EXPECT_NE(made->files.at("README.txt").find("a person who knows somebody's answers"), std::string::npos);
}

TEST(Files, a_full_disk_anywhere_stops_the_writing_with_the_sinks_own_word)
{
    Random random(67);
    Shape shape;
    shape.people = 11;
    shape.most_visits = 1;
    shape.instruments = {"gad-7"};
    const auto records = make(shape, random);
    const auto made = bundle(records, policy());
    ASSERT_TRUE(made);
    std::size_t total = 0;
    for (const auto& [name, text] : made->files)
        total += text.size();
    const auto definitions = library();
    // Every byte would be a bundle each: some hundred places, and both sides of where each file ends.
    std::vector<std::size_t> rooms{0, 1, total - 1};
    std::size_t end = 0;
    for (const auto& file : made->written.files) {
        end += file.bytes;
        rooms.push_back(end - 1);
        if (end < total) rooms.push_back(end);
    }
    for (int round = 0; round < 150; ++round)
        rooms.push_back(static_cast<std::size_t>(below(random, static_cast<int>(total))));
    for (const std::size_t room : rooms) {
        MemorySink sink(room);
        const auto written = release::write_bundle(made->data, made->table, definitions, policy(), sink);
        ASSERT_FALSE(written) << room;
        EXPECT_EQ(written.error().fault, Fault{"disk_full"});
        EXPECT_EQ(sink.writes_after_failure(), 0);
    }
    MemorySink enough(total);
    EXPECT_TRUE(release::write_bundle(made->data, made->table, definitions, policy(), enough));
}

TEST(Files, rows_no_definition_fits_are_refused)
{
    Random random(68);
    auto records = whole_clinic(random);
    for (auto& r : records)
        if (r.instrument == "gad-7") r.version = "another";
    const auto made = bundle(records, policy());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().fault, release::fault::cannot_write_release);
    EXPECT_NE(made.error().detail.find("gad-7"), std::string::npos);
}
