#include <algorithm>

#include <gtest/gtest.h>

#include "storage/release/json_values.h"
#include "storage/release/read_foreign.h"
#include "tests/release/files_support.h"

using namespace clinic;
using instruments::Answer;
using instruments::Missing;
using release::ForeignFormat;
using release::ForeignMap;
using release::ForeignRead;

namespace {

Result<ForeignMap> map_of(const std::string& json, ForeignFormat format)
{
    return release::read_foreign_map(json, format, library());
}

ForeignMap good_map(const std::string& json, ForeignFormat format)
{
    auto map = map_of(json, format);
    EXPECT_TRUE(map) << map.error().detail;
    return map ? std::move(*map) : ForeignMap{};
}

/// Another team's GAD-7: its own field names, and codes from 1 on.
const std::string anxiety_map = R"({"source":"Study 7","missing":{"-99":"declined","NA":"unrecorded"},
 "events":{"baseline_arm_1":{"visit":"Baseline"},"week_6_arm_1":{"visit":"Week 6"}},
 "sex":{"field":"sex_at_birth","codes":{"1":"female","2":"male","3":""}},
 "instruments":[{"id":"gad-7","version":"two-weeks-en","form":"anxiety","date":"anx_date",
  "codes":{"1":0,"2":1,"3":2,"4":3},"scores":{"total":"anx_sum"},
  "items":{"1":"anx_a","2":"anx_b","3":"anx_c","4":"anx_d","5":"anx_e","6":"anx_f",
           "7":{"field":"anx_g","codes":{"never":0,"some":1,"half":2,"all":3}}}}]})";

const std::string anxiety_header =
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,initials,sex_at_birth,anx_date,anx_a,"
    "anx_b,anx_c,anx_d,anx_e,anx_f,anx_g,anx_sum,anxiety_complete\n";

ForeignRead read_anxiety(const std::string& rows, release::Unfinished unfinished = release::Unfinished::leave)
{
    const auto map = good_map(anxiety_map, ForeignFormat::redcap);
    auto read = release::read_foreign_redcap(anxiety_header + rows, map, unfinished);
    EXPECT_TRUE(read) << read.error().detail;
    return read ? std::move(*read) : ForeignRead{};
}

std::vector<int> values_of(const release::Foreign& one)
{
    std::vector<int> out;
    for (const Answer& answer : one.row.response.items)
        out.push_back(answer.given() ? answer.value() : -static_cast<int>(answer.why()));
    return out;
}

constexpr int no_answer = -static_cast<int>(Missing::unrecorded);

/// 5 January 2026: 56 years of 365 days, 14 leap days (1972 to 2024), and four.
constexpr std::int32_t fifth_of_january = 56 * 365 + 14 + 4;

const std::string fhir_map = R"({"source":"Ward server","missing":{"asked-unknown":"unrecorded"},
 "instruments":[{"id":"gad-7","version":"two-weeks-en","questionnaire":"http://example.org/q/anxiety|2.1",
  "codes":{"http://example.org/often|a":0,"b":1,"2":2,"true":3,"every day":3},
  "scores":{"total":"70274-6"},
  "items":{"1":"g.1","2":"g.2","3":"g.3","4":"g.4","5":"g.5","6":"g.6","7":"g.7"}}]})";

std::string response(const std::string& id, const std::string& items, const std::string& more = {},
                     const std::string& status = "completed")
{
    return R"({"resourceType":"QuestionnaireResponse","id":")" + id +
           R"(","questionnaire":"http://example.org/q/anxiety|2.1","status":")" + status +
           R"(","subject":{"reference":"Patient/77"},"authored":"2026-01-05T23:30:00-05:00")" + more + R"(,"item":[)" +
           items + "]}";
}

