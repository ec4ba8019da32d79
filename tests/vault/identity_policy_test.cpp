#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "storage/vault/identity_policy.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

IdentifierType type_of(IdentifierCheck check, int digits = 0)
{
    return {"number", "Number", check, digits};
}

/// Modulus 11 in the words of the NHS Data Dictionary, another way round: the remainder of the whole weighted sum with
/// the check digit itself at weight 1 is nought.
bool nhs_by_whole_sum(const std::string& digits)
{
    int sum = 0;
    for (int place = 0; place < 10; ++place)
        sum += (digits[static_cast<std::size_t>(place)] - '0') * (10 - place);
    return sum % 11 == 0;
}

/// Luhn from its definition: written out digit by digit, then added up.
bool luhn_by_words(const std::string& digits)
{
    std::string doubled;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        const bool twice = (digits.size() - at) % 2 == 0;
        doubled += std::to_string((digits[at] - '0') * (twice ? 2 : 1));
    }
    int sum = 0;
    for (const char c : doubled)
        sum += c - '0';
    return sum % 10 == 0;
}

std::string random_digits(std::mt19937_64& random, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out.push_back(static_cast<char>('0' + random() % 10));
    return out;
}

} // namespace

TEST(IdentityPolicy, an_nhs_number_is_told_by_modulus_11)
{
    const IdentifierType nhs = type_of(IdentifierCheck::nhs_number, 10);
    EXPECT_TRUE(is_well_formed(nhs, "943 476 5919")); // the NHS Data Dictionary's own example
    EXPECT_TRUE(is_well_formed(nhs, "9434765919"));
    EXPECT_FALSE(is_well_formed(nhs, "9434765918"));
    EXPECT_FALSE(is_well_formed(nhs, "943476591"));
    EXPECT_FALSE(is_well_formed(nhs, "943476591X"));
    std::mt19937_64 random(11);
    int good = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string digits = random_digits(random, 10);
        ASSERT_EQ(is_well_formed(nhs, digits), nhs_by_whole_sum(digits)) << digits;
        good += nhs_by_whole_sum(digits) ? 1 : 0;
    }
    EXPECT_GT(good, 1'000);
}

TEST(IdentityPolicy, a_luhn_number_is_told_by_its_last_digit)
{
    EXPECT_TRUE(is_well_formed(type_of(IdentifierCheck::luhn), "79927398713")); // the example of ISO/IEC 7812-1
    EXPECT_FALSE(is_well_formed(type_of(IdentifierCheck::luhn), "79927398710"));
    EXPECT_FALSE(is_well_formed(type_of(IdentifierCheck::luhn, 10), "79927398713"));
    std::mt19937_64 random(12);
    for (int i = 0; i < 20'000; ++i) {
        const std::string digits = random_digits(random, 2 + static_cast<int>(random() % 18));
        ASSERT_EQ(is_well_formed(type_of(IdentifierCheck::luhn), digits), luhn_by_words(digits)) << digits;
    }
}

