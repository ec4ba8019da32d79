// The bytes a desk hands to a kiosk: refused, or written again as they were.
#include <cstdint>
#include <cstdlib>

#include "storage/sealed/job.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::sealed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    const ByteView input(reinterpret_cast<const char*>(data), size);
    const auto job = read_job(input);
    if (!job) return 0;
    const Secret again = write_job(*job);
    if (again.view() != input) std::abort();
    return 0;
}
