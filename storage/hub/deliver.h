#pragma once

#include "storage/hub/visit.h"

namespace rapport::hub {

enum class Delivered { now, before, aside, refused };

/// A session out of a record's payload into the inbox, whole and on the disk, unless it is here or was: then nothing
/// happens, and when it says something else than the file here, it is put aside for staff. Errors: the disk's.
[[nodiscard]] Result<Delivered> deliver(const Desk& desk, const Id& from, ByteView payload, const Home& home,
                                        const Means& means);
/// The session a payload is of; zeros when it is none.
[[nodiscard]] Id session_of(ByteView payload);

} // namespace rapport::hub
