#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "instruments/exchange/csv.h"
#include "storage/release/read_back.h"
#include "tests/release/files_support.h"

using namespace clinic;
using release::Returned;

namespace {

Result<std::vector<Returned>> read(const std::map<std::string, std::string>& files, const std::string& format)
{
    const auto definitions = library();
    if (format == "redcap") return release::read_released_redcap(files.at("redcap_data.csv"), definitions);
    if (format == "fhir") return release::read_released_fhir(files.at("fhir_bundle.json"), definitions);
    return release::read_released_csv(files.at("long.csv"), files.at("scores.csv"), definitions);
}

const std::vector<std::string> formats{"csv", "redcap", "fhir"};

void replace_first(std::string& text, const std::string& what, const std::string& by)
{
    const auto at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), by);
}

} // namespace

TEST(ReadBack, every_format_gives_every_answer_reason_and_score_that_left)
{
    Random random(101);
    for (const char* const profile : {"A", "B"}) {
        auto wish = policy();
        wish.profile = profile;
        wish.recipient = wish.purpose = "somebody";
        auto records = whole_clinic(random);
        for (auto& record : records)
            if (record.site == "Site A") record.site = "=North, \"A\" <&> | \xD7\x90;\nward";
        const auto made = bundle(records, wish);
        ASSERT_TRUE(made) << made.error().detail;
        const auto all_left = clinic::all_of(made->data);
        for (const std::string& format : formats) {
            SCOPED_TRACE(format + profile);
            const auto rows = read(made->files, format);
            ASSERT_TRUE(rows) << rows.error().detail;
            ASSERT_EQ(rows->size(), made->data.records.size());
            int scores = 0;
            for (std::size_t at = 0; at < rows->size(); ++at) {
                const Returned& back = (*rows)[at];
                const auto& left = all_left[at];
                EXPECT_EQ(back.code, left.code());
                EXPECT_EQ(back.age_band, left.age_band());
                EXPECT_EQ(back.sex, left.sex());
                EXPECT_EQ(back.site, left.site());
                EXPECT_EQ(back.arm, left.arm());
                EXPECT_EQ(back.visit, left.visit());
                EXPECT_EQ(back.week, left.week());
                EXPECT_EQ(back.day, left.day());
                EXPECT_EQ(back.definition->id, left.instrument());
                EXPECT_EQ(back.response, left.response());
                EXPECT_EQ(back.stated.size(), back.definition->scores.size());
                scores += static_cast<int>(back.stated.size());
            }
            EXPECT_GT(scores, 1000);
            EXPECT_TRUE(release::recompute(*rows).empty());
        }
    }
}

TEST(ReadBack, a_changed_answer_or_score_is_a_mismatch_that_names_it)
{
    Random random(102);
    Shape shape;
    shape.instruments = {"gad-7"};
    shape.missing_of_100 = 0;
    const auto made = bundle(make(shape, random), policy());
    ASSERT_TRUE(made);
    const auto rows = read(made->files, "csv");
    ASSERT_TRUE(rows);
    for (int round = 0; round < 10'000; ++round) {
        std::vector<Returned> changed{(*rows)[static_cast<std::size_t>(below(random, static_cast<int>(rows->size())))]};
        Returned& row = changed.front();
        const double total = *row.stated.at("total");
        const int kind = below(random, 3);
        if (kind == 0) {
            auto& answer = row.response.items[static_cast<std::size_t>(below(random, 7))];
            const int other = (answer.value() + 1 + below(random, 3)) % 4;
            answer = instruments::Answer::chose(other);
        } else if (kind == 1) {
            row.stated["total"] = total + 1 + below(random, 5);
        } else {
            row.stated["total"] = std::nullopt;
        }
        const auto found = release::recompute(changed);
        ASSERT_EQ(found.size(), 1U) << round;
        EXPECT_EQ(found.front().score, "total");
        EXPECT_EQ(found.front().row, 0U);
        EXPECT_EQ(found.front().stated, row.stated.at("total"));
        EXPECT_TRUE(found.front().computed);
    }
}

TEST(ReadBack, a_file_that_is_cut_doubled_or_not_understood_is_refused_by_its_line)
{
    Random random(103);
    Shape shape;
    shape.instruments = {"gad-7", "pcl-5"};
    const auto made = bundle(make(shape, random), policy());
    ASSERT_TRUE(made);
    const auto refused = [&](const std::string& format, const std::string& file, auto change) {
        auto files = made->files;
        change(files.at(file));
        const auto rows = read(files, format);
        ASSERT_FALSE(rows) << format;
        EXPECT_EQ(rows.error().fault, release::fault::bad_released_file);
        EXPECT_NE(rows.error().detail.find(file), std::string::npos) << rows.error().detail;
    };
    const std::string code = clinic::all_of(made->data).front().code();
    refused("csv", "long.csv", [](auto& text) { text.resize(text.rfind('\n', text.size() - 2) + 1); });
    refused("csv", "long.csv", [](auto& text) { text.resize(text.size() / 2); });
    refused("csv", "long.csv", [](auto& text) { replace_first(text, ",item,", ",thing,"); });
    refused("csv", "long.csv", [](auto& text) { replace_first(text, ",gad-7,", ",gad-8,"); });
    refused("csv", "long.csv", [](auto& text) { text.clear(); });
    refused("csv", "scores.csv", [](auto& text) { replace_first(text, "gad7_total", "gad7_sum"); });
    refused("csv", "scores.csv", [](auto& text) { text += text.substr(text.find('\n') + 1); });
    refused("csv", "scores.csv", [&](auto& text) { replace_first(text, code, "0000-0000-0000-0000"); });
    refused("redcap", "redcap_data.csv", [](auto& text) { replace_first(text, "record_id", "record"); });
    refused("redcap", "redcap_data.csv", [](auto& text) { replace_first(text, ",gad_7,", ",gad_8,"); });
    refused("redcap", "redcap_data.csv", [](auto& text) { text.resize(text.size() - 3); });
    refused("fhir", "fhir_bundle.json", [](auto& text) { text.resize(text.size() / 2); });
    refused("fhir", "fhir_bundle.json", [](auto& text) { replace_first(text, "\"Bundle\"", "\"Basket\""); });
    refused("fhir", "fhir_bundle.json",
            [](auto& text) { replace_first(text, "Questionnaire/gad-7|", "Questionnaire/g|"); });
    refused("fhir", "fhir_bundle.json", [](auto& text) { replace_first(text, "\"subject\":{", "\"subjekt\":{"); });
}

