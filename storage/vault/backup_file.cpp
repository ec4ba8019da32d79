#include "storage/vault/backup_file.h"

#include <algorithm>

#include "storage/sealed/wire.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/byte_source.h"
#include "storage/vault/files.h"
#include "storage/vault/mac_run.h"

namespace rapport::vault {

namespace {

constexpr std::string_view magic = "RAPPORTB";
constexpr std::uint32_t format = 1;
constexpr std::size_t piece = std::size_t{1} << 20;
constexpr std::size_t most_head = 4 * piece;
constexpr std::size_t most_contents = 64 * 1024;
constexpr std::size_t most_anchor = 64;
constexpr std::size_t start_size = magic.size() + 2 * sizeof(std::uint32_t);
constexpr std::size_t mac_size = std::tuple_size_v<crypto::Hash>;

/// What the sealed contents are bound to.
sealed::Bytes bound(const BackupHead& head)
{
    ByteWriter out;
    out.text("backup contents").raw(head.vault).number(head.epoch).number(head.made_ms).text(head.anchor);
    return out.bytes();
}

sealed::Bytes start_of(const BackupHead& head)
{
    ByteWriter inner;
    inner.raw(head.vault).number(head.epoch).number(head.made_ms).text(head.anchor).text(head.header);
    inner.text(head.contents).number(static_cast<std::uint32_t>(head.parts.size()));
    for (const BackupHead::Part& part : head.parts)
        inner.text(part.name).number(part.size);
    ByteWriter out;
    out.raw({reinterpret_cast<const std::uint8_t*>(magic.data()), magic.size()}).number(format).text(inner.bytes());
    return out.bytes();
}

Error damaged(std::string_view what)
{
    return {fault::backup_damaged, std::string(what)};
}

std::optional<BackupHead> read_head(sealed::ByteView bytes)
{
    sealed::wire::Reader in(bytes);
    BackupHead head;
    in.into(head.vault);
    head.epoch = in.number<std::uint32_t>();
    head.made_ms = in.number<std::int64_t>();
    head.anchor = in.text(most_anchor);
    head.header = in.text(most_header);
    head.contents = in.text(most_contents);
    const auto parts = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < parts && in.ok(); ++i) {
        BackupHead::Part part{std::string(in.text(most_part_name)), in.number<std::uint64_t>()};
        head.parts.push_back(std::move(part));
    }
    if (!in.complete() || !are_parts_of_a_vault(head.parts)) return std::nullopt;
    return head;
}

using Take = std::function<Status(sealed::ByteView)>;

Status read_through(const ByteSource& source, std::uint64_t from, std::uint64_t size, const Take& take)
{
    for (std::uint64_t done = 0; done < size;) {
        const std::size_t now = static_cast<std::size_t>(std::min<std::uint64_t>(piece, size - done));
        const auto bytes = source.read(from + done, now);
        if (!bytes) return bytes.error();
        if (Status taken = take(*bytes); !taken) return taken;
        done += now;
    }
    return {};
}

/// One file, synced, and its bytes put through the MAC on their way.
Status copy_out(const ByteSource& source, std::uint64_t from, std::uint64_t size, const std::string& path, MacRun& run)
{
    const auto file = sealed::File::make(sealed::posix_files(), path);
    if (!file) return file.error();
    std::uint64_t at = 0;
    const Status written = read_through(source, from, size, [&](sealed::ByteView bytes) -> Status {
        run.add(bytes);
        const Status done = file->write_all({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, at);
        at += bytes.size();
        return done;
    });
    if (!written) return written;
    return file->sync_all();
}

} // namespace

struct BackupFile::Source {
    ByteSource file;
};

sealed::Secret backup_key(const RoleKeys& keys)
{
    return crypto::derive(crypto::derive(keys.responses, purpose::row_mac), "rapport backup 1");
}

sealed::Bytes seal_contents(const Contents& contents, const sealed::Secret& key, const BackupHead& head)
{
    ByteWriter plain;
    plain.raw(contents.digest).number(static_cast<std::uint32_t>(contents.rows.size()));
    for (const auto& [table, rows] : contents.rows)
        plain.text(table).number(rows);
    return crypto::seal(key, bound(head), sealed::Secret::copy_of(plain.bytes()));
}

Result<Contents> open_contents(const BackupHead& head, const sealed::Secret& key)
{
    const auto plain = crypto::open(key, bound(head), head.contents);
    if (!plain) return damaged("contents");
    constexpr std::size_t most_table = 200;
    sealed::wire::Reader in(plain->view());
    Contents contents;
    in.into(contents.digest);
    const auto tables = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < tables && in.ok(); ++i) {
        std::string name(in.text(most_table));
        contents.rows.emplace_back(std::move(name), in.number<std::int64_t>());
    }
    if (!in.complete()) return damaged("contents");
    return contents;
}

