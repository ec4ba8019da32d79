#include <gtest/gtest.h>

#include <set>

#include "person_support.h"

namespace rapport::desk::person_test {
namespace {

using shell::Harness;
using shell::Key;
using shell::Node;
using shell::Rect;
using shell::Role;
using shell::ThemeName;

constexpr std::pair<int, int> sizes[] = {{1440, 900}, {1280, 800}, {800, 1280}};
constexpr ThemeName themes[] = {ThemeName::light, ThemeName::dark, ThemeName::high_contrast};

bool has_words(const Node& node)
{
    return node.role != Role::page && node.role != Role::chart;
}

bool overlap(Rect a, Rect b)
{
    // Half a pixel, for widths that are not whole.
    return a.x + 0.5F < b.right() && b.x + 0.5F < a.right() && a.y + 0.5F < b.bottom() && b.y + 0.5F < a.bottom();
}

void expect_apart(const Harness& harness, const std::string& when)
{
    const auto& nodes = harness.tree().nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (has_words(nodes[i]) && has_words(nodes[j])) {
                EXPECT_FALSE(overlap(nodes[i].rect, nodes[j].rect))
                    << when << ": " << nodes[i].id << " over " << nodes[j].id;
            }
}

/// Pages down and remembers which nodes stood wholly inside the window.
void expect_reachable(Harness& harness, int width, int height, const std::string& when)
{
    std::set<std::string> seen;
    for (int page = 0; page < 8; ++page) {
        for (const Node& node : harness.tree().nodes()) {
            EXPECT_GE(node.rect.x, 0) << when << ": " << node.id;
            EXPECT_LE(node.rect.right(), static_cast<float>(width)) << when << ": " << node.id;
            if (node.rect.y >= 0 && node.rect.bottom() <= static_cast<float>(height)) seen.insert(node.id);
        }
        harness.key(Key::page_down);
        harness.settle();
    }
    for (const Node& node : harness.tree().nodes())
        EXPECT_TRUE(seen.contains(node.id)) << when << ": " << node.id;
}

TEST(PersonPage, at_every_size_and_theme_nothing_overlaps_or_is_cut)
{
    for (const Clinic& clinic : {heron(), busy(), with_totals({56}, "female"), newcomer()})
        for (const std::string mode : {"", " table", " alliance", " compare"}) {
            PersonProgram program(clinic);
            program.state.as_table = mode == " table";
            program.state.with_alliance = mode == " alliance";
            program.state.compare = mode == " compare";
            Harness harness(program, 1440, 900);
            for (const auto& [width, height] : sizes)
                for (const ThemeName theme : themes) {
                    harness.ui().set_theme(theme);
                    harness.resize(width, height);
                    for (int page = 0; page < 8; ++page)
                        harness.key(Key::page_up);
                    harness.settle();
                    const std::string when = std::to_string(width) + "x" + std::to_string(height) + mode;
                    expect_apart(harness, when);
                    expect_reachable(harness, width, height, when);
                }
        }
}

TEST(PersonPage, on_the_designs_size_everything_of_heron_is_seen_without_scrolling)
{
    PersonProgram program(heron());
    Harness harness(program, 1440, 900);
    harness.settle();
    for (const Node& node : harness.tree().nodes()) {
        EXPECT_GE(node.rect.y, 0) << node.id;
        EXPECT_LE(node.rect.bottom(), 900) << node.id;
    }
}

TEST(PersonPage, on_the_small_display_the_sentences_and_the_whole_chart_are_seen_without_scrolling)
{
    PersonProgram program(heron());
    Harness harness(program, 1280, 800);
    harness.settle();
    for (const char* const id : {"person.name", "person.sentence", "person.change", "person.chart.visits",
                                 "person.chart.bands", "person.alliance.title", "person.clusters.title"}) {
        const Node* const node = harness.tree().by_id(id);
        ASSERT_NE(node, nullptr) << id;
        EXPECT_GE(node->rect.y, 0) << id;
        EXPECT_LE(node->rect.bottom(), 800) << id;
    }
    EXPECT_GE(harness.tree().by_id("person.chart")->rect.h, 180) << "a chart that scrolls anyway is not squeezed";
}

TEST(PersonPage, in_the_table_no_words_are_drawn_over_others)
{
    for (const Clinic& clinic : {heron(), busy(), with_totals({51, 50, 52, 54, 49, 52, 51, 56, 46}, "female")}) {
        PersonProgram program(clinic);
        program.state.as_table = true;
        Harness harness(program, 1440, 900);
        for (const auto& [width, height] : sizes) {
            harness.resize(width, height);
            const Node* const first = harness.tree().by_id("person.table.head.0.date");
            const Node* last = harness.tree().by_id("person.table.head.1.how");
            if (last == nullptr) last = harness.tree().by_id("person.table.head.0.how");
            ASSERT_TRUE(first != nullptr && last != nullptr);
            const Rect table{first->rect.x - 1, first->rect.y - 1, last->rect.right() - first->rect.x + 2,
                             harness.tree().by_id("person.clusters.title")->rect.y - first->rect.y};
            std::vector<shell::DrawnWords> words = harness.words();
            std::erase_if(words, [&](const shell::DrawnWords& one) { return !overlap(one.where, table); });
            int looked_at = 0;
            for (std::size_t i = 0; i < words.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    ++looked_at;
                    EXPECT_FALSE(overlap(words[i].where, words[j].where))
                        << width << ": " << words[i].words << " over " << words[j].words;
                }
            EXPECT_GT(looked_at, 100);
        }
    }
}

TEST(PersonPage, t_shows_the_same_numbers_as_a_table_and_back)
{
    PersonProgram program(heron());
    Harness harness(program, 1440, 900);
    harness.settle();
    const Node* chart = harness.tree().by_id("person.chart");
    ASSERT_NE(chart, nullptr);
    EXPECT_EQ(chart->role, Role::chart);
    const std::string words = chart->value;

    harness.type("t");
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart"), nullptr);
    const char* days[] = {"3 Nov", "17 Nov", "1 Dec", "15 Dec", "29 Dec", "12 Jan", "26 Jan", "9 Feb"};
    const char* totals[] = {"56", "58", "53", "55", "48\u201356", "49", "47", "44"};
    const char* since[] = {"\u2013", "+2", "\u22123", "\u22121", "\u2013", "\u22127", "\u22129", "\u221212"};
    for (std::size_t i = 0; i < 8; ++i) {
        const std::string id = "person.table." + std::to_string(i);
        ASSERT_NE(harness.tree().by_id(id + ".date"), nullptr);
        EXPECT_EQ(harness.tree().by_id(id + ".date")->name, days[i]);
        EXPECT_EQ(harness.tree().by_id(id + ".total")->name, totals[i]);
        EXPECT_EQ(harness.tree().by_id(id + ".since")->name, since[i]);
        EXPECT_EQ(harness.tree().by_id(id + ".answered")->name, i == 4 ? "18 of 20" : "20 of 20");
        EXPECT_NE(words.find(totals[i]), std::string::npos);
        EXPECT_NE(words.find(days[i]), std::string::npos);
    }
    EXPECT_TRUE(harness.click("person.table_toggle"));
    harness.settle();
    ASSERT_NE(harness.tree().by_id("person.chart"), nullptr);
    EXPECT_EQ(harness.tree().by_id("person.chart")->value, words);
}

TEST(PersonPage, s_sorts_the_items_by_size_of_change_and_back)
{
    Clinic clinic = newcomer();
    Answers last = pcl5_of(40);
    last[12] = 4; // item 13 moves by 2, item 7 by 1, the rest not at all
    last[6] = 1;
    clinic.administrations = {given(bundled("pcl-5"), on(2027, 1, 12), pcl5_of(40)),
                              given(bundled("pcl-5"), on(2027, 2, 9), last)};
    PersonProgram program(clinic);
    Harness harness(program, 1440, 900);
    harness.settle();
    const auto height = [&](const std::string& item) { return harness.tree().by_id("person.items." + item)->rect.y; };
    EXPECT_LT(height("1"), height("7"));
    EXPECT_LT(height("7"), height("13"));
    harness.type("s");
    harness.settle();
    EXPECT_LT(height("13"), height("7"));
    EXPECT_LT(height("7"), height("1"));
    EXPECT_TRUE(harness.click("person.sort"));
    harness.settle();
    EXPECT_LT(height("1"), height("7"));
}

TEST(PersonPage, arrows_read_the_visits_one_by_one_while_the_chart_has_the_focus)
{
    PersonProgram program(heron());
    Harness harness(program, 1440, 900);
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart.reading"), nullptr);
    harness.ui().focus("person.chart.visits");
    harness.settle();
    ASSERT_NE(harness.tree().by_id("person.chart.reading"), nullptr);
    EXPECT_EQ(harness.tree().by_id("person.chart.reading")->name,
              "9 Feb: 44; 20 of 20 answered; 12 lower than 3 Nov; Self");
    for (int i = 0; i < 3; ++i)
        harness.key(Key::left);
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart.reading")->name,
              "29 Dec: no total, 48\u201356, 18 of 20 answered; Self");
    harness.key(Key::home);
    harness.key(Key::left);
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart.reading")->name, "3 Nov: 56; 20 of 20 answered; Self");
    EXPECT_EQ(harness.ui().focused(), "person.chart.visits") << "the arrows did not leave the chart";
}

TEST(PersonPage, a_cell_without_an_answer_says_why)
{
    PersonProgram program(heron());
    Harness harness(program, 1440, 900);
    harness.settle();
    const Node* cell = harness.tree().by_id("person.items.10.4");
    ASSERT_NE(cell, nullptr);
    EXPECT_EQ(cell->name, "Blaming self or others, 29 Dec");
    EXPECT_EQ(cell->value, "Declined");
    EXPECT_EQ(harness.tree().by_id("person.items.2.1")->value, "4, Extremely");
    EXPECT_EQ(harness.tree().by_id("person.items.2.change")->value, "\u22121");
}

TEST(PersonPage, more_than_eight_visits_show_the_last_eight_and_arrows_move_by_one)
{
    PersonProgram program(with_totals({40, 41, 42, 43, 44, 45, 46, 47, 48, 49}));
    Harness harness(program, 1440, 900);
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.items.1.1"), nullptr);
    EXPECT_NE(harness.tree().by_id("person.items.1.2"), nullptr);
    EXPECT_NE(harness.tree().by_id("person.items.1.9"), nullptr);
    EXPECT_TRUE(harness.click("person.items.earlier"));
    harness.settle();
    EXPECT_NE(harness.tree().by_id("person.items.1.1"), nullptr);
    EXPECT_EQ(harness.tree().by_id("person.items.1.9"), nullptr);
    EXPECT_TRUE(harness.click("person.items.later"));
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.items.1.1"), nullptr);
}

TEST(PersonPage, what_was_pressed_comes_back_as_an_intent)
{
    PersonProgram program(busy());
    Harness harness(program, 1440, 900);
    harness.settle();
    EXPECT_TRUE(harness.click("person.back"));
    EXPECT_TRUE(harness.click("person.hand_over"));
    EXPECT_TRUE(harness.click("person.alert.1.acknowledge"));
    harness.settle();
    ASSERT_EQ(program.intents.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<WentBackToList>(program.intents[0]));
    EXPECT_TRUE(std::holds_alternative<OpenStartSession>(program.intents[1]));
    ASSERT_TRUE(std::holds_alternative<AcknowledgeWanted>(program.intents[2]));
    EXPECT_EQ(std::get<AcknowledgeWanted>(program.intents[2]).alert, sealed::Id{2});
}

TEST(PersonPage, tab_walks_the_page_in_reading_order)
{
    PersonProgram program(busy());
    Harness harness(program, 1440, 900);
    harness.settle();
    const std::vector<std::string> order = {"person.back",
                                            "person.care",
                                            "person.event",
                                            "person.summary",
                                            "person.mend",
                                            "person.hand_over",
                                            "person.alert.0.acknowledge",
                                            "person.alert.1.acknowledge",
                                            "person.instrument.pcl-5",
                                            "person.instrument.gad-7",
                                            "person.instrument.phq-9",
                                            "person.rule",
                                            "person.axis",
                                            "person.table_toggle",
                                            "person.chart.visits",
                                            "person.alliance.show.check-in-patient",
                                            "person.alliance.part",
                                            "person.compare",
                                            "person.sort"};
    for (const std::string& id : order) {
        EXPECT_EQ(harness.ui().focused(), id);
        harness.key(Key::tab);
        harness.settle();
    }
    EXPECT_EQ(harness.ui().focused(), order.front()) << "and round again";
}

TEST(PersonPage, an_instrument_is_chosen_by_its_tab)
{
    PersonProgram program(busy());
    Harness harness(program, 1280, 800);
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart")->name, "PCL-5, total, 0 to 80");
    EXPECT_EQ(harness.tree().by_id("person.sentence")->name.find("PCL-5: 44 of 80."), 0U);
    EXPECT_TRUE(harness.click("person.instrument.phq-9"));
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart")->name, "PHQ-9, total, 0 to 27");
    EXPECT_EQ(harness.tree().by_id("person.sentence")->name.find("PHQ-9: "), 0U);
}

TEST(PersonPage, nothing_spoken_names_a_diagnosis)
{
    PersonProgram program(busy());
    Harness harness(program, 1440, 900);
    harness.settle();
    const std::string spoken = harness.tree().spoken();
    EXPECT_NE(spoken.find("44 of 80."), std::string::npos);
    for (const std::string word : {"ptsd", "depressed", "depression"})
        EXPECT_FALSE(says(spoken, word)) << word;
}

} // namespace
} // namespace rapport::desk::person_test
