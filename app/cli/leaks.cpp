#include "app/cli/leaks.h"

#include <cstring>

#include "app/cli/files.h"

namespace rapport::cli {

namespace {

constexpr std::size_t largest_file = 1U << 30;

std::string utf16_of_ascii(const std::string& text)
{
    std::string wide;
    for (const char letter : text)
        wide.append({letter, '\0'});
    return wide;
}

bool holds(const std::string& bytes, const std::string& marker)
{
    return ::memmem(bytes.data(), bytes.size(), marker.data(), marker.size()) != nullptr;
}

} // namespace

Result<Search> search_for(const std::vector<std::string>& markers, const std::vector<std::string>& folders)
{
    Search search;
    for (const std::string& folder : folders) {
        auto files = files_below(folder);
        if (!files) return files.error();
        for (const std::string& file : *files) {
            auto bytes = read_all(file, largest_file);
            if (!bytes) return bytes.error();
            ++search.files;
            search.bytes += bytes->size();
            for (std::size_t i = 0; i < markers.size(); ++i) {
                if (holds(*bytes, markers[i])) search.leaks.push_back({file, i, "utf-8"});
                if (holds(*bytes, utf16_of_ascii(markers[i]))) search.leaks.push_back({file, i, "utf-16"});
            }
        }
    }
    return search;
}

} // namespace rapport::cli
