// Rights that no role has by itself, and the way back from a code to a person.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "storage/vault/escrow.h"
#include "storage/vault/given_rights.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

std::vector<AuditEntry> lines_of(Vault& vault, std::string_view event)
{
    std::vector<AuditEntry> out;
    for (const AuditEntry& line : *vault.audit(1, 1000))
        if (line.event == event) out.push_back(line);
    return out;
}

Fault fault_of(const Status& status)
{
    return status ? Fault{"done"} : status.error().fault;
}

constexpr std::string_view why = "a screening item calls for a call back";

} // namespace

TEST(GivenRights, nobody_has_one_until_a_clinician_and_an_administrator_give_it)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    EXPECT_EQ(fault_of(must_have(vault, Right::identified)), fault::not_allowed);
    EXPECT_TRUE(who_has(vault, Right::identified)->empty());
    const Approval wrong{std::string(admin), secret("not the right words at all"), {}};
    EXPECT_EQ(fault_of(give_right(vault, Right::identified, user, why, wrong)), fault::wrong_passphrase);
    EXPECT_EQ(fault_of(give_right(vault, Right::identified, user, " ", by_admin())), fault::empty_note);
    EXPECT_EQ(fault_of(give_right(vault, Right::identified, researcher, why, by_admin())), fault::not_allowed);
    EXPECT_EQ(fault_of(give_right(vault, Right::identified, "nobody", why, by_admin())), fault::unknown_user);
    EXPECT_EQ(fault_of(must_have(vault, Right::identified)), fault::not_allowed);

    ASSERT_TRUE(give_right(vault, Right::identified, user, why, by_admin()).ok());
    EXPECT_TRUE(must_have(vault, Right::identified).ok());
    EXPECT_EQ(fault_of(must_have(vault, Right::reidentify)), fault::not_allowed) << "one is not the other";
    EXPECT_EQ(*who_has(vault, Right::identified), std::vector{std::string(user)});
    EXPECT_EQ(fault_of(give_right(vault, Right::identified, user, why, by_admin())), fault::no_change);
    ASSERT_EQ(lines_of(vault, "right_given").size(), 1U);
    EXPECT_EQ(lines_of(vault, "right_given").front().reason, why);

    ASSERT_TRUE(take_right(vault, Right::identified, user, "no longer needed").ok());
    EXPECT_EQ(fault_of(must_have(vault, Right::identified)), fault::not_allowed);
    EXPECT_EQ(fault_of(take_right(vault, Right::identified, user, why)), fault::no_change);
    EXPECT_EQ(lines_of(vault, "right_taken").size(), 1U);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(GivenRights, a_researchers_key_does_not_open_where_they_are_kept)
{
    const Clinic clinic(Clinic::Kind::staffed);
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(give_right(vault, Right::reidentify, user, why, by_admin()).ok());
    }
    auto vault = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(fault_of(must_have(*vault, Right::reidentify)), fault::not_allowed);
    EXPECT_FALSE(who_has(*vault, Right::reidentify).ok());
    EXPECT_EQ(fault_of(give_right(*vault, Right::reidentify, user, why, by_admin())), fault::not_allowed);
}

TEST(GivenRights, ones_own_passphrase_is_tried_once_more_and_wrong_ones_are_counted)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    EXPECT_TRUE(prove_again(vault, secret(passphrase)).ok());
    EXPECT_EQ(fault_of(prove_again(vault, secret(colleague_passphrase))), fault::wrong_passphrase);
}

TEST(Escrow, a_code_leads_to_its_person_for_whom_has_the_right_and_says_why)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const Person first = somebody(vault);
    const Person second = somebody(vault, "Anselm Ivarsson");
    const std::string code = *vault.project_code("Sleep", second.id);
    const std::string other = *vault.project_code("Alliance", second.id);
    ASSERT_NE(code, other);

    EXPECT_EQ(who_is(vault, code, why).error().fault, fault::not_allowed);
    EXPECT_EQ(lines_of(vault, "reidentify_refused").size(), 1U);
    ASSERT_TRUE(give_right(vault, Right::reidentify, user, why, by_admin()).ok());
    EXPECT_EQ(who_is(vault, code, "").error().fault, fault::empty_note);
    EXPECT_TRUE(lines_of(vault, "reidentified").empty());

    const auto found = who_is(vault, code, why);
    ASSERT_TRUE(found.ok()) << found.error().fault.name;
    EXPECT_EQ(found->project, "Sleep");
    EXPECT_EQ(found->person.id, second.id);
    EXPECT_NE(found->person.id, first.id);
    EXPECT_EQ(found->identity.name, "Anselm Ivarsson");
    EXPECT_EQ(who_is(vault, other, why)->project, "Alliance");

    // As somebody copies it by hand: small letters, no hyphens, O for nought, I for one.
    std::string typed;
    for (const char c : code)
        if (c != '-') typed += c == '0' ? 'o' : c == '1' ? 'i' : static_cast<char>(std::tolower(c));
    EXPECT_EQ(who_is(vault, typed, why)->person.id, second.id);

    const auto lines = lines_of(vault, "reidentified");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines.front().object, sealed::hex(second.id));
    EXPECT_EQ(lines.front().field, "Sleep");
    EXPECT_EQ(lines.front().reason, why);
    EXPECT_EQ(lines.front().actor, user);
    for (const AuditEntry& line : *vault.audit(1, 1000))
        for (const std::string& words : {line.object, line.field, line.reason}) {
            EXPECT_EQ(words.find(code), std::string::npos);
            EXPECT_EQ(words.find("Ivarsson"), std::string::npos);
        }
}

TEST(Escrow, a_code_of_nobody_and_one_of_somebody_erased_are_unknown)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const std::string code = *vault.project_code("Sleep", person.id);
    ASSERT_TRUE(give_right(vault, Right::reidentify, user, why, by_admin()).ok());
    for (const char* const none : {"", "x", "0000-0000-0000-0000", "UUUU-UUUU-UUUU-UUUU", "' OR 1=1 --"})
        EXPECT_EQ(who_is(vault, none, why).error().fault, fault::unknown_code) << none;
    ASSERT_TRUE(vault.erase(person.id, "asked for it").ok());
    EXPECT_EQ(who_is(vault, code, why).error().fault, fault::unknown_code);
}

TEST(Escrow, a_researcher_looks_nobody_up)
{
    const Clinic clinic(Clinic::Kind::staffed);
    std::string code;
    {
        Vault vault = clinic.open();
        code = *vault.project_code("Sleep", somebody(vault).id);
        ASSERT_TRUE(give_right(vault, Right::reidentify, user, why, by_admin()).ok());
    }
    auto vault = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(who_is(*vault, code, why).error().fault, fault::not_allowed);
}

} // namespace rapport::vault::test
