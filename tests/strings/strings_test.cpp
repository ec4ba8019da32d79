#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/shell/strings/strings.h"
#include "instruments/base/result.h"

namespace rapport::strings {

TEST(Strings, a_fault_is_explained_in_its_own_sentence_or_by_its_name)
{
    EXPECT_EQ(explain({Fault{"disk_full"}, "x"}), say("fault.disk_full"));
    const std::string other = explain({Fault{"never_heard_of"}, "secret detail"});
    EXPECT_NE(other.find("never_heard_of"), std::string::npos);
    EXPECT_EQ(other.find("secret detail"), std::string::npos);
}

TEST(Strings, filling_is_one_pass)
{
    // {name} stands once in fault.other; what is put in is never read again.
    const std::string filled = say("fault.other", {{"name", "{name} {x} %s"}});
    EXPECT_NE(filled.find("({name} {x} %s)"), std::string::npos);
    const std::string unfilled = say("fault.other", {{"other", "x"}});
    EXPECT_NE(unfilled.find("({name})"), std::string::npos) << "what has no filling stays as it is";
}

TEST(Strings, an_unknown_language_changes_nothing)
{
    EXPECT_EQ(language(), "en");
    EXPECT_FALSE(use_language("xx"));
    EXPECT_EQ(language(), "en");
    EXPECT_TRUE(use_language("en"));
    EXPECT_FALSE(has("fault.never"));
    EXPECT_TRUE(has("common.back"));
}

TEST(Strings, every_fault_says_what_happened_and_what_to_do_calmly)
{
    for (const char* name : {"no_sodium",
                             "disk_full",
                             "read_only_folder",
                             "missing_file",
                             "cannot_write",
                             "cannot_read",
                             "damaged_session",
                             "wrong_key",
                             "session_finished",
                             "session_full",
                             "damaged_job",
                             "no_display",
                             "no_font",
                             "no_letters",
                             "wrong_passphrase",
                             "slot_blocked",
                             "vault_missing",
                             "vault_damaged",
                             "vault_in_use",
                             "not_a_cipher",
                             "cipher_too_old",
                             "vault_newer",
                             "vault_exists",
                             "weak_passphrase",
                             "recovery_mismatch",
                             "no_wording",
                             "unknown_instrument",
                             "unknown_person",
                             "nothing_to_release",
                             "too_few_people",
                             "definition_refused",
                             "other"}) {
        const std::string key = std::string("fault.") + name;
        ASSERT_TRUE(has(key)) << key;
        const std::string_view sentence = say(key);
        EXPECT_EQ(sentence.back(), '.') << key;
        EXPECT_EQ(sentence.find('!'), std::string_view::npos) << key;
        EXPECT_GE(std::count(sentence.begin(), sentence.end(), '.'), 2) << key << ": what happened, and what to do";
        EXPECT_LE(sentence.size(), 190U) << key;
    }
}

namespace {

/// The {names} of a sentence, sorted.
std::vector<std::string> placeholders(const std::string& sentence)
{
    std::vector<std::string> found;
    for (std::size_t at = sentence.find('{'); at != std::string::npos; at = sentence.find('{', at + 1))
        found.push_back(sentence.substr(at, sentence.find('}', at) + 1 - at));
    std::sort(found.begin(), found.end());
    return found;
}

std::map<std::string, std::string> sentences(std::string_view file)
{
    for (const BundledLanguage& language : bundled_languages())
        if (language.name == file)
            return nlohmann::json::parse(language.json).get<std::map<std::string, std::string>>();
    ADD_FAILURE() << file << " is not bundled";
    return {};
}

bool is_the_patients(const std::string& key)
{
    return key.starts_with("kiosk.") || key.starts_with("language.");
}

} // namespace

TEST(Strings, a_patient_meets_the_same_sentences_in_every_language)
{
    const auto english = sentences("en.json");
    for (const char* file : {"es.json", "zh.json"}) {
        const auto other = sentences(file);
        for (const auto& [key, words] : english) {
            if (!is_the_patients(key)) continue;
            const auto found = other.find(key);
            ASSERT_NE(found, other.end()) << file << " lacks " << key;
            EXPECT_EQ(placeholders(found->second), placeholders(words)) << file << " " << key;
            EXPECT_FALSE(found->second.empty()) << file << " " << key;
        }
        for (const auto& [key, words] : other)
            EXPECT_TRUE(english.contains(key)) << file << " has " << key << ", which is nobody's";
    }
}

TEST(Strings, what_a_language_has_no_words_for_is_said_in_english)
{
    ASSERT_TRUE(use_language("es"));
    EXPECT_EQ(say("kiosk.next"), "Siguiente");
    EXPECT_EQ(say("fault.disk_full"), sentences("en.json").at("fault.disk_full"));
    ASSERT_TRUE(use_language("en"));
    EXPECT_EQ(say("kiosk.next"), "Next");
}

} // namespace rapport::strings
