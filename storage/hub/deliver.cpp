#include "storage/hub/deliver.h"

#include <algorithm>

#include "storage/sealed/faults.h"
#include "storage/sealed/frames.h"

namespace rapport::hub {

namespace {

/// The bytes of a session that is here, waiting or taken in; nothing when there is no file of it.
Result<std::optional<Bytes>> here_already(const std::string& name, const Home& home, const Means& means)
{
    for (const std::string& folder : {home.inbox(), home.taken()}) {
        std::string path = folder;
        path.append("/").append(name);
        auto bytes = read_file(*means.files, path, sealed::frames::capacity);
        if (!bytes || *bytes) return bytes;
    }
    return std::optional<Bytes>();
}

/// Whole pages of zeros at the end say nothing: a file is trimmed, or a crash came before that.
ByteView trimmed(ByteView file)
{
    const std::size_t last = file.find_last_not_of('\0');
    return last == ByteView::npos ? ByteView() : file.substr(0, last + 1);
}

} // namespace

Id session_of(ByteView payload)
{
    Id session{};
    if (payload.size() > session.size()) std::copy_n(payload.begin(), session.size(), session.begin());
    return session;
}

Result<Delivered> deliver(const Desk& desk, const Id& from, ByteView payload, const Home& home, const Means& means)
{
    const Id session = session_of(payload);
    if (session == Id{}) return Delivered::refused;
    const ByteView file = payload.substr(session.size());
    const auto in_file = sealed::frames::read_header(file);
    if (!in_file || *in_file != session || file.size() > sealed::frames::capacity) return Delivered::refused;
    const std::string name = sealed::hex(session) + ".rvs";
    const auto here = here_already(name, home, means);
    if (!here) return here.error();
    if (*here && trimmed(**here) != trimmed(file)) {
        if (const Status made = make_folder(home.aside()); !made) return made.error();
        const std::string other = sealed::hex(session) + "." + sealed::hex(from) + ".rvs";
        if (const Status kept = replace_file(*means.files, home.aside(), other, file); !kept) return kept.error();
        return Delivered::aside;
    }
    if (*here || desk.known.has(session)) return Delivered::before;
    if (const Status kept = replace_file(*means.files, home.inbox(), name, file); !kept) return kept.error();
    return Delivered::now;
}

} // namespace rapport::hub
