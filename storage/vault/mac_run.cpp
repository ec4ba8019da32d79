#include "storage/vault/mac_run.h"

#include <algorithm>

#include "storage/vault/bytes.h"

namespace rapport::vault {

namespace {

constexpr std::size_t block_size = 64 * 1024;

} // namespace

void MacRun::add(sealed::ByteView bytes)
{
    length_ += bytes.size();
    while (!bytes.empty()) {
        const std::size_t taken = std::min(bytes.size(), block_size - block_.size());
        block_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (block_.size() == block_size) close_block();
    }
}

void MacRun::close_block()
{
    hash_ = crypto::keyed_hash(key_, ByteWriter().text("block").raw(hash_).number(number_).text(block_).bytes());
    ++number_;
    block_.clear();
}

crypto::Hash MacRun::end()
{
    close_block();
    return crypto::keyed_hash(key_, ByteWriter().text("end").raw(hash_).number(number_).number(length_).bytes());
}

} // namespace rapport::vault
