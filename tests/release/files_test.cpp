#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <locale>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "instruments/reader.h"
#include "storage/release/columns.h"
#include "storage/release/csv.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "tests/release/files_support.h"

using namespace clinic;

namespace {

std::set<std::string> files_of_a_bundle()
{
    std::set<std::string> out{"README.txt",
                              "SHA256SUMS",
                              "codebook.csv",
                              "codebook.html",
                              "datapackage.json",
                              "fhir_bundle.json",
                              "labels.csv",
                              "load.R",
                              "load.py",
                              "load.sas",
                              "long.csv",
                              "manifest.json",
                              "odm.xml",
                              "redcap_data.csv",
                              "redcap_dictionary.csv",
                              "risk.json",
                              "ro-crate-metadata.json",
                              "scores.csv",
                              "statistics.csv",
                              "table.csv"};
    for (const std::string stem :
         {"pcl5", "phq9", "gad7", "wai_sr_client", "wai_sr_therapist", "check_in_patient", "check_in_therapist"}) {
        for (const char* const ending : {"_wide.csv", ".sav", ".dta", ".xpt", ".xlsx"})
            out.insert(stem + ending);
        out.insert("redcap_" + stem + ".zip");
    }
    return out;
}

} // namespace

TEST(Files, the_bundle_holds_exactly_the_files_the_manifest_lists_with_their_digests)
{
    Random random(51);
    const auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    const auto manifest = nlohmann::json::parse(made->files.at("manifest.json"));
    std::set<std::string> listed{"manifest.json"};
    for (const auto& one : manifest.at("files")) {
        const std::string name = one.at("name");
        listed.insert(name);
        const std::string& bytes = made->files.at(name);
        EXPECT_EQ(one.at("bytes"), bytes.size());
        MemorySink again;
        ASSERT_TRUE(again.open(name));
        ASSERT_TRUE(again.write(bytes));
        EXPECT_EQ(one.at("sha256"), again.close().value());
        if (!name.ends_with(".csv")) continue;
        const auto rows = parse_csv(bytes);
        ASSERT_FALSE(rows.empty()) << name;
        EXPECT_EQ(one.at("rows"), rows.size() - 1) << name;
        EXPECT_EQ(one.at("columns"), rows.front().size()) << name;
        if (name == "manifest.json") continue;
        EXPECT_NE(made->files.at("SHA256SUMS").find(one.at("sha256").get<std::string>() + "  " + name + "\n"),
                  std::string::npos);
    }
    std::set<std::string> written;
    for (const auto& [name, text] : made->files)
        written.insert(name);
    EXPECT_EQ(listed, written);
    EXPECT_EQ(made->written.files.size(), written.size());
    EXPECT_EQ(made->written.files.back().name, "manifest.json");
    EXPECT_EQ(made->written.manifest_sha256, made->written.files.back().sha256);
    EXPECT_EQ(written, files_of_a_bundle());
    // What the progress bar was told of is what there is.
    MemorySink sink;
    int last = 0;
    int of = 0;
    ASSERT_TRUE(release::write_bundle(made->data, made->table, library(), policy(), sink, [&](int done, int all) {
        last = done;
        of = all;
        return true;
    }));
    EXPECT_EQ(of, static_cast<int>(written.size()));
    EXPECT_EQ(last + 1, of) << "the last thing said is said while the last file is written";
    EXPECT_EQ(manifest.at("policy").at("k"), 11);
    EXPECT_TRUE(manifest.contains("app"));
    EXPECT_TRUE(manifest.contains("schema"));
    EXPECT_EQ(manifest.at("instruments").size(), every_instrument.size());
}

