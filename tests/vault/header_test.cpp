#include <gtest/gtest.h>

#include <map>
#include <random>

#include "storage/vault/files.h"
#include "storage/vault/slots.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

sealed::Bytes header_bytes(const Clinic& clinic)
{
    return *read_small(clinic.folder + "/header.rvh", most_header);
}

/// What somebody who changes bytes on purpose does too: the checksum keeps nobody out.
sealed::Bytes with_checksum(sealed::Bytes bytes)
{
    constexpr std::size_t size = 16;
    const crypto::Hash hash = crypto::hash(std::string_view(bytes).substr(0, bytes.size() - size));
    std::copy_n(hash.begin(), size, bytes.end() - size);
    return bytes;
}

/// Unlocks as the vault does, deriving each (salt, cost) once.
class Unlocker {
public:
    Result<RoleKeys> operator()(const sealed::Bytes& bytes)
    {
        const auto header = read_header(bytes);
        if (!header) return header.error();
        const User* const known = header->user(user);
        if (known == nullptr) return fault::wrong_passphrase;
        const auto private_key = open_slot(*header, *known, stretched(known->wrap));
        if (!private_key) return private_key.error();
        auto keys = open_grant(*header, *known, *private_key);
        if (!keys) return keys;
        if (const Status checked = check_header(*header, *keys); !checked) return checked.error();
        return keys;
    }

private:
    const sealed::Secret& stretched(const Wrap& wrap)
    {
        auto& slot = derived_[{wrap.salt, {wrap.cost.memory_bytes, wrap.cost.passes}}];
        if (slot.empty()) slot = std::move(crypto::stretch(secret(passphrase), wrap.salt, wrap.cost)).value();
        return slot;
    }
    std::map<std::pair<crypto::Salt, std::pair<std::uint64_t, std::uint32_t>>, sealed::Secret> derived_;
};

} // namespace

TEST(Header, written_and_read_it_is_the_same)
{
    const Clinic clinic;
    const sealed::Bytes bytes = header_bytes(clinic);
    const auto header = read_header(bytes);
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(write_header(*header), bytes);
    EXPECT_TRUE(Unlocker()(bytes).ok());
}

TEST(Header, a_changed_byte_anywhere_is_refused_before_a_try_is_counted)
{
    const Clinic clinic;
    const sealed::Bytes bytes = header_bytes(clinic);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        sealed::Bytes changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        const auto read = read_header(changed);
        ASSERT_FALSE(read.ok()) << at;
        EXPECT_EQ(read.error().fault, fault::vault_damaged) << at;
    }
    for (std::size_t size = 0; size < bytes.size(); ++size)
        ASSERT_FALSE(read_header(std::string_view(bytes).substr(0, size)).ok()) << size;
}

TEST(Header, a_byte_changed_on_purpose_anywhere_opens_nothing)
{
    const Clinic clinic;
    const sealed::Bytes bytes = header_bytes(clinic);
    Unlocker unlocker;
    std::mt19937_64 random(20261123);
    for (std::size_t at = 0; at + 16 < bytes.size(); ++at) {
        sealed::Bytes changed = bytes;
        changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1U << (random() % 8)));
        EXPECT_FALSE(unlocker(with_checksum(changed)).ok()) << at;
    }
}

TEST(Header, a_cost_below_the_floor_or_above_the_ceiling_is_refused_on_reading)
{
    const Clinic clinic;
    const Header header = *load_header(clinic.folder);
    const KdfCost costs[] = {{19ULL << 20, 3}, {64ULL << 20, 2}, {(2ULL << 30) + 1, 3}, {64ULL << 20, 17}, {0, 0}};
    for (const KdfCost& cost : costs) {
        Header weak = header;
        weak.users.front().wrap.cost = cost;
        EXPECT_EQ(read_header(write_header(weak)).error().fault, fault::vault_damaged) << cost.memory_bytes;
    }
}

TEST(Header, a_cost_raised_or_lowered_within_limits_does_not_open_the_slot)
{
    const Clinic clinic;
    Header header = *load_header(clinic.folder);
    header.users.front().wrap.cost.passes = 4;
    EXPECT_EQ(unlock(header, user, secret(passphrase)).error().fault, fault::wrong_passphrase);
}

