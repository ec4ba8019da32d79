// Who may be given a key, by whom, and what stands in the audit of it, also when the machine stops in between.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include <sys/stat.h>
#include <unistd.h>

#include "storage/vault/files.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/header.h"
#include "storage/vault/throttle.h"
#include "storage/vault/users.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

constexpr std::string_view new_words = "plum trees behind the wall";

NewUser newcomer(Role role = Role::clinician)
{
    return {"Kim Ortega", role, secret(new_words)};
}

/// Lines of one event, oldest first.
std::vector<AuditEntry> lines_of(Vault& vault, std::string_view event)
{
    std::vector<AuditEntry> out;
    for (const AuditEntry& line : *vault.audit(1, 1000))
        if (line.event == event) out.push_back(line);
    return out;
}

std::string slot_of(const Clinic& clinic, std::string_view name)
{
    return sealed::hex(load_header(clinic.folder)->user(name)->slot);
}

/// A database that will not take one kind of line: the machine stops just before it.
void stop_before_line(const Clinic& clinic, const std::string& event)
{
    ASSERT_TRUE(clinic.raw()
                    .database
                    .run_all("CREATE TRIGGER stop BEFORE INSERT ON audit WHEN NEW.event = '" + event +
                             "' BEGIN SELECT RAISE(ABORT, 'stopped'); END;")
                    .ok());
}

void go_on(const Clinic& clinic)
{
    ASSERT_TRUE(clinic.raw().database.run_all("DROP TRIGGER stop").ok());
}

} // namespace

TEST(Users, an_administrator_and_a_clinician_together_add_somebody_who_can_then_open)
{
    const Clinic clinic(Clinic::Kind::staffed);
    {
        Vault vault = clinic.open();
        const Status added = vault.add_user(newcomer(), secret(passphrase), by_admin());
        ASSERT_TRUE(added.ok()) << added.error().fault.name << " " << added.error().detail;
    }
    auto opened = clinic.try_open("Kim Ortega", new_words);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->role(), Role::clinician);
    EXPECT_EQ(somebody(*opened).year_of_birth, 1982);
    const auto lines = lines_of(*opened, "user_added");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines.back().actor, user);
    EXPECT_EQ(lines.back().object, slot_of(clinic, "Kim Ortega"));
    EXPECT_EQ(lines.back().field, "clinician");
    EXPECT_EQ(lines.back().reason, "Kim Ortega, with Sam Brandt");
    EXPECT_TRUE(opened->verify_history(clinic.recovery_key()).ok());
}

TEST(Users, neither_of_the_two_can_do_it_alone)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const auto fault_with = [&](std::string_view own, const Approval& approval) {
        const Status added = vault.add_user(newcomer(), secret(own), approval);
        return added ? Fault{"added"} : added.error().fault;
    };
    EXPECT_EQ(fault_with(passphrase, {std::string(admin), secret("not the right passphrase"), {}}),
              fault::wrong_passphrase);
    EXPECT_EQ(fault_with(passphrase, {std::string(colleague), secret(colleague_passphrase), {}}), fault::not_allowed);
    EXPECT_EQ(fault_with(passphrase, {"Nobody", secret(admin_passphrase), {}}), fault::wrong_passphrase);
    EXPECT_EQ(fault_with("not the right passphrase", by_admin()), fault::wrong_passphrase);
    EXPECT_EQ(fault_with(passphrase, {{}, {}, secret("WRNG-")}), fault::recovery_mismatch);
    EXPECT_EQ(load_header(clinic.folder)->users.size(), 4U);
    const auto rows = *list_users(clinic.folder);
    EXPECT_EQ(rows[0].failed_tries, 1) << "counted as at the door";
    EXPECT_EQ(rows[1].failed_tries, 0) << "taken back by the right one that came after";
    EXPECT_EQ(fault_with(passphrase, {std::string(admin), secret("not the right passphrase"), {}}),
              fault::wrong_passphrase);
    EXPECT_EQ(list_users(clinic.folder)->at(1).failed_tries, 1);
    EXPECT_EQ(lines_of(vault, "user_added").size(), 2U);
}

TEST(Users, names_and_passphrases_that_will_not_do_are_refused_before_anything_is_tried)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const auto fault_of = [&](const std::string& name, std::string_view words) {
        return vault.add_user({name, Role::researcher, secret(words)}, secret("x"), by_admin()).error().fault;
    };
    EXPECT_EQ(fault_of(std::string(user), new_words), fault::user_exists);
    EXPECT_EQ(fault_of("", new_words), fault::bad_user_name);
    EXPECT_EQ(fault_of("two\nlines", new_words), fault::bad_user_name);
    EXPECT_EQ(fault_of("recovery key", new_words), fault::bad_user_name);
    EXPECT_EQ(fault_of(std::string(201, 'x'), new_words), fault::too_long);
    EXPECT_EQ(fault_of("Kim Ortega", "short"), fault::weak_passphrase);
    EXPECT_EQ(fault_of("Kim Ortega", "Kim Ortega Northgate 9"), fault::weak_passphrase);
    EXPECT_EQ(list_users(clinic.folder)->front().failed_tries, 0);
}