TEST(ReadBack, broken_bytes_are_refused_or_read_and_never_more)
{
    Random random(104);
    Shape shape;
    shape.people = 11;
    shape.most_visits = 1;
    shape.instruments = {"gad-7"};
    const auto made = bundle(make(shape, random), policy());
    ASSERT_TRUE(made);
    // The Questionnaires of the bundle are not read, and would be most of what is parsed: each entry is a line.
    auto whole = made->files;
    std::string& bundle_text = whole.at("fhir_bundle.json");
    const auto from = bundle_text.find("\"resourceType\":\"Questionnaire\",");
    ASSERT_NE(from, std::string::npos);
    const auto line = bundle_text.rfind('\n', from);
    bundle_text.erase(line, bundle_text.find('\n', from) - line);
    ASSERT_TRUE(read(whole, "fhir"));
    int refused = 0;
    for (int round = 0; round < 10'000; ++round) {
        const std::string& format = formats[static_cast<std::size_t>(round) % 3];
        const char* const name = format == "csv"      ? "long.csv"
                                 : format == "redcap" ? "redcap_data.csv"
                                                      : "fhir_bundle.json";
        std::map<std::string, std::string> files{{name, whole.at(name)}, {"scores.csv", whole.at("scores.csv")}};
        std::string& text = files.at(name);
        for (int times = 1 + below(random, 3); times > 0; --times)
            text[static_cast<std::size_t>(below(random, static_cast<int>(text.size())))] =
                static_cast<char>(below(random, 256));
        const auto rows = read(files, format);
        refused += rows ? 0 : 1;
        if (!rows) continue;
        for (const Returned& row : *rows)
            ASSERT_TRUE(instruments::fits(*row.definition, row.response));
        static_cast<void>(release::recompute(*rows));
    }
    EXPECT_GT(refused, 1000);
}

TEST(ReadBack, what_another_program_made_of_our_files_reads_alike)
{
    Random random(103);
    Shape shape;
    shape.instruments = {"gad-7", "pcl-5"};
    const auto made = bundle(make(shape, random), policy());
    ASSERT_TRUE(made);
    const auto same = [](const std::vector<Returned>& one, const std::vector<Returned>& other) {
        ASSERT_EQ(one.size(), other.size());
        std::map<std::string, int> left;
        const auto line = [](const Returned& row) {
            std::string out = row.code + row.visit + std::to_string(row.week) + row.sex + row.site + row.definition->id;
            for (const auto& answer : row.response.items)
                out += "," + std::to_string(answer.given() ? answer.value() : -static_cast<int>(answer.why()));
            for (const auto& [score, value] : row.stated)
                out += ";" + score + (value ? std::to_string(*value) : "none");
            return out;
        };
        for (const Returned& row : one)
            ++left[line(row)];
        for (const Returned& row : other)
            --left[line(row)];
        for (const auto& [words, count] : left)
            EXPECT_EQ(count, 0) << words;
    };

    // Columns the other way round and one more, a byte order mark, CRLF.
    const auto redcap = read(made->files, "redcap");
    ASSERT_TRUE(redcap);
    auto table = instruments::read_csv(made->files.at("redcap_data.csv"));
    ASSERT_TRUE(table);
    for (std::size_t at = 0; at < table->size(); ++at) {
        std::ranges::reverse((*table)[at]);
        (*table)[at].push_back(at == 0 ? "redcap_data_access_group" : "north");
    }
    std::string changed;
    for (const char c : instruments::write_csv(*table))
        changed += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto definitions = library();
    const auto from_redcap = release::read_released_redcap("\xEF\xBB\xBF" + changed, definitions);
    ASSERT_TRUE(from_redcap) << from_redcap.error().detail;
    same(*redcap, *from_redcap);

    // Entries in another order and under another server's address; then one resource a line, as bulk data has them.
    const auto fhir = read(made->files, "fhir");
    ASSERT_TRUE(fhir);
    const auto whole = nlohmann::json::parse(made->files.at("fhir_bundle.json"));
    auto turned = whole;
    std::ranges::reverse(turned["entry"]);
    std::string moved = turned.dump(2);
    const std::string ours = "https://rapport.invalid/fhir/";
    for (const std::string kind : {"Patient/", "QuestionnaireResponse/", "Observation/"})
        for (auto at = moved.find(ours + kind); at != std::string::npos; at = moved.find(ours + kind, at))
            moved.replace(at, ours.size(), "https://server.example/r4/");
    const auto from_server = release::read_released_fhir(moved, definitions);
    ASSERT_TRUE(from_server) << from_server.error().detail;
    same(*fhir, *from_server);
    std::string lines;
    for (const auto& entry : turned["entry"])
        lines += entry["resource"].dump() + "\n";
    const auto from_lines = release::read_released_fhir(lines, definitions);
    ASSERT_TRUE(from_lines) << from_lines.error().detail;
    same(*fhir, *from_lines);
}