const std::string nested =
    R"({"linkId":"head","text":"A","item":[{"linkId":"g.1","answer":[{"valueCoding":{"system":"http://example.org/often","code":"a"}}]},)"
    R"({"linkId":"g.2","answer":[{"valueCoding":{"code":"b"},"item":[{"linkId":"g.3","answer":[{"valueInteger":2}]}]}]}]},)"
    R"({"linkId":"g.4","answer":[{"valueDecimal":2.0}]},{"linkId":"g.5","answer":[{"valueBoolean":true}]},)"
    R"({"linkId":"g.6","answer":[{"valueString":"every day"}]},{"linkId":"note","answer":[{"valueString":"my neighbour"}]})";

std::string bundle_json(const std::vector<std::string>& resources, const std::string& type = "searchset")
{
    std::string out = R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)";
    for (const std::string& one : resources)
        out += (out.back() == '[' ? "" : ",") + std::string(R"({"resource":)") + one + "}";
    return out + "]}";
}

ForeignRead read_ward(const std::string& text, release::Unfinished unfinished = release::Unfinished::leave)
{
    const auto map = good_map(fhir_map, ForeignFormat::fhir);
    auto read = release::read_foreign_fhir(text, map, unfinished);
    EXPECT_TRUE(read) << read.error().detail;
    return read ? std::move(*read) : ForeignRead{};
}

std::string fields_of(const ForeignRead& read)
{
    std::string out;
    for (const release::Wrong& one : read.wrong)
        out += std::to_string(one.place) + " " + one.field + ";";
    return out;
}

} // namespace

TEST(ReadForeign, a_redcap_export_gives_answers_reasons_visit_day_sex_and_the_stated_score)
{
    const auto read = read_anxiety("101,baseline_arm_1,,,ZQ,1,,,,,,,,,,\n"
                                   "101,baseline_arm_1,anxiety,1,,,2026-01-05 14:30,1,2,3,4,-99,,half,9,2\n"
                                   "101,week_6_arm_1,anxiety,1,,,2026-02-16,1,1,1,1,1,1,never,0,2\n"
                                   "101,week_6_arm_1,sleep,1,,,,,,,,,,,,\n");
    EXPECT_EQ(fields_of(read), "");
    ASSERT_EQ(read.rows.size(), 2U);
    const release::Foreign& first = read.rows.front();
    EXPECT_EQ(values_of(first), (std::vector<int>{0, 1, 2, 3, -static_cast<int>(Missing::declined), no_answer, 2}));
    EXPECT_EQ(first.place, 3U);
    EXPECT_EQ(first.subject, "101");
    EXPECT_EQ(first.row.visit, "Baseline");
    EXPECT_EQ(first.row.day, fifth_of_january);
    EXPECT_EQ(first.row.sex, "female");
    EXPECT_EQ(first.row.definition->id, "gad-7");
    EXPECT_EQ(first.row.stated.at("total"), 9.0);
    EXPECT_EQ(read.rows.back().row.visit, "Week 6");
    EXPECT_NE(first.key, read.rows.back().key);
    EXPECT_EQ(read.unmapped, 1) << "the sleep form";
}

