#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "app/shell/patient_target.h"
#include "instruments/reader.h"
#include "tests/kiosk/soundness.h"

namespace rapport::kiosk::test {

namespace {

using Size = session::Presentation::Size;

struct Screen {
    int width;
    int height;
    shell::ReportedSize said{};
};
/// As a tablet of 10.1 inches and a touch screen of 15.6 say it of themselves; the others say nothing.
constexpr std::array screens{Screen{1280, 800},
                             Screen{800, 1280},
                             Screen{1920, 1200},
                             Screen{1200, 1920},
                             Screen{1280, 800, {1280, 800, 217, 136}},
                             Screen{800, 1280, {800, 1280, 136, 217}},
                             Screen{1920, 1080, {1920, 1080, 344, 194}}};
constexpr std::array sizes{Size::p100, Size::p125, Size::p150, Size::p200};
constexpr std::array languages{"en", "es", "zh"};

/// Every instrument that comes with the program, and every pack beside it, that can be asked on a page.
const std::vector<sealed::JobInstrument>& everything()
{
    static const auto all = [] {
        std::vector<sealed::JobInstrument> found;
        for (const instruments::Bundled& row : instruments::bundled_definitions()) {
            const instruments::Reading reading = instruments::read_definition(row.json);
            if (reading.definition && session::fits_a_page(*reading.definition))
                found.push_back({reading.definition->id, std::string(row.json)});
        }
        const std::filesystem::path packs = std::string(RAPPORT_TEST_DATA) + "/../instruments/packs";
        for (const auto& entry : std::filesystem::recursive_directory_iterator(packs)) {
            if (entry.path().filename() != "definition.json") continue;
            std::ifstream file(entry.path());
            const std::string json{std::istreambuf_iterator<char>(file), {}};
            const instruments::Reading reading = instruments::read_definition(json);
            if (reading.definition && session::fits_a_page(*reading.definition))
                found.push_back({reading.definition->id, json});
        }
        return found;
    }();
    return all;
}

/// Complaints by what they say, each with the first place it was seen at: one bad button is one line, not thousands.
class Complaints {
public:
    void add(const std::string& unsound, const std::string& where)
    {
        for (std::size_t at = 0; at < unsound.size();) {
            const std::size_t end = unsound.find('\n', at);
            ++seen_[unsound.substr(at, end - at)].second;
            auto& first = seen_[unsound.substr(at, end - at)].first;
            if (first.empty()) first = where;
            at = end + 1;
        }
    }
    [[nodiscard]] std::string report() const
    {
        std::string out;
        int lines = 0;
        for (const auto& [what, where] : seen_)
            if (++lines <= 40) out += what + "   [" + where.first + ", " + std::to_string(where.second) + " times]\n";
        if (lines > 40) out += "and " + std::to_string(lines - 40) + " more\n";
        return out;
    }
    int pages = 0;

private:
    std::map<std::string, std::pair<std::string, int>> seen_;
};

class Walk {
public:
    Walk(Complaints& complaints, std::vector<sealed::JobInstrument> battery, Screen screen, Size size,
         const std::string& language)
        : complaints_(complaints), screen_(screen), stage(std::move(battery), screen.width, screen.height, language),
          where_(language + " " + std::to_string(screen.width) + " size " + std::to_string(static_cast<int>(size)))
    {
        stage.harness->set_patient_target(shell::patient_target(screen.said));
        if (screen.said.width_mm > 0) where_ += " of a known size";
        session::Presentation shown = stage.survey().presentation();
        shown.size = size;
        shown.less_motion = true;
        stage.show(shown);
    }

