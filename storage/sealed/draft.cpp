#include "storage/sealed/draft.h"

namespace rapport::sealed {

Status Draft::add(const frames::Plain& plain)
{
    const frames::Frame frame = frames::seal(key, next, plain);
    const std::uint64_t offset = frames::offset_of(next.sequence);
    Status kept = file.write_all(frame, offset);
    if (kept) kept = file.sync_data();
    if (!kept) {
        // A whole frame may be in the file although its sync failed. Should this fail too, the next open decides by
        // what it reads; either way the person has been told the truth, that saving did not work.
        const frames::Frame nothing{};
        if (file.write_all(nothing, offset)) static_cast<void>(file.sync_data());
        return kept;
    }
    next.previous = frames::tag_of(frames::view(frame));
    digest.add(next.previous);
    ++next.sequence;
    return {};
}

Status Draft::deliver()
{
    const std::size_t end = frames::offset_of(next.sequence);
    Status done = file.truncate(frames::round_up_to_page(end));
    if (done) done = file.sync_all();
    if (!done) return done;

    const auto taken = exists(*files, paths.inbox);
    if (!taken) return taken.error();
    if (*taken) return Error{fault::cannot_write, "the name is taken in the inbox"};
    done = move_file(*files, paths.draft, paths.inbox);
    if (done) done = sync_folder(*files, paths.inbox_folder);
    if (done) done = sync_folder(*files, paths.drafts_folder);
    return done;
}

} // namespace rapport::sealed
