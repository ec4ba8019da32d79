#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/release/release.h"

namespace rapport::outlet {

/// Files into a new private folder beside `out`: folder 0700, files 0600, each synced before its digest is given.
/// `deliver` renames the folder to `out`; without it the destructor takes everything away again.
class FolderSink final : public release::Sink {
public:
    /// Errors: release_exists (also for a file or a broken link of that name), cannot_write_release, disk_full,
    /// read_only_folder.
    [[nodiscard]] static Result<std::unique_ptr<FolderSink>> make(const std::string& out);
    FolderSink(const FolderSink&) = delete;
    FolderSink& operator=(const FolderSink&) = delete;
    ~FolderSink() override;

    Status open(std::string_view name) override;
    Status write(std::string_view bytes) override;
    Result<std::string> close() override;
    [[nodiscard]] std::string scratch() const override;

    /// Never over something that is there. Errors as `make`.
    [[nodiscard]] Status deliver();

private:
    FolderSink() = default;
    struct Digest;

    std::string parent_;
    std::string name_;      ///< of `out`, within `parent_`
    std::string temporary_; ///< within `parent_`, empty once delivered
    int parent_fd_ = -1;
    int folder_fd_ = -1;
    int file_fd_ = -1;
    std::vector<std::string> files_;
    std::unique_ptr<Digest> digest_;
};

} // namespace rapport::outlet
