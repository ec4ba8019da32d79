// A row of the settings that says what could not have been set: a fault of ours, or of whoever had the keys.
#include <algorithm>

#include <gtest/gtest.h>

#include "storage/vault/definitions.h"
#include "storage/vault/identity_policy.h"
#include "storage/vault/schema.h"
#include "storage/vault/user_notes.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// A vault one of whose settings was written past all its checks.
struct Set {
    std::unique_ptr<Clinic> clinic;
    Core core;

    Set(const Clinic& from, std::string_view name, std::string_view value)
        : clinic(Clinic::copy_of(from)), core(clinic->core())
    {
        EXPECT_TRUE(write_setting(core.database, name, value).ok());
    }
    [[nodiscard]] Vault vault() { return VaultOf::parts(std::move(core)); }
};

std::vector<AuditEntry> lines_of(Core& core, std::string_view event)
{
    std::vector<AuditEntry> out;
    EXPECT_TRUE(core.database
                    .each("SELECT actor, object, field, reason FROM main.audit WHERE event = ? ORDER BY sequence",
                          {event},
                          [&](const Row& row) {
                              AuditEntry& line = out.emplace_back();
                              line.actor = row.text(0);
                              line.object = row.text(1);
                              line.field = row.text(2);
                              line.reason = row.text(3);
                              return true;
                          })
                    .ok());
    return out;
}

} // namespace

TEST(DamagedSettings, a_policy_of_identifiers_that_is_none_of_ours_is_told_and_nobody_is_added_under_it)
{
    const Clinic clinic;
    for (const char* const text :
         {"edipi\nEDIPI\ndigits\n", "edipi\n", "edipi\nEDIPI\nmodulus\n10\n", "edipi\nEDIPI\n\n10\n"}) {
        Set set(clinic, "identity_policy:types", text);
        Vault vault = set.vault();
        EXPECT_EQ(vault.identity_policy().error().fault, fault::vault_damaged) << text;
        Identity identity;
        identity.name = "Somebody";
        identity.date_of_birth = "1971-02-03";
        EXPECT_EQ(vault.add_person({}, identity).error().fault, fault::vault_damaged) << text;
        EXPECT_TRUE(vault.people()->empty());
    }
    for (const char* const digits : {"41", "-1", "ten", "10x", "99999999999", ""}) {
        Set set(clinic, "identity_policy:types", std::string("a\nA\nluhn\n") + digits + "\n");
        Vault vault = set.vault();
        const auto policy = vault.identity_policy();
        ASSERT_TRUE(policy.ok()) << digits;
        EXPECT_EQ(policy->types, (std::vector<IdentifierType>{{"a", "A", IdentifierCheck::luhn, 0}})) << digits;
    }
}

TEST(DamagedSettings, every_check_of_an_identifier_is_kept_as_it_was_set)
{
    const Clinic clinic;
    IdentityPolicy policy;
    policy.types = {{"a", "A", IdentifierCheck::none, 0},
                    {"b", "B", IdentifierCheck::digits, 40},
                    {"c", "C", IdentifierCheck::nhs_number, 10},
                    {"d", "D", IdentifierCheck::luhn, 0}};
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    }
    EXPECT_EQ(*clinic.open().identity_policy(), policy);
}

TEST(DamagedSettings, a_number_of_care_that_could_not_have_been_set_is_the_one_a_clinic_begins_with)
{
    const Clinic clinic;
    const CarePolicy begins;
    for (const char* const text : {"", "x", "12x", " 12", "0", "-7", "100000", "99999999999999"}) {
        Set set(clinic, "policy:stopped_days", text);
        EXPECT_EQ(set.vault().care_policy()->stopped_days, begins.stopped_days) << text;
    }
    Set set(clinic, "policy:stopped_days", "7");
    EXPECT_EQ(set.vault().care_policy()->stopped_days, 7);
}

