#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "app/sheet/sheet_chart.h"
#include "app/shell/strings/strings.h"
#include "person_support.h"

namespace rapport::desk::person_test {
namespace {

using person_sheet::Heading;
using person_sheet::SheetView;

std::string output_of(const std::string& command)
{
    std::string text;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return text;
    char chunk[4096];
    for (std::size_t got = 0; (got = std::fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        text.append(chunk, got);
    ::pclose(pipe);
    return text;
}

/// What a reader of the PDF finds in it, by another program.
std::string words_in(const std::string& pdf)
{
    char path[] = "/tmp/rapport-sheet-XXXXXX";
    const int file = ::mkstemp(path);
    EXPECT_GE(file, 0);
    std::ofstream(path, std::ios::binary) << pdf;
    const std::string text = output_of("pdftotext -layout " + std::string(path) + " -");
    const std::string pages = output_of("pdfinfo " + std::string(path) + " | grep Pages");
    std::remove(path);
    EXPECT_NE(pages.find(" 1"), std::string::npos) << pages;
    return text;
}

/// The page in grey, one pixel a point, as another program draws it: the bytes of its rows.
struct Drawn {
    int width = 0;
    int height = 0;
    std::string grey;

    [[nodiscard]] int at(int x, int y) const
    {
        return static_cast<unsigned char>(
            grey[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)]);
    }
};

Drawn drawn(const std::string& pdf)
{
    char path[] = "/tmp/rapport-sheet-XXXXXX";
    EXPECT_GE(::mkstemp(path), 0);
    std::ofstream(path, std::ios::binary) << pdf;
    const std::string pgm = output_of("pdftoppm -gray -r 72 " + std::string(path));
    std::remove(path);
    Drawn page;
    if (std::sscanf(pgm.c_str(), "P5 %d %d 255", &page.width, &page.height) == 2 && page.width > 0 && page.height > 0)
        page.grey =
            pgm.substr(pgm.size() - static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height));
    return page;
}

bool holds(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

/// Twelve PCL-5 visits of which the fifth lacks two answers.
Clinic twelve()
{
    Clinic clinic = with_totals({56, 58, 53, 55, 54, 50, 49, 49, 47, 46, 45, 44});
    Answers two_missing = pcl5_of(50);
    two_missing[9] = two_missing[15] = declined;
    clinic.administrations[4] = given(bundled("pcl-5"), clinic.administrations[4].day, two_missing, 5);
    clinic.today = on(2027, 4, 6);
    return clinic;
}

Heading heading(bool names = false)
{
    return {"North clinic", "María Núñez Ibáñez", "H-20417", "R. Adeyemi", 1'806'969'600'000, names};
}

} // namespace

TEST(PersonSheet, twelve_visits_with_one_incomplete_are_eleven_dots_and_one_ring_and_the_cut_off_is_labelled)
{
    const auto view = twelve().view();
    const auto plan = person_sheet::plan_chart(view->instruments.front(), {50, 100, 380, 140});
    ASSERT_EQ(plan.marks.size(), 12U);
    EXPECT_EQ(std::ranges::count(plan.marks, true, &person_sheet::Mark::hollow), 1);
    EXPECT_TRUE(plan.marks[4].hollow);
    ASSERT_EQ(plan.strokes.size(), 2U) << "the line is broken on both sides";
    EXPECT_EQ(plan.strokes[0].size(), 4U);
    EXPECT_EQ(plan.strokes[1].size(), 7U);
    // 0 to 80 over 140 points of paper: the last total, 44, is 77 up.
    EXPECT_NEAR(plan.marks[11].at.y, 240 - 77, 0.01);

    const auto pdf = sheet_pdf(make_sheet(*view, heading()));
    ASSERT_TRUE(pdf.ok());
    const std::string text = words_in(*pdf);
    EXPECT_TRUE(holds(text, "Cut-off 31\u201333")) << text;
    EXPECT_TRUE(holds(text, "Bovin 2016"));
}

TEST(PersonSheet, a_line_is_drawn_between_its_own_points_alone)
{
    auto paper = person_sheet::Paper::make(person_sheet::PaperSize::a4, "Lines", "2027-02-09T10:30:00Z");
    ASSERT_TRUE(paper.ok());
    // Words and a dot before it: neither is where the line begins.
    paper->write({100, 100}, 80, "56", {});
    paper->dot({100, 500}, 2, person_sheet::black);
    paper->write({100, 500}, 80, "44", {});
    const std::array line = {person_sheet::Spot{300, 300}, person_sheet::Spot{400, 300}};
    paper->polyline(line, person_sheet::black, 3);
    const auto pdf = paper->finish();
    ASSERT_TRUE(pdf.ok());
    const Drawn page = drawn(*pdf);
    ASSERT_FALSE(page.grey.empty());
    EXPECT_LT(page.at(350, 300), 128);
    for (int y = 0; y < page.height; ++y)
        for (int x = 150; x < 296; ++x)
            ASSERT_GT(page.at(x, y), 250) << x << ", " << y;
}

TEST(PersonSheet, page_text_and_screen_say_the_same_numbers)
{
    const auto view = twelve().view();
    const auto& instrument = view->instruments.front();
    const SheetView sheet = make_sheet(*view, heading());
    const auto pdf = sheet_pdf(sheet);
    ASSERT_TRUE(pdf.ok());
    const std::string page = words_in(*pdf);
    const std::string text = sheet_text(sheet);
    for (std::size_t visit = 0; visit < 12; ++visit) {
        const person::TableRow row = person::table_row(instrument, visit, view->today);
        // One line of the page and one of the text hold the whole row of the screen's table.
        for (const std::string& where : {page, text}) {
            bool found = false;
            for (std::size_t from = 0; from < where.size();) {
                const std::size_t end = std::min(where.find('\n', from), where.size());
                const std::string line = where.substr(from, end - from);
                found = found || (holds(line, row.day) && holds(line, " " + row.total + " ") &&
                                  holds(line, row.answered) && holds(line, row.since));
                from = end + 1;
            }
            EXPECT_TRUE(found) << row.day << " " << row.total << "\n" << where;
        }
    }
    // The figures as they are written on the paper, worked out by hand: 56 to 44 is 12 lower.
    for (const std::string& where : {page, text}) {
        EXPECT_TRUE(holds(where, "44 of 80.")) << where;
        EXPECT_TRUE(holds(where, "12 points lower"));
        EXPECT_TRUE(holds(where, "Marx 2022"));
    }
    for (const person::Cluster& cluster : instrument.clusters)
        EXPECT_TRUE(holds(text, person::number(*cluster.last) + " of " + person::number(cluster.max)));
}

TEST(PersonSheet, one_that_names_nobody_holds_no_name_number_note_or_word_of_an_event)
{
    Clinic clinic = heron();
    PersonRows rows{clinic.row, clinic.administrations, clinic.visits, clinic.alerts, {}, {}, {}};
    vault::PageEntry note;
    note.id = sealed::Id{1};
    note.kind = vault::EntryKind::note;
    note.day = on(2027, 2, 9);
    note.words = "Brother Xaver phoned";
    vault::PageEntry event = note;
    event.id = sealed::Id{2};
    event.kind = vault::EntryKind::event;
    event.what = "medication";
    event.words = "Xaverine started";
    rows.entries = {note, event};
    const auto view = make_person_view(rows, clinic.definitions, clinic.today);
    for (const bool names : {false, true}) {
        const SheetView sheet = make_sheet(*view, heading(names));
        const auto pdf = sheet_pdf(sheet);
        ASSERT_TRUE(pdf.ok());
        for (const std::string& where : {words_in(*pdf), sheet_text(sheet)}) {
            EXPECT_TRUE(holds(where, "Heron 214")) << where;
            EXPECT_TRUE(holds(where, "Medication"));
            EXPECT_EQ(holds(where, "Ibáñez"), names) << where;
            EXPECT_EQ(holds(where, "H-20417"), names);
            EXPECT_EQ(holds(where, "Xaverine"), names);
            EXPECT_EQ(holds(where, "Brother Xaver"), names);
        }
    }
}

TEST(PersonSheet, chinese_and_spanish_stand_on_the_page_as_they_are_written)
{
    const auto view = heron().view();
    ASSERT_TRUE(strings::use_language("zh"));
    Heading chinese = heading(true);
    chinese.name = "王小明";
    const auto pdf = sheet_pdf(make_sheet(*heron().view(), chinese));
    strings::use_language("en");
    ASSERT_TRUE(pdf.ok());
    const std::string text = words_in(*pdf);
    EXPECT_TRUE(holds(text, "王小明")) << text;
    EXPECT_TRUE(holds(text, "治疗联盟")) << text;
    const auto spanish = sheet_pdf(make_sheet(*view, heading(true)));
    ASSERT_TRUE(spanish.ok());
    EXPECT_TRUE(holds(words_in(*spanish), "María Núñez Ibáñez"));
}

TEST(PersonSheet, a_crowded_one_stays_one_page_and_says_how_much_it_left_out)
{
    Clinic clinic = busy();
    PersonRows rows{clinic.row, clinic.administrations, clinic.visits, clinic.alerts, {}, {}, {}};
    for (std::uint8_t n = 1; n < 60; ++n) {
        vault::PageEntry note;
        note.id = sealed::Id{n};
        note.day = on(2027, 2, 9);
        note.words = "A note of some length that takes its line on the page, number " + std::to_string(n);
        rows.entries.push_back(note);
    }
    const auto view = make_person_view(rows, clinic.definitions, clinic.today);
    const SheetView sheet = make_sheet(*view, heading(true));
    for (const auto size : {person_sheet::PaperSize::a4, person_sheet::PaperSize::letter}) {
        const auto pdf = sheet_pdf(sheet, size);
        ASSERT_TRUE(pdf.ok());
        EXPECT_TRUE(holds(words_in(*pdf), "did not fit and are not on this page"));
    }
    EXPECT_TRUE(holds(sheet_text(sheet), "number 59")) << "the text leaves nothing out";
}

TEST(PersonSheet, the_same_view_makes_the_same_text_and_lines_of_eighty_columns)
{
    const SheetView sheet = make_sheet(*busy().view(), heading(true));
    EXPECT_EQ(sheet_text(sheet), sheet_text(make_sheet(*busy().view(), heading(true))));
}

} // namespace rapport::desk::person_test
