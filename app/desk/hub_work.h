#pragma once

#include <memory>

#include "app/desk/hub_worker.h"

/// What the worker does at the hub, from nothing but what it is given.
namespace rapport::desk {

/// What a piece of work goes by; it goes with the work.
struct HubTask {
    HubAct act = HubAct::look;
    hub::Home home;
    std::function<std::int64_t()> clock; ///< UTC milliseconds
    sealed::Secret password;             ///< the database's, or empty: libpq's own password file has it
    std::string name;                    ///< of the device it is about
    std::string url;
    sealed::Secret code; ///< by which a device is let in
    bool only_here = false;
};

inline constexpr int code_minutes = 60; ///< how long a code holds

[[nodiscard]] HubDone do_at_hub(const HubTask& task, const HubWorker::Tools& tools);

} // namespace rapport::desk
