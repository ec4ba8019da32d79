// Bulk scoring of a CSV file: what is read, what is written, and what is left when a row is wrong.
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/cli/score_csv.h"
#include "instruments/reader.h"
#include "run.h"

using namespace rapport;
using namespace rapport::test;
using nlohmann::json;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// RFC 4180 by its letter, for reading what the program wrote.
Rows parse(const std::string& text)
{
    Rows rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = rows.back().back();
        if (quoted) {
            if (text[i] != '"')
                cell += text[i];
            else if (i + 1 < text.size() && text[i + 1] == '"')
                cell += text[i++];
            else
                quoted = false;
        } else if (text[i] == '"')
            quoted = true;
        else if (text[i] == ',')
            rows.back().emplace_back();
        else if (text[i] == '\n')
            rows.push_back({""});
        else
            cell += text[i];
    }
    rows.pop_back();
    return rows;
}

std::size_t column(const Rows& rows, const std::string& name)
{
    const auto& header = rows.front();
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

std::string pcl5_header(const std::string& before = "id")
{
    std::string header = before;
    for (int item = 1; item <= 20; ++item)
        header += ",q" + std::to_string(item);
    return header + "\n";
}

std::string pcl5_row(const std::string& id, const std::string& value)
{
    std::string row = id;
    for (int item = 1; item <= 20; ++item)
        row += "," + value;
    return row + "\n";
}

std::string in_quotes(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

Ran score(const std::string& input, const std::string& more = "", const std::string& instrument = "pcl-5")
{
    return run("score " + instrument + " --csv - --out - " + more, input);
}

void expect_bad_line(const std::string& input, int line, const std::string& instrument = "pcl-5")
{
    const Folder folder;
    const Ran ran = run("score " + instrument + " --csv - --out " + (folder / "scores.csv"), input);
    EXPECT_EQ(ran.code, 1) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("Line " + std::to_string(line) + ":"), std::string::npos) << ran.err;
    EXPECT_EQ(run_shell("ls -A " + folder.path()).out, "") << "nothing may be left";
}

/// Thirty thousand answered forms with blanks, and ids that need every rule of quoting.
struct Many {
    std::string text;
    std::vector<std::string> ids;
    std::vector<std::vector<int>> answers; ///< -1 is unanswered
};

Many many(int rows)
{
    std::mt19937 random(11);
    const std::vector<std::string> pieces = {"A", "7", ",", "\"", "\n", "\r\n", "é", " ", "b"};
    Many out;
    out.text = pcl5_header();
    for (int n = 0; n < rows; ++n) {
        std::string id = "P" + std::to_string(n);
        for (auto more = random() % 6; more > 0; --more)
            id += pieces[random() % pieces.size()];
        const bool crlf = random() % 2 == 0;
        out.text += in_quotes(id);
        std::vector<int> answers;
        const bool blanks = random() % 4 == 0;
        for (int item = 0; item < 20; ++item) {
            answers.push_back(blanks && random() % 10 == 0 ? -1 : static_cast<int>(random() % 5));
            out.text += "," + (answers.back() < 0 ? std::string() : std::to_string(answers.back()));
        }
        out.text += crlf ? "\r\n" : "\n";
        out.ids.push_back(id);
        out.answers.push_back(answers);
    }
    return out;
}

} // namespace

