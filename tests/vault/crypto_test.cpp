// What a box, a key or a cost of the wrong size gives: nothing, and never a guess.
#include <gtest/gtest.h>

#include "storage/vault/crypto.h"
#include "storage/vault/definitions.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(Crypto, a_box_opens_with_its_own_key_whole_and_for_what_it_was_bound_to_alone)
{
    const sealed::Secret key = sealed::Secret::random(crypto::key_size);
    const sealed::Secret plain = secret("what was said");
    const sealed::Bytes box = crypto::seal(key, "row 1", plain);
    EXPECT_EQ(crypto::open(key, "row 1", box)->view(), plain.view());
    EXPECT_FALSE(crypto::open(key, "row 2", box));
    EXPECT_FALSE(crypto::open(sealed::Secret::random(crypto::key_size), "row 1", box));
    for (const std::size_t size : {std::size_t{0}, std::size_t{16}, crypto::key_size - 1, crypto::key_size + 1})
        EXPECT_FALSE(crypto::open(sealed::Secret::random(size), "row 1", box)) << size;
    for (std::size_t size = 0; size < box.size(); ++size)
        EXPECT_FALSE(crypto::open(key, "row 1", sealed::ByteView(box).substr(0, size))) << size;
    for (std::size_t at = 0; at < box.size(); ++at) {
        sealed::Bytes changed = box;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(crypto::open(key, "row 1", changed)) << at;
    }
}

TEST(Crypto, what_is_sealed_to_somebody_opens_for_them_whole_and_for_nobody_else)
{
    const crypto::KeyPair pair = crypto::make_pair();
    const sealed::Secret plain = secret("a role's key");
    const sealed::Bytes box = crypto::seal_to(pair.public_key, plain);
    EXPECT_EQ(crypto::open_sealed(pair.private_key, box)->view(), plain.view());
    EXPECT_FALSE(crypto::open_sealed(crypto::make_pair().private_key, box));
    for (const std::size_t size : {std::size_t{0}, std::size_t{31}, std::size_t{33}})
        EXPECT_FALSE(crypto::open_sealed(sealed::Secret::random(size), box)) << size;
    for (std::size_t size = 0; size < box.size(); ++size)
        EXPECT_FALSE(crypto::open_sealed(pair.private_key, sealed::ByteView(box).substr(0, size))) << size;
    for (std::size_t at = 0; at < box.size(); ++at) {
        sealed::Bytes changed = box;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(crypto::open_sealed(pair.private_key, changed)) << at;
    }
}

TEST(Crypto, bytes_are_equal_only_when_length_and_every_byte_are)
{
    const std::vector<std::uint8_t> three{1, 2, 3};
    EXPECT_TRUE(crypto::equal(three, std::vector<std::uint8_t>{1, 2, 3}));
    EXPECT_TRUE(crypto::equal({}, {}));
    EXPECT_FALSE(crypto::equal(three, std::vector<std::uint8_t>{1, 2, 4}));
    EXPECT_FALSE(crypto::equal(three, std::vector<std::uint8_t>{1, 2}));
    EXPECT_FALSE(crypto::equal(three, {}));
}

TEST(Crypto, a_cost_no_machine_can_pay_is_an_error_and_no_key)
{
    const crypto::Salt salt{};
    const auto refused = crypto::stretch(secret(passphrase), salt, {std::uint64_t{1} << 50U, 3});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().fault, fault::database_error);
    EXPECT_EQ(refused.error().detail.find(passphrase), std::string::npos);
}

TEST(Crypto, a_hash_written_as_text_reads_back_and_any_other_text_is_no_hash)
{
    const crypto::Hash hash = crypto::hash("anything");
    const std::string text = sealed::hex(hash);
    EXPECT_EQ(hash_from_hex(text), hash);
    const crypto::Hash none{};
    std::string front = text;
    front[3] = 'g';
    std::string back = text;
    back[60] = ' ';
    for (const std::string& other : {std::string(), text.substr(1), text + "0", front, back})
        EXPECT_EQ(hash_from_hex(other), none) << other;
}

} // namespace rapport::vault::test