TEST(ReadForeign, each_thing_wrong_in_a_redcap_export_is_told_by_row_and_column_and_never_by_its_words)
{
    const std::string good = ",1,1,1,1,1,1,never,0,2\n";
    const auto one = [&](const std::string& row) {
        const auto read = read_anxiety(row);
        EXPECT_TRUE(read.rows.empty()) << row;
        for (const release::Wrong& wrong : read.wrong)
            EXPECT_EQ(wrong.what.find("SECRET"), std::string::npos);
        return fields_of(read);
    };
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-01-05,SECRET,1,1,1,1,1,never,0,2\n"), "2 anx_a;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-01-05,1,5,1,1,1,1,never,0,2\n"), "2 anx_b;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-01-05,0,1,1,1,1,1,never,0,2\n"), "2 anx_a;")
        << "ours, not theirs";
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-01-05,1,1,1,1,1,1,1,0,2\n"), "2 anx_g;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,05/01/2026" + good), "2 anx_date;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-02-30" + good), "2 anx_date;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,," + good), "2 anx_date;");
    EXPECT_EQ(one("101,SECRET,anxiety,1,,,2026-01-05" + good), "2 redcap_event_name;");
    EXPECT_EQ(one(",baseline_arm_1,anxiety,1,,,2026-01-05" + good), "2 record_id;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-01-05,1,1,1,1,1,1,never,SECRET,2\n"), "2 anx_sum;");
    EXPECT_EQ(one("101,baseline_arm_1,anxiety,1,,,2026-01-05,1,1,1,1,1,1,never,0,7\n"), "2 anxiety_complete;");
    const auto twice = read_anxiety("101,baseline_arm_1,anxiety,1,,,2026-01-05" + good +
                                    "101,baseline_arm_1,anxiety,1,,,2026-01-06" + good);
    EXPECT_EQ(twice.rows.size(), 1U);
    EXPECT_EQ(fields_of(twice), "3 record_id;");
    EXPECT_EQ(fields_of(read_anxiety("101,baseline_arm_1,,,,1,,,,,,,,,,\n101,baseline_arm_1,,,,2,,,,,,,,,,\n")),
              "3 sex_at_birth;");
}

TEST(ReadForeign, an_export_without_a_column_the_map_names_is_refused_whole)
{
    const auto map = good_map(anxiety_map, ForeignFormat::redcap);
    for (const char* const column :
         {"record_id,", "redcap_event_name,", "anx_date,", "anx_g,", "redcap_repeat_instance,"}) {
        std::string header = anxiety_header;
        header.erase(header.find(column), std::string(column).size());
        const auto read = release::read_foreign_redcap(header, map);
        ASSERT_FALSE(read) << column;
        EXPECT_EQ(read.error().fault, release::fault::bad_foreign_file);
    }
    for (const char* const text : {"", "\"", "record_id\n1,2\n"})
        EXPECT_FALSE(release::read_foreign_redcap(text, map)) << text;
}

TEST(ReadForeign, what_its_source_calls_unfinished_stays_out_or_has_blanks_that_were_not_reached)
{
    const std::string rows = "101,baseline_arm_1,anxiety,1,,,2026-01-05,1,2,,,,,,,0\n";
    const auto left = read_anxiety(rows);
    EXPECT_TRUE(left.rows.empty());
    EXPECT_EQ(left.unfinished, 1);
    const auto taken = read_anxiety(rows, release::Unfinished::take);
    ASSERT_EQ(taken.rows.size(), 1U);
    EXPECT_EQ(taken.unfinished, 0);
    EXPECT_EQ(taken.rows[0].row.response.items[1], Answer::chose(1));
    EXPECT_EQ(taken.rows[0].row.response.items[2], Answer::none(Missing::not_reached));
    const auto ward = response("1", R"({"linkId":"g.1","answer":[{"valueCoding":{"code":"b"}}]})", "", "in-progress");
    EXPECT_EQ(read_ward(ward).unfinished, 1);
    EXPECT_EQ(read_ward(ward, release::Unfinished::take).rows.at(0).row.response.items[6],
              Answer::none(Missing::not_reached));
}

TEST(ReadForeign, a_question_its_own_rule_leaves_out_was_not_asked)
{
    const auto map = good_map(R"({"source":"S","instruments":[{"id":"pc-ptsd-5","version":"2016-en","date":"d",
        "codes":"same","items":{"0":"gate","1":"a","2":"b","3":"c","4":"d4","5":"e"}}]})",
                              ForeignFormat::redcap);
    const auto read = release::read_foreign_redcap("record_id,d,gate,a,b,c,d4,e\n1,2026-01-05,0,,,,,\n", map);
    ASSERT_TRUE(read) << read.error().detail;
    ASSERT_EQ(read->rows.size(), 1U);
    EXPECT_EQ(read->rows[0].row.response.items[5], Answer::none(Missing::not_asked));
}

