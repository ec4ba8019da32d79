#include "storage/release/libraries.h"

#include "instruments/exchange/archive.h"

namespace rapport::release {

std::vector<Library> libraries()
{
    // ReadStat tells no version, neither in its header nor when asked.
    return {
        {"ReadStat", {}, {}}, workbook_library(), xml_library(), linear_program_library(), instruments::zip_library()};
}

} // namespace rapport::release