TEST(Header, slots_and_grants_cannot_be_swapped_promoted_or_signed_by_another_root)
{
    const crypto::KeyPair root = crypto::make_signing_pair();
    const crypto::KeyPair other_root = crypto::make_signing_pair();
    const RoleKeys keys = RoleKeys::make();
    Header header;
    header.vault = sealed::random_id();
    header.root = root.public_key;
    header.inbox = crypto::public_half(keys.inbox);
    ASSERT_TRUE(
        add_user(header, "A", Role::clinician, secret("a passphrase of A"), KdfCost::floor(), keys, root.private_key)
            .ok());
    ASSERT_TRUE(
        add_user(header, "B", Role::clinician, secret("a passphrase of B"), KdfCost::floor(), keys, root.private_key)
            .ok());
    close_header(header, root.private_key, keys);
    const sealed::Secret words = secret("a passphrase of A");
    ASSERT_TRUE(unlock(header, "A", words).ok());

    Header swapped_wraps = header;
    std::swap(swapped_wraps.users[0].wrap, swapped_wraps.users[1].wrap);
    EXPECT_FALSE(unlock(swapped_wraps, "A", words).ok());
    EXPECT_FALSE(unlock(swapped_wraps, "B", words).ok());

    Header swapped_grants = header;
    std::swap(swapped_grants.users[0].grant, swapped_grants.users[1].grant);
    std::swap(swapped_grants.users[0].grant_signature, swapped_grants.users[1].grant_signature);
    EXPECT_EQ(unlock(swapped_grants, "A", words).error().fault, fault::vault_damaged);

    Header promoted = header;
    promoted.users[0].role = Role::admin;
    EXPECT_FALSE(unlock(promoted, "A", words).ok());

    Header older = header;
    older.epoch = 0;
    EXPECT_FALSE(unlock(older, "A", words).ok());

    // An evil maid's own keys, granted and signed by a root of hers: the slot remembers the root it was made under.
    Header maid = header;
    const RoleKeys own = RoleKeys::make();
    maid.root = other_root.public_key;
    maid.inbox = crypto::public_half(own.inbox);
    maid.users[0].grant = crypto::seal_to(maid.users[0].key, own.joined());
    close_header(maid, other_root.private_key, own);
    EXPECT_EQ(unlock(maid, "A", words).error().fault, fault::vault_damaged);

    Header unsigned_grant = header;
    unsigned_grant.users[0].grant = crypto::seal_to(unsigned_grant.users[0].key, own.joined());
    EXPECT_EQ(unlock(unsigned_grant, "A", words).error().fault, fault::vault_damaged);

    Header other_mac = header;
    other_mac.mac[3] ^= 1;
    EXPECT_EQ(unlock(other_mac, "A", words).error().fault, fault::vault_damaged);
}

TEST(Header, damaged_bytes_are_refused_or_read_as_they_stand)
{
    const Clinic clinic;
    const sealed::Bytes good = header_bytes(clinic);
    std::mt19937_64 random(7);
    for (int round = 0; round < 10'000; ++round) {
        sealed::Bytes bytes = good.substr(0, 40 + random() % (good.size() - 40));
        const std::size_t changes = 1 + random() % 8;
        for (std::size_t i = 0; i < changes; ++i)
            bytes[10 + random() % (bytes.size() - 10)] = static_cast<char>(random());
        const auto read = read_header(with_checksum(bytes));
        if (!read) continue;
        EXPECT_EQ(write_header(*read), with_checksum(bytes)); // whatever reads, reads as it stands
    }
}

TEST(Header, the_one_before_is_kept)
{
    const Clinic clinic;
    const auto before = read_small(clinic.folder + "/header.rvh.previous", most_header);
    ASSERT_TRUE(before.ok());
    EXPECT_FALSE(read_header(*before)->finished);
    EXPECT_TRUE(load_header(clinic.folder)->finished);
}

