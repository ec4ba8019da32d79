#include "storage/vault/words.h"

#include <cassert>
#include <cmath>

#include "storage/vault/crypto.h"
#include "storage/vault/passphrase.h"

namespace rapport::vault {

namespace {

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end != 0) lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

} // namespace

const std::vector<std::string_view>& words()
{
    static const std::vector<std::string_view> all = lines_of(bundled_words().front().text);
    return all;
}

double bits_of_words(std::size_t count)
{
    return static_cast<double>(count) * std::log2(static_cast<double>(words().size()));
}

sealed::Secret make_passphrase(std::size_t count)
{
    assert(count >= least_words && count <= most_words);
    while (true) {
        sealed::Secret passphrase;
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) passphrase.append(" ");
            passphrase.append(words()[crypto::random_below(static_cast<std::uint32_t>(words().size()))]);
        }
        // One draw in millions repeats a word so often that the block list would have none of it.
        if (check_passphrase(passphrase)) return passphrase;
    }
}

} // namespace rapport::vault
