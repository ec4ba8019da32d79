#include "app/cli/tour_hands.h"
#include "app/cli/tour_parts.h"
#include "app/cli/tour_script.h"

namespace rapport::cli {

namespace {

Status answer(Automation& kiosk, int value)
{
    return press(kiosk, "option." + std::to_string(value));
}

Status decline(Automation& kiosk, Tour& tour)
{
    if (auto asked = press(kiosk, "decline"); !asked) return asked;
    if (auto shown = kiosk.wait_for_page("confirm_decline"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-decline"); !taken) return taken;
    if (auto confirmed = press(kiosk, "decline.confirm"); !confirmed) return confirmed;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-declined"); !taken) return taken;
    return press(kiosk, "next");
}

Status begin_part(Automation& kiosk)
{
    if (auto shown = kiosk.wait_for_page("instructions"); !shown) return shown;
    if (auto started = press(kiosk, "part.start"); !started) return started;
    return kiosk.wait_for_page("question");
}

Status pause_and_come_back(Automation& kiosk, Tour& tour)
{
    auto question = kiosk.find("question");
    if (!question) return question.error();
    if (auto paused = press(kiosk, "pause"); !paused) return paused;
    if (auto shown = kiosk.wait_for_page("cover"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-cover"); !taken) return taken;
    auto nodes = kiosk.tree();
    if (!nodes) return nodes.error();
    bool neutral = true;
    for (const SeenNode& node : *nodes)
        neutral = neutral && node.id != "question" && node.name.find("PCL") == std::string::npos &&
                  (!*question || node.name.find((*question)->name) == std::string::npos);
    tour.report.check("the cover shows nothing of the question", neutral);
    return press(kiosk, "cover.touch");
}

Status a_moment(Automation& kiosk, Tour& tour)
{
    if (auto asked = press(kiosk, "moment"); !asked) return asked;
    if (auto shown = kiosk.wait_for_page("moment"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-moment"); !taken) return taken;
    return press(kiosk, "moment.return");
}

/// Text twice as large, high contrast: the sheet, the same question in both directions, and back to where it was.
Status large_letters(Automation& kiosk, Tour& tour)
{
    auto before = kiosk.find("question");
    if (!before) return before.error();
    if (auto opened = press(kiosk, "display"); !opened) return opened;
    if (auto shown = kiosk.wait_for_page("reading"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-display"); !taken) return taken;
    for (const char* id : {"reading.size.3", "reading.colours.2"})
        if (auto chosen = kiosk.click(id); !chosen) return chosen;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-display-200"); !taken) return taken;
    if (auto closed = press(kiosk, "sheet.done"); !closed) return closed;
    auto after = kiosk.find("question");
    if (!after) return after.error();
    tour.report.check("the question is the same in larger letters",
                      *before && *after && (*before)->name == (*after)->name);
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-question-200"); !taken) return taken;
    if (auto opened = press(kiosk, "display"); !opened) return opened;
    for (const char* id : {"reading.size.0", "reading.colours.0"})
        if (auto chosen = kiosk.click(id); !chosen) return chosen;
    return press(kiosk, "sheet.done");
}

Status other_languages(Automation& kiosk, Tour& tour)
{
    for (const char* language : {"es", "zh"}) {
        if (auto chosen = kiosk.click("language." + std::string(language)); !chosen) return chosen;
        if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-welcome-" + std::string(language)); !taken) return taken;
    }
    return kiosk.click("language.en");
}

/// kill -9 on the thirteenth question: the same question comes back, and nothing that was answered is asked again.
Status crash_and_go_on(Automation& kiosk, Tour& tour)
{
    auto before = kiosk.find("question");
    if (!before) return before.error();
    if (auto crashed = tour.crash(kiosk); !crashed) return crashed;
    if (auto shown = kiosk.wait_for_page("question"); !shown) return shown;
    auto after = kiosk.find("question");
    auto progress = kiosk.find("progress");
    if (!after || !progress) return Error{fault::automation_lost, "question"};
    const std::string seen = *progress ? (*progress)->value : std::string();
    tour.report.check("after kill -9 the kiosk is on the same question",
                      *before && *after && (*before)->name == (*after)->name && seen.starts_with("13 "), "13 of 20",
                      seen);
    return tour.camera.shoot_both(kiosk, "kiosk-after-crash");
}

Status pcl5_part(Automation& kiosk, Tour& tour)
{
    if (auto shown = kiosk.wait_for_page("instructions"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-instructions"); !taken) return taken;
    if (auto begun = begin_part(kiosk); !begun) return begun;
    for (std::size_t item = 1; item <= script::pcl5.size(); ++item) {
        if (item == 1 || item == 9)
            if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-question-" + std::to_string(item)); !taken)
                return taken;
        if (item == 7)
            if (auto read = large_letters(kiosk, tour); !read) return read;
        if (item == 13 && tour.crash)
            if (auto crashed = crash_and_go_on(kiosk, tour); !crashed) return crashed;
        if (item == 4)
            if (auto paused = pause_and_come_back(kiosk, tour); !paused) return paused;
        if (auto answered = answer(kiosk, item == 6 ? script::pcl5_item_6_at_first : script::pcl5[item - 1]); !answered)
            return answered;
        if (item == 6) { // back once, to change the mind
            if (auto back = press(kiosk, "back"); !back) return back;
            if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-question-answered"); !taken) return taken;
            if (auto changed = answer(kiosk, script::pcl5[5]); !changed) return changed;
        }
    }
    if (auto shown = kiosk.wait_for_page("review"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-review-complete"); !taken) return taken;
    return press(kiosk, "review.go_on");
}

/// The clinic's words come with the answer, before anything else does.
Status safety_words(Automation& kiosk, Tour& tour)
{
    if (auto shown = kiosk.wait_for_page("safety"); !shown) return shown;
    auto nodes = kiosk.tree();
    if (!nodes) return nodes.error();
    bool said = false;
    for (const SeenNode& node : *nodes)
        said = said || node.name.find(script::safety_words) != std::string::npos;
    tour.report.check("item 9 above 0 shows the clinic's words at once", said);
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-safety"); !taken) return taken;
    if (auto back = press(kiosk, "moment.return"); !back) return back;
    return press(kiosk, "next");
}

Status phq9_part(Automation& kiosk, Tour& tour)
{
    if (auto begun = begin_part(kiosk); !begun) return begun;
    for (std::size_t item = 0; item < script::phq9.size(); ++item) {
        const int value = script::phq9[item];
        if (auto answered = value == script::declined ? decline(kiosk, tour) : answer(kiosk, value); !answered)
            return answered;
        if (item == 8)
            if (auto helped = safety_words(kiosk, tour); !helped) return helped;
        if (auto page = kiosk.page(); page && *page == "review") break;
    }
    if (auto shown = kiosk.wait_for_page("review"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-review"); !taken) return taken;
    return press(kiosk, "review.go_on");
}

Status check_in_part(Automation& kiosk, Tour& tour)
{
    if (auto begun = begin_part(kiosk); !begun) return begun;
    if (auto asked = a_moment(kiosk, tour); !asked) return asked;
    for (int most = 0; most < 20; ++most) {
        auto page = kiosk.page();
        if (!page) return page.error();
        if (*page != "question") break;
        if (auto answered = answer(kiosk, script::check_in); !answered) return answered;
    }
    if (auto shown = kiosk.wait_for_page("review"); !shown) return shown;
    return press(kiosk, "review.go_on");
}

} // namespace

Status kiosk_session(Automation& kiosk, Tour& tour)
{
    if (auto shown = kiosk.wait_for_page("welcome"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-welcome"); !taken) return taken;
    auto nodes = kiosk.tree();
    if (!nodes) return nodes.error();
    bool nameless = true;
    for (const SeenNode& node : *nodes)
        for (const std::string& marker : tour.clinic.markers)
            nameless = nameless && node.name.find(marker) == std::string::npos;
    tour.report.check("the welcome page names nobody", nameless);

    if (auto seen = other_languages(kiosk, tour); !seen) return seen;
    if (auto begun = press(kiosk, "welcome.begin"); !begun) return begun;
    if (auto done = pcl5_part(kiosk, tour); !done) return done;
    if (auto done = phq9_part(kiosk, tour); !done) return done;
    if (auto done = check_in_part(kiosk, tour); !done) return done;

    if (auto shown = kiosk.wait_for_page("handback"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(kiosk, "kiosk-handback"); !taken) return taken;
    auto first = kiosk.find("handback.see_first");
    if (!first) return first.error();
    tour.report.check("the last page asks staff to see this person first, and says not why",
                      *first && (*first)->name.find("9") == std::string::npos);
    return kiosk.click("handback.staff");
}

} // namespace rapport::cli