TEST(ReadForeign, a_map_that_guesses_or_names_what_is_not_there_is_refused_by_its_place)
{
    const auto refused = [](const std::string& what, const std::string& by, const std::string& pointer) {
        std::string json = anxiety_map;
        const auto at = json.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        json.replace(at, what.size(), by);
        const auto map = map_of(json, ForeignFormat::redcap);
        ASSERT_FALSE(map) << by;
        EXPECT_EQ(map.error().fault, release::fault::bad_import_map);
        EXPECT_EQ(map.error().detail.substr(0, map.error().detail.find(": ")), pointer);
    };
    refused("\"source\":\"Study 7\",", "", "/source");
    refused("\"source\"", "\"sauce\"", "/sauce");
    refused("gad-7", "gad-8", "/instruments/0");
    refused("two-weeks-en", "one-week-en", "/instruments/0");
    refused("\"anx_b\"", "\"anx_a\"", "/instruments/0/items/2");
    refused("\"3\":\"anx_c\",", "", "/instruments/0/items/3");
    refused("\"3\":\"anx_c\"", "\"3\":\"anx_c\",\"8\":\"anx_h\"", "/instruments/0/items/8");
    refused("\"codes\":{\"1\":0,\"2\":1,\"3\":2,\"4\":3},", "", "/instruments/0/items/1");
    refused("\"4\":3}", "\"4\":4}", "/instruments/0/codes");
    refused("\"all\":3", "\"all\":3.5", "/instruments/0/items/7/codes");
    refused("\"total\"", "\"sum\"", "/instruments/0/scores");
    refused("\"-99\":\"declined\"", "\"-99\":\"refused\"", "/missing");
    refused("\"-99\":\"declined\"", "\"4\":\"declined\"", "/missing");
    EXPECT_FALSE(map_of("[]", ForeignFormat::redcap));
    EXPECT_FALSE(map_of(std::string(100'000, '{'), ForeignFormat::redcap));
}

TEST(ReadForeign, a_response_is_read_wherever_its_items_are_nested_and_whatever_kind_its_answers_are)
{
    for (const std::string& text : {response("1", nested), bundle_json({response("1", nested)}),
                                    bundle_json({response("1", nested)}, "transaction"),
                                    "\xEF\xBB\xBF\n" + response("1", nested) + "\r\n" + response("2", nested) + "\n"}) {
        const auto read = read_ward(text);
        EXPECT_EQ(fields_of(read), "");
        ASSERT_FALSE(read.rows.empty());
        const release::Foreign& one = read.rows.front();
        EXPECT_EQ(values_of(one), (std::vector<int>{0, 1, 2, 2, 3, 3, no_answer}));
        EXPECT_EQ(one.subject, "77");
        EXPECT_EQ(one.row.day, fifth_of_january) << "the day as it was where it was written";
        EXPECT_EQ(read.unmapped, static_cast<int>(read.rows.size())) << "the note";
    }
}

TEST(ReadForeign, a_score_of_an_observation_belongs_to_the_answers_it_was_derived_from)
{
    const auto observation = [](const std::string& from, const std::string& value,
                                const std::string& status = "final") {
        return R"({"resourceType":"Observation","status":")" + status +
               R"(","code":{"coding":[{"system":"http://loinc.org","code":"70274-6"}]},"derivedFrom":[{"reference":")" +
               from + R"("}],)" + value + "}";
    };
    const std::string eleven = R"("valueQuantity":{"value":11})";
    const auto stated = [&](const std::string& text) { return read_ward(text).rows.at(0).row.stated; };
    EXPECT_EQ(stated(bundle_json({observation("QuestionnaireResponse/1", eleven), response("1", nested)})).at("total"),
              11);
    EXPECT_EQ(stated(response("1", nested) + "\n" +
                     observation("https://s.example/fhir/QuestionnaireResponse/1/_history/3", R"("valueInteger":11)"))
                  .at("total"),
              11);
    EXPECT_EQ(stated(bundle_json({response("1", nested),
                                  observation("QuestionnaireResponse/1", R"("dataAbsentReason":{"text":"none"})")}))
                  .at("total"),
              std::nullopt);
    EXPECT_TRUE(
        stated(bundle_json({response("1", nested), observation("QuestionnaireResponse/1", eleven, "entered-in-error")}))
            .empty());
    const auto nobodys =
        read_ward(bundle_json({response("1", nested), observation("QuestionnaireResponse/9", eleven)}));
    EXPECT_EQ(nobodys.unmapped, 2) << "the note and the score";
    const auto two = read_ward(bundle_json({response("1", nested), observation("QuestionnaireResponse/1", eleven),
                                            observation("QuestionnaireResponse/1", R"("valueInteger":12)")}));
    EXPECT_EQ(fields_of(two), "3 70274-6;");
    EXPECT_TRUE(two.rows.empty());
}

TEST(ReadForeign, each_thing_wrong_in_a_response_is_told_by_entry_and_name)
{
    const auto one = [](const std::string& items, const std::string& what = {}, const std::string& by = {}) {
        std::string text = response("1", items);
        if (!what.empty()) {
            const auto at = text.find(what);
            EXPECT_NE(at, std::string::npos) << what;
            text.replace(at, what.size(), by);
        }
        const auto read = read_ward(text);
        EXPECT_TRUE(read.rows.empty()) << text;
        for (const release::Wrong& wrong : read.wrong)
            EXPECT_EQ(wrong.what.find("SECRET"), std::string::npos);
        return fields_of(read);
    };
    const std::string b = R"({"valueCoding":{"code":"b"}})";
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[{"valueCoding":{"code":"SECRET"}}]})"), "1 g.1;");
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[{"valueString":"SECRET"}]})"), "1 g.1;");
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[{"valueInteger":1}]})"), "1 g.1;") << "a code the map does not name";
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[{"valueBoolean":false}]})"), "1 g.1;");
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[{"valueDate":"2026-01-01"}]})"), "1 g.1;");
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[)" + b + "," + b + "]}"), "1 g.1;");
    EXPECT_EQ(one(R"({"linkId":"g.1","answer":[)" + b + R"(]},{"linkId":"g.1","answer":[)" + b + "]}"), "1 g.1;");
    EXPECT_EQ(one(R"({"linkId":"g.1","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason",)"
                  R"("valueCode":"SECRET"}]})"),
              "1 g.1;");
    EXPECT_EQ(one(nested, "|2.1", "|2.2"), "1 questionnaire;");
    EXPECT_EQ(one(nested, "|2.1", ""), "1 questionnaire;");
    EXPECT_EQ(one(nested, "2026-01-05T", "2026-01-05 at "), "1 authored;");
    EXPECT_EQ(one(nested, "2026-01-05T23:30:00-05:00", "2026-01"), "1 authored;");
    EXPECT_EQ(one(nested, "completed", "finished"), "1 status;");
    EXPECT_EQ(one(nested, "Patient/77", "Group/77"), "1 subject;");
    EXPECT_EQ(one(nested, "\"authored\"", R"("source":{"reference":"RelatedPerson/3"},"authored")"), "1 source;");

    const auto error = read_ward(response("1", nested, "", "entered-in-error"));
    EXPECT_EQ(error.in_error, 1);
    EXPECT_TRUE(error.rows.empty());
    EXPECT_EQ(read_ward(response("1", nested, "", "amended")).rows.size(), 1U);
    const auto twice = read_ward(bundle_json({response("1", nested), response("1", nested)}));
    EXPECT_EQ(fields_of(twice), "2 id;");
    std::string elsewhere = response("2", nested);
    elsewhere.replace(elsewhere.find("Patient/77"), 10, "https://other.example/fhir/Patient/77");
    EXPECT_EQ(fields_of(read_ward(bundle_json({response("1", nested), elsewhere}))), "2 subject;");
    std::string another = response("3", nested);
    another.replace(another.find("q/anxiety"), 9, "q/sleep");
    EXPECT_EQ(read_ward(another).unmapped, 1);
}

