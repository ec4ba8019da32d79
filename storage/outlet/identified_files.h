#pragma once

#include <string>
#include <vector>

#include "storage/outlet/folder_sink.h"
#include "storage/outlet/identified.h"

namespace rapport::outlet {

/// One person's whole record, names and all.
struct IdentifiedPerson {
    vault::Person person;
    vault::Identity identity;
    std::vector<vault::Administration> administrations;
    int left_out = 0; ///< about the alliance with whoever writes the files
};

/// The files of an identified release. Errors: cannot_write_release and the sink's.
[[nodiscard]] Result<release::Written> write_identified_files(const vault::Vault& vault,
                                                              const std::vector<IdentifiedPerson>& people,
                                                              const IdentifiedWish& wish, FolderSink& sink);

} // namespace rapport::outlet
