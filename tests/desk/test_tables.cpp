#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "app/shell/strings/strings.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Node;
using shell::Rect;

namespace {

std::string file_text(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

bool there(const std::string& path)
{
    struct stat about {};
    return stat(path.c_str(), &about) == 0;
}

/// Until what was asked for has been measured or written.
void wait_until_still(Desk& desk)
{
    constexpr int tries = 1000;
    for (int n = 0; n < tries; ++n) {
        const std::string said = desk.on_page("tables.summary") ? desk.said("tables.summary") : std::string();
        if (said != strings::say("desk.tables.measuring") && said != strings::say("desk.tables.writing") &&
            desk.on_page("tables"))
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        desk.harness.advance(0.05);
    }
    ADD_FAILURE() << desk.harness.tree().spoken();
}

void open_tables(Desk& desk)
{
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.part.tables"));
    desk.click("release.part.tables");
    wait_until_still(desk);
}

void choose(Desk& desk, std::string_view id, std::size_t line)
{
    desk.choose(id, line);
    wait_until_still(desk);
}

bool writable(const Desk& desk)
{
    const Node* const write = desk.harness.tree().by_id("tables.write");
    return write != nullptr && write->enabled;
}

/// The field of statistics.csv that stands at a visit for everybody.
std::string in_file(const std::string& csv, const std::string& visit, const std::string& name)
{
    const std::string begin = "all,all," + visit + "," + name + ",";
    const auto at = csv.find(begin);
    if (at == std::string::npos) return "no such line";
    const auto from = at + begin.size();
    return csv.substr(from, csv.find('\n', from) - from);
}

/// What is seen of some words.
Rect seen(const shell::DrawnWords& words)
{
    const float x = std::max(words.where.x, words.clip.x);
    const float y = std::max(words.where.y, words.clip.y);
    return {x, y, std::min(words.where.right(), words.clip.right()) - x,
            std::min(words.where.bottom(), words.clip.bottom()) - y};
}

bool overlap(const Rect& a, const Rect& b)
{
    return a.w > 0 && a.h > 0 && b.w > 0 && b.h > 0 && a.x < b.right() - 1 && b.x < a.right() - 1 &&
           a.y < b.bottom() - 4 && b.y < a.bottom() - 4;
}

class Language {
public:
    explicit Language(const char* code) { EXPECT_TRUE(strings::use_language(code)); }
    ~Language() { EXPECT_TRUE(strings::use_language("en")); }
};

} // namespace

TEST(DeskTables, what_is_seen_is_what_leaves_and_is_recorded)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    open_tables(desk);
    const std::string first = desk.said("tables.visit.0");
    EXPECT_EQ(first.find("Visit 1: People 26, "), 0U) << first;
    EXPECT_FALSE(there(clinic.releases())) << "looking writes nothing";
    desk.type_into("tables.recipient", "Lakeside University");
    desk.type_into("tables.purpose", "One paper");
    desk.click("tables.write");
    ASSERT_TRUE(desk.wait_for("tables.done")) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("tables.done").find("release 1"), std::string::npos) << desk.said("tables.done");
    const std::string folder = clinic.releases() + "/project-2027-table-1";
    const std::string csv = file_text(folder + "/statistics.csv");
    EXPECT_EQ(in_file(csv, "Visit 1", "n"), "26");
    EXPECT_NE(first.find("Mean " + in_file(csv, "Visit 1", "mean") + ","), std::string::npos) << first;
    EXPECT_NE(first.find("SD " + in_file(csv, "Visit 1", "sd") + ","), std::string::npos) << first;
    EXPECT_NE(first.find("Median " + in_file(csv, "Visit 1", "median")), std::string::npos) << first;
    EXPECT_EQ(in_file(csv, "Visit 1", "q1"), "withheld");
    EXPECT_NE(first.find("Lower quartile withheld"), std::string::npos) << first;
    EXPECT_TRUE(there(folder + "/manifest.json"));
    desk.lock();
    auto vault = clinic.open();
    const auto lines = vault::releases(vault);
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ(lines->front().recipient, "Lakeside University");
}

TEST(DeskTables, a_line_says_why_something_is_withheld_and_what_to_do)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    open_tables(desk);
    EXPECT_FALSE(desk.on_page("tables.visit.0.why"));
    desk.click("tables.visit.0");
    // EXPORT.md section 5: quartiles from 4t on, 44 of them.
    const std::string why = desk.said("tables.visit.0.why");
    EXPECT_NE(why.find("44"), std::string::npos) << why;
    EXPECT_NE(why.find("wider grouping"), std::string::npos) << why;
    desk.click("tables.visit.0");
    EXPECT_FALSE(desk.on_page("tables.visit.0.why"));
}

