#include <algorithm>

#include <gtest/gtest.h>

#include "storage/outlet/identified.h"
#include "storage/vault/given_rights.h"
#include "tests/outlet/clinic.h"
#include "tests/release/clinic.h"

using namespace rapport;
using namespace outlet_test;

namespace {

constexpr const char* passphrase = "a long enough passphrase of five words";

sealed::Secret own()
{
    return sealed::Secret::copy_of(std::string_view(passphrase));
}

/// The clinic's user gets the right by the printed key.
void give(Clinic& clinic)
{
    vault::Approval approval;
    approval.recovery = clinic.recovery_key();
    const Status given =
        vault::give_right(clinic.vault(), vault::Right::identified, "S. Whitfield", "transfers of care", approval);
    ASSERT_TRUE(given) << given.error().fault.name << given.error().detail;
}

sealed::Id person(Clinic& clinic, std::size_t number)
{
    return clinic.vault().people()->at(number).person.id;
}

outlet::IdentifiedWish wish(Clinic& clinic)
{
    return {{person(clinic, 0)}, "Dr B. Ortiz, South clinic", "Care goes on there"};
}

} // namespace

TEST(Identified, without_the_right_or_with_a_wrong_passphrase_nothing_leaves_and_the_audit_says_so)
{
    Clinic clinic(3, 1);
    const auto before = names_in(clinic.scratch.path);
    const std::string out = clinic.scratch.path + "/identified";
    const auto refused = outlet::write_identified(clinic.vault(), wish(clinic), own(), out);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, vault::fault::not_allowed);
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "release_refused"), 1);
    give(clinic);
    const auto wrong = outlet::write_identified(clinic.vault(), wish(clinic),
                                                sealed::Secret::copy_of(std::string_view("another one")), out);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fault, vault::fault::wrong_passphrase);
    auto nobody = wish(clinic);
    nobody.recipient.clear();
    EXPECT_EQ(outlet::write_identified(clinic.vault(), nobody, own(), out).error().fault, outlet::fault::no_recipient);
    nobody = wish(clinic);
    nobody.people.clear();
    EXPECT_FALSE(outlet::write_identified(clinic.vault(), nobody, own(), out)) << "there is no everybody";
    EXPECT_EQ(names_in(clinic.scratch.path), before);
    EXPECT_EQ(std::ranges::count(events(clinic.vault()), "identified_release"), 0);
}

