#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "tests/release/clinic.h"

using namespace clinic;

namespace {

constexpr std::string_view rule = "if(count(items(1 to 4) >= 2) >= 2, 2, if(score(four) >= 3, 1, 0))";

instruments::Definition staged()
{
    std::string items;
    for (const char* const id : {"1", "2", "3", "4"})
        items += std::string(items.empty() ? "" : ",") + R"({"id":")" + id + R"(","label":"l","text":"t"})";
    const std::string text = R"({"format":1,"id":"staged","version":"1","title":"Staged","short_title":"Staged",
"language":"en","recall":"today","respondent":"patient","mode":"self","wording":"shipped","key_status":"verified",
"licence":{"holder":"nobody","terms":"none","may_ship_text":true,"may_release_text":true},"sources":["made up"],
"choices":{"c":[{"value":0,"text":"a"},{"value":1,"text":"b"},{"value":2,"text":"c"}]},"items":[)" +
                             items + R"(],"scores":[{"id":"four","name":"Four","method":"sum",
"direction":"higher_is_worse","items":["1","2","3","4"],"missing":{"max_missing":0,"id":"none","source":"made up"},
"min":0,"max":8},{"id":"stage","name":"Stage","method":"expression","direction":"higher_is_worse","expression":")" +
                             std::string(rule) + R"(","missing":{"id":"all-needed","source":"made up"},"min":0,
"max":2}],"examples":[]})";
    auto reading = instruments::read_definition(text, instruments::Examples::to_come);
    EXPECT_TRUE(reading.definition) << (reading.problems.empty() ? "" : reading.problems.front().what);
    return reading.definition ? std::move(*reading.definition) : instruments::Definition{};
}

} // namespace

TEST(Files, a_score_worked_out_by_an_expression_has_it_in_the_codebook_and_its_value_in_every_row)
{
    Random random(81);
    const instruments::Definition definition = staged();
    const instruments::Definition* const only[] = {&definition};
    std::vector<release::Record> records;
    for (int person = 0; person < 30; ++person) {
        release::Record one;
        one.person = "p" + std::to_string(person);
        one.code = random_code(random);
        one.instrument = definition.id;
        one.version = definition.version;
        one.visit = "Visit 1";
        one.day = 19000;
        one.response = random_response(definition, random, 10);
        records.push_back(std::move(one));
    }
    const auto data = release::deidentify(records, policy());
    ASSERT_TRUE(data);
    MemorySink sink;
    const auto table = release::aggregate(records, only, policy());
    const auto written = release::write_bundle(*data, table, only, policy(), sink);
    ASSERT_TRUE(written) << written.error().fault.name << written.error().detail;

    const Frame book = frame(sink.files.at("codebook.csv"));
    int described = 0;
    for (std::size_t row = 0; row < book.rows.size(); ++row)
        if (book.at(row, "name") == "staged_stage" && !book.at(row, "scoring").empty()) {
            EXPECT_EQ(book.at(row, "scoring"), "worked out as " + std::string(rule));
            EXPECT_EQ(book.at(row, "missing_rule"), "all-needed: made up");
            EXPECT_EQ(book.at(row, "least_answered"), "") << "the expression says what missing answers do";
            ++described;
        }
    EXPECT_EQ(described, 1);
    EXPECT_NE(sink.files.at("codebook.html").find("worked out as if(count(items(1 to 4) &gt;= 2)"), std::string::npos);
    EXPECT_NE(sink.files.at("fhir_bundle.json").find("sdc-questionnaire-calculatedExpression"), std::string::npos);

    const Frame wide = frame(sink.files.at("staged_wide.csv"));
    ASSERT_EQ(wide.rows.size(), records.size());
    int whole = 0;
    for (std::size_t row = 0; row < wide.rows.size(); ++row) {
        int sum = 0;
        int high = 0;
        bool all = true;
        for (const char* const name : {"staged_01", "staged_02", "staged_03", "staged_04"}) {
            const std::string& cell = wide.at(row, name);
            all = all && !cell.empty();
            if (cell.empty()) continue;
            sum += std::stoi(cell);
            high += cell == "2" ? 1 : 0;
        }
        if (all) {
            EXPECT_EQ(wide.at(row, "staged_stage"), high >= 2 ? "2" : sum >= 3 ? "1" : "0");
            ++whole;
        } else if (high < 2) {
            EXPECT_EQ(wide.at(row, "staged_stage"), "") << "missing answers could still change it";
        }
    }
    EXPECT_GT(whole, 10);
}
