#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/sealed/file.h"

namespace rapport::vault {

/// A whole small file. Errors: vault_missing, vault_damaged (longer than `most`, or no plain file), cannot_read.
[[nodiscard]] Result<sealed::Bytes> read_small(const std::string& path, std::size_t most);
/// Up to `size` bytes from the front. Errors as read_small.
[[nodiscard]] Result<sealed::Bytes> read_start(const std::string& path, std::size_t size);

/// The new bytes or the old ones, whatever happens in between: written beside, synced, renamed, folder synced.
/// Errors: disk_full, read_only_folder, cannot_write.
[[nodiscard]] Status replace_file(const std::string& folder, std::string_view name, sealed::ByteView bytes);

/// Moves a file into another folder and makes both names last.
[[nodiscard]] Status move_between(const std::string& from_folder, const std::string& to_folder, std::string_view name);

[[nodiscard]] bool is_there(const std::string& path);
/// UTC milliseconds of the last change, 0 when there is no such file.
[[nodiscard]] std::int64_t changed_ms(const std::string& path);
/// The folder's absolute name, links followed. Errors: vault_missing.
[[nodiscard]] Result<std::string> absolute(const std::string& folder);

/// What a creation has put on the disk so far, taken away again unless it is kept. Never removes what was there before.
class Scaffold {
public:
    Scaffold() = default;
    Scaffold(const Scaffold&) = delete;
    Scaffold& operator=(const Scaffold&) = delete;
    ~Scaffold();
    /// Makes a folder, mode 0700; one that is there already is fine and stays. Errors: disk_full, read_only_folder.
    [[nodiscard]] Status folder(const std::string& path);
    /// An empty file, mode 0600.
    [[nodiscard]] Status file(const std::string& path);
    /// A file somebody else makes from here on, to be removed all the same.
    void expect(const std::string& path) { files_.push_back(path); }
    /// Every file of that folder whose name begins so: SQLite makes up the names of some of its journals.
    void expect_beginning(const std::string& folder, std::string_view beginning);
    void keep();

private:
    struct Beginning {
        std::string folder;
        std::string name;
    };
    std::vector<Beginning> beginnings_;
    std::vector<std::string> files_;
    std::vector<std::string> folders_;
};

} // namespace rapport::vault
