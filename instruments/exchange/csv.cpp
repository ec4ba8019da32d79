#include "instruments/exchange/csv.h"

namespace rapport::instruments {

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

void write_cell(std::string& out, const std::string& cell)
{
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
}

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    std::optional<std::vector<CsvRow>> read()
    {
        if (rest_.starts_with(mark)) rest_.remove_prefix(mark.size());
        while (!rest_.empty()) {
            row_.emplace_back();
            if (rest_.front() == '"' ? !quoted() : !plain()) return std::nullopt;
            end_of_cell();
        }
        if (!row_.empty()) rows_.push_back(std::move(row_));
        return std::move(rows_);
    }

private:
    bool plain()
    {
        const std::size_t end = std::min(rest_.find_first_of(",\r\n\""), rest_.size());
        if (end < rest_.size() && rest_[end] == '"') return false;
        row_.back() = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return true;
    }

    bool quoted()
    {
        rest_.remove_prefix(1);
        for (;;) {
            const std::size_t end = rest_.find('"');
            if (end == std::string_view::npos) return false;
            row_.back() += rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            if (!rest_.starts_with('"')) break;
            row_.back() += '"';
            rest_.remove_prefix(1);
        }
        return rest_.empty() || rest_.find_first_of(",\r\n") == 0;
    }

    void end_of_cell()
    {
        if (rest_.starts_with(',')) {
            rest_.remove_prefix(1);
            if (rest_.empty() || rest_.front() == '\n' || rest_.front() == '\r') row_.emplace_back();
            if (!rest_.empty() && rest_.front() != '\n' && rest_.front() != '\r') return;
        }
        if (rest_.starts_with('\r')) rest_.remove_prefix(1);
        if (rest_.starts_with('\n')) rest_.remove_prefix(1);
        const bool blank = row_.size() == 1 && row_.front().empty();
        if (!blank) rows_.push_back(std::move(row_));
        row_.clear();
    }

    std::string_view rest_;
    CsvRow row_;
    std::vector<CsvRow> rows_;
};

} // namespace

std::string write_csv(const std::vector<CsvRow>& rows)
{
    std::string out;
    for (const CsvRow& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += ',';
            write_cell(out, row[i]);
        }
        out += '\n';
    }
    return out;
}

std::optional<std::vector<CsvRow>> read_csv(std::string_view text)
{
    return Reader(text).read();
}

} // namespace rapport::instruments