TEST(DamagedSettings, a_number_of_care_beyond_its_limits_is_refused_by_name_and_no_other_is_changed)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    struct Limit {
        const char* name;
        int CarePolicy::*field;
        int least;
        int most;
    };
    // care.h and SECURITY.md name what each stands for; these are the numbers that the settings page offers.
    const std::vector<Limit> limits{
        {"course_people", &CarePolicy::course_people, CarePolicy::least_course_people, 1000},
        {"course_width", &CarePolicy::course_width, 1, 40},
        {"course_percent", &CarePolicy::course_percent, 75, 99},
        {"flag_again_days", &CarePolicy::flag_again_days, 1, 90},
        {"stopped_days", &CarePolicy::stopped_days, 7, 365}};
    const auto before = vault.audit(1, 1000)->size();
    for (const Limit& limit : limits)
        for (const int beyond : {limit.least - 1, limit.most + 1, -1'000'000}) {
            CarePolicy policy;
            policy.course_people = 77;
            policy.stopped_days = 77;
            policy.*limit.field = beyond;
            EXPECT_EQ(vault.set_care_policy(policy).error().detail, limit.name) << beyond;
        }
    EXPECT_EQ(*vault.care_policy(), CarePolicy{});
    EXPECT_EQ(vault.audit(1, 1000)->size(), before);
    for (const Limit& limit : limits)
        for (const int edge : {limit.least, limit.most}) {
            CarePolicy policy;
            policy.*limit.field = edge;
            ASSERT_TRUE(vault.set_care_policy(policy).ok()) << limit.name;
            EXPECT_EQ(*vault.care_policy(), policy);
        }
}

TEST(DamagedSettings, a_norm_that_cannot_be_read_is_told_and_one_that_fits_no_instrument_is_no_rule)
{
    const Clinic clinic;
    for (const char* const text : {"{", "[]", "{}", R"({"instrument":"phq-9","score":"total","sd":"five"})"}) {
        Set set(clinic, "norm:phq-9:total", text);
        EXPECT_EQ(load_instruments(set.core).error().fault, fault::vault_damaged) << text;
        EXPECT_EQ(set.vault().norms().error().fault, fault::vault_damaged) << text;
    }
    const auto row = [](const std::string& instrument, const std::string& score, const std::string& sd) {
        return R"({"instrument":")" + instrument + R"(","score":")" + score + R"(","sd":)" + sd +
               R"(,"reliability":0.75,"population":"p","source":"s","citation":"c","actor":"a","at_ms":1})";
    };
    const auto rules = [](Core& core) {
        int out = 0;
        for (const auto& definition : core.instruments)
            for (const auto& change : definition.changes)
                out += change.id.starts_with("site-") ? 1 : 0;
        return out;
    };
    for (const std::string& text :
         {row("no-longer", "total", "5"), row("phq-9", "no-longer", "5"), row("phq-9", "total", "5000")}) {
        Set set(clinic, "norm:a:b", text);
        ASSERT_TRUE(load_instruments(set.core).ok()) << text;
        EXPECT_EQ(rules(set.core), 0) << text;
    }
    Set set(clinic, "norm:phq-9:total", row("phq-9", "total", "5"));
    ASSERT_TRUE(load_instruments(set.core).ok());
    EXPECT_EQ(rules(set.core), 1);
}

TEST(Norms, the_end_point_of_recovery_is_kept_with_its_norm)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(
            vault.set_norm({"phq-9", "total", 5, 0.75, 9.5, "our intake", "Clinic 2025", "Report 7, 2025"}).ok());
    }
    EXPECT_EQ(clinic.open().norms()->front().norm.end_point, 9.5);
}

