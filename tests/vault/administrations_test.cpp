// Answers that come many at once: whose they are in what order makes no difference to what a list says.
#include <gtest/gtest.h>

#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

TEST(ManyAtOnce, leave_every_persons_row_as_one_by_one_would_whatever_their_order)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    std::vector<Person> people;
    for (const char* const name : {"Marguerite Vandersteen", "Aldous Quill", "Petra Novak"})
        people.push_back(somebody(vault, name));
    const auto answers = [&](std::size_t who, int value, int day) {
        Administration row = BusyVault::phq9_of(people[who], value);
        row.finished_ms += day * 86'400'000LL;
        return row;
    };
    ASSERT_TRUE(vault.add_administrations({}).ok()) << "none at all are none";
    ASSERT_TRUE(vault
                    .add_administrations({answers(0, 0, 1), answers(0, 2, 3), answers(1, 1, 1), answers(0, 3, 2),
                                          answers(1, 3, 2), answers(2, 1, 1)})
                    .ok());
    // Nine items count for the total of a PHQ-9.
    for (const auto& [who, count, last] : {std::tuple{0U, 3, 18.0}, std::tuple{1U, 2, 27.0}, std::tuple{2U, 1, 9.0}}) {
        const auto row = vault.person(people[who].id);
        EXPECT_EQ(row->administrations, count);
        EXPECT_EQ(row->last_total, last);
    }
    Administration nobodys = answers(0, 1, 4);
    nobodys.person = sealed::random_id();
    EXPECT_EQ(vault.add_administrations({answers(1, 0, 5), nobodys}).error().fault, fault::unknown_person);
    Administration unknown = answers(0, 1, 4);
    unknown.instrument = "phq-99";
    EXPECT_EQ(vault.add_administrations({answers(1, 0, 5), unknown}).error().fault, fault::unknown_instrument);
    EXPECT_EQ(vault.add_administration(unknown).error().fault, fault::unknown_instrument);
    EXPECT_EQ(vault.person(people[1].id)->administrations, 2) << "all or none";
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