TEST(Header, what_the_root_signs_is_still_held_against_the_keys_that_were_granted)
{
    const crypto::KeyPair root = crypto::make_signing_pair();
    const crypto::KeyPair next_root = crypto::make_signing_pair();
    const RoleKeys keys = RoleKeys::make();
    const sealed::Secret words = secret("a passphrase of A");
    Header header;
    header.vault = sealed::random_id();
    header.root = root.public_key;
    header.inbox = crypto::public_half(keys.inbox);
    for (const auto& [name, role] : {std::pair{"A", Role::clinician}, std::pair{"S", Role::admin}})
        ASSERT_TRUE(add_user(header, name, role, words, KdfCost::floor(), keys, root.private_key).ok());
    close_header(header, root.private_key, keys);
    ASSERT_TRUE(unlock(header, "A", words).ok());
    ASSERT_TRUE(unlock(header, "S", words).ok());
    const auto detail_of = [&](const Header& changed, const char* name) {
        const auto opened = unlock(changed, name, words);
        return opened || opened.error().fault != fault::vault_damaged ? std::string("no damage")
                                                                      : opened.error().detail;
    };

    // Answers would be sealed to somebody else.
    Header inbox = header;
    inbox.inbox = crypto::make_pair().public_key;
    close_header(inbox, root.private_key, keys);
    EXPECT_EQ(detail_of(inbox, "A"), "inbox key");

    // A clinician granted less than a clinician's keys.
    Header shorter = header;
    RoleKeys fewer = keys.copy();
    fewer.inbox = {};
    grant_user(shorter, shorter.users[0], fewer, root.private_key);
    close_header(shorter, root.private_key, keys);
    EXPECT_EQ(detail_of(shorter, "A"), "grant length");

    // The root has gone on, and an administrator was granted the one before.
    Header behind = header;
    replace_root(behind, root.private_key, next_root.public_key);
    RoleKeys with_root = keys.copy();
    with_root.root = root.private_key.copy();
    for (User& one : behind.users)
        grant_user(behind, one, with_root, next_root.private_key);
    close_header(behind, next_root.private_key, keys);
    EXPECT_EQ(detail_of(behind, "S"), "root key");
    EXPECT_TRUE(unlock(behind, "A", words).ok()) << "who holds no root follows the step";

    // A step to a new root that the one before did not sign.
    Header stranger = header;
    const crypto::KeyPair nobody = crypto::make_signing_pair();
    replace_root(stranger, nobody.private_key, next_root.public_key);
    for (User& one : stranger.users)
        grant_user(stranger, one, with_root, next_root.private_key);
    close_header(stranger, next_root.private_key, keys);
    EXPECT_EQ(detail_of(stranger, "A"), "pinned root");
}

TEST(Header, a_header_that_cannot_be_is_refused_on_reading_though_its_checksum_is_right)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const Header good = *load_header(clinic.folder);
    ASSERT_TRUE(read_header(write_header(good)).ok());
    const auto refused = [](const Header& header) {
        const auto read = read_header(write_header(header));
        return !read && read.error().fault == fault::vault_damaged;
    };
    Header nobody = good;
    nobody.users.clear();
    EXPECT_TRUE(refused(nobody));
    Header crowd = good;
    while (crowd.users.size() <= most_users) {
        crowd.users.push_back(good.users.front());
        crowd.users.back().slot = sealed::random_id();
        crowd.users.back().name = "U" + std::to_string(crowd.users.size());
    }
    EXPECT_TRUE(refused(crowd));
    crowd.users.pop_back();
    EXPECT_FALSE(refused(crowd)) << "as many as there may be";
    Header same_name = good;
    same_name.users[1].name = same_name.users[0].name;
    EXPECT_TRUE(refused(same_name));
    Header same_slot = good;
    same_slot.users[1].slot = same_slot.users[0].slot;
    EXPECT_TRUE(refused(same_slot));
    Header later_wrap = good;
    later_wrap.users[0].wrap.epoch = good.epoch + 1;
    EXPECT_TRUE(refused(later_wrap));
    Header steps = good;
    steps.root_steps.resize(most_root_steps + 1);
    EXPECT_TRUE(refused(steps));
    Header no_role = good;
    no_role.users[0].role = static_cast<Role>(4);
    EXPECT_TRUE(refused(no_role));
    no_role.users[0].role = static_cast<Role>(0);
    EXPECT_TRUE(refused(no_role));
    Header none = good;
    none.format = 0;
    EXPECT_TRUE(refused(none));
    Header newer = good;
    newer.format = newest_format + 1;
    EXPECT_EQ(read_header(write_header(newer)).error().fault, fault::vault_newer);
}

} // namespace rapport::vault::test
