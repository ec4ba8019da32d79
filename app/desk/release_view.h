#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/outlet/outlet.h"

namespace rapport::desk {

struct InstrumentChoice {
    std::string id;
    std::string title;
    int administrations = 0;
};

/// One big figure of the risk card: "1 in 12", "worst case", "limit 1 in 11".
struct RiskFigure {
    std::string value;
    std::string what;
    std::string limit;
};

/// A row of the aggregate as it is shown; a withheld one has no numbers at all.
struct AggregateRow {
    std::string instrument;
    std::string score;
    std::string visit;
    bool withheld = false;
    std::string n, mean, sd;
};

/// What the release screen shows of a measured release: the very rows that would leave.
struct MeasuredView {
    std::string people;              ///< "40 people"
    std::vector<std::string> header; ///< every column of the preview's file
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> columns; ///< which of them are shown first when not all fit
    long long all_rows = 0;           ///< of the file the preview is from
    std::vector<AggregateRow> table;
    std::vector<release::Withheld> withheld;
    std::vector<RiskFigure> figures;
    std::vector<int> class_sizes; ///< ascending
    int k = 0;
};

[[nodiscard]] std::vector<InstrumentChoice> instrument_choices(const std::vector<instruments::Definition>& definitions,
                                                               const std::map<std::string, int>& administrations);
/// `lead`: the instrument whose file the preview shows.
[[nodiscard]] MeasuredView make_measured_view(const outlet::Prepared& prepared, const instruments::Definition& lead);

struct DoneView {
    struct File {
        std::string name;
        std::string size;
        std::string shape; ///< "972 rows, 31 columns"
    };
    std::vector<File> files;
    std::string folder;
    std::string recorded; ///< "Recorded as release 3"
};
[[nodiscard]] DoneView make_done_view(const outlet::Done& done);

} // namespace rapport::desk
