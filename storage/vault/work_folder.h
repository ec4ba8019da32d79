#pragma once

#include <string>

#include "instruments/base/result.h"

namespace rapport::vault {

/// A folder of its own beside where something is to come to be, gone with all that is in it unless it is given a name.
class WorkFolder {
public:
    /// Mode 0700. Errors: disk_full, read_only_folder, vault_missing (no such parent).
    [[nodiscard]] static Result<WorkFolder> make(const std::string& parent, std::string_view beginning);
    [[nodiscard]] const std::string& path() const { return path_; }
    /// A folder in it.
    [[nodiscard]] Status add(std::string_view name) const;
    /// A folder in it, as one that can take a name of its own.
    [[nodiscard]] WorkFolder inner(std::string_view name) const { return WorkFolder(path_ + "/" + std::string(name)); }
    /// Takes the name, in one step, when nothing or an empty folder has it. Errors: vault_exists, disk_full,
    /// read_only_folder.
    [[nodiscard]] Status become(const std::string& path);

    WorkFolder(WorkFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
    WorkFolder& operator=(WorkFolder&&) = delete;
    ~WorkFolder();

private:
    explicit WorkFolder(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

/// The folder a path lies in.
[[nodiscard]] std::string parent_of(const std::string& path);

} // namespace rapport::vault
