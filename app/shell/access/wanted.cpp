#include "app/shell/access/wanted.h"

#include <cstdlib>
#include <memory>
#include <string>

#include <dbus/dbus.h>
#include <unistd.h>

namespace rapport::access {
namespace {

constexpr int patience_ms = 500;
constexpr const char* accessibility_bus = "org.a11y.Bus";

struct Disconnect {
    void operator()(DBusConnection* bus) const
    {
        dbus_connection_close(bus);
        dbus_connection_unref(bus);
    }
};
struct Forget {
    void operator()(DBusMessage* message) const { dbus_message_unref(message); }
};
using Bus = std::unique_ptr<DBusConnection, Disconnect>;
using Message = std::unique_ptr<DBusMessage, Forget>;

/// With neither of these libdbus would try to start a bus of its own.
bool has_session_bus()
{
    if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS")) return *address != '\0';
    const char* folder = std::getenv("XDG_RUNTIME_DIR");
    return folder != nullptr && ::access((std::string(folder) + "/bus").c_str(), R_OK | W_OK) == 0;
}

bool is_true(DBusConnection* bus, const char* property)
{
    const Message question(
        dbus_message_new_method_call(accessibility_bus, "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Get"));
    if (question == nullptr) return false;
    const char* interface = "org.a11y.Status";
    dbus_message_set_auto_start(question.get(), FALSE);
    dbus_message_append_args(question.get(), DBUS_TYPE_STRING, &interface, DBUS_TYPE_STRING, &property,
                             DBUS_TYPE_INVALID);
    const Message answer(dbus_connection_send_with_reply_and_block(bus, question.get(), patience_ms, nullptr));
    DBusMessageIter at;
    if (answer == nullptr || dbus_message_iter_init(answer.get(), &at) == FALSE) return false;
    if (dbus_message_iter_get_arg_type(&at) != DBUS_TYPE_VARIANT) return false;
    DBusMessageIter inside;
    dbus_message_iter_recurse(&at, &inside);
    if (dbus_message_iter_get_arg_type(&inside) != DBUS_TYPE_BOOLEAN) return false;
    dbus_bool_t yes = FALSE;
    dbus_message_iter_get_basic(&inside, &yes);
    return yes != FALSE;
}

} // namespace

bool screen_reader_wanted()
{
    if (!has_session_bus()) return false;
    const Bus bus(dbus_bus_get_private(DBUS_BUS_SESSION, nullptr));
    if (bus == nullptr) return false;
    dbus_connection_set_exit_on_disconnect(bus.get(), FALSE);
    if (dbus_bus_name_has_owner(bus.get(), accessibility_bus, nullptr) == FALSE) return false;
    return is_true(bus.get(), "IsEnabled") || is_true(bus.get(), "ScreenReaderEnabled");
}

} // namespace rapport::access
