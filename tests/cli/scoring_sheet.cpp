// The page a clinician holds against the paper manual.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/cli/sheet_words.h"
#include "instruments/reader.h"
#include "run.h"

using namespace rapport;
using namespace rapport::test;
using nlohmann::json;

namespace {

using instruments::Definition;

std::string sheet(const Definition& definition, cli::SheetForm form = cli::SheetForm::text)
{
    return cli::sheet_of(definition, form);
}

/// With the line breaks of wrapped cells and sentences taken for one blank each.
bool says(const std::string& page, const std::string& words)
{
    std::string flat;
    for (const char c : page)
        if (c != '\n' && c != ' ')
            flat += c;
        else if (!flat.empty() && flat.back() != ' ')
            flat += ' ';
    return flat.find(words) != std::string::npos;
}

std::string unescaped(std::string text)
{
    for (const auto& [from, to] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&quot;", "\""},
                                   std::pair{"&#39;", "'"}, std::pair{"&amp;", "&"}})
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, std::string(from).size(), to);
    return text;
}

/// Every element closed in its order; gives what is wrong, or nothing.
std::string unbalanced(const std::string& html)
{
    std::vector<std::string> open;
    for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        const std::string tag = html.substr(at + 1, end - at - 1);
        const std::string name = tag.substr(0, tag.find(' '));
        if (name == "!DOCTYPE" || name == "meta") continue;
        if (name.front() != '/')
            open.push_back(name);
        else if (open.empty() || "/" + open.back() != name)
            return name;
        else
            open.pop_back();
    }
    return open.empty() ? "" : open.back();
}

/// Every text a definition's own file holds, but for the words that only name things to the program.
void collect(const json& node, const std::string& key, std::vector<std::string>& texts)
{
    static const std::set<std::string> names = {"respondent", "mode",      "wording",     "key_status",
                                                "method",     "direction", "kind",        "cluster",
                                                "format",     "symbol",    "short_title", "sex"};
    if (node.is_string() && !names.contains(key)) texts.push_back(node.get<std::string>());
    if (node.is_object())
        for (const auto& [name, child] : node.items())
            if (name != "expect" && name != "label") collect(child, name, texts);
    if (node.is_array())
        for (const auto& child : node)
            collect(child, key, texts);
}

Definition read(const std::string& text)
{
    auto reading = instruments::read_definition(text);
    EXPECT_TRUE(reading.definition) << (reading.problems.empty()
                                            ? ""
                                            : reading.problems.front().pointer + " " + reading.problems.front().what);
    return reading.definition ? std::move(*reading.definition) : Definition{};
}

/// A scale made up for this page: reversal, gate, table, cut-offs by sex, and texts that HTML must not take for its
/// own.
const char* const odd =
    R"({"format":1,"id":"odd","version":"v1","title":"Odd <b>scale</b> & \"more\"","short_title":"Odd",
"language":"en","recall":"today","respondent":"patient","mode":"self","wording":"shipped","key_status":"unverified",
"licence":{"holder":"Nobody's","terms":"None","may_ship_text":true,"may_release_text":true},
"sources":["Made up <script>alert(1)</script>"],
"choices":{"five":[{"value":1,"text":"a"},{"value":2,"text":"b"},{"value":3,"text":"c"},{"value":4,"text":"d"},{"value":5,"text":"e"}]},
"items":[{"id":"1","label":"one","text":"One?"},{"id":"2","label":"two","text":"Two?","asked_when":{"item":"1","at_least":3},"skipped_as":1}],
"scores":[{"id":"total","name":"Total","method":"sum","direction":"higher_is_better","items":["1","2"],"reversed":["2"],"scale":2,
"missing":{"max_missing":0,"id":"none-published","source":"None is published."},"min":4,"max":20,
"cut_offs":[{"from":10,"to":10,"label":"cut m","source":"S1","for":{"sex":"male"}},{"from":8,"to":8,"label":"cut f","source":"S1","for":{"sex":"female"}}]}],
"criteria":[{"id":"screen","name":"Screen","source":"S2","parts":[{"score":"total","at_least_by_sex":{"female":8,"male":10}}]}],
"examples":[{"name":"both","source":"by hand","answers":{"1":5,"2":1},"expect":{"scores":{"total":20},"criteria":{"screen":"met"}}}]})";

} // namespace

TEST(ScoringSheet, every_text_of_every_instruments_file_stands_on_it)
{
    for (const Definition& definition : instruments::library()) {
        const std::string html = unescaped(sheet(definition, cli::SheetForm::html));
        std::vector<std::string> texts;
        collect(json::parse(definition.source_text), "", texts);
        ASSERT_GT(texts.size(), 20U);
        for (const std::string& text : texts)
            EXPECT_NE(html.find(text), std::string::npos) << definition.id << ": " << text;
    }
}

