#pragma once

#include <memory>
#include <optional>

#include "app/desk/hub_page.h"
#include "app/desk/hub_worker.h"
#include "storage/vault/vault.h"

namespace rapport::desk {

/// The hub's part of an open desk.
struct HubDesk {
    HubKnown known;
    HubView view;
    HubState state;
    vault::Clock clock;
    std::optional<hub::Home> home; ///< once it was asked for: a clinic without a hub makes no key for one
    std::string told;              ///< what the banner said last: a thing is said once, and then stands in the bar
    int failures = 0;              ///< exchanges in a row that did not go well
    double due = -1;               ///< Ui::now() at which the next begins; below 0: none does
    HubAct asked = HubAct::look;   ///< what somebody asked for and is under way; look: nothing is
    bool waits = false;            ///< it begins once the exchange before it has been broken off
    std::string name;              ///< of the device it is about
    std::shared_ptr<const vault::Approval> approval;
    std::shared_ptr<const sealed::Secret> code; ///< given out once the hub has taken it
    HubWorker worker;
};

} // namespace rapport::desk
