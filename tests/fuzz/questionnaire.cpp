// A FHIR Questionnaire or a REDCap dictionary or archive from anybody: a sentence, or a draft that is never sound.
#include <cstdint>
#include <cstdlib>

#include "instruments/exchange/exchange.h"
#include "instruments/reader.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::instruments;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    const auto imported = import_questionnaire({reinterpret_cast<const char*>(data), size});
    if (imported && read_definition(imported->json).definition) std::abort();
    return 0;
}
