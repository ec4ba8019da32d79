#include "storage/vault/header.h"

#include <algorithm>

#include "storage/sealed/wire.h"
#include "storage/vault/bytes.h"
#include "storage/vault/files.h"

namespace rapport::vault {

namespace {

using sealed::wire::Reader;

constexpr sealed::ByteView magic = "RAPPORTV";
constexpr std::size_t most_box = 1024;
constexpr std::size_t checksum_size = 16;
constexpr std::uint64_t most_memory = 2ULL << 30;
constexpr std::uint32_t most_passes = 16;

bool is_role(std::uint8_t byte)
{
    return byte >= static_cast<std::uint8_t>(Role::clinician) && byte <= static_cast<std::uint8_t>(Role::admin);
}

User read_user(Reader& in)
{
    User user;
    in.into(user.slot);
    user.name = in.text(most_name);
    const auto role = in.number<std::uint8_t>();
    if (!is_role(role)) in.fail();
    user.role = static_cast<Role>(role);
    in.into(user.key);
    user.grant = in.text(most_box);
    in.into(user.grant_signature);
    return user;
}

KdfCost read_cost(Reader& in)
{
    KdfCost cost;
    cost.memory_bytes = in.number<std::uint64_t>();
    cost.passes = in.number<std::uint32_t>();
    if (!is_reasonable(cost)) in.fail();
    return cost;
}

void read_wrap(Reader& in, const Header& header, Wrap& wrap)
{
    wrap.epoch = header.format == 1 ? header.epoch : in.number<std::uint32_t>();
    if (wrap.epoch > header.epoch) in.fail();
    wrap.cost = read_cost(in);
    in.into(wrap.salt);
    wrap.box = in.text(most_box);
}

bool distinct(const std::vector<User>& users)
{
    for (std::size_t i = 0; i < users.size(); ++i)
        for (std::size_t j = i + 1; j < users.size(); ++j)
            if (users[i].slot == users[j].slot || users[i].name == users[j].name) return false;
    return true;
}

void read_recovery(Reader& in, Header& header)
{
    if (header.format > 1) {
        const auto steps = in.number<std::uint8_t>();
        if (steps > most_root_steps) in.fail();
        for (unsigned i = 0; i < steps && in.ok(); ++i) {
            RootStep& step = header.root_steps.emplace_back();
            in.into(step.from);
            in.into(step.signature);
        }
        in.into(header.recovery_key);
        in.into(header.recovery_pin);
        header.first_audit_key = in.text(most_box);
    }
    header.recovery = in.text(most_box);
}

/// What both the root and RK stand for.
ByteWriter common_part(const Header& header)
{
    ByteWriter out;
    out.raw({reinterpret_cast<const std::uint8_t*>(magic.data()), magic.size()}).number(header.format);
    out.raw(header.vault).number(header.epoch).number(header.created_ms);
    out.text(header.clinic).text(header.device);
    out.number(static_cast<std::uint8_t>(header.demo)).number(static_cast<std::uint8_t>(header.finished));
    out.raw(header.inbox).raw(header.root);
    if (header.format > 1) {
        out.number(static_cast<std::uint8_t>(header.root_steps.size()));
        for (const RootStep& step : header.root_steps)
            out.raw(step.from).raw(step.signature);
        out.raw(header.recovery_key).raw(header.recovery_pin).text(header.first_audit_key);
    }
    out.text(header.recovery);
    out.number(static_cast<std::uint8_t>(header.users.size()));
    for (const User& user : header.users) {
        out.raw(user.slot).text(user.name).number(static_cast<std::uint8_t>(user.role)).raw(user.key);
        out.text(user.grant).raw(user.grant_signature);
    }
    return out;
}

void write_wrap(ByteWriter& out, const Header& header, const Wrap& wrap)
{
    if (header.format > 1) out.number(wrap.epoch);
    out.number(wrap.cost.memory_bytes).number(wrap.cost.passes).raw(wrap.salt).text(wrap.box);
}

std::array<std::uint8_t, checksum_size> checksum(sealed::ByteView bytes)
{
    std::array<std::uint8_t, checksum_size> out{};
    const crypto::Hash whole = crypto::hash(bytes);
    std::copy_n(whole.begin(), out.size(), out.begin());
    return out;
}

} // namespace

const User* Header::user(std::string_view name) const
{
    const auto found = std::ranges::find(users, name, &User::name);
    return found == users.end() ? nullptr : &*found;
}

User* Header::user(std::string_view name)
{
    const auto found = std::ranges::find(users, name, &User::name);
    return found == users.end() ? nullptr : &*found;
}

bool is_reasonable(const KdfCost& cost)
{
    const KdfCost least = KdfCost::floor();
    return cost.memory_bytes >= least.memory_bytes && cost.memory_bytes <= most_memory && cost.passes >= least.passes &&
           cost.passes <= most_passes;
}

sealed::Bytes signed_part(const Header& header)
{
    ByteWriter out = common_part(header);
    if (header.format > 1) out.number(header.policy.memory_bytes).number(header.policy.passes);
    return out.bytes();
}

sealed::Bytes maced_part(const Header& header)
{
    ByteWriter out = common_part(header);
    if (header.format == 1) out.raw(header.signature);
    for (const User& user : header.users)
        if (header.format == 1 || user.role != Role::admin) write_wrap(out, header, user.wrap);
    return out.bytes();
}

sealed::Bytes write_header(const Header& header)
{
    ByteWriter out;
    out.raw(header.signature);
    for (const User& user : header.users)
        write_wrap(out, header, user.wrap);
    out.raw(header.mac);
    const sealed::Bytes bytes = signed_part(header) + out.bytes();
    ByteWriter end;
    end.raw(checksum(bytes));
    return bytes + end.bytes();
}

Result<Header> read_header(sealed::ByteView bytes)
{
    if (bytes.size() > most_header || bytes.size() < magic.size() + checksum_size)
        return Error{fault::vault_damaged, "header length"};
    const sealed::ByteView body = bytes.substr(0, bytes.size() - checksum_size);
    Reader end(bytes.substr(body.size()));
    std::array<std::uint8_t, checksum_size> written{};
    end.into(written);
    if (written != checksum(body)) return Error{fault::vault_damaged, "header checksum"};

    Reader in(body);
    if (in.raw(magic.size()) != magic) return Error{fault::vault_damaged, "header magic"};
    Header header;
    header.format = in.number<std::uint16_t>();
    if (header.format > newest_format) return fault::vault_newer;
    if (header.format == 0) return Error{fault::vault_damaged, "header format"};

    in.into(header.vault);
    header.epoch = in.number<std::uint32_t>();
    header.created_ms = in.number<std::int64_t>();
    header.clinic = in.text(most_name);
    header.device = in.text(most_name);
    header.demo = in.flag();
    header.finished = in.flag();
    in.into(header.inbox);
    in.into(header.root);
    read_recovery(in, header);
    const auto users = in.number<std::uint8_t>();
    if (users == 0 || users > most_users) in.fail();
    for (unsigned i = 0; i < users && in.ok(); ++i)
        header.users.push_back(read_user(in));
    if (header.format > 1) header.policy = read_cost(in);
    in.into(header.signature);
    for (User& user : header.users)
        read_wrap(in, header, user.wrap);
    in.into(header.mac);
    if (!in.complete() || !distinct(header.users)) return Error{fault::vault_damaged, "header"};
    return header;
}

Result<Header> load_header(const std::string& folder)
{
    const auto bytes = read_small(folder + "/" + std::string(header_file), most_header);
    if (!bytes) return bytes.error();
    return read_header(*bytes);
}

Status store_header(const std::string& folder, const Header& header)
{
    const auto before = read_small(folder + "/" + std::string(header_file), most_header);
    if (before) {
        const Status kept = replace_file(folder, std::string(header_file) + ".previous", *before);
        if (!kept) return kept;
    }
    return replace_file(folder, header_file, write_header(header));
}

} // namespace rapport::vault
