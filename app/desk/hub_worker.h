#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/desk/intents.h"
#include "storage/hub/hub.h"

namespace rapport::desk {

/// What one piece of work at the hub came to.
struct HubDone {
    HubAct act = HubAct::look;
    std::optional<Error> error;
    std::uint64_t sent = 0;    ///< sessions
    std::uint64_t brought = 0; ///< sessions
    bool to_take_in = false;   ///< there are files in the inbox that were not there before
    std::string name;          ///< what this device is called, where it joined
    /// How it stands afterwards; an error where that could not be read: hub_not_joined, hub_damaged, device_revoked.
    Result<hub::HubStatus> status = Error{};
};

/// Work at the hub, one piece at a time, on a thread of its own and without the vault. Only that thread speaks to
/// libpq. Whatever waits for a network there, `stop` ends it at once; going away stops it too, and leaves behind what
/// will not end (a name that is being looked up): every file of the hub's is whole at any moment.
class HubWorker {
public:
    /// What the work is done with: its waits end when the worker is stopped, and `sign` asks the one who has the vault.
    struct Tools {
        hub::Patience patience;
        std::function<void(std::int64_t milliseconds)> pause;
        hub::Signer sign;
    };
    using Work = std::function<HubDone(const Tools&)>;

    HubWorker() = default;
    ~HubWorker();
    HubWorker(const HubWorker&) = delete;
    HubWorker& operator=(const HubWorker&) = delete;

    void start(Work work); ///< only while nothing runs
    [[nodiscard]] bool running() const { return line_ != nullptr; }
    /// What runs ends with hub_stopped, or with what it had just reached.
    void stop();
    [[nodiscard]] std::optional<HubDone> take(); ///< the result once, when it is there

    /// A list of devices that waits for the clinic's signature, once; and its answer.
    [[nodiscard]] std::optional<sealed::Bytes> to_sign();
    void answer(Result<hub::Signature> signature);

private:
    class Line;
    std::shared_ptr<Line> line_;
    std::thread thread_;
};

} // namespace rapport::desk