TEST(ScoreCsv, thirty_thousand_rows_are_those_added_up_here_with_their_ids_unchanged_and_in_order)
{
    const Many given = many(30'000);
    const Ran ran = score(given.text);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const Rows rows = parse(ran.out);
    ASSERT_EQ(rows.size(), given.ids.size() + 1);
    const std::size_t total = column(rows, "score_total");
    const std::size_t c = column(rows, "score_c");
    const std::size_t absent = column(rows, "score_total_absent");
    const std::size_t pattern = column(rows, "criterion_symptom_pattern");
    for (std::size_t i = 0; i < given.ids.size(); ++i) {
        const auto& row = rows[i + 1];
        const auto& answers = given.answers[i];
        ASSERT_EQ(row[0], given.ids[i]);
        const bool blank = std::count(answers.begin(), answers.end(), -1) > 0;
        int sum = 0;
        for (const int answer : answers)
            sum += answer;
        ASSERT_EQ(row[total], blank ? "" : std::to_string(sum)) << i;
        ASSERT_EQ(row[absent].empty(), !blank) << i;
        // C is items 6 and 7.
        const bool c_blank = answers[5] < 0 || answers[6] < 0;
        ASSERT_EQ(row[c], c_blank ? "" : std::to_string(answers[5] + answers[6])) << i;
        if (blank) continue;
        const auto endorsed = [&](int from, int to) {
            return std::count_if(answers.begin() + from - 1, answers.begin() + to, [](int a) { return a >= 2; });
        };
        const bool met = endorsed(1, 5) >= 1 && endorsed(6, 7) >= 1 && endorsed(8, 14) >= 2 && endorsed(15, 20) >= 2;
        ASSERT_EQ(row[pattern], met ? "met" : "not_met") << i;
    }
}

TEST(ScoreCsv, the_same_bytes_come_from_one_worker_and_from_many)
{
    const Folder folder;
    write_text(folder / "in.csv", many(20'000).text);
    const auto* const pcl5 = instruments::find_in_library("pcl-5");
    std::vector<std::string> out;
    for (const unsigned workers : {1U, 2U, 7U}) {
        const std::string path = folder / std::to_string(workers);
        const auto report = cli::score_csv(*pcl5, {folder / "in.csv", path, false, workers}, [](const auto&) {});
        ASSERT_TRUE(report.ok());
        EXPECT_EQ(report->rows, 20'000U);
        out.push_back(file_text(path));
    }
    EXPECT_EQ(out[0], out[1]);
    EXPECT_EQ(out[0], out[2]);
}

TEST(ScoreCsv, each_row_scores_as_the_same_answers_given_as_json)
{
    const Ran csv = score(
        "1,2,3,4,5,6,7,8,9,10,sex,age,person\n2,2,2,2,2,2,,,1,0,female,44,X\n3,3,3,3,3,3,3,3,0,3,,,Y\n", "", "phq-9");
    ASSERT_EQ(csv.code, 0) << csv.err;
    const Rows rows = parse(csv.out);
    ASSERT_EQ(rows.size(), 3U);
    // Seven answered, 13 points: 13 / 7 * 9 = 16.71..., between the bands that end at 15..19 and begin there.
    EXPECT_NEAR(std::stod(rows[1][column(rows, "score_total")]), 13.0 * 9 / 7, 1e-12);
    EXPECT_EQ(rows[1][column(rows, "score_total_prorated")], "yes");
    EXPECT_EQ(rows[1][column(rows, "score_total_band")], "moderately severe");
    EXPECT_EQ(rows[1][column(rows, "flags")], "suicide_item_positive;incomplete");
    EXPECT_EQ(rows[1][0], "X");
    EXPECT_EQ(rows[2][column(rows, "score_total")], "24");
    EXPECT_EQ(rows[2][column(rows, "score_total_prorated")], "no");
    EXPECT_EQ(rows[2][column(rows, "score_total_band")], "severe");
    const json as_json =
        json::parse(run("score phq-9", R"({"answers":{"1":2,"2":2,"3":2,"4":2,"5":2,"6":2,"9":1,"10":0}})").out);
    EXPECT_EQ(as_json["scores"]["total"]["value"].get<double>(), std::stod(rows[1][column(rows, "score_total")]));
}

TEST(ScoreCsv, an_items_column_may_be_called_by_its_number_q_or_item)
{
    std::string header;
    for (int item = 1; item <= 7; ++item)
        header += (item > 1 ? "," : "") +
                  std::string(item % 3 == 0   ? "q"
                              : item % 3 == 1 ? "item_"
                                              : "") +
                  std::to_string(item);
    const Ran ran = score("\xEF\xBB\xBF" + header + "\n1, 2 ,3,0,1.0,\"2\",3", "", "gad-7");
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(parse(ran.out)[1][0], "12");
}

TEST(ScoreCsv, an_item_without_a_column_is_never_taken_for_unanswered)
{
    expect_bad_line("id,1,2,3,4,5,6,q_7\nA,1,1,1,1,1,1,1\n", 1, "gad-7");
    expect_bad_line("id,1,2,3,4,5,6,7,q7\nA,1,1,1,1,1,1,1,1\n", 1, "gad-7");
    expect_bad_line("id;1;2;3;4;5;6;7\n", 1, "gad-7");
    expect_bad_line("", 1, "gad-7");
    // Item 10 of the PHQ-9 is in no score, so its column may be left out.
    EXPECT_EQ(score("1,2,3,4,5,6,7,8,9\n0,0,0,0,0,0,0,0,0\n", "", "phq-9").code, 0);
}

TEST(ScoreCsv, a_bad_row_is_named_by_its_line_and_leaves_no_file)
{
    const std::string good = pcl5_header() + pcl5_row("\"two\nlines\"", "1");
    expect_bad_line(good + pcl5_row("B", "5"), 4);
    expect_bad_line(good + pcl5_row("B", "-1"), 4);
    expect_bad_line(good + pcl5_row("B", "1.5"), 4);
    expect_bad_line(good + pcl5_row("B", "NA"), 4);
    expect_bad_line(good + "B,1\n", 4);
    expect_bad_line(good + pcl5_row("B,C", "1"), 4);
    expect_bad_line(good + pcl5_row("B\"B", "1"), 4);
    expect_bad_line(good + pcl5_row("\"B\"B", "1"), 4);
    expect_bad_line(good + pcl5_row("\"B", "1"), 4);
    expect_bad_line(good + "\n\n" + pcl5_row("B", "9"), 6);
    expect_bad_line("sex," + pcl5_header() + "man," + pcl5_row("B", "1"), 2);
    expect_bad_line("age," + pcl5_header() + "44.5," + pcl5_row("B", "1"), 2);
    expect_bad_line(good + pcl5_row(std::string(2 << 20, 'x'), "1"), 4);
}

TEST(ScoreCsv, keep_going_writes_every_good_row_and_lists_every_bad_one)
{
    std::string input = pcl5_header();
    for (int row = 0; row < 500; ++row)
        input += pcl5_row("P" + std::to_string(row), row % 100 == 7 ? "9" : "2");
    const Folder folder;
    const Ran ran = run("score pcl-5 --csv - --json --keep-going --out " + (folder / "out.csv"), input);
    EXPECT_EQ(ran.code, 1);
    const Rows rows = parse(file_text(folder / "out.csv"));
    ASSERT_EQ(rows.size(), 496U);
    EXPECT_EQ(rows[8][0], "P8");
    EXPECT_EQ(rows[8][column(rows, "score_total")], "40");
    for (const int line : {9, 109, 209, 309, 409})
        EXPECT_NE(ran.err.find("Line " + std::to_string(line) + ":"), std::string::npos);
    const json report = json::parse(ran.out);
    EXPECT_EQ(report["rows"], 495);
    EXPECT_EQ(report["bad_rows"], 5);
    EXPECT_EQ(report["bad"][4]["line"], 409);
}

TEST(ScoreCsv, what_a_row_says_is_never_repeated_on_standard_error)
{
    const Ran ran = score(pcl5_header() + pcl5_row("Marguerite", "Vandersteen"));
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.err.find("Marguerite"), std::string::npos);
    EXPECT_EQ(ran.err.find("Vandersteen"), std::string::npos);
}

TEST(ScoreCsv, an_id_that_a_spreadsheet_would_run_gets_an_apostrophe_and_a_number_stays)
{
    const Ran ran = score(pcl5_header() + pcl5_row("=1+1", "0") + pcl5_row("-3", "0") + pcl5_row("@x", "0") +
                          pcl5_row("\"+cmd,x\"", "0") + pcl5_row("-inf", "0"));
    ASSERT_EQ(ran.code, 0) << ran.err;
    const Rows rows = parse(ran.out);
    EXPECT_EQ(rows[1][0], "'=1+1");
    EXPECT_EQ(rows[2][0], "-3");
    EXPECT_EQ(rows[3][0], "'@x");
    EXPECT_EQ(rows[4][0], "'+cmd,x");
    EXPECT_EQ(rows[5][0], "'-inf");
}

TEST(ScoreCsv, a_file_that_is_there_is_never_written_over_and_what_is_written_is_private)
{
    const Folder folder;
    write_text(folder / "in.csv", pcl5_header() + pcl5_row("A", "1"));
    const std::string before = file_text(folder / "in.csv");
    EXPECT_EQ(run("score pcl-5 --csv " + (folder / "in.csv") + " --out " + (folder / "in.csv")).code, 1);
    EXPECT_EQ(file_text(folder / "in.csv"), before);
    EXPECT_EQ(run("score pcl-5 --csv " + (folder / "in.csv") + " --out " + (folder / "out.csv")).code, 0);
    EXPECT_EQ(run_shell("stat -c %a " + (folder / "out.csv")).out, "600\n");
    EXPECT_EQ(run_shell("ls " + folder.path()).out, "in.csv\nout.csv\n");
    EXPECT_EQ(run("score pcl-5 --csv " + (folder / "none.csv") + " --out " + (folder / "o")).code, 3);
    EXPECT_EQ(run("score pcl-5 --csv " + (folder / "in.csv") + " --out /proc/nowhere/o").code, 3);
    EXPECT_EQ(run("score pcl-5 --csv " + (folder / "in.csv")).code, 2) << "without --out it is not said where to";
}

TEST(ScoreCsv, memory_does_not_grow_with_the_file)
{
    const Folder folder;
    const auto peak_kib = [&](int rows) {
        const std::string in = folder / ("in" + std::to_string(rows));
        const std::string out = folder / ("out" + std::to_string(rows));
        // Written by the shell: a child's peak counts what this process held when it was made.
        const std::string row = "P,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1";
        write_text(in, pcl5_header());
        EXPECT_EQ(run_shell("yes " + row + " | head -n " + std::to_string(rows) + " >> " + in).code, 0);
        const ::pid_t child = ::fork();
        if (child == 0) {
            ::execl(RAPPORT_BIN "/rapport", "rapport", "score", "pcl-5", "--csv", in.c_str(), "--out", out.c_str(),
                    static_cast<char*>(nullptr));
            ::_exit(127);
        }
        int status = 0;
        struct rusage used {};
        EXPECT_EQ(::wait4(child, &status, 0, &used), child);
        EXPECT_EQ(status, 0);
        return used.ru_maxrss;
    };
    const long small = peak_kib(50'000);
    EXPECT_LE(peak_kib(500'000), small + 2048);
}
