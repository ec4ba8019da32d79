#include "storage/hub/libraries.h"

#include <libpq-fe.h>
#include <pg_config.h>

namespace rapport::hub {

namespace {

/// 150018 is 15.18.
std::string spelled(int number)
{
    constexpr int major = 10000;
    return std::to_string(number / major) + "." + std::to_string(number % major);
}

} // namespace

Library database_client_library()
{
    return {"libpq", spelled(PG_VERSION_NUM), spelled(PQlibVersion())};
}

} // namespace rapport::hub
