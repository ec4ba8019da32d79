// The answers of one row, as if their MAC had been right: refused, or read and written again alike.
#include <cstdint>
#include <cstdlib>

#include "storage/vault/archive.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::vault;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    Kept kept;
    if (!read_archive({reinterpret_cast<const char*>(data), size}, kept)) return 0;
    const auto written = write_archive(kept);
    if (!written) return 0; // criteria and labels together may be longer than a row allows
    Kept again;
    if (!read_archive(*written, again)) std::abort();
    const auto twice = write_archive(again);
    if (!twice || *twice != *written) std::abort();
    return 0;
}