TEST(DeskTables, what_cannot_be_had_is_told_and_cannot_be_released)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    open_tables(desk);
    choose(desk, "tables.grouping", 1);
    EXPECT_NE(desk.said("tables.summary").find("nobody has an arm recorded"), std::string::npos)
        << desk.said("tables.summary");
    EXPECT_FALSE(writable(desk));
    EXPECT_FALSE(desk.harness.click("tables.write"));
    choose(desk, "tables.grouping", 0);
    EXPECT_TRUE(writable(desk));
}

TEST(DeskTables, of_too_few_people_nothing_is_shown_and_nothing_leaves)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    open_tables(desk);
    EXPECT_NE(desk.said("tables.summary").find("11"), std::string::npos) << desk.said("tables.summary");
    EXPECT_FALSE(writable(desk));
    for (const Node& node : desk.harness.tree().nodes()) {
        if (node.role != shell::Role::row || !node.id.starts_with("tables.")) continue;
        EXPECT_EQ(node.name.find("People 1"), std::string::npos) << node.name;
        EXPECT_NE(node.name.find("People withheld"), std::string::npos) << node.name;
    }
    EXPECT_FALSE(there(clinic.releases()));
}

TEST(DeskTables, another_score_is_measured_against_what_left)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    open_tables(desk);
    choose(desk, "tables.score", 1);
    desk.click("tables.write");
    ASSERT_TRUE(desk.wait_for("tables.done")) << desk.harness.tree().spoken();
    const std::string csv = file_text(clinic.releases() + "/project-2027-table-1/statistics.csv");
    EXPECT_NE(csv.find("\npcl-5,b,all,"), std::string::npos) << csv.substr(0, 200);
}

TEST(DeskTables, a_researcher_has_them_and_sees_nobody)
{
    Clinic clinic(Holds::staffed);
    Desk desk(clinic);
    desk.unlock_as(researcher, researcher_passphrase);
    ASSERT_TRUE(desk.wait_for("release.part.tables"));
    desk.click("release.part.tables");
    wait_until_still(desk);
    for (const std::string& pseudonym : pseudonyms())
        EXPECT_FALSE(desk.says(pseudonym));
}

TEST(DeskTables, everything_is_reached_by_keys_alone)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    open_tables(desk);
    std::set<std::string> reached;
    for (int step = 0; step < 60; ++step) {
        desk.harness.key(shell::Key::tab);
        reached.emplace(desk.harness.ui().focused());
    }
    for (const char* const id :
         {"release.part.files", "release.part.tables", "tables.instrument", "tables.score", "tables.grouping",
          "tables.recipient", "tables.purpose", "tables.visit.0", "tables.visit.2", "tables.change.1", "tables.write"})
        EXPECT_TRUE(reached.contains(id)) << id;
}

TEST(DeskTables, words_stand_apart_in_every_language_and_size)
{
    constexpr std::array<std::pair<int, int>, 3> sizes{{{1440, 900}, {1280, 800}, {800, 1280}}};
    Clinic clinic(Holds::many);
    for (const char* const code : {"en", "es", "zh"}) {
        const Language language(code);
        for (const auto& [width, height] : sizes) {
            Desk desk(clinic, width, height);
            open_tables(desk);
            desk.click("tables.visit.0");
            const std::string where = std::string(code) + " " + std::to_string(width);
            for (const char* const key : {"desk.tables.title", "desk.tables.write", "desk.tables.part.change"})
                EXPECT_TRUE(desk.says(strings::say(key))) << where << " " << key;
            const auto& words = desk.harness.words();
            for (std::size_t a = 0; a < words.size(); ++a) {
                const Rect one = seen(words[a]);
                if (one.w <= 0 || one.h <= 0) continue;
                EXPECT_LE(words[a].where.right(), static_cast<float>(width) + 0.5F) << where << ": " << words[a].words;
                EXPECT_GE(words[a].clip.right(), words[a].where.right() - 1) << where << " cut: " << words[a].words;
                for (std::size_t b = a + 1; b < words.size(); ++b)
                    EXPECT_FALSE(overlap(one, seen(words[b])))
                        << where << ": '" << words[a].words << "' and '" << words[b].words << "'";
            }
            desk.lock();
        }
    }
}

} // namespace rapport::desk::test
