#include <algorithm>

#include "storage/release/csv.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

Result<WrittenFile> write_long(const Deidentified& data, Definitions definitions, Sink& sink)
{
    const std::vector<std::string> header{"code",    "age_band", "sex",  "site", "arm",   "instrument",
                                          "version", "visit",    "week", "item", "value", "missing_reason"};
    auto file = CsvFile::open(sink, "long.csv", header, definitions);
    if (!file) return file.error();
    for (const DeidentifiedRecord& r : data.records) {
        const auto* definition = *std::ranges::find(definitions, r.instrument(), &instruments::Definition::id);
        std::vector<std::string> cells{text_cell(r.code()),
                                       text_cell(r.age_band()),
                                       text_cell(r.sex()),
                                       text_cell(r.site()),
                                       text_cell(r.arm()),
                                       text_cell(r.instrument()),
                                       text_cell(without_clock(r.version())),
                                       text_cell(r.visit()),
                                       std::to_string(r.week()),
                                       {},
                                       {},
                                       {}};
        for (std::size_t item = 0; item < definition->items.size(); ++item) {
            const instruments::Answer answer = r.response().items[item];
            cells[9] = text_cell(definition->items[item].id);
            cells[10] = answer.given() ? std::to_string(answer.value()) : std::string();
            cells[11] = answer.given() ? std::string() : std::string(instruments::word(answer.why()));
            if (Status written = file->row(cells); !written) return written.error();
        }
    }
    return file->close();
}

} // namespace rapport::release
