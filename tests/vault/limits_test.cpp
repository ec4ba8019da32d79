// What lies beyond a limit or is written otherwise than we write it, at the functions that need no vault to say so.
#include <fstream>

#include <gtest/gtest.h>

#include "storage/vault/alert_rules.h"
#include "storage/vault/archive.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/course_text.h"
#include "storage/vault/identity_policy.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;
using instruments::Definition;
using instruments::Missing;

std::string wrong_of(const IdentifierType& type)
{
    IdentityPolicy policy;
    policy.types = {type};
    return wrong_with(policy);
}

/// An archive written by hand from archive.h and cereal's portable form: a mark of byte order, then little-endian
/// numbers, and each text after its length in eight bytes.
struct Bytes {
    std::string text = "\1";
    Bytes& number(std::uint64_t value, int size)
    {
        for (int at = 0; at < size; ++at)
            text.push_back(static_cast<char>(value >> (8 * at) & 0xFFU));
        return *this;
    }
    Bytes& words(const std::string& value)
    {
        number(value.size(), 8);
        text += value;
        return *this;
    }
};

struct Written {
    int version = 1;
    int respondent = 0;
    int mode = 0;
    std::uint64_t language_length = 2;
    int complete = 1;
    std::vector<int> answers{1, 0, 2};
    std::vector<std::string> criteria{"c", "met"};
    std::string aloud = {};
    std::string spoken = {};
    int unattended = 0;
    std::string more = {};

    [[nodiscard]] std::string bytes() const
    {
        Bytes out;
        out.number(static_cast<std::uint64_t>(version), 2).words("2");
        out.number(static_cast<std::uint64_t>(respondent), 1).number(static_cast<std::uint64_t>(mode), 1);
        out.number(language_length, 8).text += "en";
        out.words("Visit 1").number(3, 4).number(1'790'000'000'000, 8);
        out.number(static_cast<std::uint64_t>(complete), 1).words("touch").words("female").number(44, 2);
        out.number(answers.size(), 8);
        for (const int answer : answers)
            out.number(static_cast<std::uint64_t>(answer), 2);
        out.number(criteria.size(), 8);
        for (const std::string& word : criteria)
            out.words(word);
        if (version >= 2) out.words(aloud);
        if (version >= 3) out.words(spoken).number(static_cast<std::uint64_t>(unattended), 1);
        return out.text + more;
    }
};

Definition one_item()
{
    Definition out;
    out.id = "made-up";
    out.short_title = "MU";
    out.choice_sets = {{"yes_no", {{0, "No"}, {1, "Yes"}, {2, ""}}}};
    out.items.resize(1);
    out.items[0].id = "1";
    out.critical_items.resize(1);
    out.critical_items[0].id = "harm";
    return out;
}

} // namespace

TEST(IdentityPolicy, an_id_is_of_small_letters_digits_and_underscores_no_word_of_the_rule_and_nobody_elses)
{
    for (const std::string& id :
         std::vector<std::string>{"", "Edipi", "my id", "id-1", "na{me", "caf\xC3\xA9", "a\n", "and", "or", "name",
                                  "date_of_birth", "record_number", std::string(41, 'a')})
        EXPECT_EQ(wrong_of({id, "Label", IdentifierCheck::none, 0}), "id") << id;
    for (const std::string& id : std::vector<std::string>{"a", "_", "9", "andy", "orb", "id_2", std::string(40, 'z')})
        EXPECT_EQ(wrong_of({id, "Label", IdentifierCheck::none, 0}), "") << id;
}

TEST(IdentityPolicy, a_label_is_one_line_of_at_most_a_hundred_bytes_and_a_number_has_at_most_forty_digits)
{
    for (const std::string& label : std::vector<std::string>{"", "   ", "two\nlines", "ends\n", std::string(101, 'x')})
        EXPECT_EQ(wrong_of({"a", label, IdentifierCheck::none, 0}), "label") << label;
    EXPECT_EQ(wrong_of({"a", std::string(100, 'x'), IdentifierCheck::none, 0}), "");
    for (const int digits : {-1, 41, 1000})
        EXPECT_EQ(wrong_of({"a", "A", IdentifierCheck::luhn, digits}), "digits") << digits;
    for (const int digits : {0, 2, 40})
        EXPECT_EQ(wrong_of({"a", "A", IdentifierCheck::luhn, digits}), "") << digits;
}