TEST(Files, a_demo_clinic_and_questions_shown_without_their_wording_are_named_in_the_bundle)
{
    Random random(52);
    const auto records = whole_clinic(random);
    auto wish = policy();
    const auto real = bundle(records, wish);
    wish.demo = true;
    const auto demo = bundle(records, wish);
    ASSERT_TRUE(real && demo);
    for (const char* name : {"README.txt", "manifest.json"}) {
        EXPECT_EQ(real->files.at(name).find(rapport::release::demo_notice), std::string::npos) << name;
        EXPECT_NE(demo->files.at(name).find(rapport::release::demo_notice), std::string::npos) << name;
    }
    EXPECT_FALSE(nlohmann::json::parse(real->files.at("manifest.json")).at("demo"));

    int without_words = 0;
    const auto manifest = nlohmann::json::parse(real->files.at("manifest.json"));
    for (const auto& row : manifest.at("instruments")) {
        const auto* const definition = rapport::instruments::find_in_library(row.at("id").get<std::string>());
        const bool placeholder = definition->wording == rapport::instruments::Wording::key_only;
        EXPECT_EQ(row.at("placeholder_wording"), placeholder) << definition->id;
        without_words += placeholder ? static_cast<int>(definition->items.size()) : 0;
    }
    ASSERT_GT(without_words, 0) << "the clinic of this test has no instrument without wording";
    const auto codebook = parse_csv(real->files.at("codebook.csv"));
    const auto column = std::ranges::find(codebook.front(), "wording") - codebook.front().begin();
    int said = 0;
    for (const auto& row : codebook)
        said += row[static_cast<std::size_t>(column)] == rapport::release::placeholder_notice ? 1 : 0;
    EXPECT_GE(said, without_words);
}

TEST(Files, csv_has_one_shape_no_byte_order_mark_one_line_end_and_a_last_one)
{
    Random random(52);
    const auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    for (const auto& [name, text] : made->files) {
        if (is_binary(name)) continue;
        EXPECT_EQ(text.back(), '\n') << name;
        EXPECT_EQ(text.find('\r'), std::string::npos) << name;
        EXPECT_FALSE(text.starts_with("\xEF\xBB\xBF")) << name;
        if (!name.ends_with(".csv")) continue;
        const auto rows = parse_csv(text);
        ASSERT_GT(rows.size(), 1U) << name;
        for (const auto& cells : rows)
            EXPECT_EQ(cells.size(), rows.front().size()) << name;
    }
}

TEST(Files, nothing_in_any_file_reads_as_a_date_or_a_clock_time)
{
    Random random(53);
    auto records = whole_clinic(random);
    for (auto& record : records) {
        record.site = "Site opened 2019-03-05";
        record.arm = "Tuesdays 14:30";
        if (record.visit == "Visit 2") record.visit = "2024-11-05";
    }
    auto wish = policy();
    wish.project = "Study of 2024-11-05 at 9:15";
    const auto made = bundle(records, wish);
    ASSERT_TRUE(made);
    for (const auto& [name, text] : readable(made->files))
        EXPECT_FALSE(looks_like_time(without_digests(without_fixed_time(text)))) << name;
    EXPECT_NE(made->files.at("long.csv").find(",withheld,"), std::string::npos);
    EXPECT_TRUE(looks_like_time("on 2024-11-05.")) << "the walk itself sees one";
    EXPECT_TRUE(looks_like_time("at 9:15"));
    EXPECT_TRUE(looks_like_time(without_digests("sha256:" + std::string(63, '1') + " 14:30")));
    EXPECT_FALSE(looks_like_time(without_digests("sha256:" + std::string(64, '1'))));
}

