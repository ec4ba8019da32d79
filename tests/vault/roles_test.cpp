// What each role can and cannot open: shown with the keys themselves, not with the program's manners.
#include <gtest/gtest.h>

#include <algorithm>

#include "storage/sealed/session_log.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/recovery.h"
#include "storage/vault/slots.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

RoleKeys keys_of(const Clinic& clinic, std::string_view name, std::string_view words)
{
    return *unlock(*load_header(clinic.folder), name, secret(words));
}

/// One person with one questionnaire taken in, and one session that waits in the inbox.
struct Day {
    Person person;
    sealed::Job waiting;
};

Day a_day(const Clinic& clinic)
{
    Vault vault = clinic.open();
    Day day{somebody(vault), {}};
    Clinic::answer(started(vault, day.person.id, {"phq-9"}), all_items(0, 10, 2));
    EXPECT_EQ(vault.ingest()->sessions, 1);
    day.waiting = started(vault, day.person.id, {"phq-9"});
    Clinic::answer(day.waiting, all_items(0, 10, 1));
    return day;
}

Fault fault_of(const Status& status)
{
    return status ? Fault{"done"} : status.error().fault;
}

} // namespace

TEST(Roles, a_researchers_key_opens_the_answers_and_does_not_open_the_names)
{
    const Clinic clinic(Clinic::Kind::staffed);
    a_day(clinic);
    const RoleKeys keys = keys_of(clinic, researcher, researcher_passphrase);
    EXPECT_TRUE(keys.identity.empty());
    EXPECT_TRUE(keys.inbox.empty());
    EXPECT_TRUE(keys.root.empty());

    auto lock = VaultLock::take(clinic.folder);
    auto answers = open_databases(*lock, clinic.folder, {keys.responses, sealed::Secret()});
    ASSERT_TRUE(answers.ok());
    EXPECT_EQ(*answers->count("SELECT count(*) FROM main.administration"), 1);
    EXPECT_EQ(*answers->count("SELECT count(*) FROM pragma_database_list"), 1);
    {
        const Connection closed = std::move(*answers);
    }
    // Whatever they try on identity.db: their own key, and every one derived from it that the format names.
    for (const std::string_view purpose : {purpose::header_mac, purpose::row_mac, purpose::audit_chain})
        EXPECT_FALSE(
            open_databases(*lock, clinic.folder, {keys.responses, crypto::derive(keys.responses, purpose)}).ok());
    EXPECT_FALSE(open_databases(*lock, clinic.folder, {keys.responses, keys.responses}).ok());
}

TEST(Roles, a_researchers_key_does_not_open_a_session_that_waits)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Day day = a_day(clinic);
    const std::string path = clinic.folder + "/inbox/" + sealed::hex(day.waiting.session) + ".rvs";
    const sealed::InboxKeys none;
    ASSERT_TRUE(sealed::open_session_file(path, none, &day.waiting.key).ok());

    const RoleKeys keys = keys_of(clinic, researcher, researcher_passphrase);
    auto lock = VaultLock::take(clinic.folder);
    auto answers = open_databases(*lock, clinic.folder, {keys.responses, sealed::Secret()});
    ASSERT_TRUE(answers.ok());
    sealed::Secret as_it_lies;
    ASSERT_TRUE(answers
                    ->each("SELECT key FROM main.session WHERE id = ?", {day.waiting.session},
                           [&](const Row& row) {
                               as_it_lies = row.secret(0);
                               return false;
                           })
                    .ok());
    ASSERT_EQ(as_it_lies.size(), crypto::key_size);
    EXPECT_NE(as_it_lies.view(), day.waiting.key.view());
    EXPECT_FALSE(sealed::open_session_file(path, none, &as_it_lies).ok());
}

