#pragma once

#include <map>
#include <string>

#include "app/shell/access/thing.h"

namespace rapport::access {

/// Keeps the accessible objects like what is on the screen, and says what became different: things come and go, the
/// focus moves, an answer is chosen, a value grows, an alert appears. Used by one thread.
class Mirror {
public:
    Mirror(std::string title, std::function<void(shell::Wish)> ask);
    ~Mirror();
    Mirror(const Mirror&) = delete;
    Mirror& operator=(const Mirror&) = delete;

    [[nodiscard]] AtkObject* root() const { return application_->object; }
    void show(const std::vector<shell::Node>& nodes, const shell::WindowPlace& place);

private:
    using Things = std::map<std::string, Thing*>;

    void bury_gone();
    void remove_missing(const std::vector<Entry>& wanted);
    /// Gives back what is new and whose parent is not.
    std::vector<Thing*> place_all(std::vector<Entry> wanted);
    void label_groups();
    void update(Thing& thing, Entry entry);
    void move_focus();
    void follow_window(bool active);
    void say_alerts();

    Surroundings around_;
    Thing* application_;
    Thing* frame_;
    Things things_;
    std::vector<Thing*> order_; ///< reading order
    std::vector<Thing*> gone_;  ///< of the round before
    Thing* focused_ = nullptr;
    std::vector<Thing*> alerts_; ///< came or changed in this round
};

} // namespace rapport::access
