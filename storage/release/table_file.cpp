#include "storage/release/csv.h"
#include "storage/release/writers.h"

namespace rapport::release {

Result<WrittenFile> write_table(const Table& table, Sink& sink)
{
    auto file = CsvFile::open(sink, "table.csv", {"instrument", "score", "visit", "n", "mean", "sd"}, {});
    if (!file) return file.error();
    for (const TableRow& row : table.rows) {
        const TableWords words = table_words(row);
        const std::vector<std::string> cells{
            text_cell(row.instrument), text_cell(row.score), text_cell(row.visit), words.n, words.mean, words.sd};
        if (Status written = file->row(cells); !written) return written.error();
    }
    return file->close();
}

Result<WrittenFile> write_statistics(const Table& table, Sink& sink)
{
    auto file = CsvFile::open(sink, "statistics.csv",
                              {"instrument", "score", "by", "group", "visit", "statistic", "value"}, {});
    if (!file) return file.error();
    for (const Statistic& one : table.outcomes.rows) {
        // A negative number is a number: nothing is put before it.
        const std::vector<std::string> cells{text_cell(one.instrument),
                                             text_cell(one.score),
                                             one.by,
                                             text_cell(one.group),
                                             text_cell(one.visit),
                                             one.name,
                                             one.value};
        if (Status written = file->row(cells); !written) return written.error();
    }
    return file->close();
}

} // namespace rapport::release