TEST(Users, the_list_says_who_has_which_role_and_who_is_shut_out)
{
    Clinic clinic(Clinic::Kind::staffed);
    AuthState state = read_auth_state(clinic.folder);
    state.attempts.push_back({load_header(clinic.folder)->user(colleague)->slot, most_failures, "boot-1", 1});
    ASSERT_TRUE(write_auth_state(clinic.folder, state).ok());
    const auto rows = list_users(clinic.folder);
    ASSERT_EQ(rows->size(), 4U);
    EXPECT_EQ((*rows)[0].name, user);
    EXPECT_EQ((*rows)[1].role, Role::admin);
    EXPECT_EQ((*rows)[2].role, Role::researcher);
    EXPECT_TRUE((*rows)[3].disabled);
    EXPECT_FALSE((*rows)[0].disabled);
}

TEST(Users, ones_own_passphrase_is_changed_without_anybody_else)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Header before = *load_header(clinic.folder);
    {
        Vault vault = clinic.open();
        EXPECT_EQ(vault.change_passphrase(secret("not the right passphrase"), secret(new_words)).error().fault,
                  fault::wrong_passphrase);
        EXPECT_EQ(vault.change_passphrase(secret(passphrase), secret("short")).error().fault, fault::weak_passphrase);
        const auto from = std::chrono::steady_clock::now();
        ASSERT_TRUE(vault.change_passphrase(secret(passphrase), secret(new_words)).ok());
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
        std::printf("          passphrase changed in %.2f s, two derivations included\n", took.count());
        EXPECT_EQ(lines_of(vault, "passphrase_changed").size(), 1U);
    }
    const auto copy = read_small(clinic.folder + "/header.rvh.previous", most_header);
    EXPECT_EQ(*copy, write_header(*load_header(clinic.folder))) << "no copy opens to the passphrase that went";
    EXPECT_EQ(clinic.try_open().error().fault, fault::wrong_passphrase);
    EXPECT_TRUE(clinic.try_open(user, new_words).ok());
    EXPECT_TRUE(clinic.try_open(researcher, researcher_passphrase).ok());
    EXPECT_EQ(signed_part(before), signed_part(*load_header(clinic.folder)));
}

TEST(Users, a_researcher_changes_their_own_passphrase_too)
{
    const Clinic clinic(Clinic::Kind::staffed);
    {
        auto vault = clinic.try_open(researcher, researcher_passphrase);
        ASSERT_TRUE(vault->change_passphrase(secret(researcher_passphrase), secret(new_words)).ok());
    }
    EXPECT_TRUE(clinic.try_open(researcher, new_words).ok());
}

TEST(Users, an_administrators_new_passphrase_is_in_the_audit_from_the_next_unlocking_on)
{
    const Clinic clinic(Clinic::Kind::staffed);
    ASSERT_TRUE(
        change_admin_passphrase(clinic.folder, admin, secret(admin_passphrase), secret(new_words), clinic.boot_clock())
            .ok());
    EXPECT_EQ(change_admin_passphrase(clinic.folder, user, secret(passphrase), secret(new_words), clinic.boot_clock())
                  .error()
                  .fault,
              fault::not_allowed);
    Vault vault = clinic.open();
    const auto lines = lines_of(vault, "passphrase_changed");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines.front().actor, admin);
    EXPECT_EQ(vault.add_user(newcomer(), secret(passphrase), by_admin()).error().fault, fault::wrong_passphrase);
    EXPECT_TRUE(vault.add_user(newcomer(), secret(passphrase), {std::string(admin), secret(new_words), {}}).ok());
}

TEST(Users, somebody_who_lost_their_passphrase_or_was_shut_out_gets_a_new_one)
{
    Clinic clinic(Clinic::Kind::staffed);
    AuthState state = read_auth_state(clinic.folder);
    state.attempts.push_back({load_header(clinic.folder)->user(colleague)->slot, most_failures, "boot-1", 1});
    ASSERT_TRUE(write_auth_state(clinic.folder, state).ok());
    EXPECT_EQ(clinic.try_open(colleague, colleague_passphrase).error().fault, fault::slot_disabled);
    {
        Vault vault = clinic.open();
        EXPECT_EQ(vault.reset_user("Nobody", secret(new_words), secret(passphrase), by_admin()).error().fault,
                  fault::unknown_user);
        ASSERT_TRUE(vault.reset_user(colleague, secret(new_words), secret(passphrase), by_admin()).ok());
        EXPECT_EQ(lines_of(vault, "user_reset").front().reason, "Lee Marsh, with Sam Brandt");
    }
    EXPECT_EQ(clinic.try_open(colleague, colleague_passphrase).error().fault, fault::wrong_passphrase);
    EXPECT_TRUE(clinic.try_open(colleague, new_words).ok());
}

