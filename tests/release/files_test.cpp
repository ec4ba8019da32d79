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
#include "tests/release/clinic.h"

using namespace clinic;

namespace {

const std::vector<std::string> every_instrument{
    "pcl-5", "phq-9", "gad-7", "wai-sr-client", "wai-sr-therapist", "check-in-patient", "check-in-therapist"};

std::vector<release::Record> whole_clinic(Random& random)
{
    Shape shape;
    shape.people = 60;
    shape.least_visits = 6;
    shape.instruments = every_instrument;
    return make(shape, random);
}

bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/// \d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}, written as a walk with marks.
bool looks_like_time(std::string_view text)
{
    std::string shape;
    for (const char c : text)
        shape += digit(c) ? 'd' : c;
    return shape.find("dddd-dd-dd") != std::string::npos || shape.find("d:dd") != std::string::npos;
}

std::string base64(std::string_view text)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i + 2 < text.size(); i += 3) {
        const auto b = [&](std::size_t k) { return static_cast<unsigned>(static_cast<unsigned char>(text[i + k])); };
        const unsigned word = b(0) << 16 | b(1) << 8 | b(2);
        for (const unsigned shift : {18U, 12U, 6U, 0U})
            out += alphabet[word >> shift & 63U];
    }
    return out;
}

std::string hex(std::string_view text)
{
    static constexpr std::string_view alphabet = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        out += alphabet[static_cast<unsigned char>(c) >> 4];
        out += alphabet[static_cast<unsigned char>(c) & 15];
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
    EXPECT_EQ(made->files.size(), 1 + every_instrument.size() + 6);
    EXPECT_EQ(manifest.at("policy").at("k"), 11);
    EXPECT_TRUE(manifest.contains("app"));
    EXPECT_TRUE(manifest.contains("schema"));
    EXPECT_EQ(manifest.at("instruments").size(), every_instrument.size());
}

TEST(Files, csv_has_one_shape_no_byte_order_mark_one_line_end_and_a_last_one)
{
    Random random(52);
    const auto made = bundle(whole_clinic(random), policy());
    ASSERT_TRUE(made);
    for (const auto& [name, text] : made->files) {
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
    for (const auto& [name, text] : made->files)
        EXPECT_FALSE(looks_like_time(text)) << name;
    EXPECT_NE(made->files.at("long.csv").find(",withheld,"), std::string::npos);
    EXPECT_TRUE(looks_like_time("on 2024-11-05.")) << "the walk itself sees one";
    EXPECT_TRUE(looks_like_time("at 9:15"));
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
    for (const auto& [name, text] : made->files)
        for (const std::string& token : canaries) {
            EXPECT_EQ(text.find(token), std::string::npos) << name;
            EXPECT_EQ(text.find(base64(token)), std::string::npos) << name;
            EXPECT_EQ(text.find(hex(token)), std::string::npos) << name;
        }
}

TEST(Files, the_same_records_in_any_order_give_the_same_bytes)
{
    Random random(55);
    auto records = whole_clinic(random);
    const auto first = bundle(records, policy());
    ASSERT_TRUE(first);
    for (int round = 0; round < 5; ++round) {
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
    for (std::size_t i = 0; i < data->records.size(); ++i) {
        const auto& r = data->records[i];
        if (rank.try_emplace(r.code(), static_cast<int>(rank.size())).second) order.push_back(r.code());
        if (i > 0 && data->records[i - 1].code() == r.code()) {
            EXPECT_LE(data->records[i - 1].week(), r.week());
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
    for (const auto& r : data->records)
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
    for (const auto* definition : library()) {
        const auto shown = release::preview(made->data, *definition, 10);
        auto rows = parse_csv(made->files.at(release::names_of(*definition).stem + "_wide.csv"));
        rows.resize(11);
        EXPECT_EQ(shown, rows);
    }
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
    for (const auto& [name, text] : sink.files) {
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
        if (!name.ends_with(".csv") || name == "codebook.csv") continue;
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
    for (const auto& [name, text] : made->files)
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
    for (std::size_t room = 0; room < total; room += 1 + room % 17) {
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
