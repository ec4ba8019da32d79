#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <atspi/atspi.h>

/// An assistive technology of the plainest kind: the system's own AT-SPI client library and nothing of Rapport's.
namespace rapport::access::test {

struct Object {
    std::shared_ptr<AtspiAccessible> hand;
    std::string id, name, description;
    AtspiRole role = ATSPI_ROLE_INVALID;
    std::set<AtspiStateType> states;
    std::string position, set_size; ///< object attributes
    int x = 0, y = 0, width = 0, height = 0;
    int actions = 0;
    std::string text; ///< by AtspiText, where it has one
    bool has_text = false;
    double value = 0, most = 0;
    std::string parent_name;
    AtspiRole parent_role = ATSPI_ROLE_INVALID;

    [[nodiscard]] bool is(AtspiStateType state) const { return states.contains(state); }
};

struct Heard {
    std::string type{}; ///< "object:state-changed:focused"
    std::string name{}; ///< of its source
    AtspiRole role = ATSPI_ROLE_INVALID;
    int detail = 0;
};

class Reader {
public:
    explicit Reader(int process);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Waits until the program is on the bus and shows something.
    [[nodiscard]] bool attach();
    /// Everything in the program's tree, in order, asked anew.
    [[nodiscard]] std::vector<Object> everything();
    /// Asks until there is a thing with this id that fits, or seconds have passed.
    [[nodiscard]] Object wait_for(const std::string& id, const std::function<bool(const Object&)>& fits = {});
    [[nodiscard]] bool press(const Object& object);
    [[nodiscard]] bool focus(const Object& object);
    /// Lets events come in.
    void listen_for(int milliseconds);

    /// From now on hears every key of the program first, and takes for itself those with this X11 symbol.
    void take_key(unsigned symbol);
    /// As if a person had pressed it on the keyboard.
    void strike(unsigned symbol);

    std::vector<Heard> heard;
    std::vector<unsigned> keys; ///< symbols of keys that went down
    unsigned takes = 0;

private:
    void walk(AtspiAccessible* at, const Object* parent, std::vector<Object>& into);
    int process_;
    std::shared_ptr<AtspiAccessible> application_;
    AtspiEventListener* listener_ = nullptr;
    AtspiDeviceListener* key_listener_ = nullptr;
};

} // namespace rapport::access::test