TEST(Users, the_recovery_key_opens_for_a_clinic_that_forgot_every_passphrase)
{
    const Clinic clinic(Clinic::Kind::staffed);
    EXPECT_EQ(
        Vault::open_with_recovery(clinic.folder, secret("WRONG"), clinic.clock(), clinic.boot_clock()).error().fault,
        fault::recovery_mismatch);
    {
        auto vault =
            Vault::open_with_recovery(clinic.folder, clinic.recovery_key(), clinic.clock(), clinic.boot_clock());
        ASSERT_TRUE(vault.ok()) << vault.error().fault.name << " " << vault.error().detail;
        EXPECT_EQ(vault->role(), Role::clinician);
        EXPECT_EQ(somebody(*vault).year_of_birth, 1982);
        ASSERT_TRUE(vault->reset_user(admin, secret(new_words), {}, by_recovery(clinic)).ok());
        EXPECT_EQ(vault->change_passphrase(secret(passphrase), secret(new_words)).error().fault, fault::not_allowed);
        EXPECT_EQ(lines_of(*vault, "recovery_unlock").size(), 1U);
        EXPECT_TRUE(vault->verify_history(clinic.recovery_key()).ok());
    }
    Vault vault = clinic.open();
    EXPECT_EQ(vault.people()->size(), 1U);
    EXPECT_TRUE(vault.add_user(newcomer(), secret(passphrase), {std::string(admin), secret(new_words), {}}).ok());
}

TEST(Users, stopped_after_the_header_the_line_is_written_at_the_next_unlocking_in_the_name_of_who_did_it)
{
    const Clinic clinic(Clinic::Kind::staffed);
    stop_before_line(clinic, "user_added");
    {
        Vault vault = clinic.open();
        EXPECT_FALSE(vault.add_user(newcomer(), secret(passphrase), by_admin()).ok());
        EXPECT_NE(load_header(clinic.folder)->user("Kim Ortega"), nullptr);
    }
    go_on(clinic);
    Vault vault = *clinic.try_open(colleague, colleague_passphrase);
    const auto lines = lines_of(vault, "user_added");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines.back().actor, user);
    EXPECT_EQ(lines.back().reason, "Kim Ortega, with Sam Brandt");
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Users, stopped_before_the_header_nothing_was_done_and_the_audit_says_so)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const std::string in_the_way = clinic.folder + "/header.rvh.new";
    ASSERT_EQ(::mkdir(in_the_way.c_str(), 0700), 0);
    stop_before_line(clinic, "user_added_undone");
    {
        Vault vault = clinic.open();
        EXPECT_FALSE(vault.add_user(newcomer(), secret(passphrase), by_admin()).ok());
    }
    ASSERT_EQ(::rmdir(in_the_way.c_str()), 0);
    go_on(clinic);
    Vault vault = clinic.open();
    EXPECT_TRUE(lines_of(vault, "user_added_undone").size() == 1 && lines_of(vault, "user_added").size() == 2);
    EXPECT_EQ(load_header(clinic.folder)->user("Kim Ortega"), nullptr);
    EXPECT_TRUE(vault.add_user(newcomer(), secret(passphrase), by_admin()).ok());
}

TEST(Users, an_act_whose_line_could_not_be_written_gets_it_before_the_next_act_of_the_same_program)
{
    const Clinic clinic(Clinic::Kind::staffed);
    stop_before_line(clinic, "user_added");
    Vault vault = clinic.open();
    ASSERT_FALSE(vault.add_user(newcomer(), secret(passphrase), by_admin()).ok());
    // Still in the way: the next act is not begun over it, and a rotation does not carry it off.
    EXPECT_FALSE(vault.change_passphrase(secret(passphrase), secret("tin boats on a grey lake")).ok());
    EXPECT_FALSE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
    EXPECT_EQ(load_header(clinic.folder)->epoch, 1U);
    EXPECT_EQ(lines_of(vault, "user_added").size(), 2U);
}

TEST(Users, a_header_from_before_is_noticed_in_the_audit)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Header before = *load_header(clinic.folder);
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(vault.add_user(newcomer(), secret(passphrase), by_admin()).ok());
    }
    ASSERT_TRUE(store_header(clinic.folder, before).ok());
    Vault vault = clinic.open();
    const auto lines = lines_of(vault, "user_removed");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines.front().reason, "Kim Ortega, found at unlock");
}

