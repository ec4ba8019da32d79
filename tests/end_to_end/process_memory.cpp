#include "tests/end_to_end/process_memory.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <unordered_map>

#include <fcntl.h>
#include <unistd.h>

#include "app/cli/child.h"

namespace rapport::test {

namespace {

/// Every code unit of `ascii` in `width` bytes, little-endian. Beyond ASCII the two wide forms are left out.
std::string widened(std::string_view ascii, std::size_t width)
{
    std::string wide;
    for (const char c : ascii) {
        if (static_cast<unsigned char>(c) >= 0x80U) return {};
        wide.push_back(c);
        wide.append(width - 1, '\0');
    }
    return wide;
}

std::string hex_of(std::string_view bytes, const char* digits)
{
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

} // namespace

void Needles::add_bytes(const std::string& name, std::string_view bytes)
{
    if (bytes.size() < shortest) std::abort();
    names_.push_back(name);
    forms_.push_back({names_.size() - 1, std::string(bytes)});
}

void Needles::add_text(const std::string& name, std::string_view utf8)
{
    add_bytes(name, utf8);
    for (const std::size_t width : {2U, 4U})
        if (std::string wide = widened(utf8, width); !wide.empty())
            forms_.push_back({names_.size() - 1, std::move(wide)});
}

void Needles::add_key(const std::string& name, std::string_view bytes)
{
    add_bytes(name, bytes);
    forms_.push_back({names_.size() - 1, hex_of(bytes, "0123456789abcdef")});
    forms_.push_back({names_.size() - 1, hex_of(bytes, "0123456789ABCDEF")});
}

/// One pass over the bytes for all needles: their first six bytes lead to the few that can stand there.
class Scanner {
public:
    explicit Scanner(const Needles& needles) : needles_(needles)
    {
        for (std::size_t i = 0; i < needles.forms_.size(); ++i) {
            const std::uint64_t start = start_of(needles.forms_[i].bytes.data());
            maybe_.set(bit(start));
            starts_[start].push_back(i);
        }
        for (const auto& form : needles.forms_)
            longest_ = std::max(longest_, form.bytes.size());
    }

    [[nodiscard]] std::size_t longest() const { return longest_; }

    /// Those that begin in the first `fresh` bytes.
    void search(std::string_view bytes, std::size_t fresh, std::vector<std::string>& found) const
    {
        for (std::size_t at = 0; at < fresh && at + Needles::shortest <= bytes.size(); ++at) {
            const std::uint64_t start = start_of(bytes.data() + at);
            if (!maybe_.test(bit(start))) continue;
            const auto here = starts_.find(start);
            if (here == starts_.end()) continue;
            for (const std::size_t i : here->second) {
                const auto& form = needles_.forms_[i];
                if (bytes.substr(at).starts_with(form.bytes)) found.push_back(needles_.names_[form.name]);
            }
        }
    }

private:
    static std::uint64_t start_of(const char* bytes)
    {
        std::uint64_t start = 0;
        std::memcpy(&start, bytes, Needles::shortest);
        return start;
    }
    static std::size_t bit(std::uint64_t start) { return (start * 0x9E3779B97F4A7C15U) >> 44U; }

    const Needles& needles_;
    std::bitset<1U << 20U> maybe_;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> starts_;
    std::size_t longest_ = 0;
};

Scan scan(pid_t process, const Needles& needles)
{
    constexpr std::size_t step = 4U << 20U;
    const auto scanner = std::make_unique<Scanner>(needles);
    const std::string folder = "/proc/" + std::to_string(process);
    Scan result;
    const cli::Descriptor memory(::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
    std::ifstream maps(folder + "/maps");
    if (memory.get() < 0 || !maps) {
        result.readable = false;
        return result;
    }
    std::string room(step + scanner->longest(), '\0');
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0;
        unsigned long to = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3) continue;
        if (rights[0] != 'r' || rights[1] != 'w') continue;
        ++result.maps;
        for (unsigned long at = from; at < to; at += step) {
            const std::size_t wanted = std::min<std::size_t>(room.size(), to - at);
            const ssize_t got = ::pread(memory.get(), room.data(), wanted, static_cast<off_t>(at));
            if (got <= 0) break; // a map of a device, or one that has gone
            result.bytes += std::min<std::size_t>(static_cast<std::size_t>(got), step);
            scanner->search({room.data(), static_cast<std::size_t>(got)}, step, result.found);
        }
    }
    result.readable = result.bytes > 0;
    return result;
}

std::vector<pid_t> descendants(pid_t process)
{
    std::vector<pid_t> all;
    const std::string name = std::to_string(process);
    std::ifstream children("/proc/" + name + "/task/" + name + "/children");
    for (pid_t child = 0; children >> child;) {
        all.push_back(child);
        const auto below = descendants(child);
        all.insert(all.end(), below.begin(), below.end());
    }
    return all;
}

} // namespace rapport::test