TEST(ScoringSheet, numbers_reversals_rules_and_thresholds_are_said_in_words)
{
    const std::string pcl5 = sheet(*instruments::find_in_library("pcl-5"));
    EXPECT_TRUE(says(pcl5, "The sum of items 6, 7."));
    EXPECT_TRUE(says(pcl5, "From 0 to 80; higher is worse."));
    EXPECT_TRUE(says(pcl5, "With any item missing there is no score."));
    EXPECT_TRUE(says(pcl5, "At least 2 of items 8, 9, 10, 11, 12, 13, 14 at 2 or more."));
    EXPECT_TRUE(says(pcl5, "28 or less"));
    EXPECT_TRUE(says(pcl5, "checked against its source"));
    const std::string phq9 = sheet(*instruments::find_in_library("phq-9"));
    EXPECT_TRUE(
        says(phq9, "Up to 2 missing items count as the mean of the answered ones; with more there is no score."));
    EXPECT_TRUE(says(phq9, "9 (1 or more)"));
    EXPECT_TRUE(says(phq9, "1 or more or unanswered"));
    const std::string made = sheet(read(odd));
    EXPECT_TRUE(says(made, "Reversed: items 2. A reversed answer counts as 6 minus its points."));
    EXPECT_TRUE(says(made, "The result is multiplied by 2."));
    EXPECT_TRUE(says(made, "Only when item 1 is 3 or 4 or 5. Not asked, it counts as 1."));
    EXPECT_TRUE(says(made, "Total is 8 or more (women), 10 or more (men)."));
    EXPECT_TRUE(says(made, "may not be used for patients"));
    EXPECT_TRUE(says(made, "Total: 20."));
}

TEST(ScoringSheet, an_expression_stands_there_in_words_and_as_it_is_written)
{
    const std::string page =
        sheet(read(file_text(std::string(RAPPORT_TEST_DATA) + "/exchange/made_up/expressions.json")));
    EXPECT_TRUE(says(page,
                     "If (how many of these hold: each of items 1, 2, 3, 4, 5, 6, 7, 8 that is 2 or more; item 9 is "
                     "1 or more) is 5 or more, the score is 2."));
    EXPECT_TRUE(says(page, "Otherwise, if (the score “Total” is 10 or more) or (item 9 is 2 or more), it is 1."));
    EXPECT_TRUE(says(page, "Otherwise it is 0."));
    EXPECT_TRUE(says(page, "The score is (0.5 × item 1) + (0.3 × item 2) + (0.2 × item 3)."));
    EXPECT_TRUE(says(page, "The score is (100 × the score “Total”) ÷ (the score “Effort” × 3)."));
    EXPECT_TRUE(says(page, "The score is (the highest of items 1, 2, 3) − (the lowest of items 4, 5, 6, 10)."));
    EXPECT_TRUE(says(page, "Divided by 0, there is no score."));
    EXPECT_TRUE(says(page, "As it stands in the definition: item(1) / (item(2) - 1)"));
    EXPECT_TRUE(says(page, "Without an answer that it hangs on there is no score;"));
    const std::string html = sheet(
        read(file_text(std::string(RAPPORT_TEST_DATA) + "/exchange/made_up/expressions.json")), cli::SheetForm::html);
    EXPECT_EQ(unbalanced(html), "");
    EXPECT_NE(html.find("if(count(items(1 to 8) &gt;= 2, item(9) &gt;= 1) &gt;= 5"), std::string::npos);
}

TEST(ScoringSheet, a_key_only_instrument_shows_its_key_and_says_why_there_are_no_words)
{
    const std::string page = sheet(*instruments::find_in_library("wai-sr-client"));
    EXPECT_TRUE(says(page, "The licence bars the wording from standing here."));
    EXPECT_TRUE(says(page, "The sum of items 4, 6, 8, 11."));
    EXPECT_TRUE(says(page, "No item is reversed."));
}

TEST(ScoringSheet, the_html_is_whole_escaped_and_needs_nothing_besides_itself)
{
    std::vector<Definition> all = instruments::library();
    all.push_back(read(odd));
    for (const Definition& definition : all) {
        const std::string html = sheet(definition, cli::SheetForm::html);
        EXPECT_EQ(unbalanced(html), "") << definition.id;
        for (const char* outside : {"<script", "<b>", "<img", "<link", "src=", "href=", "url(", "@import"})
            EXPECT_EQ(html.find(outside), std::string::npos) << definition.id << " " << outside;
        EXPECT_NE(html.find("<html lang=\"en\">"), std::string::npos);
        EXPECT_NE(html.find("size: A4"), std::string::npos);
    }
    EXPECT_NE(sheet(all.back(), cli::SheetForm::html).find("Odd &lt;b&gt;scale&lt;/b&gt; &amp; &quot;more&quot;"),
              std::string::npos);
}

TEST(ScoringSheet, the_text_keeps_to_a_hundred_columns)
{
    for (const Definition& definition : instruments::library()) {
        std::istringstream lines(sheet(definition));
        for (std::string line; std::getline(lines, line);) {
            const auto wide = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
            EXPECT_LE(wide, 104) << definition.id << ": " << line;
            EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
        }
    }
}

TEST(ScoringSheet, it_names_the_very_file_it_was_made_from)
{
    const Folder folder;
    write_text(folder / "odd.json", odd);
    const Ran sum = run_shell("b2sum -l 256 " + (folder / "odd.json"));
    const Ran page = run("instruments show " + (folder / "odd.json"));
    EXPECT_EQ(page.code, 0) << page.err;
    EXPECT_NE(page.out.find(sum.out.substr(0, 64)), std::string::npos);
    EXPECT_EQ(run("instruments show nothing-of-the-kind").code, 1);
    EXPECT_EQ(run("instruments show pcl-5 --html --json").code, 2);
}