TEST(IdentityPolicy, a_clinic_of_pseudonyms_alone_has_no_rule_and_no_rule_is_longer_than_four_hundred_bytes)
{
    IdentityPolicy policy;
    policy.pseudonyms_only = true;
    EXPECT_EQ(wrong_with(policy), "rule");
    policy.rule = "   ";
    EXPECT_EQ(wrong_with(policy), "");
    EXPECT_TRUE(meets(policy, {}));
    policy.pseudonyms_only = false;
    policy.rule = "name" + std::string(396, ' ');
    EXPECT_EQ(wrong_with(policy), "");
    policy.rule += ' ';
    EXPECT_EQ(wrong_with(policy), "rule");
}

TEST(IdentityPolicy, a_number_that_is_blank_or_of_another_kind_does_not_make_somebody_known)
{
    IdentityPolicy policy;
    policy.types = known_identifier_types();
    policy.rule = "edipi";
    Identity identity;
    for (const std::vector<Identifier>& given : std::vector<std::vector<Identifier>>{
             {}, {{"edipi", ""}}, {{"edipi", "   "}}, {{"nhs_number", "9434765919"}}, {{"EDIPI", "1234567890"}}}) {
        identity.identifiers = given;
        EXPECT_FALSE(meets(policy, identity));
    }
    identity.identifiers = {{"nhs_number", "9434765919"}, {"edipi", "1234567890"}};
    EXPECT_TRUE(meets(policy, identity));
}

TEST(IdentityPolicy, a_number_is_well_formed_however_it_is_spaced_and_not_when_it_is_no_number)
{
    const IdentifierType any{"a", "A", IdentifierCheck::none, 0};
    EXPECT_TRUE(is_well_formed(any, "a 7"));
    EXPECT_FALSE(is_well_formed(any, ""));
    EXPECT_FALSE(is_well_formed(any, "  "));
    EXPECT_EQ(folded("ab-1.2/z {Z"), "AB12Z{Z");
    const IdentifierType four{"a", "A", IdentifierCheck::digits, 4};
    for (const char* const good : {"1234", "12 34", "1-2.3/4"})
        EXPECT_TRUE(is_well_formed(four, good)) << good;
    for (const char* const bad : {"", "123", "12345", "12a4", "12:4",
                                  "\xEF\xBC\x91"
                                  "234"})
        EXPECT_FALSE(is_well_formed(four, bad)) << bad;
    // Whatever its type says of its length, an NHS number has ten digits, and a check digit has something to check.
    const IdentifierType nhs{"a", "A", IdentifierCheck::nhs_number, 0};
    for (const char* const bad : {"", "0", "943476591", "94347659190"})
        EXPECT_FALSE(is_well_formed(nhs, bad)) << bad;
    const IdentifierType luhn{"a", "A", IdentifierCheck::luhn, 0};
    EXPECT_FALSE(is_well_formed(luhn, ""));
    EXPECT_FALSE(is_well_formed(luhn, "0"));
    EXPECT_TRUE(is_well_formed(luhn, "18")); // 1 twice is 2, and 8
    // 100000003: ten times 1 and twice 3 are 16, 16 mod 11 is 5, its check digit 6. 000000006: 12 mod 11 is 1, for
    // which no number is issued.
    EXPECT_TRUE(is_well_formed(nhs, "1000000036"));
    for (int last = 0; last < 10; ++last)
        EXPECT_FALSE(is_well_formed(nhs, "000000006" + std::to_string(last))) << last;
}