TEST(Roles, a_researcher_reads_answers_and_is_refused_by_name_all_that_needs_more)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Day day = a_day(clinic);
    auto opened = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(opened.ok()) << opened.error().fault.name << " " << opened.error().detail;
    Vault& vault = *opened;
    EXPECT_EQ(vault.role(), Role::researcher);
    EXPECT_EQ(vault.people()->size(), 1U);
    EXPECT_EQ(vault.administrations(day.person.id)->size(), 1U);
    EXPECT_TRUE(vault.project_code("study", day.person.id).ok());
    EXPECT_TRUE(vault.note_release("study", "deidentified", 1, 1, "00").ok());
    EXPECT_FALSE(vault.audit(1, 100)->empty());

    EXPECT_EQ(vault.identity(day.person.id).error().fault, fault::not_allowed);
    EXPECT_EQ(vault.people("Marguerite").error().fault, fault::not_allowed);
    EXPECT_EQ(vault.add_person({}, {}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault.ingest().error().fault, fault::not_allowed);
    EXPECT_EQ(vault.start_session({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault.resume_session(day.waiting.session).error().fault, fault::not_allowed);
    EXPECT_EQ(vault.plan_visit({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault.add_administration({}).error().fault, fault::not_allowed);
    EXPECT_EQ(fault_of(vault.add_administrations({})), fault::not_allowed);
    EXPECT_EQ(fault_of(vault.mark_reviewed(day.person.id)), fault::not_allowed);
    EXPECT_EQ(fault_of(vault.acknowledge({}, "seen")), fault::not_allowed);
    EXPECT_EQ(fault_of(vault.install_wording("{}")), fault::not_allowed);
    EXPECT_EQ(fault_of(vault.remove_wording("phq-9")), fault::not_allowed);
    EXPECT_EQ(vault.add_definition("{}").error().fault, fault::not_allowed);
    EXPECT_EQ(vault.sign_off({}).error().fault, fault::not_allowed);
    EXPECT_EQ(fault_of(vault.add_user({"Eve", Role::clinician, secret("pale tin boats at noon")},
                                      secret(researcher_passphrase), by_admin())),
              fault::not_allowed);
}

TEST(Roles, what_a_researcher_did_stands_in_the_audit_and_the_vault_still_verifies)
{
    const Clinic clinic(Clinic::Kind::staffed);
    a_day(clinic);
    ASSERT_TRUE(clinic.try_open(researcher, researcher_passphrase).ok());
    Vault vault = clinic.open();
    const auto lines = vault.audit(1, 1000);
    EXPECT_EQ(std::ranges::count(*lines, std::string(researcher), &AuditEntry::actor), 1);
    EXPECT_TRUE(vault.verify().ok());
    EXPECT_EQ(vault.ingest()->sessions, 1) << "the session that waited is taken in by a clinician";
}

TEST(Roles, an_administrator_holds_the_root_and_no_key_to_data)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const RoleKeys keys = keys_of(clinic, admin, admin_passphrase);
    EXPECT_TRUE(keys.responses.empty());
    EXPECT_TRUE(keys.identity.empty());
    EXPECT_TRUE(keys.inbox.empty());
    EXPECT_EQ(crypto::signing_half(keys.root), load_header(clinic.folder)->root);
    const auto opened = clinic.try_open(admin, admin_passphrase);
    EXPECT_EQ(opened.error().fault, fault::not_allowed);
    EXPECT_EQ(clinic.try_open(admin, "copper gate and slow rivet").error().fault, fault::wrong_passphrase);
}

TEST(Roles, an_administrator_alone_cannot_make_the_next_keys_go_to_somebody_of_theirs)
{
    Clinic clinic(Clinic::Kind::staffed);
    const Header good = *load_header(clinic.folder);
    const RoleKeys root = keys_of(clinic, admin, admin_passphrase);
    const crypto::KeyPair own = crypto::make_pair();
    const auto refused = [&](Header header) {
        sign_header(header, root.root);
        EXPECT_TRUE(store_header(clinic.folder, header).ok());
        clinic.boot.ms += 3'600'000; // each of these counts as a try
        const auto opened = clinic.try_open();
        return !opened && opened.error().fault == fault::vault_damaged;
    };
    Header user_key = good;
    user_key.user(colleague)->key = own.public_key;
    EXPECT_TRUE(refused(user_key));
    Header recovery = good;
    recovery.recovery_key = own.public_key;
    EXPECT_TRUE(refused(recovery));
    Header inbox = good;
    inbox.inbox = own.public_key;
    EXPECT_TRUE(refused(inbox));
    Header promoted = good;
    promoted.user(admin)->role = Role::clinician;
    EXPECT_TRUE(refused(promoted));
    clinic.boot.ms += 3'600'000;
    ASSERT_TRUE(store_header(clinic.folder, good).ok());
    EXPECT_TRUE(clinic.try_open().ok());
}

TEST(Roles, a_researcher_cannot_promote_themselves_and_nobody_can_promote_a_grant)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Header good = *load_header(clinic.folder);
    const RoleKeys own = keys_of(clinic, researcher, researcher_passphrase);
    const RoleKeys root = keys_of(clinic, admin, admin_passphrase);
    const auto fault_of_opening = [&](const Header& header) {
        const auto opened = unlock(header, researcher, secret(researcher_passphrase));
        return opened ? Fault{"opened"} : opened.error().fault;
    };
    // By themselves: RK makes the MAC right, the root's signature is wanting.
    Header by_rk = good;
    by_rk.user(researcher)->role = Role::clinician;
    mac_header(by_rk, own.responses);
    EXPECT_EQ(fault_of_opening(by_rk), fault::wrong_passphrase) << "the wrap is bound to the role";
    Header user_added = good;
    user_added.users.push_back(*good.user(researcher));
    user_added.users.back().slot = sealed::random_id();
    user_added.users.back().name = "Eve";
    mac_header(user_added, own.responses);
    EXPECT_EQ(fault_of_opening(user_added), fault::vault_damaged);
    // With an administrator's help, wrapped and signed anew as a clinician: the keys are still a researcher's.
    Header together = good;
    User& promoted = *together.user(researcher);
    promoted.role = Role::clinician;
    const crypto::KeyPair pair = crypto::make_pair();
    promoted.key = pair.public_key;
    ASSERT_TRUE(wrap_user(together, promoted, pair.private_key, secret(researcher_passphrase), KdfCost::floor()).ok());
    RoleKeys all = own.copy();
    all.root = root.root.copy();
    grant_user(together, promoted, all, root.root);
    close_header(together, root.root, own);
    EXPECT_EQ(fault_of_opening(together), fault::vault_damaged);
    // A clinician's grant in a researcher's slot, signature and all.
    Header swapped = good;
    swapped.user(researcher)->grant = good.user(user)->grant;
    swapped.user(researcher)->grant_signature = good.user(user)->grant_signature;
    EXPECT_EQ(fault_of_opening(swapped), fault::vault_damaged);
    // A cheaper wrap than the floor, asked for by the policy.
    Header cheap = good;
    cheap.policy.memory_bytes = 1ULL << 20;
    sign_header(cheap, root.root);
    EXPECT_EQ(read_header(write_header(cheap)).error().fault, fault::vault_damaged);
}

TEST(Roles, the_printed_key_opens_nothing_that_another_root_sealed_to_it)
{
    const Clinic clinic;
    const sealed::Secret key = *read_recovery_key(clinic.recovery_key());
    const Header good = *load_header(clinic.folder);
    ASSERT_TRUE(open_recovery(good, key).ok());
    // Anybody can seal to a public key. An evil maid's vault of her own, made to look like this one:
    const crypto::KeyPair own = crypto::make_signing_pair();
    const RoleKeys keys = RoleKeys::make();
    Header maid = good;
    maid.root = own.public_key;
    maid.inbox = crypto::public_half(keys.inbox);
    maid.first_audit_key = crypto::seal_to(maid.recovery_key, sealed::Secret::random(crypto::key_size));
    seal_recovery(maid, keys, own.private_key);
    close_header(maid, own.private_key, keys);
    EXPECT_EQ(open_recovery(maid, key).error().fault, fault::vault_damaged);
    // And with the root left as it was, which she cannot sign with.
    Header box = good;
    seal_recovery(box, keys, own.private_key);
    EXPECT_EQ(open_recovery(box, key).error().fault, fault::vault_damaged);
    EXPECT_EQ(open_recovery(good, make_recovery_key()).error().fault, fault::recovery_mismatch);
}

TEST(Roles, a_vault_of_format_1_opens_and_keeps_what_it_held)
{
    const Clinic clinic; // its folder is exchanged for one that an earlier program made
    remove_folder(clinic.folder);
    const std::string copy = "cp -r '" RAPPORT_TEST_DATA "/vault/fixtures/format_1' '" + clinic.folder +
                             "' && mkdir '" + clinic.folder + "/drafts'";
    ASSERT_EQ(std::system(copy.c_str()), 0);
    ASSERT_EQ(load_header(clinic.folder)->format, 1);
    const sealed::Secret printed = secret("HMSM-RGSF-GNSS-5SR0-4DAT-V7E2-1ACW-7ED9-NK0J");
    {
        Vault vault = clinic.open();
        const auto people = vault.people();
        ASSERT_EQ(people->size(), 1U);
        EXPECT_EQ(vault.identity(people->front().person.id)->name, "Marguerite Vandersteen");
        EXPECT_EQ(vault.administrations(people->front().person.id)->size(), 1U);
        // The session that was begun before goes on: its key lay open then and is covered now.
        const auto session = sealed::id_from_hex("f0b18ec1c776da490eb1c545ab7ea8c8");
        Clinic::answer(*vault.resume_session(*session), all_items(0, 10, 1));
        EXPECT_EQ(vault.ingest()->sessions, 1);
        EXPECT_TRUE(vault.verify_history(printed).ok());
        EXPECT_TRUE(vault.change_passphrase(secret(passphrase), secret("quiet lantern over water")).ok());
        EXPECT_EQ(load_header(clinic.folder)->format, 1) << "no root key was at hand";
        EXPECT_TRUE(vault
                        .add_user({std::string(researcher), Role::researcher, secret(researcher_passphrase)}, {},
                                  {{}, {}, printed.copy()})
                        .ok());
        EXPECT_EQ(load_header(clinic.folder)->format, 2);
    }
    Vault vault = *clinic.try_open(user, "quiet lantern over water");
    EXPECT_TRUE(vault.verify_history(printed).ok());
    EXPECT_EQ(vault.audit(1, 100)->back().event, "unlock");
}

TEST(Roles, every_act_that_is_a_clinicians_is_refused_a_researcher_by_name_and_writes_nothing)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Day day = a_day(clinic);
    auto opened = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(opened.ok());
    Vault& vault = *opened;
    const Id person = day.person.id;
    const auto as_status = [](const auto& result) { return result ? Status() : Status(result.error()); };
    const std::string folder = temporary_folder();
    const auto never = [](const std::string&, const sealed::Secret&) { return Status(); };
    const std::pair<const char*, Status> refused[] = {
        {"save_battery", as_status(vault.save_battery({}))},
        {"retire_battery", vault.retire_battery({})},
        {"save_schedule", as_status(vault.save_schedule({}))},
        {"retire_schedule", vault.retire_schedule({})},
        {"begin_plan", as_status(vault.begin_plan(person, {}, 20'700))},
        {"end_plan", vault.end_plan({})},
        {"call_off_visit", vault.call_off_visit({}, "on leave")},
        {"leave_open", vault.leave_open({}, "seen tomorrow")},
        {"session_acts", as_status(vault.session_acts(day.waiting.session))},
        {"back_up", as_status(vault.back_up(folder, never))},
        {"reset_user", vault.reset_user(colleague, secret("pale tin boats at noon"), secret("x"), by_admin())},
        {"edit_person", vault.edit_person(day.person, {}, "typing")},
        {"withdraw", vault.withdraw(person, "asked to")},
        {"erase", vault.erase(person, "asked to")},
        {"merge", vault.merge(person, {}, "one")},
        {"unmerge", vault.unmerge(person, "two")},
        {"open_episode", as_status(vault.open_episode(person, 20'700))},
        {"close_episode", vault.close_episode(person, 30'000, "completed")},
        {"set_therapist", vault.set_therapist(person, "Dr. Ada", 20'800)},
        {"set_consent", vault.set_consent(person, {"research", "given", 20'800, {}})},
        {"correct", as_status(vault.correct({}))},
        {"make_ticket", as_status(vault.make_ticket({}, 24))},
        {"set_norm", vault.set_norm({})},
        {"remove_norm", vault.remove_norm("pcl-5", "total")},
        {"add_entry", as_status(vault.add_entry({}))},
        {"correct_entry", as_status(vault.correct_entry({}, {}, "typing"))},
        {"take_back_entry", vault.take_back_entry({}, "typing")},
        {"note_sheet", vault.note_sheet(person, "pdf", true)},
        {"set_policy", vault.set_policy({})},
        {"clinic_words", vault.set_clinic_words({"en", "Take your time", {}})},
        {"allow_in_spite_of", vault.allow_in_spite_of({"swap"}, "a loan", by_admin())},
        {"take_right", take_right(vault, Right::identified, user, "trial over")},
        {"verify", as_status(vault.verify())},
        {"remove_user", vault.remove_user(colleague, by_admin())},
        {"rotate_keys", vault.rotate_keys("lost", by_admin())},
    };
    for (const auto& [name, status] : refused)
        EXPECT_EQ(fault_of(status), fault::not_allowed) << name;
    EXPECT_TRUE(all_bytes(folder).empty());
    remove_folder(folder);
    const auto lines = vault.audit(1, 1000);
    EXPECT_EQ(std::ranges::count(*lines, std::string(researcher), &AuditEntry::actor),
              std::ranges::count_if(*lines, [](const AuditEntry& line) {
                  return line.actor == researcher && (line.event == "unlock" || line.event == "refused");
              }));
}

} // namespace rapport::vault::test