Result<std::uint64_t> write_backup(const std::string& path, const BackupHead& head,
                                   const std::vector<std::string>& sources, const sealed::Secret& key)
{
    const auto file = sealed::File::make(sealed::posix_files(), path);
    if (!file) return file.error();
    if (const Status empty = file->truncate(0); !empty) return empty.error();
    MacRun run(key);
    std::uint64_t at = 0;
    const auto put = [&](sealed::ByteView bytes) -> Status {
        const Status done = file->write_all({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, at);
        at += bytes.size();
        return done;
    };
    const Take put_and_hash = [&](sealed::ByteView bytes) {
        run.add(bytes);
        return put(bytes);
    };
    if (const Status done = put_and_hash(start_of(head)); !done) return done.error();
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto source = ByteSource::open(sources[i], fault::vault_missing);
        if (!source) return source.error();
        if (source->size() != head.parts[i].size) return Error{fault::database_error, "a file changed"};
        if (const Status done = read_through(*source, 0, source->size(), put_and_hash); !done) return done.error();
    }
    const crypto::Hash mac = run.end();
    if (const Status done = put({reinterpret_cast<const char*>(mac.data()), mac.size()}); !done) return done.error();
    if (const Status synced = file->sync_all(); !synced) return synced.error();
    return at;
}

Result<BackupFile> BackupFile::open(const std::string& path)
{
    auto source = ByteSource::open(path, fault::no_backup);
    if (!source) return source.error();
    if (source->size() < start_size + mac_size) return damaged("length");
    const auto start = source->read(0, start_size);
    if (!start) return start.error();
    if (!start->starts_with(magic)) return damaged("no backup");
    sealed::wire::Reader in(sealed::ByteView(*start).substr(magic.size()));
    if (in.number<std::uint32_t>() > format) return fault::vault_newer;
    const auto length = in.number<std::uint32_t>();
    if (length > most_head || length > source->size() - start_size - mac_size) return damaged("head");
    const auto bytes = source->read(start_size, length);
    if (!bytes) return bytes.error();
    auto head = read_head(*bytes);
    if (!head) return damaged("head");
    const std::uint64_t size = source->size();
    std::uint64_t left = size - start_size - length - mac_size;
    for (const BackupHead::Part& part : head->parts) {
        if (part.size > left) return damaged("length");
        left -= part.size;
    }
    if (left != 0) return damaged("length");
    return BackupFile(std::unique_ptr<Source>(new Source{std::move(*source)}), std::move(*head), start_size + length,
                      size);
}

Status BackupFile::check(const sealed::Secret& key)
{
    MacRun run(key);
    const Status read = read_through(source_->file, 0, size_ - mac_size, [&](sealed::ByteView bytes) -> Status {
        run.add(bytes);
        return {};
    });
    if (!read) return read;
    const auto mac = source_->file.read(size_ - mac_size, mac_size);
    if (!mac) return mac.error();
    const crypto::Hash expected = run.end();
    if (!crypto::equal(expected, {reinterpret_cast<const std::uint8_t*>(mac->data()), mac->size()}))
        return damaged("MAC");
    return {};
}

Status BackupFile::lay_out(const std::string& folder, const sealed::Secret& key)
{
    MacRun run(key);
    const auto start = source_->file.read(0, static_cast<std::size_t>(data_));
    if (!start) return start.error();
    run.add(*start);
    std::uint64_t from = data_;
    for (const BackupHead::Part& part : head_.parts) {
        if (Status done = copy_out(source_->file, from, part.size, folder + "/" + part.name, run); !done) return done;
        from += part.size;
    }
    const auto mac = source_->file.read(from, mac_size);
    if (!mac) return mac.error();
    const crypto::Hash expected = run.end();
    if (!crypto::equal(expected, {reinterpret_cast<const std::uint8_t*>(mac->data()), mac->size()}))
        return damaged("MAC");
    return replace_file(folder, header_file, head_.header);
}

BackupFile::BackupFile(std::unique_ptr<Source> source, BackupHead head, std::uint64_t data, std::uint64_t size)
    : source_(std::move(source)), head_(std::move(head)), data_(data), size_(size)
{
}
BackupFile::BackupFile(BackupFile&&) noexcept = default;
BackupFile& BackupFile::operator=(BackupFile&&) noexcept = default;
BackupFile::~BackupFile() = default;

} // namespace rapport::vault