TEST(Archive, one_written_by_hand_is_read_and_each_thing_that_we_do_not_write_is_refused)
{
    Kept kept;
    ASSERT_TRUE(read_archive(Written{}.bytes(), kept).ok());
    EXPECT_EQ(kept.administration.response.items, (std::vector{Answer::chose(1), Answer::chose(0), Answer::chose(2)}));
    EXPECT_EQ(kept.administration.language, "en");
    EXPECT_EQ(*write_archive(kept), Written{}.bytes());
    Written aloud{.version = 2, .aloud = "\5"};
    ASSERT_TRUE(read_archive(aloud.bytes(), kept).ok());
    EXPECT_EQ(kept.administration.aloud, (std::vector{true, false, true}));
    ASSERT_TRUE(read_archive(Written{.version = 3, .unattended = 1}.bytes(), kept).ok());
    EXPECT_TRUE(kept.administration.unattended && kept.administration.aloud.empty());
    ASSERT_TRUE(read_archive(Written{.version = 3, .spoken = "es"}.bytes(), kept).ok());
    EXPECT_EQ(kept.administration.spoken, "es");
    EXPECT_FALSE(kept.administration.unattended);

    const std::vector<std::pair<const char*, Written>> all{
        {"a respondent there is none of", {.respondent = 3}},
        {"a mode there is none of", {.mode = 5}},
        {"a criterion without its value", {.criteria = {"c"}}},
        {"neither true nor false", {.complete = 2}},
        {"a length of more than a row", {.language_length = most_archive + 1}},
        {"a length of more than memory", {.language_length = ~std::uint64_t{0}}},
        {"a reason below all reasons", {.answers = {0x8000}}},
        {"bytes behind it", {.more = "x"}},
        {"nothing read aloud, and said so", {.version = 2}},
        {"a bit too many", {.version = 2, .aloud = "\x0D"}},
        {"a byte too many", {.version = 2, .aloud = std::string("\5\0", 2)}},
        {"bits of no item", {.version = 2, .answers = {}, .aloud = ""}},
        {"a byte too few", {.version = 2, .answers = std::vector<int>(9, 1), .aloud = "\1"}},
        {"nothing of what a third version is for", {.version = 3}},
        {"neither by themselves nor with somebody", {.version = 3, .unattended = 2}},
        {"longer than a row", {.more = std::string(most_archive, 'x')}},
    };
    for (const auto& [what, written] : all)
        EXPECT_EQ(read_archive(written.bytes(), kept).error().fault, fault::vault_damaged) << what;
}

TEST(CourseText, what_cannot_be_read_is_left_out_and_the_rest_stands)
{
    const auto days = [](std::string_view text) {
        std::vector<std::int32_t> out;
        for (const CoursePoint& point : course_of(text))
            out.push_back(point.day);
        return out;
    };
    using Days = std::vector<std::int32_t>;
    EXPECT_EQ(days(""), Days{});
    EXPECT_EQ(days("20412 44;20426 ;20440 38.5"), (Days{20412, 20426, 20440}));
    for (const char* const bad :
         {"20411", "x 4", "20411x 4", " 4", "99999999999 4", "20411 x", "20411 4x", "20411  4", "20411 1e999", "", ";"})
        EXPECT_EQ(days("20412 44;" + std::string(bad) + ";20440 38.5"), (Days{20412, 20440})) << bad;
    const auto points = course_of("20426 ;20440 38.5");
    EXPECT_FALSE(points[0].total);
    EXPECT_EQ(points[1].total, 38.5);
    EXPECT_EQ(course_text(points), "20426 ;20440 38.5");
}

TEST(AlertRules, an_answer_is_said_in_the_words_of_its_choice_else_as_its_number)
{
    const Definition definition = one_item();
    EXPECT_EQ(answer_in_words(definition, 0, Answer::chose(1)), "Yes");
    EXPECT_EQ(answer_in_words(definition, 0, Answer::chose(2)), "2"); // its wording is not installed
    EXPECT_EQ(answer_in_words(definition, 0, Answer::chose(3)), "3"); // another version had that choice
    EXPECT_EQ(answer_in_words(definition, 0, Answer::none(Missing::declined)), instruments::word(Missing::declined));
}

