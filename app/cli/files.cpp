#include "app/cli/files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/faults.h"

namespace rapport::cli {

namespace fs = std::filesystem;
namespace fault = sealed::fault;

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

} // namespace

Result<std::string> read_all(const std::string& path, std::size_t limit)
{
    const bool standard_input = path == "-";
    File opened(standard_input ? nullptr : std::fopen(path.c_str(), "rb"),
                [](std::FILE* file) { return file == nullptr ? 0 : std::fclose(file); });
    std::FILE* file = standard_input ? stdin : opened.get();
    if (file == nullptr) return Error{fault::missing_file, path};

    std::string bytes;
    char chunk[1 << 16];
    while (true) {
        const std::size_t got = std::fread(chunk, 1, sizeof chunk, file);
        bytes.append(chunk, got);
        if (bytes.size() > limit) return Error{fault::cannot_read, "larger than " + std::to_string(limit) + " bytes"};
        if (got < sizeof chunk) break;
    }
    if (std::ferror(file) != 0) return Error{fault::cannot_read, path};
    return bytes;
}

Status write_all(const std::string& path, const std::string& bytes)
{
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return Error{fault::cannot_write, path};
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t wrote = ::write(descriptor, bytes.data() + done, bytes.size() - done);
        if (wrote <= 0) break;
        done += static_cast<std::size_t>(wrote);
    }
    const bool closed = ::close(descriptor) == 0;
    if (done != bytes.size() || !closed) return Error{fault::cannot_write, path};
    return {};
}

Status make_folder(const std::string& path)
{
    std::error_code problem;
    fs::create_directories(path, problem);
    if (problem || !fs::is_directory(path, problem)) return Error{fault::cannot_write, path};
    ::chmod(path.c_str(), 0700);
    return {};
}

Result<std::vector<std::string>> files_below(const std::string& folder)
{
    std::error_code problem;
    std::vector<std::string> files;
    for (fs::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem))
        if (entry->is_regular_file(problem)) files.push_back(entry->path().string());
    if (problem) return Error{fault::missing_file, folder};
    std::sort(files.begin(), files.end());
    return files;
}

Status remove_folder(const std::string& folder)
{
    std::error_code problem;
    fs::remove_all(folder, problem);
    if (problem) return Error{fault::cannot_write, folder};
    return {};
}

std::string program_folder()
{
    std::error_code problem;
    return fs::read_symlink("/proc/self/exe", problem).parent_path().string();
}

} // namespace rapport::cli