TEST(Users, a_dearer_policy_is_met_silently_at_the_next_login)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const KdfCost dearer{64ULL << 20, 4};
    EXPECT_EQ(set_cost_policy(clinic.folder, {32ULL << 20, 3}, admin, secret(admin_passphrase), clinic.boot_clock())
                  .error()
                  .fault,
              fault::too_long);
    EXPECT_EQ(set_cost_policy(clinic.folder, dearer, user, secret(passphrase), clinic.boot_clock()).error().fault,
              fault::not_allowed);
    ASSERT_TRUE(set_cost_policy(clinic.folder, dearer, admin, secret(admin_passphrase), clinic.boot_clock()).ok());
    EXPECT_EQ(load_header(clinic.folder)->user(user)->wrap.cost.passes, 3U);
    {
        Vault vault = clinic.open();
        EXPECT_EQ(lines_of(vault, "passphrase_restretched").size(), 1U);
    }
    const Header header = *load_header(clinic.folder);
    EXPECT_EQ(header.user(user)->wrap.cost.passes, 4U);
    EXPECT_EQ(header.user(colleague)->wrap.cost.passes, 3U);
    Vault vault = clinic.open();
    EXPECT_EQ(lines_of(vault, "passphrase_restretched").size(), 1U);
    EXPECT_EQ(load_header(clinic.folder)->user(user)->wrap.salt, header.user(user)->wrap.salt);
}

TEST(Users, who_opened_with_the_printed_key_has_no_passphrase_to_change_or_to_sign_with)
{
    const Clinic clinic(Clinic::Kind::staffed);
    auto vault = Vault::open_with_recovery(clinic.folder, clinic.recovery_key(), clinic.clock(), clinic.boot_clock());
    ASSERT_TRUE(vault.ok());
    const Id person = somebody(*vault).id;
    Administration row;
    row.person = person;
    row.instrument = "phq-9";
    row.started_ms = row.finished_ms = clinic.now;
    row.response.items.assign(10, instruments::Answer::chose(1));
    ASSERT_TRUE(vault->add_administration(row).ok());
    const Occasion occasion = vault->occasions(person)->front();
    EXPECT_EQ(vault->sign({person, occasion.id, occasion.record, "reviewed"}, secret(passphrase)).error().fault,
              fault::not_allowed);
    EXPECT_EQ(vault->change_passphrase(secret(passphrase), secret("plum trees behind the wall")).error().fault,
              fault::not_allowed);
    EXPECT_EQ(prove_again(*vault, secret(passphrase)).error().fault, fault::not_allowed);
    EXPECT_TRUE(vault->occasions(person)->front().signatures.empty());
}

TEST(Users, names_with_anything_a_terminal_acts_on_in_them_are_no_names_and_any_words_are)
{
    for (const int control : {0, 1, 8, 9, 10, 13, 27, 0x1F, 0x7F})
        EXPECT_EQ(check_user_name(std::string("Kim") + static_cast<char>(control)).error().fault, fault::bad_user_name)
            << control;
    for (const char* const name : {" ", "Kim", "Ørsted ~ 李", "recovery"})
        EXPECT_TRUE(check_user_name(name).ok()) << name;
    EXPECT_TRUE(check_user_name(std::string(200, 'k')).ok());
    EXPECT_EQ(check_user_name(std::string(201, 'k')).error().fault, fault::too_long);
    EXPECT_EQ(list_users("/nowhere").error().fault, fault::vault_missing);
}

TEST(Users, more_than_a_header_holds_are_refused_and_a_reset_of_nobody_or_to_weak_words_changes_nothing)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const auto reset = [&](std::string_view name, std::string_view words, std::string_view own = passphrase) {
        const Status done = vault.reset_user(name, secret(words), secret(own), by_admin());
        return done ? Fault{"done"} : done.error().fault;
    };
    EXPECT_EQ(reset("Nobody", new_words), fault::unknown_user);
    EXPECT_EQ(reset(colleague, "short"), fault::weak_passphrase);
    EXPECT_EQ(reset(colleague, std::string(colleague) + " Northgate"), fault::weak_passphrase);
    EXPECT_EQ(reset(colleague, new_words, "not the right passphrase"), fault::wrong_passphrase);
    std::vector<User>& users = VaultOf::core(vault).header.users;
    const std::vector<User> four = users;
    users.resize(most_users, users.back());
    const auto added = vault.add_user(newcomer(), secret(passphrase), by_admin());
    EXPECT_EQ(added.error().fault, fault::too_long);
    EXPECT_EQ(added.error().detail, "users");
    users = four;
    {
        const Vault closed = std::move(vault);
    }
    EXPECT_TRUE(clinic.try_open(colleague, colleague_passphrase).ok()) << "the old words still open";
}

} // namespace rapport::vault::test