TEST(AlertRules, an_instrument_without_a_score_is_named_alone)
{
    Definition definition = one_item();
    EXPECT_EQ(total_in_words(definition, {}), "MU");
    definition.scores.resize(1);
    definition.scores[0].max = 2.5;
    instruments::Scored scored;
    scored.scores.resize(1);
    EXPECT_EQ(total_in_words(definition, scored), "MU, no total");
    scored.scores[0].value = 1;
    EXPECT_EQ(total_in_words(definition, scored), "MU 1 of 2.5");
}

TEST(AlertRules, only_silence_about_danger_is_as_grave_as_danger)
{
    Definition definition = one_item();
    const instruments::Response silent{{Answer::none(Missing::declined)}};
    instruments::Scored scored;
    scored.flags = {{"harm", 0, true}};
    definition.critical_items[0].at_least.reset();
    EXPECT_FALSE(is_about_safety(definition.critical_items[0]));
    const int plain = critical_alerts(definition, silent, scored, {})[0].gravity;
    definition.critical_items[0].values = {1};
    EXPECT_TRUE(is_about_safety(definition.critical_items[0]));
    const int silence = critical_alerts(definition, silent, scored, {})[0].gravity;
    definition.critical_items[0].values.clear();
    definition.critical_items[0].at_least = 1;
    EXPECT_TRUE(is_about_safety(definition.critical_items[0]));
    EXPECT_EQ(critical_alerts(definition, silent, scored, {})[0].gravity, silence);
    const instruments::Response said{{Answer::chose(1)}};
    EXPECT_LT(plain, silence);
    EXPECT_LT(silence, critical_alerts(definition, said, scored, {})[0].gravity);
}

TEST(AlertRules, what_was_said_first_is_told_when_it_was_graver_or_when_the_last_word_is_no_danger)
{
    const Definition definition = one_item();
    instruments::Scored fired;
    fired.flags = {{"harm", 0, false}};
    const Answer none = Answer::none(Missing::declined);
    struct Case {
        Answer first, last;
        bool still_fires;
        std::string told, changed_to;
    };
    const std::vector<Case> all{
        {Answer::chose(1), Answer::chose(0), false, "Yes", "No"},
        {Answer::chose(2), Answer::chose(1), true, "2", "Yes"},
        {Answer::chose(1), Answer::chose(1), true, "Yes", ""},
        {Answer::chose(1), none, true, "Yes", std::string(instruments::word(Missing::declined))},
        {none, Answer::chose(1), true, "Yes", ""},
        {none, none, true, std::string(instruments::word(Missing::declined)), ""},
        {none, Answer::chose(0), false, std::string(instruments::word(Missing::declined)), "No"},
    };
    for (const Case& one : all) {
        const std::vector<Danger> dangers{{0, one.first, 77}};
        const auto alerts =
            critical_alerts(definition, {{one.last}}, one.still_fires ? fired : instruments::Scored{}, {}, dangers);
        ASSERT_EQ(alerts.size(), 1U);
        EXPECT_EQ(alerts[0].answer, one.told);
        EXPECT_EQ(alerts[0].changed_to, one.changed_to);
        EXPECT_EQ(alerts[0].happened_ms, 77);
    }
    EXPECT_TRUE(critical_alerts(definition, {{Answer::chose(0)}}, {}, {}).empty());
}