TEST(ReadForeign, a_person_can_be_known_by_an_identifier_of_one_system_alone)
{
    auto map = good_map(fhir_map, ForeignFormat::fhir);
    map.subject = "http://example.org/mrn";
    const std::string patient = R"({"resourceType":"Patient","id":"77","gender":"male","identifier":[
        {"system":"http://example.org/card","value":"1"},{"system":"http://example.org/mrn","value":"M-5"}]})";
    const auto read = release::read_foreign_fhir(bundle_json({response("1", nested), patient}), map);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->rows.size(), 1U);
    EXPECT_EQ(read->rows[0].subject, "M-5");
    EXPECT_EQ(read->rows[0].row.sex, "male");
    const auto nobody = release::read_foreign_fhir(response("1", nested), map);
    ASSERT_TRUE(nobody);
    EXPECT_EQ(fields_of(*nobody), "1 subject;");
}

TEST(ReadForeign, what_is_too_deep_cut_or_no_json_is_refused)
{
    const auto map = good_map(fhir_map, ForeignFormat::fhir);
    std::string deep;
    for (int level = 0; level < 70; ++level)
        deep += R"({"item":[)";
    for (const std::string& text :
         {std::string(), std::string("[]"), std::string("{"), std::string("{\"a\":\"}"), deep, std::string("{} x"),
          std::string("{\"a\":1}"), std::string(200'000, '['), bundle_json({}, "history"), std::string("{]")}) {
        const auto read = release::read_foreign_fhir(text, map);
        ASSERT_FALSE(read) << text.substr(0, 20);
        EXPECT_EQ(read.error().fault, release::fault::bad_foreign_file);
    }
    EXPECT_TRUE(release::json_values(R"({"a":[1,2]})", 3));
    EXPECT_FALSE(release::json_values(R"({"a":[1,2]})", 2));
    const std::string tricky = R"({"a":"}\"{"} {"b":[]})";
    const auto values = release::json_values(tricky);
    ASSERT_TRUE(values);
    EXPECT_EQ(*values, (std::vector<std::string_view>{R"({"a":"}\"{"})", R"({"b":[]})"}));
}

