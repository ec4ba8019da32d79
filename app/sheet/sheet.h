#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "app/person/person_view.h"
#include "app/sheet/paper.h"

namespace rapport::person_sheet {

/// What only the caller knows. `name` and `record_number` are empty on a sheet that names nobody.
struct Heading {
    std::string clinic;
    std::string name;
    std::string record_number;
    std::string made_by;
    std::int64_t made_ms = 0;
    bool names = false; ///< whether names, notes and the words of events may stand on it
};

/// A line of the table of visits: the same strings as the screen's table.
struct VisitLine {
    std::string day;
    std::string total;
    std::string answered;
    std::string since;
    std::string how;
    bool whole = false;
};

/// Words below a title.
struct Section {
    std::string title;
    std::vector<std::string> lines;
};

struct AllianceTable {
    std::string title;
    std::vector<std::array<std::string, 4>> rows; ///< name, patient, therapist, gap
    std::vector<std::string> words;
};

struct ItemLine {
    std::string number;
    std::string label;
    std::string answer; ///< "3", or "Declined"
    std::string change; ///< "−1", or "–"
    bool corrected = false;
};

/// One instrument on the sheet.
struct InstrumentPart {
    std::string title;
    std::vector<std::string> heads;                   ///< of the table of visits
    std::vector<VisitLine> visits;                    ///< the last twelve
    std::string earlier;                              ///< "4 earlier visits are not on this page", or empty
    std::vector<std::string> changes;                 ///< every cited set and what it says
    std::vector<std::array<std::string, 4>> clusters; ///< symbol, name, first, last
    std::string items_title;
    std::vector<ItemLine> items;
};

/// Everything a sheet says, in words, once for paper and text.
struct SheetView {
    std::string clinic;
    std::string title; ///< "Visit sheet, 9 February 2027"
    std::string who;   ///< "Heron 214"
    std::string name;  ///< "Marguerite Vandersteen, 12345", or empty
    std::string facts;
    std::vector<std::string> alerts;
    std::vector<std::string> sentences;
    std::vector<InstrumentPart> parts; ///< the main instrument first; the others below it as tables
    std::vector<AllianceTable> alliances;
    std::vector<Section> sections; ///< events, notes, signatures
    std::string foot;              ///< who made it, when, with what
    std::string created;           ///< ISO 8601
    const desk::person::Instrument* chart =
        nullptr;                                   ///< drawn on paper; part of the PersonView, which must outlive this
    std::vector<desk::person::Event> chart_events; ///< with the words that may stand on this sheet
    std::int32_t today = 0;
};

[[nodiscard]] SheetView make_sheet(const desk::PersonView& view, const Heading& heading);

/// Plain text, 80 columns where the words allow it, line ends LF: for the field of another record system.
[[nodiscard]] std::string sheet_text(const SheetView& sheet);

/// One page. What does not fit is left out from the end on, and the page says how much. Errors: no_paper.
[[nodiscard]] Result<std::string> sheet_pdf(const SheetView& sheet, PaperSize size = PaperSize::a4);

} // namespace rapport::person_sheet