TEST(Identified, says_what_it_is_holds_that_person_whole_and_nobody_else)
{
    Clinic clinic(4, 2);
    give(clinic);
    const auto ask = wish(clinic);
    const auto whose = clinic.vault().person(ask.people.front());
    const auto identity = clinic.vault().identity(ask.people.front());
    ASSERT_TRUE(whose && identity);
    const std::string out = clinic.scratch.path + "/identified";
    const auto done = outlet::write_identified(clinic.vault(), ask, own(), out);
    ASSERT_TRUE(done) << done.error().fault.name << done.error().detail;
    EXPECT_EQ(mode_of(out), 0700U);
    const std::vector<std::string> names{"README-IDENTIFIED.txt",  "SHA256SUMS",
                                         "identified_answers.csv", "identified_people.csv",
                                         "identified_scores.csv",  "manifest.json"};
    EXPECT_EQ(names_in(out), names);

    std::string all;
    for (const std::string& name : names) {
        EXPECT_EQ(mode_of(out + "/" + name), 0600U);
        all += bytes_of(out + "/" + name);
    }
    EXPECT_NE(bytes_of(out + "/manifest.json").find("\"profile\": \"C\""), std::string::npos);
    EXPECT_NE(bytes_of(out + "/README-IDENTIFIED.txt").find("Dr B. Ortiz, South clinic"), std::string::npos);
    EXPECT_NE(bytes_of(out + "/identified_people.csv").find(identity->name), std::string::npos);
    for (std::size_t other = 1; other < 4; ++other) {
        const auto them = clinic.vault().identity(person(clinic, other));
        EXPECT_EQ(all.find(them->name), std::string::npos);
        EXPECT_EQ(all.find(clinic.vault().person(person(clinic, other))->person.pseudonym), std::string::npos);
    }

    // Every answer and every frozen score, and nothing that a code of another release could be joined with.
    const auto given = clinic.vault().administrations(ask.people.front());
    ASSERT_TRUE(given);
    std::size_t items = 0;
    std::size_t scores = 0;
    for (const auto& one : *given) {
        items += one.response.items.size();
        scores += one.scores.size();
    }
    const auto answers = ::clinic::frame(bytes_of(out + "/identified_answers.csv"));
    EXPECT_EQ(answers.rows.size(), items);
    EXPECT_EQ(::clinic::frame(bytes_of(out + "/identified_scores.csv")).rows.size(), scores);
    const auto code = clinic.vault().project_code("Alliance", ask.people.front());
    EXPECT_EQ(all.find(*code), std::string::npos);
    EXPECT_FALSE(answers.column.contains("code"));
    const auto& first = given->front();
    for (std::size_t row = 0; row < first.response.items.size(); ++row)
        EXPECT_EQ(answers.at(row, "value"), std::to_string(first.response.items[row].value()));

    const auto lines = vault::releases(clinic.vault());
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ(lines->front().profile, "C");
    EXPECT_EQ(lines->front().purpose, ask.purpose);
    int noted = 0;
    for (const auto& line : *clinic.vault().audit(0, 100000))
        if (line.event == "identified_release") {
            ++noted;
            EXPECT_EQ(line.object, sealed::hex(ask.people.front()));
            EXPECT_EQ(line.reason, ask.purpose);
            EXPECT_EQ(line.actor, "S. Whitfield");
        }
    EXPECT_EQ(noted, 1);
    ASSERT_TRUE(clinic.vault().verify());
}

TEST(Identified, is_no_profile_of_the_other_door)
{
    Clinic clinic(20, 1);
    give(clinic);
    auto asked = policy();
    asked.profile = "C";
    asked.recipient = "A university";
    asked.purpose = "One paper";
    const auto prepared = outlet::prepare(clinic.vault(), asked);
    ASSERT_FALSE(prepared);
    EXPECT_EQ(prepared.error().fault, release::fault::policy_refused);
    EXPECT_TRUE(vault::released_rows(clinic.vault())->empty());
}

TEST(Identified, leaves_out_what_a_patient_says_of_the_therapist_who_writes_and_forms_whose_other_half_is_not_in)
{
    Clinic clinic(1, 2);
    give(clinic);
    const auto ask = wish(clinic);
    const auto write = [&](const char* folder) {
        return outlet::write_identified(clinic.vault(), ask, own(), clinic.scratch.path + folder);
    };
    const auto all = write("/all");
    ASSERT_TRUE(all);
    EXPECT_EQ(all->left_out, 0) << "somebody else's patient, in a clinic that asks the patient alone";
    EXPECT_NE(bytes_of(clinic.scratch.path + "/all/identified_answers.csv").find("check-in-patient"),
              std::string::npos);

    vault::Battery therapists;
    therapists.name = "Therapist";
    therapists.respondent = instruments::Respondent::therapist;
    therapists.instruments = {"check-in-therapist"};
    ASSERT_TRUE(clinic.vault().save_battery(therapists));
    const auto half = write("/half");
    ASSERT_TRUE(half);
    EXPECT_EQ(half->left_out, 2) << "two visits, neither with the therapist's form";
    EXPECT_EQ(bytes_of(clinic.scratch.path + "/half/identified_answers.csv").find("check-in-patient"),
              std::string::npos);
    EXPECT_NE(bytes_of(clinic.scratch.path + "/half/identified_answers.csv").find("pcl-5"), std::string::npos);
}
