#include "storage/sealed/library.h"

#include <sodium.h>

namespace rapport::sealed {

Library sodium_library()
{
    return {"libsodium", SODIUM_VERSION_STRING, sodium_version_string()};
}

} // namespace rapport::sealed