TEST(IdentityPolicy, every_rule_of_and_and_or_is_what_its_table_says)
{
    // Random rules over four names are read, and worked out a second way: as a tree that was made before its text was.
    std::mt19937_64 random(13);
    const std::vector<std::string> names{"name", "date_of_birth", "record_number", "edipi"};
    struct Made {
        std::string text;
        unsigned truth = 0; ///< bit n: met when the names that n's bits name are there
    };
    const std::function<Made(int)> make = [&](int depth) -> Made {
        if (depth == 0 || random() % 3 == 0) {
            const std::size_t which = random() % names.size();
            Made leaf{names[which]};
            for (unsigned there = 0; there < 16; ++there)
                if ((there >> which & 1U) != 0) leaf.truth |= 1U << there;
            return leaf;
        }
        const Made left = make(depth - 1);
        const Made right = make(depth - 1);
        const bool both = random() % 2 == 0;
        return {"(" + left.text + ")" + (both ? " and " : " or  ") + "(" + right.text + ")",
                both ? left.truth & right.truth : left.truth | right.truth};
    };
    IdentityPolicy policy;
    policy.types = {{"edipi", "EDIPI", IdentifierCheck::digits, 10}};
    for (int i = 0; i < 10'000; ++i) {
        const Made made = make(4);
        if (made.text.size() > 400) continue;
        policy.rule = made.text;
        ASSERT_EQ(wrong_with(policy), "") << made.text;
        for (unsigned there = 0; there < 16; ++there) {
            Identity identity;
            if ((there & 1U) != 0) identity.name = "A";
            if ((there & 2U) != 0) identity.date_of_birth = "1980-01-01";
            if ((there & 4U) != 0) identity.record_number = "1";
            if ((there & 8U) != 0) identity.identifiers = {{"edipi", "1234567890"}};
            ASSERT_EQ(meets(policy, identity), (made.truth >> there & 1U) != 0) << made.text << " " << there;
        }
    }
}

TEST(IdentityPolicy, and_binds_before_or)
{
    IdentityPolicy policy;
    policy.rule = "name and date_of_birth or record_number";
    Identity number_alone;
    number_alone.record_number = "7";
    EXPECT_TRUE(meets(policy, number_alone));
    Identity name_alone;
    name_alone.name = "A";
    EXPECT_FALSE(meets(policy, name_alone));
}

TEST(IdentityPolicy, a_rule_that_cannot_be_read_is_refused_and_met_by_nobody)
{
    Identity whole;
    whole.name = "A";
    whole.date_of_birth = "1980-01-01";
    for (const std::string& rule :
         std::vector<std::string>{"name and", "and name", "name date_of_birth", "(name", "name)", "name or or name",
                                  "shoe_size", "()", "name & name", std::string(60, '(')}) {
        IdentityPolicy policy;
        policy.rule = rule;
        EXPECT_EQ(wrong_with(policy), "rule") << rule;
        EXPECT_FALSE(meets(policy, whole)) << rule;
    }
    IdentityPolicy policy;
    policy.types = {{"name", "Name", IdentifierCheck::none, 0}};
    EXPECT_EQ(wrong_with(policy), "id");
    policy.types = {{"a", "A", IdentifierCheck::none, 0}, {"a", "B", IdentifierCheck::none, 0}};
    EXPECT_EQ(wrong_with(policy), "id");
    policy.types = {{"a", "A", IdentifierCheck::digits, 0}};
    EXPECT_EQ(wrong_with(policy), "digits");
    for (const IdentifierType& known : known_identifier_types()) {
        policy.types = {known};
        EXPECT_EQ(wrong_with(policy), "") << known.id;
    }
}

