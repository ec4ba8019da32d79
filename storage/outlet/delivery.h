#pragma once

#include <string>

#include "storage/outlet/folder_sink.h"
#include "storage/outlet/outlet.h"

namespace rapport::outlet {

/// A refusal is an act of its own in the audit: which rule, never whom it was about. Gives the error, or why the line
/// could not be written.
[[nodiscard]] Error refuse(vault::Vault& vault, const release::Policy& policy, Error error);

/// The ledger's line, then the folder's name: a release nobody recorded must not exist, a recorded one that did not
/// arrive may, and the audit says so. Errors: the vault's and those of `FolderSink::deliver`.
[[nodiscard]] Result<Done> deliver(vault::Vault& vault, FolderSink& sink, const vault::ReleaseNote& note,
                                   release::Written written, const std::string& out);

} // namespace rapport::outlet