TEST(Roles, tickets_norms_policies_and_the_record_are_a_clinicians)
{
    const Clinic clinic(Clinic::Kind::staffed);
    auto vault = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(vault->set_norm({"phq-9", "total", 5, 0.75, {}, "p", "s", "c"}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->remove_norm("phq-9", "total").error().fault, fault::not_allowed);
    EXPECT_EQ(vault->escalate_alerts().error().fault, fault::not_allowed);
    EXPECT_EQ(vault->record({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->make_ticket({}, 1).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->tickets().error().fault, fault::not_allowed);
    EXPECT_EQ(vault->revoke_ticket({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->ticket_sheet().error().fault, fault::not_allowed);
    EXPECT_EQ(vault->likenesses({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->set_care_policy({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->set_identity_policy({}).error().fault, fault::not_allowed);
}

TEST(DamagedSettings, no_ticket_is_made_or_handed_out_with_a_salt_that_is_none)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        EXPECT_FALSE(somebody(vault).pseudonym.empty());
    }
    for (const char* const text : {"", "00", "zz"}) {
        Set set(clinic, "ticket_salt", text);
        ASSERT_TRUE(load_instruments(set.core).ok());
        Vault vault = set.vault();
        SessionWish wish;
        wish.person = vault.people()->front().person.id;
        wish.battery = {"phq-9"};
        EXPECT_EQ(vault.make_ticket(wish, 24).error().fault, fault::vault_damaged);
        EXPECT_EQ(vault.ticket_sheet().error().fault, fault::vault_damaged);
        EXPECT_TRUE(vault.tickets()->empty());
    }
}

TEST(Identifiers, one_given_twice_is_refused_an_empty_one_is_none_and_a_clinic_of_pseudonyms_takes_none_at_all)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    IdentityPolicy policy;
    policy.types = known_identifier_types();
    ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    Identity identity;
    identity.name = "Somebody";
    identity.date_of_birth = "1971-02-03";
    identity.identifiers = {{"edipi", "1234567890"}, {"edipi", "1234567891"}};
    EXPECT_EQ(vault.add_person({}, identity).error().detail, "edipi");
    identity.identifiers = {{"nhs_number", ""}, {"edipi", "1234567890"}, {"shoe", ""}};
    const auto first = vault.add_person({}, identity);
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(vault.identity(first->id)->identifiers, (std::vector<Identifier>{{"edipi", "1234567890"}}));
    std::ranges::reverse(identity.identifiers);
    EXPECT_EQ(vault.edit_person(*first, identity, "the same again").error().fault, fault::no_change);

    identity.name = "Somebody Else";
    const auto second = vault.add_person({}, identity);
    ASSERT_TRUE(second.ok());
    Identity draft;
    EXPECT_TRUE(vault.likenesses(draft)->empty()) << "nobody is like nothing";
    draft.name = "Somebody";
    EXPECT_TRUE(vault.likenesses(draft)->empty()) << "a name alone is many people's";
    draft.date_of_birth = identity.date_of_birth;
    draft.identifiers = {{"nhs_number", " - "}, {"edipi", "12345 67890"}};
    EXPECT_EQ(vault.likenesses(draft)->size(), 2U) << "each once, though the first is alike in two ways";
    draft.person = first->id;
    EXPECT_EQ(vault.likenesses(draft)->size(), 1U);
    ASSERT_TRUE(vault.merge(second->id, first->id, "one person").ok());
    EXPECT_TRUE(vault.likenesses(draft)->empty());

    policy.pseudonyms_only = true;
    policy.rule.clear();
    ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    for (const Identity& who : {Identity{{}, "Name", "", ""}, Identity{{}, "", "1971-02-03", ""},
                                Identity{{}, "", "", "R 1"}, Identity{{}, "", "", "", {{"edipi", "1234567899"}}}})
        EXPECT_EQ(vault.add_person({}, who).error().detail, "pseudonyms_only");
    EXPECT_TRUE(vault.add_person({}, {}).ok());
    policy.pseudonyms_only = false;
    ASSERT_TRUE(vault.set_identity_policy(policy).ok());
    EXPECT_FALSE(vault.identity_policy()->pseudonyms_only);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(UserNotes, an_act_begun_that_cannot_be_read_is_told_and_stays)
{
    const Clinic clinic;
    for (const char* const text : {"", "user_added\n", "1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"}) {
        Set set(clinic, "user_act", text);
        EXPECT_EQ(reconcile_users(set.core).error().fault, fault::vault_damaged) << text;
        EXPECT_EQ(**read_setting(set.core.database, "user_act"), text);
    }
}

TEST(UserNotes, an_act_begun_is_told_in_the_name_and_role_of_who_began_it)
{
    const Clinic clinic(Clinic::Kind::staffed);
    for (const char* const role : {"clinician", "researcher", "admin"}) {
        Set set(clinic, "user_act",
                "user_added\nLee Marsh\n" + std::string(role) + "\n\n" + std::string(32, '0') +
                    "\nclinician\nsalt\nKim Ortega\n");
        ASSERT_TRUE(reconcile_users(set.core).ok());
        const auto lines = lines_of(set.core, "user_added_undone");
        ASSERT_EQ(lines.size(), 1U);
        EXPECT_EQ(lines[0].actor, "Lee Marsh");
        EXPECT_EQ(lines[0].reason, "Kim Ortega");
        EXPECT_FALSE(*read_setting(set.core.database, "user_act"));
        EXPECT_EQ(set.core.user, user) << "the one who opened the vault is who goes on";
        EXPECT_EQ(set.core.role, Role::clinician);
    }
}

TEST(UserNotes, whatever_the_header_says_otherwise_than_was_noted_has_its_line_once)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const auto noted = [](std::string_view role, const std::string& salt, std::string_view name) {
        return std::string(role) + "\n" + salt + "\n" + std::string(name) + "\n";
    };
    const Header header = *load_header(clinic.folder);
    const auto slot = [&](std::string_view name) { return "user:" + sealed::hex(header.user(name)->slot); };
    const auto salt = [&](std::string_view name) { return sealed::hex(header.user(name)->wrap.salt); };
    const std::vector<std::pair<std::string, std::string>> changed{
        {slot(colleague), noted("clinician", std::string(32, '0'), colleague)}, // a passphrase set anew
        {slot(colleague), noted("researcher", salt(colleague), colleague)},     // another role
        {slot(colleague), noted("clinician", salt(colleague), "Lee M.")},       // another name
        {slot(admin), noted("admin", std::string(32, '0'), admin)},             // an administrator's own doing
    };
    for (const auto& [name, value] : changed) {
        Set set(clinic, name, value);
        const auto before = lines_of(set.core, "passphrase_changed").size();
        ASSERT_TRUE(reconcile_users(set.core).ok());
        auto lines = lines_of(set.core, "passphrase_changed");
        ASSERT_EQ(lines.size(), before + 1) << value;
        EXPECT_EQ(lines.back().actor, name == slot(admin) ? admin : user);
        EXPECT_TRUE(lines.back().reason.ends_with(", found at unlock"));
        ASSERT_TRUE(reconcile_users(set.core).ok());
        EXPECT_EQ(lines_of(set.core, "passphrase_changed").size(), before + 1) << "told once";
    }
    Set set(clinic, "user:" + std::string(32, 'a'), "clinician\nsalt\nGone Away\n");
    ASSERT_TRUE(reconcile_users(set.core).ok());
    EXPECT_EQ(lines_of(set.core, "user_removed").back().reason, "Gone Away, found at unlock");
    EXPECT_FALSE(*read_setting(set.core.database, "user:" + std::string(32, 'a')));
    ASSERT_TRUE(set.core.database.run("DELETE FROM main.setting WHERE name = ?", {slot(colleague)}).ok());
    ASSERT_TRUE(reconcile_users(set.core).ok());
    EXPECT_EQ(lines_of(set.core, "user_added").back().reason, std::string(colleague) + ", found at unlock");
}

TEST(UserNotes, nobody_who_is_not_in_the_header_is_changed)
{
    const Clinic clinic;
    Core core = clinic.core();
    const Header before = core.header;
    EXPECT_EQ(change_header(core, before, {event_user_reset, sealed::random_id(), {}}).error().fault,
              fault::unknown_user);
    EXPECT_TRUE(lines_of(core, "user_reset_begun").empty());
}

} // namespace rapport::vault::test
