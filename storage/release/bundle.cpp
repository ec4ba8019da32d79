#include <algorithm>

#include "storage/release/csv.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

/// The definitions that the records need, by id. Every record must have its own version there and fit it.
Result<std::vector<const instruments::Definition*>> needed(const Deidentified& data, Definitions definitions)
{
    std::vector<const instruments::Definition*> found;
    for (const DeidentifiedRecord& record : data.records) {
        const auto at = std::ranges::find_if(definitions, [&](const instruments::Definition* definition) {
            return definition->id == record.instrument() && definition->version == record.version();
        });
        if (at == definitions.end() || !instruments::fits(**at, record.response()))
            return Error{fault::cannot_write_release, "no definition fits a row of " + record.instrument()};
        if (std::ranges::find(found, *at) == found.end()) found.push_back(*at);
    }
    std::ranges::sort(found, {}, &instruments::Definition::id);
    const auto twice = std::ranges::adjacent_find(found, {}, &instruments::Definition::id);
    if (twice != found.end()) return Error{fault::cannot_write_release, "two versions of " + (*twice)->id};
    return found;
}

Status keep_file(std::vector<WrittenFile>& files, Result<WrittenFile> file)
{
    if (!file) return file.error();
    files.push_back(std::move(*file));
    return {};
}

} // namespace

Result<WrittenFile> write_sums(std::span<const WrittenFile> files, Sink& sink)
{
    std::string text;
    for (const WrittenFile& file : files)
        text += file.sha256 + "  " + file.name + "\n";
    return write_text(sink, "SHA256SUMS", text);
}

Result<Written> write_bundle(const Deidentified& data, const Table& table, Definitions definitions,
                             const Policy& policy, Sink& sink)
{
    if (data.records.empty()) return Error{fault::nothing_to_release, {}};
    const auto used = needed(data, definitions);
    if (!used) return used.error();

    Written out;
    const auto keep = [&](Result<WrittenFile> file) { return keep_file(out.files, std::move(file)); };
    if (Status s = keep(write_long(data, *used, sink)); !s) return s.error();
    for (const instruments::Definition* definition : *used)
        if (Status s = keep(write_wide(data, *definition, sink)); !s) return s.error();
    if (Status s = keep(write_table(table, sink)); !s) return s.error();
    if (Status s = keep(write_codebook(*used, sink)); !s) return s.error();
    if (Status s = keep(write_risk(data, policy, sink)); !s) return s.error();
    if (Status s = keep(write_readme(data, table, policy, sink)); !s) return s.error();
    if (Status s = keep(write_sums(out.files, sink)); !s) return s.error();
    if (Status s = keep(write_manifest(data, *used, policy, out.files, sink)); !s) return s.error();
    out.manifest_sha256 = out.files.back().sha256;
    return out;
}

} // namespace rapport::release
