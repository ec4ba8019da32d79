#include "app/shell/access/libraries.h"

#include <atk/atk.h>
#include <dbus/dbus.h>

namespace rapport::access {

std::vector<Library> libraries()
{
    int major = 0;
    int minor = 0;
    int micro = 0;
    dbus_get_version(&major, &minor, &micro);
    return {{"ATK", dotted(ATK_MAJOR_VERSION, ATK_MINOR_VERSION, ATK_MICRO_VERSION), atk_get_version()},
            {"D-Bus", DBUS_VERSION_STRING, dotted(major, minor, micro)}};
}

} // namespace rapport::access