TEST(Files, no_canary_reaches_a_file_in_any_form)
{
    Random random(54);
    auto records = whole_clinic(random);
    std::vector<std::string> canaries;
    int number = 0;
    const auto canary = [&](const std::string& kind) {
        canaries.push_back("CANARY" + kind + std::to_string(++number) + "ZQX");
        return canaries.back();
    };
    std::map<std::string, std::string> person, clinician, site, arm, visit, sex, language;
    for (auto& r : records) {
        const std::string key = r.person;
        const auto once = [&](auto& map, const char* kind) {
            const auto [at, fresh] = map.try_emplace(key);
            if (fresh) at->second = canary(kind);
            return at->second;
        };
        r.clinician = once(clinician, "CLINICIAN");
        r.language = once(language, "LANGUAGE");
        r.site = once(site, "SITE");
        r.arm = once(arm, "ARM");
        r.sex = once(sex, "SEX");
        if (r.visit == "Visit 3") r.visit = once(visit, "VISIT");
        r.person = once(person, "PERSON");
    }
    const auto made = bundle(records, policy());
    ASSERT_TRUE(made);
    ASSERT_GT(canaries.size(), 300U);
    // They all begin alike, in every writing: six bytes are eight characters of base64.
    const std::string begin = "CANARY";
    for (const std::string& token : canaries)
        ASSERT_TRUE(token.starts_with(begin) && base64(token).starts_with(base64(begin)));
    for (const auto& [name, text] : readable(made->files))
        for (const std::string& form : {begin, utf16(begin), base64(begin), hex(begin)})
            EXPECT_EQ(text.find(form), std::string::npos) << name;
}

TEST(Files, the_same_records_in_any_order_give_the_same_bytes)
{
    Random random(55);
    Shape shape;
    shape.people = 30;
    shape.most_visits = 4;
    shape.instruments = every_instrument;
    auto records = make(shape, random);
    const auto first = bundle(records, policy());
    ASSERT_TRUE(first);
    for (int round = 0; round < 3; ++round) {
        std::ranges::shuffle(records, random);
        const auto again = bundle(records, policy());
        ASSERT_TRUE(again);
        EXPECT_EQ(first->files, again->files);
    }
}

namespace {

/// A place where a half is written 0,5 and a thousand 1.000, whether or not the machine has German installed.
struct CommaPoint : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

TEST(Files, locale_and_time_zone_change_nothing)
{
    Random random(56);
    const auto records = whole_clinic(random);
    const auto plain = bundle(records, policy());
    ASSERT_TRUE(plain);
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new CommaPoint));
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    const auto moved = bundle(records, policy());
    std::locale::global(before);
    std::setlocale(LC_ALL, "C");
    unsetenv("TZ");
    tzset();
    ASSERT_TRUE(moved);
    EXPECT_EQ(plain->files, moved->files);
}

TEST(Files, rows_stand_by_code_and_week_and_codes_say_nothing_of_enrolment)
{
    Random random(57);
    Shape shape;
    shape.people = 2000;
    shape.most_visits = 2;
    const auto records = make(shape, random);
    const auto data = release::deidentify(records, policy());
    ASSERT_TRUE(data);
    std::vector<std::string> order;
    std::map<std::string, int> rank;
    const auto left = all_of(*data);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto& r = left[i];
        if (rank.try_emplace(r.code(), static_cast<int>(rank.size())).second) order.push_back(r.code());
        if (i > 0 && left[i - 1].code() == r.code()) {
            EXPECT_LE(left[i - 1].week(), r.week());
        }
    }
    EXPECT_TRUE(std::ranges::is_sorted(order));
    // Enrolment order is the number in the person's key; correlation with the place in the file.
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, n = 0;
    std::set<std::string> seen;
    for (const auto& r : records) {
        if (!seen.insert(r.person).second) continue;
        const double x = std::stod(r.person.substr(9));
        const double y = rank.at(r.code);
        sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y, n += 1;
    }
    const double correlation = (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
    EXPECT_LT(std::abs(correlation), 0.08);
}

TEST(Files, weeks_count_from_each_persons_first_day)
{
    Random random(58);
    Shape shape;
    shape.least_visits = 5;
    auto records = make(shape, random);
    std::map<std::string, std::pair<std::int32_t, std::int32_t>> days;
    std::map<std::string, std::multiset<int>> expected;
    std::map<std::string, std::int32_t> first;
    for (const auto& r : records) {
        const auto [at, fresh] = first.try_emplace(r.code, r.day);
        at->second = std::min(at->second, r.day);
    }
    for (const auto& r : records)
        expected[r.code].insert((r.day - first[r.code]) / 7);
    const auto data = release::deidentify(records, policy());
    ASSERT_TRUE(data);
    std::map<std::string, std::multiset<int>> found;
    for (const auto& r : all_of(*data))
        found[r.code()].insert(r.week());
    for (const auto& [code, weeks] : found) {
        EXPECT_EQ(*weeks.begin(), 0);
        EXPECT_TRUE(std::ranges::includes(expected[code], weeks)) << code;
    }
}

