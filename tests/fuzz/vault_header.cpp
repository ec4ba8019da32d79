// header.rvh is read before any key is at hand. The checksum is put right, so that what stands behind it is reached.
#include <cstdint>
#include <cstdlib>

#include "storage/vault/crypto.h"
#include "storage/vault/header.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::vault;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    std::string input(reinterpret_cast<const char*>(data), size);
    const crypto::Hash whole = crypto::hash(input);
    input.append(reinterpret_cast<const char*>(whole.data()), 16);
    const auto header = read_header(input);
    if (header && write_header(*header) != input) std::abort();
    return 0;
}
