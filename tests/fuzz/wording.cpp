// A wording file from anybody, for a key that has none.
#include <cstdint>
#include <cstdlib>

#include "instruments/reader.h"
#include "instruments/sheet/wording_file.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::instruments;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static const Definition* const key = find_in_library("brs");
    if (key == nullptr) std::abort();
    (void)wording_instrument(text);
    const PreparedWording wording = prepare_wording(*key, text, {"A holder", "2026-01-31", "letter 1"});
    if (wording.json.empty() == wording.problems.empty()) std::abort();
    const Merging merged = install_wording(key->source_text, wording.json.empty() ? text : wording.json);
    if (merged.problems.empty() && !read_definition(merged.json).definition) std::abort();
    return 0;
}
