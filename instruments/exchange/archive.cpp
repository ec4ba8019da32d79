#include "instruments/exchange/archive.h"

#include <zip.h>

#include <algorithm>
#include <memory>

#include "instruments/exchange/exchange.h"

namespace rapport::instruments {

namespace {

constexpr zip_uint16_t first_day = (1U << 5U) | 1U; // 1 January 1980, the earliest a zip can say

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Release {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Release>;

Error fault(zip_error_t& error)
{
    Error out{cannot_pack, zip_error_strerror(&error)};
    zip_error_fini(&error);
    return out;
}

Error fault(zip_t* archive)
{
    return {cannot_pack, zip_strerror(archive)};
}

Status add(zip_t* archive, const ArchiveFile& file)
{
    Source source(zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0));
    if (!source) return fault(archive);
    const zip_int64_t index = zip_file_add(archive, file.name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) return fault(archive);
    source.release(); // the archive's now
    const auto place = static_cast<zip_uint64_t>(index);
    if (zip_file_set_dostime(archive, place, 0, first_day, 0) != 0) return fault(archive);
    return {};
}

} // namespace

Result<std::string> pack(const std::vector<ArchiveFile>& files)
{
    zip_error_t error;
    zip_error_init(&error);
    Source bytes(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!bytes) return fault(error);
    Archive archive(zip_open_from_source(bytes.get(), ZIP_CREATE | ZIP_TRUNCATE, &error));
    if (!archive) return fault(error);
    zip_source_keep(bytes.get()); // closing the archive lets go of it once
    for (const ArchiveFile& file : files)
        if (auto added = add(archive.get(), file); !added) return added.error();
    if (zip_close(archive.get()) != 0) return fault(archive.get());
    static_cast<void>(archive.release());

    if (zip_source_open(bytes.get()) != 0) return Error{cannot_pack, "cannot be read back"};
    zip_stat_t stat;
    zip_source_stat(bytes.get(), &stat);
    std::string out(static_cast<std::size_t>(stat.size), '\0');
    const zip_int64_t read = zip_source_read(bytes.get(), out.data(), out.size());
    zip_source_close(bytes.get());
    if (read != static_cast<zip_int64_t>(out.size())) return Error{cannot_pack, "cannot be read back"};
    return out;
}

Result<std::string> unpack(std::string_view archive_bytes, const std::string& name, std::size_t limit)
{
    zip_error_t error;
    zip_error_init(&error);
    Source bytes(zip_source_buffer_create(archive_bytes.data(), archive_bytes.size(), 0, &error));
    if (!bytes) return fault(error);
    Archive archive(zip_open_from_source(bytes.get(), ZIP_RDONLY, &error));
    if (!archive) return fault(error);
    static_cast<void>(bytes.release()); // the archive's now
    std::unique_ptr<zip_file_t, Close> file(zip_fopen(archive.get(), name.c_str(), 0));
    if (!file) return Error{cannot_pack, "has no " + name};
    // What the archive says of a file's size is not believed: reading stops at the limit.
    constexpr std::size_t step = 1U << 16U;
    std::string out;
    std::size_t have = 0;
    while (have <= limit) {
        if (have == out.size()) out.resize(std::min(limit + 1, std::max(step, 2 * have)));
        const zip_int64_t read = zip_fread(file.get(), out.data() + have, out.size() - have);
        if (read < 0) return Error{cannot_pack, "cannot be unpacked"};
        if (read == 0) break;
        have += static_cast<std::size_t>(read);
    }
    if (have > limit) return Error{cannot_pack, "unpacks to more than this takes"};
    out.resize(have);
    return out;
}

Library zip_library()
{
    return {"libzip", LIBZIP_VERSION, zip_libzip_version()};
}

} // namespace rapport::instruments
