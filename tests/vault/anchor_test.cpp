#include "storage/vault/anchor.h"

#include <random>

#include <gtest/gtest.h>

#include "storage/vault/audit.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(Anchor, twenty_characters_give_back_count_and_head)
{
    std::mt19937_64 random(5);
    for (int i = 0; i < 10'000; ++i) {
        const Anchor anchor{static_cast<std::int64_t>(random() >> 34U), random() >> 4U};
        const std::string text = print_anchor(anchor);
        ASSERT_EQ(text.size(), 24U); // with four hyphens
        ASSERT_EQ(*read_anchor(text), anchor) << text;
    }
}

TEST(Anchor, the_first_character_is_the_first_five_bits_of_the_count)
{
    EXPECT_EQ(print_anchor({0, 0}).substr(0, 19), "0000-0000-0000-0000");
    EXPECT_EQ(print_anchor({1, 0}).substr(0, 9), "0000-0100"); // 30 bits are six characters
    EXPECT_EQ(print_anchor({0, 1}).substr(0, 22), "0000-0000-0000-0000-01");
}

TEST(Anchor, a_mistyped_one_is_told_nearly_always)
{
    std::mt19937_64 random(6);
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    int unnoticed = 0;
    for (int i = 0; i < 10'000; ++i) {
        std::string text = print_anchor({static_cast<std::int64_t>(random() >> 34U), random() >> 4U});
        std::size_t place = random() % text.size();
        if (text[place] == '-') ++place;
        const char other = alphabet[random() % alphabet.size()];
        if (text[place] == other) continue;
        text[place] = other;
        unnoticed += read_anchor(text).ok() ? 1 : 0;
    }
    EXPECT_LT(unnoticed, 40); // one in 1,024 by chance
    EXPECT_EQ(read_anchor("").error().fault, fault::bad_anchor);
    EXPECT_EQ(read_anchor("0000-0000-0000-0000-000U").error().fault, fault::bad_anchor);
}

TEST(Anchor, an_audit_cut_short_behind_one_is_found_for_every_length)
{
    const Clinic clinic;
    std::vector<std::string> anchors;
    {
        Vault vault = clinic.open();
        static_cast<void>(somebody(vault));
        for (int i = 0; i < 5; ++i) {
            ASSERT_TRUE(vault.note("a", "b").ok());
            anchors.push_back(*vault.anchor());
        }
        for (const std::string& anchor : anchors)
            EXPECT_TRUE(vault.check_anchor(anchor).ok());
        EXPECT_EQ(vault.check_anchor("nonsense").error().fault, fault::bad_anchor);
    }
    for (int cut = 1; cut <= 5; ++cut) {
        // A forger with every key, who also sets the ratchet back, so that the chain by itself is whole.
        const auto copy = Clinic::copy_of(clinic);
        {
            auto raw = copy->raw();
            ASSERT_TRUE(
                raw.database
                    .run_all("DROP TRIGGER audit_keeps_all; DELETE FROM audit WHERE sequence > (SELECT max(sequence) "
                             "FROM audit) - " +
                             std::to_string(cut) +
                             "; UPDATE audit_ratchet SET sequence = (SELECT max(sequence) FROM audit)")
                    .ok());
        }
        Core core = copy->core();
        for (std::size_t i = 0; i < anchors.size(); ++i) {
            const bool gone = static_cast<int>(i) >= 5 - cut;
            EXPECT_EQ(check_anchor(core, *read_anchor(anchors[i])).ok(), !gone) << "cut " << cut << ", anchor " << i;
        }
        // Lines written on top of it do not bring it back.
        for (int i = 0; i < cut; ++i) {
            ASSERT_TRUE(append_audit(core, {"c", "d", {}, {}, {}, {}}).ok());
        }
        EXPECT_EQ(check_anchor(core, *read_anchor(anchors.back())).error().fault, fault::anchor_differs);
    }
}

TEST(Anchor, a_whole_folder_put_back_is_found_by_an_anchor_kept_elsewhere)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
    }
    const auto old = Clinic::copy_of(clinic);
    std::string anchor;
    {
        Vault vault = clinic.open();
        static_cast<void>(somebody(vault));
        anchor = *vault.anchor();
    }
    Vault vault = old->open();
    EXPECT_TRUE(vault.verify().ok()); // by itself it is whole
    EXPECT_EQ(vault.check_anchor(anchor).error().fault, fault::older_than_anchor);
}

TEST(Anchor, another_vaults_anchor_does_not_fit)
{
    const Clinic one;
    const Clinic demo(Clinic::Kind::demo);
    std::string anchor;
    {
        Vault vault = demo.open();
        anchor = *vault.anchor();
    }
    Vault vault = one.open();
    EXPECT_EQ(vault.check_anchor(anchor).error().fault, fault::anchor_differs);
}

} // namespace rapport::vault::test
