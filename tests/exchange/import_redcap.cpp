// A dictionary of other making becomes a draft that says what it lost; one of ours that was changed is not believed.
#include <set>

#include <gtest/gtest.h>

#include "instruments/exchange/archive.h"
#include "instruments/exchange/csv.h"
#include "instruments/exchange/redcap_words.h"
#include "tests/exchange/support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::test;
using Json = nlohmann::json;

namespace {

/// REDCap's first line as its own exports have it, typed here a second time.
const std::string header =
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,\"Choices, Calculations, OR Slider "
    "Labels\",Field Note,Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation "
    "Max,Identifier?,Branching Logic (Show field only if...),Required Field?,Custom Alignment,Question Number (surveys "
    "only),Matrix Group Name,Matrix Ranking?,Field Annotation\n";

const std::string foreign =
    header +
    "record_id,mood,,text,Record ID,,,,,,,,,,,,,\n"
    "mood_1,mood,In the last week,radio,\"Low, or sad?\",\"0, Never | 1, Often, or so | 2, Always\",,,,,,,y,,,,,\n"
    "mood_2,mood,,yesno,Any treatment?,,,,,,,[mood_1] > 1,,,,,,\n"
    "mood_3,mood,,dropdown,Did it help?,\"1, Yes | 0, No\",,,,,,\"([mood_1] = \"\"2\"\" or [mood_1]='1') and [mood_2] "
    "<> '0'\",,,,,,@HIDDEN\n"
    "mood_4,mood,,text,Name of doctor,,,,,,y,,,,,,,\n"
    "mood_5,mood,,calc,Sum,\"sum([mood_1],[mood_3])\",,,,,,,,,,,,\n"
    "other_1,other,,radio,Elsewhere,\"0, No | 1, Yes\",,,,,,,,,,,,\n";

Imported taken_in(const std::string& text)
{
    auto imported = import_questionnaire(text);
    EXPECT_TRUE(imported.ok()) << (imported.ok() ? "" : imported.error().detail);
    return imported.ok() ? *std::move(imported) : Imported{};
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

} // namespace

TEST(ImportRedcap, what_is_understood_is_kept)
{
    const auto draft = Json::parse(taken_in(foreign).json);
    ASSERT_EQ(draft["items"].size(), 3U);
    EXPECT_EQ(draft["id"], "mood");
    EXPECT_EQ(draft["stem"], "In the last week");
    EXPECT_EQ(draft["items"][0]["id"], "mood_1");
    EXPECT_EQ(draft["items"][0]["text"], "Low, or sad?");
    EXPECT_EQ(draft["choices"][draft["items"][0]["choices"].get<std::string>()][1]["text"], "Often, or so");
    EXPECT_FALSE(draft["items"][1].contains("asked_when"));
    EXPECT_EQ(draft["items"][2]["asked_when"],
              Json::parse(R"({"all": [{"any": [{"item": "mood_1", "equals": [2]}, {"item": "mood_1", "equals": [1]}]},
                                      {"item": "mood_2", "equals": [1]}]})"));
    EXPECT_TRUE(draft["scores"].empty()) << "REDCap's sum() counts a blank as nothing, and is no score";
}

TEST(ImportRedcap, everything_else_is_listed_with_its_row_and_column)
{
    const std::set<std::string> expected = {
        "row 3, Required Field?", "row 4, Branching Logic (Show field only if...)", "row 5, Field Annotation",
        "row 6, Field Type",      "row 7, Choices, Calculations, OR Slider Labels", "row 8, Form Name",
    };
    std::set<std::string> listed;
    for (const Unkept& row : taken_in(foreign).unkept)
        listed.insert(row.where);
    EXPECT_EQ(listed, expected);
}

TEST(ImportRedcap, a_changed_calculation_of_ours_brings_no_score)
{
    const std::string table = export_redcap(read(definition_text("phq-15"))).bytes;
    EXPECT_FALSE(Json::parse(taken_in(table).json)["scores"].empty());
    const Imported imported = taken_in(replaced(table, "[phq15_03] <> ", "[phq15_02] <> "));
    EXPECT_TRUE(Json::parse(imported.json)["scores"].empty());
    EXPECT_EQ(imported.unkept.size(), 2U);
}

TEST(ImportRedcap, a_changed_branching_of_ours_is_listed)
{
    const std::string table = export_redcap(read(definition_text("pc-ptsd-5"))).bytes;
    const Imported imported = taken_in(replaced(table, "[pc_ptsd5_00] = \"\"1\"\"", "[pc_ptsd5_00] = \"\"0\"\""));
    EXPECT_FALSE(imported.unkept.empty());
    EXPECT_FALSE(Json::parse(imported.json)["items"][1].contains("skipped_as"));
}

TEST(ImportRedcap, what_is_no_dictionary_is_refused_in_a_sentence)
{
    const auto wrong_archive = pack({{"readme.txt", "nothing"}});
    ASSERT_TRUE(wrong_archive.ok());
    for (const std::string& text :
         {std::string("a,b,c\n1,2,3\n"), replaced(foreign, "Field Note", "Field note"), foreign + "short,row\n",
          foreign + "\"never closed", header, *wrong_archive, std::string("PK\x03\x04 nothing")}) {
        const auto imported = import_questionnaire(text);
        ASSERT_FALSE(imported.ok()) << text.substr(0, 80);
        EXPECT_EQ(imported.error().fault, not_a_questionnaire);
        EXPECT_TRUE(imported.error().detail.ends_with(".")) << imported.error().detail;
    }
}

TEST(ImportRedcap, an_archive_that_unpacks_to_too_much_is_refused)
{
    const auto bomb = pack({{"instrument.csv", std::string(std::size_t{17} << 20, 'a')}});
    ASSERT_TRUE(bomb.ok());
    ASSERT_LT(bomb->size(), std::size_t{1} << 20);
    EXPECT_FALSE(import_questionnaire(*bomb).ok());
}

TEST(Redcap, the_headers_are_byte_for_byte_redcaps)
{
    const std::string table = export_redcap(read(definition_text("pcl-5"))).bytes;
    EXPECT_EQ(table.substr(0, header.size()), header);
}

TEST(Redcap, cells_come_back_whatever_stands_in_them)
{
    const std::vector<CsvRow> rows = {{"a", "", "b,c"}, {"\"", "x\ny", ""}, {"", "", ""}, {"é", "=1+1", "\r\n"}};
    EXPECT_EQ(read_csv(write_csv(rows)), rows);
    EXPECT_EQ(read_csv("\xEF\xBB\xBF"
                       "a,b\r\nc,\r\n"),
              (std::vector<CsvRow>{{"a", "b"}, {"c", ""}}));
    for (const char* const broken : {"a,\"b", "a\"b,c", "\"a\"b"})
        EXPECT_FALSE(read_csv(broken).has_value()) << broken;
}
