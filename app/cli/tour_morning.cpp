#include "app/cli/tour_parts.h"

#include <chrono>
#include <thread>

#include "app/cli/tour_script.h"

namespace rapport::cli {

namespace {

/// A clinician's hands, counted: a press, a line typed, a key.
class Acts {
public:
    explicit Acts(Automation& desk) : desk_(desk) {}
    [[nodiscard]] int done() const { return done_; }
    Status click(const std::string& id)
    {
        ++done_;
        return desk_.click(id);
    }
    Status type(std::string_view words)
    {
        ++done_;
        return desk_.type(words);
    }
    Status key(std::string_view name)
    {
        ++done_;
        return desk_.key(name);
    }

private:
    Automation& desk_;
    int done_ = 0;
};

void at_most(Tour& tour, std::string_view what, const Acts& acts, int most)
{
    tour.report.check(what, acts.done() <= most, "at most " + std::to_string(most), std::to_string(acts.done()));
}

Result<std::string> name_of(Automation& desk, const std::string& id)
{
    auto node = desk.wait_for_node(id);
    if (!node) return node.error();
    return node->name;
}

/// Waits until other words stand there, or none.
Status wait_for_another(Automation& desk, const std::string& id, const std::string& before)
{
    for (int tries = 0; tries < 1000; ++tries) {
        auto node = desk.find(id);
        if (!node) return node.error();
        if (!*node || (*node)->name != before) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return Error{fault::automation_lost, id + " stays as it was"};
}

/// The gravest alert is read where it stands and seen to there.
Status the_first_alert(Automation& desk, Tour& tour)
{
    auto words = name_of(desk, "alert.0.words");
    if (!words) return words.error();
    tour.report.check("the first alert says what was answered", words->find("item 9") != std::string::npos, "item 9",
                      *words);
    auto who = name_of(desk, "alert.0.who");
    if (!who) return who.error();
    Acts acts(desk);
    if (auto opened = acts.click("alert.0.acknowledge"); !opened) return opened;
    if (auto there = desk.wait_for_node("alert.0.note"); !there) return there.error();
    if (auto typed = acts.type(script::acknowledgement); !typed) return typed;
    if (auto taken = tour.camera.shoot(desk, "morning-acknowledge"); !taken) return taken;
    if (auto saved = acts.key("enter"); !saved) return saved;
    if (auto gone = wait_for_another(desk, "alert.0.who", *who); !gone) return gone;
    at_most(tour, "acts from the work list to an alert read and acknowledged", acts, 4);
    return tour.camera.shoot(desk, "morning-worklist-after");
}

Status the_chart_of_somebody_due(Automation& desk, Tour& tour)
{
    auto who = name_of(desk, "due.0");
    if (!who) return who.error();
    Acts acts(desk);
    if (auto opened = acts.click("due.0"); !opened) return opened;
    if (auto shown = desk.wait_for_page("person"); !shown) return shown;
    auto chart = desk.wait_for_node("person.chart");
    if (!chart) return chart.error();
    auto name = name_of(desk, "person.name");
    if (!name) return name.error();
    tour.report.check("the chart is that of the person who is due", who->find(*name) != std::string::npos, *name, *who);
    at_most(tour, "acts from the work list to the chart of a person due now", acts, 2);
    tour.patient = *name;
    return tour.camera.shoot_both(desk, "morning-person");
}

Status somebody_by_name(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("tab.people"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("people"); !shown) return shown;
    if (auto clicked = desk.click("find"); !clicked) return clicked;
    if (auto typed = desk.type(tour.patient); !typed) return typed;
    for (int tries = 0; tries < 1000; ++tries) {
        auto row = desk.find("person_row.0");
        if (!row) return row.error();
        if (*row && (*row)->name.starts_with(tour.patient)) return tour.camera.shoot(desk, "morning-search");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return Error{fault::automation_lost, "the search did not find the person"};
}

} // namespace

Status clinicians_morning(Automation& desk, Tour& tour)
{
    if (auto opened = unlock(desk); !opened) return opened;
    if (auto taken = tour.camera.shoot_both(desk, "morning-worklist"); !taken) return taken;
    if (auto seen = the_first_alert(desk, tour); !seen) return seen;
    if (auto seen = the_chart_of_somebody_due(desk, tour); !seen) return seen;
    if (auto found = somebody_by_name(desk, tour); !found) return found;
    if (auto clicked = desk.click("tab.caseload"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("caseload"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(desk, "morning-caseload"); !taken) return taken;
    return desk.close_window();
}

} // namespace rapport::cli
