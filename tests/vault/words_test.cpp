// Passphrases that are made up, refused, and what they cost to try.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "storage/vault/kdf.h"
#include "storage/vault/passphrase.h"
#include "storage/vault/words.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

std::string detail_of(std::string_view words, const PassphraseSetting& setting = {})
{
    const Status checked = check_passphrase(secret(words), setting);
    return checked ? "fine" : checked.error().detail;
}

} // namespace

TEST(Words, the_list_is_as_long_as_its_page_says_and_every_word_is_short_plain_and_there_once)
{
    const auto& all = words();
    EXPECT_EQ(all.size(), 2644U);
    EXPECT_TRUE(std::ranges::is_sorted(all));
    EXPECT_EQ(std::set(all.begin(), all.end()).size(), all.size());
    for (const std::string_view word : all) {
        EXPECT_TRUE(word.size() >= 3 && word.size() <= 8) << word;
        EXPECT_TRUE(std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; })) << word;
    }
    EXPECT_NEAR(bits_of_words(5), 56.8, 0.05);
    EXPECT_NEAR(bits_of_words(6), 68.2, 0.05);
}

TEST(Words, every_place_of_a_passphrase_draws_every_word_about_as_often)
{
    constexpr int draws = 10'000;
    std::array<std::map<std::string, int>, 5> seen;
    for (int i = 0; i < draws; ++i) {
        const sealed::Secret made = make_passphrase();
        ASSERT_TRUE(check_passphrase(made).ok());
        std::istringstream in{std::string(made.view())};
        std::string word;
        std::size_t place = 0;
        while (in >> word)
            ++seen.at(place++)[word];
        ASSERT_EQ(place, 5U);
    }
    // Chi-squared with 2,643 degrees of freedom: mean 2,643, standard deviation 72.7. Six of these is one in 10^9.
    for (const auto& place : seen) {
        const double expected = static_cast<double>(draws) / static_cast<double>(words().size());
        double chi = (static_cast<double>(words().size()) - static_cast<double>(place.size())) * expected;
        for (const auto& [word, count] : place)
            chi += (count - expected) * (count - expected) / expected;
        EXPECT_NEAR(chi, 2643, 6 * 72.7);
    }
}

TEST(Words, what_a_keyboard_or_a_child_makes_up_is_refused)
{
    for (const std::string_view words :
         {"qwertyuiop asdfghjkl", "QWERTZUIOP asdfghjkl", "abcdefghijklmnopqrs", "9876543210 0123456789",
          "zxcvbnm asdfghjkl 12345", "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeee", "1qaz1qaz1qaz1qaz1qaz",
          "summer9summer9summer9", "abcdefgh12345678", "passwordqwertyuiop"})
        EXPECT_NE(detail_of(words), "fine") << words;
    for (const std::string_view words : {"lantern over quiet water", "copper gate and slow river",
                                         "mein großes grünes Haus", "qwerty is not enough here", "a1b2c3d4e5f6g7h8x"})
        EXPECT_EQ(detail_of(words), "fine") << words;
}

TEST(Words, the_names_around_a_passphrase_do_not_make_one)
{
    const PassphraseSetting here{"Northgate clinic", "Tablet 3", "Dr Ines Okafor"};
    for (const std::string_view words :
         {"Northgate Clinic 2026", "dr ines okafor tablet", "InesOkafor-Northgate!", "okafor okafor northgate 1"})
        EXPECT_EQ(detail_of(words, here), "name") << words;
    EXPECT_EQ(detail_of("Northgate Clinic 2026"), "fine") << "elsewhere it is no name";
    EXPECT_EQ(detail_of("northgate lantern over quiet water", here), "fine");
}

TEST(Words, ten_thousand_random_byte_strings_are_judged_without_a_crash)
{
    std::mt19937_64 random(20261124);
    for (int round = 0; round < 10'000; ++round) {
        std::string bytes(random() % 80, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random());
        const Status checked = check_passphrase(secret(bytes), {bytes, "", bytes});
        EXPECT_TRUE(checked || checked.error().fault == fault::weak_passphrase);
    }
}

TEST(Kdf, the_cost_is_moved_to_between_half_a_second_and_one_and_never_below_the_floor)
{
    // A machine whose speed is given: seconds for 256 MiB and one pass.
    const auto on_machine = [](double second, double memory_limit = 1e18) {
        return calibrated_cost([=](const KdfCost& cost) {
            const auto memory = static_cast<double>(cost.memory_bytes);
            return memory > memory_limit ? INFINITY : second * cost.passes * memory / double(256ULL << 20);
        });
    };
    const auto same = [](const KdfCost& cost, std::uint64_t mib, std::uint32_t passes) {
        return cost.memory_bytes == mib << 20U && cost.passes == passes;
    };
    EXPECT_TRUE(same(on_machine(0.275), 256, 3)); // 0.825 s, as measured on the development server
    EXPECT_TRUE(same(on_machine(0.5), 128, 3));   // 1.5 s would be too long
    EXPECT_TRUE(same(on_machine(0.9), 64, 3));
    EXPECT_TRUE(same(on_machine(50), 64, 3)) << "the floor holds on any machine";
    EXPECT_TRUE(same(on_machine(0.1), 256, 5));
    EXPECT_TRUE(same(on_machine(0.02), 512, 13)); // 0.02 s for a pass: more than 16 of them are needed
    EXPECT_TRUE(same(on_machine(0.275, double(100ULL << 20)), 64, 8)); // no memory for more; a pass takes 0.069 s
    std::mt19937_64 random(7);
    for (int round = 0; round < 10'000; ++round) {
        const double pass = std::exp(std::uniform_real_distribution(std::log(1e-3), std::log(5.0))(random));
        const KdfCost cost = on_machine(pass);
        const double took = pass * cost.passes * static_cast<double>(cost.memory_bytes) / double(256ULL << 20);
        EXPECT_GE(cost.memory_bytes, KdfCost::floor().memory_bytes);
        EXPECT_GE(cost.passes, KdfCost::floor().passes);
        EXPECT_LE(cost.memory_bytes, 1ULL << 30);
        EXPECT_LE(cost.passes, 16U);
        EXPECT_TRUE(pass < 0.01 || pass > 1.3 || (took >= 0.36 && took <= 1.0)) << pass << " " << took;
    }
}

} // namespace rapport::vault::test
