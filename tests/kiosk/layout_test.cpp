#include <algorithm>
#include <array>

#include "instruments/reader.h"
#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using shell::Rect;

namespace {

struct Screen {
    int width;
    int height;
};
constexpr std::array screens{Screen{1280, 800}, Screen{800, 1280}};

std::vector<std::string> bundled_ids()
{
    std::vector<std::string> ids;
    for (const instruments::Definition& definition : instruments::library())
        if (session::fits_a_page(definition)) ids.push_back(definition.id);
    return ids;
}

} // namespace

TEST(KioskLayout, nothing_moves_between_the_items_of_a_part)
{
    for (const Screen screen : screens)
        for (const std::string& id : bundled_ids()) {
            Stage stage({id}, screen.width, screen.height);
            stage.to_first_question();
            const instruments::Definition& definition = stage.survey().battery().front();
            const bool stem = stage.has("stem");
            const float stem_y = stem ? stage.node("stem").rect.y : 0;
            const float question_y = stage.node("question").rect.y;
            const float bottom =
                stage.node("option." + std::to_string(definition.choices(0).back().value)).rect.bottom();
            const Rect next = stage.node("next").rect;
            for (std::size_t item = 0; item < definition.items.size(); ++item) {
                const std::string where = id + " item " + definition.items[item].id;
                if (stem && definition.items[item].choice_set == definition.items[0].choice_set) {
                    EXPECT_EQ(stage.node("stem").rect.y, stem_y) << where;
                }
                EXPECT_EQ(stage.node("question").rect.y, question_y) << where;
                const int last = definition.choices(item).back().value;
                EXPECT_EQ(stage.node("option." + std::to_string(last)).rect.bottom(), bottom) << where;
                EXPECT_EQ(stage.node("next").rect.y, next.y) << where;
                EXPECT_EQ(stage.node("next").rect.x, next.x) << where;
                int highest = last; // at a gate the highest is the answer that opens it
                for (const instruments::Choice& choice : definition.choices(item))
                    highest = std::max(highest, choice.value);
                stage.answer(highest);
                if (stage.page() == "safety") stage.click("moment.return");
            }
        }
}

TEST(KioskLayout, a_landscape_question_stands_where_the_design_says)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    const auto at = [&](std::string_view id) { return stage.node(id).rect; };
    EXPECT_EQ(at("stem").x, 120);
    EXPECT_EQ(at("stem").y, 96);
    EXPECT_EQ(at("question").y, 127);
    EXPECT_EQ(at("question").w, 1040);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(at("option." + std::to_string(i)).y, 296.0F + static_cast<float>(i) * 80);
        EXPECT_EQ(at("option." + std::to_string(i)).h, 72);
    }
    EXPECT_EQ(at("back").y, 712);
    EXPECT_EQ(at("back").w, 184);
    EXPECT_EQ(at("next").right(), 1160);
    EXPECT_EQ(at("next").h, 72);
}

TEST(KioskLayout, answers_are_twenty_millimetres_wherever_all_of_them_can_be)
{
    using Size = session::Presentation::Size;
    struct Known {
        int width, height;
        float target;
        std::vector<Size> sizes;
    };
    // 15.6 inches at every size but the largest, 10.1 inches at the two smaller ones: there five answers of that height
    // have their room beside the words.
    for (const Known& known :
         {Known{1920, 1080, 112, {Size::p100, Size::p125, Size::p150}}, Known{1280, 800, 118, {Size::p100, Size::p125}},
          Known{800, 1280, 118, {Size::p100, Size::p125}}})
        for (const Size size : known.sizes) {
            Stage stage({"pcl-5"}, known.width, known.height);
            stage.harness->set_patient_target(known.target);
            session::Presentation shown = stage.survey().presentation();
            shown.size = size;
            stage.show(shown);
            stage.click("welcome.begin");
            stage.read_to_the_end();
            stage.click("part.start");
            for (int i = 0; i < 5; ++i)
                EXPECT_GE(stage.node("option." + std::to_string(i)).rect.h, known.target)
                    << known.width << " size " << static_cast<int>(size);
        }
}

} // namespace rapport::kiosk::test
