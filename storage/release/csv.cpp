#include "storage/release/csv.h"

#include <cassert>

#include "storage/release/columns.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

constexpr std::size_t enough_to_write = 1U << 16;

} // namespace

void append_csv_cell(std::string& out, std::string_view cell)
{
    if (cell.find_first_of(",\"\n\r") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

std::string text_cell(std::string_view text)
{
    std::string cell = clean(text);
    if (!cell.empty() && std::string_view("=+-@\t\n").find(cell.front()) != std::string_view::npos) cell.insert(0, "'");
    return cell;
}

std::string csv_line(std::span<const std::string> cells)
{
    std::string out;
    for (const std::string& cell : cells) {
        if (&cell != cells.data()) out += ',';
        append_csv_cell(out, cell);
    }
    out += '\n';
    return out;
}

Result<CsvFile> CsvFile::open(Sink& sink, std::string name, const std::vector<std::string>& header,
                              std::span<const instruments::Definition* const> definitions)
{
    if (Status admitted = admit(header, definitions); !admitted) return admitted.error();
    if (Status opened = sink.open(name); !opened) return opened.error();
    CsvFile file(sink);
    file.file_.name = std::move(name);
    file.file_.columns = static_cast<int>(header.size());
    if (Status written = file.line(header); !written) return written.error();
    return file;
}

Status CsvFile::row(std::span<const std::string> cells)
{
    ++file_.rows;
    return line(cells);
}

Status CsvFile::line_as_it_is(std::string_view line)
{
    ++file_.rows;
    waiting_ += line;
    return waiting_.size() < enough_to_write ? Status{} : flush();
}

Result<WrittenFile> CsvFile::close()
{
    if (Status written = flush(); !written) return written.error();
    auto digest = sink_->close();
    if (!digest) return digest.error();
    file_.sha256 = std::move(*digest);
    return file_;
}

Status CsvFile::line(std::span<const std::string> cells)
{
    assert(static_cast<int>(cells.size()) == file_.columns);
    waiting_ += csv_line(cells);
    return waiting_.size() < enough_to_write ? Status{} : flush();
}

Status CsvFile::flush()
{
    file_.bytes += waiting_.size();
    Status written = sink_->write(waiting_);
    waiting_.clear();
    return written;
}

Result<WrittenFile> write_text(Sink& sink, std::string name, std::string_view text)
{
    if (Status opened = sink.open(name); !opened) return opened.error();
    if (Status written = sink.write(text); !written) return written.error();
    auto digest = sink.close();
    if (!digest) return digest.error();
    return WrittenFile{std::move(name), std::move(*digest), text.size(), 0, 0};
}

} // namespace rapport::release