TEST(ReadForeign, broken_bytes_are_refused_or_told_and_never_more)
{
    Random random(205);
    const auto redcap = good_map(anxiety_map, ForeignFormat::redcap);
    const auto fhir = good_map(fhir_map, ForeignFormat::fhir);
    const std::string table = anxiety_header +
                              "101,baseline_arm_1,,,ZQ,1,,,,,,,,,,\n"
                              "101,baseline_arm_1,anxiety,1,,,2026-01-05 14:30,1,2,3,4,-99,,half,9,2\n";
    const std::string tree = bundle_json({response("1", nested), response("2", nested)});
    int refused = 0;
    for (int round = 0; round < 5'000; ++round) {
        std::string text = round % 2 == 0 ? table : tree;
        for (int times = 1 + below(random, 3); times > 0; --times)
            text[static_cast<std::size_t>(below(random, static_cast<int>(text.size())))] =
                static_cast<char>(below(random, 256));
        const auto read =
            round % 2 == 0 ? release::read_foreign_redcap(text, redcap) : release::read_foreign_fhir(text, fhir);
        if (!read) ++refused;
        if (!read) continue;
        for (const release::Foreign& one : read->rows)
            ASSERT_TRUE(instruments::fits(*one.row.definition, one.row.response));
    }
    EXPECT_GT(refused, 500);
}
