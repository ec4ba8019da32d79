#include <algorithm>

#include <gtest/gtest.h>

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

} // namespace rapport::strings
