#include <optional>
#include <utility>

#include "storage/sealed/draft.h"
#include "storage/sealed/image.h"

namespace rapport::sealed {

namespace {

DraftPaths paths_of(const Job& job)
{
    const std::string name = hex(job.session);
    return {job.drafts_folder, job.inbox_folder, job.drafts_folder + "/" + name + ".new",
            job.drafts_folder + "/" + name + ".rvs", job.inbox_folder + "/" + name + ".rvs"};
}

Status sync_both_folders(FileOps& files, const DraftPaths& paths)
{
    const Status inbox = sync_folder(files, paths.inbox_folder);
    if (!inbox) return inbox;
    return sync_folder(files, paths.drafts_folder);
}

/// The session already has a file in the inbox: session_finished when that file is whole and on the disk for good.
/// `draft` is another name of the same file only if a rename was cut in half; then that name goes.
Error already_in_inbox(FileOps& files, const DraftPaths& paths, const Job& job, const File* draft)
{
    const auto file = File::open_to_read(files, paths.inbox);
    if (!file) return file.error();
    const auto bytes = file->read_all(frames::capacity);
    if (!bytes) return bytes.error();
    const auto image = read_image(*bytes, job.key);
    if (!image) return image.error();
    if (!image->finished || image->next.session != job.session) return {fault::damaged_session, "inbox"};

    if (draft != nullptr) {
        const auto one = file->identity();
        const auto other = draft->identity();
        if (!one) return one.error();
        if (!other) return other.error();
        if (one->device == other->device && one->inode == other->inode) {
            const Status removed = remove_file(files, paths.draft);
            if (!removed) return removed.error();
        }
    }
    const Status synced = sync_both_folders(files, paths);
    if (!synced) return synced.error();
    return {fault::session_finished, {}};
}

/// Puts what was read back on the disk before anybody relies on it. The page cache can show a frame whose sync
/// failed, or bytes of a torn one; later frames share its pages and must not outlive it.
Status settle(const File& file, const Image& image, ByteView bytes)
{
    if (!image.finished && bytes.size() < frames::capacity) {
        const Status room = file.allocate(frames::capacity);
        if (!room) return room;
    }
    const auto* last = reinterpret_cast<const unsigned char*>(bytes.data()) + image.last_at;
    const Status again = file.write_all({last, frames::frame_size}, image.last_at);
    if (!again) return again;
    if (image.torn) {
        const frames::Frame nothing{};
        const Status wiped = file.write_all(nothing, *image.torn);
        if (!wiped) return wiped;
    }
    return file.sync_all();
}

Result<Draft> go_on(FileOps& files, DraftPaths paths, const Job& job, File file, std::vector<Act>& replay)
{
    const auto bytes = file.read_all(frames::capacity);
    if (!bytes) return bytes.error();
    auto image = read_image(*bytes, job.key);
    if (!image) return image.error();
    if (image->next.session != job.session) return Error{fault::damaged_session, "another session's file"};

    Draft draft{&files,      std::move(paths), std::move(file),   job.key.copy(),
                image->next, image->digest,    image->acts.size()};
    Status settled = settle(draft.file, *image, *bytes);
    if (settled && image->finished) {
        const Status delivered = draft.deliver();
        return delivered ? Error{fault::session_finished, {}} : delivered.error();
    }
    if (settled) settled = sync_folder(files, draft.paths.drafts_folder);
    if (!settled) return settled.error();
    replay = std::move(image->acts);
    return draft;
}

/// Fills the file under its first name; it gets the draft's name only when header and key are on the disk, so a
/// draft without them is damage and never a beginning.
Status fill(FileOps& files, const DraftPaths& paths, const File& file, const Id& session, const frames::Frame& first)
{
    Status done = file.truncate(0);
    if (done) done = file.allocate(frames::capacity);
    if (done) done = file.write_all(frames::make_header(session), 0);
    if (done) done = file.write_all(first, frames::header_size);
    if (done) done = file.sync_all();
    if (done) done = move_file(files, paths.making, paths.draft);
    return done;
}

Result<Draft> create(FileOps& files, DraftPaths paths, const Job& job, std::uint64_t least_free_bytes)
{
    const Status room = check_free_space(files, paths.drafts_folder, least_free_bytes);
    if (!room) return room.error();
    const auto way_out = exists(files, paths.inbox_folder);
    if (!way_out) return way_out.error();
    if (!*way_out) return Error{fault::missing_file, "inbox folder"};
    const auto first = frames::make_key_frame(job.key, job.inbox, job.session);
    if (!first) return first.error();

    auto file = File::make(files, paths.making);
    if (!file) return file.error();
    const Status locked = file->lock(paths.making);
    if (!locked) return locked.error();
    // Looked at again under the lock: another process may have made the draft, or even finished it, meanwhile.
    for (const std::string* path : {&paths.draft, &paths.inbox}) {
        const auto there = exists(files, *path);
        if (there && !*there) continue;
        static_cast<void>(remove_file(files, paths.making));
        return there ? Error{fault::session_busy, "made meanwhile"} : there.error();
    }
    const Status filled = fill(files, paths, *file, job.session, *first);
    if (!filled) {
        static_cast<void>(remove_file(files, paths.making));
        return filled.error();
    }
    const Status named = sync_folder(files, paths.drafts_folder);
    if (!named) return named.error();

    frames::Digest digest;
    const frames::Tag tag = frames::tag_of(frames::view(*first));
    digest.add(tag);
    return Draft{&files, std::move(paths), std::move(*file), job.key.copy(), {job.session, 1, tag}, digest, 0};
}

} // namespace

Result<Draft> open_draft(const Job& job, const LogSettings& settings, std::vector<Act>& replay)
{
    if (sodium_init() < 0) return fault::no_sodium;
    if (job.key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES) return Error{fault::wrong_key, "length"};
    FileOps& files = *settings.files;
    DraftPaths paths = paths_of(job);

    std::optional<File> draft;
    auto opened = File::open_to_write(files, paths.draft);
    if (opened) {
        const Status locked = opened->lock(paths.draft);
        if (!locked) return locked.error();
        draft.emplace(std::move(*opened));
    } else if (!(opened.error().fault == fault::missing_file)) {
        return opened.error();
    }

    const auto delivered = exists(files, paths.inbox);
    if (!delivered) return delivered.error();
    if (*delivered) return already_in_inbox(files, paths, job, draft ? &*draft : nullptr);
    if (draft) return go_on(files, std::move(paths), job, std::move(*draft), replay);
    return create(files, std::move(paths), job, settings.least_free_bytes);
}

} // namespace rapport::sealed