TEST(Files, hostile_labels_come_back_as_they_were_or_guarded)
{
    EXPECT_EQ(release::text_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
    EXPECT_EQ(release::text_cell("+1"), "'+1");
    EXPECT_EQ(release::text_cell("-1"), "'-1");
    EXPECT_EQ(release::text_cell("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(release::text_cell("\tx"), "'\tx");
    EXPECT_EQ(release::text_cell("\rx"), "'\nx");
    EXPECT_EQ(release::text_cell("a-b"), "a-b");
    EXPECT_EQ(release::text_cell(std::string_view("a\0b", 3)), "a b");
    EXPECT_EQ(release::text_cell("a\xFF"
                                 "b"),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(release::text_cell("\xC3\xA9\xF0\x9F\x98\x80\xD7\x90"), "\xC3\xA9\xF0\x9F\x98\x80\xD7\x90");

    Random random(59);
    const std::string alphabet = "a,\"\n|<&=+-@ ;'z";
    for (int round = 0; round < 10000; ++round) {
        std::vector<std::string> cells;
        const int width = 2 + below(random, 5);
        for (int c = 0; c < width; ++c) {
            std::string text;
            for (int i = below(random, 12); i > 0; --i)
                text += alphabet[static_cast<std::size_t>(below(random, static_cast<int>(alphabet.size())))];
            cells.push_back(release::text_cell(text));
            EXPECT_TRUE(cells.back() == text || cells.back() == "'" + text);
            EXPECT_TRUE(cells.back().empty() || std::string("=+-@").find(cells.back().front()) == std::string::npos);
        }
        const auto back = parse_csv(release::csv_line(cells));
        ASSERT_EQ(back.size(), 1U);
        EXPECT_EQ(back.front(), cells);
    }
}

TEST(Files, a_site_with_every_trick_in_its_name_survives_the_long_file)
{
    Random random(60);
    const std::string tricky = "=North, \"A\"\nward";
    Shape shape;
    shape.sites = 1;
    shape.arms = 0;
    shape.people = 600;
    shape.most_visits = 1;
    auto records = make(shape, random);
    for (auto& r : records)
        r.site = tricky;
    const auto made = bundle(records, policy());
    ASSERT_TRUE(made);
    const Frame all = frame(made->files.at("long.csv"));
    for (std::size_t i = 0; i < all.rows.size(); ++i)
        EXPECT_TRUE(all.at(i, "site") == "'" + tricky || all.at(i, "site") == "withheld");
    EXPECT_EQ(all.rows.size(), made->data.records.size() * 20);
}

TEST(Files, a_column_without_a_class_is_refused_and_named)
{
    Random random(61);
    const auto definitions = library();
    const std::vector<std::string> good{"code", "age_band", "pcl5_01", "phq9_total", "pcl5_pattern", "gad7_missing"};
    EXPECT_TRUE(release::admit(good, definitions));
    for (int round = 0; round < 2000; ++round) {
        auto header = good;
        std::string name;
        for (int i = 1 + below(random, 12); i > 0; --i)
            name += static_cast<char>('a' + below(random, 26));
        if (release::class_of(name, definitions)) continue;
        header.insert(header.begin() + below(random, 7), name);
        const Status refused = release::admit(header, definitions);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, release::fault::unclassified_column);
        EXPECT_EQ(refused.error().detail, name);
        MemorySink sink;
        EXPECT_FALSE(release::CsvFile::open(sink, "x.csv", header, definitions));
        EXPECT_TRUE(sink.files.empty());
    }
    for (const char* inside : {"person", "clinician", "year_of_birth", "language", "day", "session_number"})
        EXPECT_FALSE(release::admit(std::vector<std::string>{inside}, definitions)) << inside;
}