TEST(Identifiers, what_a_clinic_keeps_and_needs_is_asked_of_everybody_added)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Person person;
    EXPECT_EQ(vault.add_person(person, {}).error().fault, fault::identity_needed); // as a clinic begins

    IdentityPolicy policy;
    policy.rule = "edipi or (name and date_of_birth)";
    policy.types = known_identifier_types();
    ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    EXPECT_EQ(*vault.identity_policy(), policy);
    Identity identity;
    identity.identifiers = {{"edipi", "123456789"}};
    EXPECT_EQ(vault.add_person(person, identity).error().fault, fault::bad_identifier);
    identity.identifiers = {{"shoe", "44"}};
    EXPECT_EQ(vault.add_person(person, identity).error().fault, fault::bad_identifier);
    identity.identifiers = {{"edipi", "1234567890"}, {"nhs_number", "943 476 5919"}};
    const auto added = vault.add_person(person, identity);
    ASSERT_TRUE(added.ok()) << added.error().detail;
    EXPECT_EQ(vault.identity(added->id)->identifiers, identity.identifiers);
    EXPECT_EQ(vault.people("9434765919")->size(), 1U); // however it was spaced
    EXPECT_EQ(vault.people("943 476")->size(), 1U);
    EXPECT_TRUE(vault.people("94347659190")->empty());

    policy.rule = "shoe_size";
    EXPECT_EQ(vault.set_identity_policy(policy).error().fault, fault::bad_policy);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Identifiers, a_clinic_of_pseudonyms_alone_keeps_no_word_of_who_somebody_is)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    IdentityPolicy policy;
    policy.rule.clear();
    policy.pseudonyms_only = true;
    ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    const auto added = vault.add_person({}, {});
    ASSERT_TRUE(added.ok());
    EXPECT_FALSE(added->pseudonym.empty());
    Identity named;
    named.name = "Somebody";
    EXPECT_EQ(vault.add_person({}, named).error().fault, fault::bad_identifier);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Identifiers, a_likely_duplicate_is_named_with_why)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    IdentityPolicy policy;
    policy.types = known_identifier_types();
    ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    const Person first = somebody(vault, "Marguerite Vandersteen");

    Identity draft;
    draft.name = "marguerite vandersteen";
    draft.date_of_birth = "1982-03-04";
    auto alike = vault.likenesses(draft);
    ASSERT_EQ(alike->size(), 1U);
    EXPECT_EQ(alike->front().person, first.id);
    EXPECT_EQ(alike->front().why, "name_and_birth");
    draft.date_of_birth = "1982-03-05";
    EXPECT_TRUE(vault.likenesses(draft)->empty());
    draft.record_number = "rn 5501"; // kept as "RN-5501"
    EXPECT_EQ(vault.likenesses(draft)->front().why, "record_number");
    draft.person = first.id; // nobody is their own duplicate
    EXPECT_TRUE(vault.likenesses(draft)->empty());

    Identity numbered = *vault.identity(first.id);
    numbered.identifiers = {{"edipi", "1234567890"}};
    ASSERT_TRUE(vault.edit_person(first, numbered, "asked at the desk").ok());
    Identity same_number;
    same_number.identifiers = {{"edipi", "123-456-7890"}};
    EXPECT_EQ(vault.likenesses(same_number)->front().why, "edipi");
    same_number.identifiers = {{"nhs_number", "1234567890"}};
    EXPECT_TRUE(vault.likenesses(same_number)->empty());
}

TEST(Identifiers, what_stood_before_an_edit_is_kept_with_who_and_why)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Person person = somebody(vault, "Marguerite Vandersteen");
    Identity identity = *vault.identity(person.id);
    EXPECT_EQ(vault.edit_person(person, identity, "nothing").error().fault, fault::no_change);
    identity.name = "Marguerite Van der Steen";
    person.sex = "";
    EXPECT_EQ(vault.edit_person(person, identity, "  ").error().fault, fault::empty_note);
    ASSERT_TRUE(vault.edit_person(person, identity, "misheard at the desk").ok());
    EXPECT_EQ(vault.identity(person.id)->name, "Marguerite Van der Steen");
    EXPECT_EQ(vault.person(person.id)->person.sex, "");
    EXPECT_EQ(vault.people()->front().person.sex, "");
    EXPECT_TRUE(vault.people("vandersteen")->empty());
    const auto lines = vault.audit(1, 1000);
    const auto line = std::ranges::find(*lines, "person_edited", &AuditEntry::event);
    ASSERT_NE(line, lines->end());
    EXPECT_EQ(line->reason, "misheard at the desk");
    EXPECT_TRUE(vault.verify().ok());
    {
        const Vault closing = std::move(vault);
    }
    auto raw = clinic.raw();
    EXPECT_EQ(*raw.database.ask("SELECT name FROM identity.identity_before WHERE reason = 'misheard at the desk' AND "
                                "actor = ?",
                                {user}),
              "Marguerite Vandersteen");
    EXPECT_EQ(*raw.database.ask("SELECT sex FROM main.person_before"), "female");
}

} // namespace rapport::vault::test