TEST(AlertRules, the_answer_of_the_time_before_is_that_of_the_same_item_or_none)
{
    const Definition definition = one_item();
    Definition before = one_item();
    before.items.resize(2);
    before.items[0].id = "other";
    before.items[1].id = "1";
    instruments::Scored fired;
    fired.flags = {{"harm", 0, false}};
    const instruments::Response now{{Answer::chose(1)}};
    const auto alert = [&](const Definition& old, const instruments::Response& then) {
        return critical_alerts(definition, now, fired, Previous{old, then, 20'000})[0];
    };
    const instruments::Response both{{Answer::chose(1), Answer::chose(0)}};
    EXPECT_EQ(alert(before, both).previous_answer, "No");
    EXPECT_EQ(alert(before, both).previous_day, 20'000);
    EXPECT_EQ(alert(before, {{Answer::chose(1)}}).previous_answer, "") << "it was not among those answers";
    before.items[1].id = "2";
    EXPECT_EQ(alert(before, both).previous_answer, "") << "it was not asked";
}

TEST(BackupNames, a_backup_can_put_nothing_anywhere_but_the_two_files_and_sessions_each_once)
{
    const std::string id = sealed::hex(sealed::random_id());
    const std::string session = "inbox/" + id + ".rvs";
    const std::string draft = "drafts/" + id + ".rvs";
    const auto are = [](const std::vector<std::string>& names) {
        std::vector<BackupHead::Part> parts;
        for (const std::string& name : names)
            parts.push_back({name, 1});
        return are_parts_of_a_vault(parts);
    };
    EXPECT_TRUE(are({"responses.db", "identity.db"}));
    EXPECT_TRUE(are({"responses.db", "identity.db", session, draft}));
    for (const std::vector<std::string>& names : std::vector<std::vector<std::string>>{
             {}, {"responses.db"}, {"identity.db", "responses.db"}, {"responses.db", "responses.db"}})
        EXPECT_FALSE(are(names));
    const std::string zeros(32, '0');
    for (const std::string& name : std::vector<std::string>{
             "", "header.rvh", "identity.db", "/etc/passwd", "../" + session, "inbox/../" + id + ".rvs",
             "inbox/" + id + ".rvx", "inbox/" + id + ".rv", "inbox/" + id + ".rvss", "inboxx" + id + ".rvs",
             "inbox\\" + id + ".rvs", "inbox/" + std::string(32, 'g') + ".rvs", "inbox/taken/" + id + ".rvs",
             "inbox/" + id.substr(3) + "/..", "drafts" + id + "/.rvs",
             std::string("inbox/\0", 7) + id.substr(1) + ".rvs"})
        EXPECT_FALSE(are({"responses.db", "identity.db", name})) << name;
    EXPECT_FALSE(are({"responses.db", "identity.db", session, session}));
}

TEST(BackupNames, what_only_looks_like_a_backup_is_none)
{
    const std::string folder = temporary_folder();
    const sealed::Id own = sealed::random_id();
    const std::string id = sealed::hex(own);
    const std::string good = id + "-20231114T221320000Z.rvb";
    for (const std::string& name : std::vector<std::string>{".rvb",
                                                            id + ".rvb",
                                                            id + "-.rvb",
                                                            id + "_20231114T221320000Z.rvb",
                                                            id + "-20231114T221320000Z.rvx",
                                                            id + "-20231114T221320000Z",
                                                            id + "-20231114T221320000.rvb",
                                                            id + "-20231114X221320000Z.rvb",
                                                            id + "-20231114T221320000z.rvb",
                                                            id + "-2023111/T221320000Z.rvb",
                                                            id + "-2023111:T221320000Z.rvb",
                                                            id + "-20231114T22132000xZ.rvb",
                                                            id + "-20231114T241320000Z.rvb",
                                                            id + "-20231114T226020000Z.rvb",
                                                            id + "-20231114T221360000Z.rvb",
                                                            id + "-20231314T221320000Z.rvb",
                                                            id + "-20230230T221320000Z.rvb",
                                                            id + "-20231114T221320000Z0.rvb",
                                                            std::string(32, 'g') + "-20231114T221320000Z.rvb",
                                                            id + "-20231114T-21320000Z.rvb",
                                                            good + ".new"})
        if (name.find('/') == std::string::npos) std::ofstream(folder + "/" + name) << "";
    EXPECT_TRUE(backups_in(folder, nullptr).empty());
    std::ofstream(folder + "/" + good) << "";
    EXPECT_EQ(backups_in(folder, &own).size(), 1U);
    EXPECT_EQ(backups_in(folder, nullptr).front().made_ms, 1'700'000'000'000);
    const sealed::Id other = sealed::random_id();
    EXPECT_TRUE(backups_in(folder, &other).empty());
    EXPECT_TRUE(backups_in(folder + "/none", nullptr).empty());
    remove_folder(folder);
}

} // namespace rapport::vault::test