    void check(const std::string& what)
    {
        ++complaints_.pages;
        complaints_.add(unsound(stage, screen_.width, screen_.height), where_ + ": " + what);
    }

private:
    Complaints& complaints_;
    Screen screen_;

public:
    Stage stage;

private:
    std::string where_;
};

/// Some answers bring the clinic's words, which are looked at like every page.
void pass_safety(Walk& walk, const std::string& name)
{
    if (walk.stage.page() != "safety") return;
    walk.check(name + " safety");
    walk.stage.click("moment.return");
}

/// Every question of one instrument: as it comes, read to its end, and, for some, being declined.
void walk_questions(Walk& walk, const std::string& id)
{
    Stage& stage = walk.stage;
    stage.click("welcome.begin");
    walk.check(id + " instructions");
    stage.read_to_the_end();
    walk.check(id + " instructions read");
    stage.click("part.start");
    const instruments::Definition& definition = stage.survey().battery().front();
    const std::size_t items = definition.items.size();
    for (std::size_t item = 0; item < items && stage.page() == "question"; ++item) {
        const std::string name = id + " item " + definition.items[item].id;
        walk.check(name);
        stage.read_to_the_end();
        walk.check(name + " read");
        if (item < 2 || item + 1 == items) {
            stage.click("decline");
            walk.check(name + " being declined");
            stage.click("decline.confirm");
            pass_safety(walk, name);
            walk.check(name + " declined");
            if (item == 0) {
                stage.click("about");
                walk.check(id + " about");
                stage.click("sheet.done");
            }
            stage.click("next");
            continue;
        }
        int highest = definition.choices(item).front().value;
        for (const instruments::Choice& choice : definition.choices(item))
            highest = std::max(highest, choice.value);
        // Where the cards scroll, the one wanted may lie outside: the harness brings it in as the keyboard would.
        stage.click("option." + std::to_string(highest));
        pass_safety(walk, name);
        walk.check(name + " answered");
        stage.click("next");
    }
    walk.check(id + " review");
}

void walk_everything(Complaints& complaints, Screen screen, Size size, const std::string& language, std::size_t every)
{
    std::size_t number = 0;
    for (const sealed::JobInstrument& instrument : everything()) {
        if (number++ % every != 0) continue;
        Walk walk(complaints, {instrument}, screen, size, language);
        walk_questions(walk, instrument.id);
    }
}

/// The pages that no instrument changes.
void walk_the_rest(Complaints& complaints, Screen screen, Size size, session::Presentation::Colours colours,
                   const std::string& language)
{
    Walk walk(
        complaints,
        {{"pcl-5", session::test::bundled("pcl-5")}, {"check-in-patient", session::test::bundled("check-in-patient")}},
        screen, size, language);
    Stage& stage = walk.stage;
    session::Presentation shown = stage.survey().presentation();
    shown.colours = colours;
    shown.auto_advance = false;
    stage.show(shown);
    walk.check("welcome");
    stage.click("display");
    walk.check("reading");
    stage.click("sheet.done");
    stage.click("welcome.begin");
    stage.read_to_the_end();
    stage.click("part.start");
    for (int item = 0; item < 20; ++item) {
        if (item == 3) {
            stage.click("moment");
            walk.check("moment");
            stage.click("moment.someone");
            walk.check("someone");
            stage.click("moment.return");
            stage.click("pause");
            walk.check("cover");
            stage.click("cover.touch");
        }
        stage.read_to_the_end();
        if (item % 2 == 0) {
            stage.click("option.3");
            walk.check("answered");
            stage.click("about");
            walk.check("about, answered");
            stage.click("sheet.done");
        } else {
            stage.click("decline");
            stage.click("decline.confirm");
        }
        stage.click("next");
    }
    for (int page = 0; page < 12; ++page) {
        walk.check("review " + std::to_string(page));
        if (stage.has("review.more")) stage.click("review.more");
    }
    stage.click("review.go_on");
    walk.check("second instructions");
    stage.read_to_the_end();
    stage.click("part.start");
    for (int item = 0; item < 5; ++item) {
        stage.read_to_the_end();
        stage.click("option.3");
        stage.click("next");
    }
    walk.check("all answered");
    stage.click("review.go_on");
    walk.check("hand back");
    stage.click("moment");
    walk.check("someone, at the end");

    Walk idle(complaints, {{"check-in-patient", session::test::bundled("check-in-patient")}}, screen, size, language);
    idle.stage.click("welcome.begin");
    idle.stage.read_to_the_end();
    idle.stage.click("part.start");
    idle.stage.wait(301);
    idle.check("staff cover");
    Walk full(complaints, {{"check-in-patient", session::test::bundled("check-in-patient")}}, screen, size, language);
    full.stage.click("welcome.begin");
    full.stage.read_to_the_end();
    full.stage.click("part.start");
    full.stage.disk.full = true;
    full.stage.click("option.3");
    full.check("save failed");
}

} // namespace

class KioskEveryPage : public testing::TestWithParam<std::tuple<int, Size>> {};

TEST_P(KioskEveryPage, of_every_instrument_is_sound_in_every_language)
{
    ASSERT_GE(everything().size(), 40U);
    const auto [screen, size] = GetParam();
    Complaints complaints;
    // Every item at the largest size, where the room is least, in every language on the small screens; at the other
    // sizes, and on screens that say how large they are, one instrument in three, in the language of the longest words.
    const bool largest = size == Size::p200 && screens[static_cast<std::size_t>(screen)].said.width_mm == 0;
    for (const char* language : languages)
        if (std::string_view(language) == "es" || (largest && screen < 2))
            walk_everything(complaints, screens[static_cast<std::size_t>(screen)], size, language, largest ? 1 : 3);
    EXPECT_EQ(complaints.report(), "") << complaints.pages << " pages";
    EXPECT_GT(complaints.pages, largest ? 1'500 : 400);
}

TEST_P(KioskEveryPage, that_no_instrument_changes_is_sound_in_every_language_and_theme)
{
    using Colours = session::Presentation::Colours;
    const auto [screen, size] = GetParam();
    Complaints complaints;
    // A theme moves nothing, and its colours are the same at every size.
    for (const char* language : languages)
        for (const Colours colours : {Colours::high_contrast, Colours::light, Colours::dark})
            if (colours == Colours::high_contrast || size == Size::p100)
                walk_the_rest(complaints, screens[static_cast<std::size_t>(screen)], size, colours, language);
    EXPECT_EQ(complaints.report(), "") << complaints.pages << " pages";
}

INSTANTIATE_TEST_SUITE_P(EveryScreenAndSize, KioskEveryPage,
                         testing::Combine(testing::Range(0, static_cast<int>(screens.size())),
                                          testing::ValuesIn(sizes)));

} // namespace rapport::kiosk::test
