#include "app/cli/score_csv_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "storage/sealed/faults.h"

namespace rapport::cli {

namespace {

constexpr std::size_t one_read = std::size_t{256} << 10;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Ends of the first and the last whole row in `text`; 0 when there is none.
struct RowEnds {
    std::size_t first = 0;
    std::size_t last = 0;
};

RowEnds row_ends(std::string_view text)
{
    RowEnds ends;
    if (text.find('"') == std::string_view::npos) {
        ends.first = text.find('\n') + 1; // npos + 1 is 0
        ends.last = text.rfind('\n') + 1;
        return ends;
    }
    // A quotation mark opens a cell only at its beginning; elsewhere it is a fault of that row and nothing more.
    bool inside = false;
    bool at_start = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inside) {
            inside = c != '"';
            if (!inside && i + 1 < text.size() && text[i + 1] == '"') inside = true, ++i;
            continue;
        }
        inside = at_start && c == '"';
        at_start = c == ',' || c == '\n';
        if (c != '\n') continue;
        ends.last = i + 1;
        if (ends.first == 0) ends.first = i + 1;
    }
    return ends;
}

std::size_t lines_in(std::string_view text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

Status CsvChunks::fill()
{
    const std::size_t had = waiting_.size();
    waiting_.resize(had + one_read);
    std::size_t got = 0;
    while (got < one_read) {
        const ssize_t some = ::read(descriptor_, waiting_.data() + had + got, one_read - got);
        if (some < 0 && errno == EINTR) continue;
        if (some < 0) return Error{sealed::fault::cannot_read, std::strerror(errno)};
        if (some == 0) break;
        got += static_cast<std::size_t>(some);
    }
    waiting_.resize(had + got);
    ended_ = got < one_read;
    return {};
}

Result<bool> CsvChunks::take(CsvChunk& chunk, bool one_row)
{
    chunk.text.clear();
    if (too_long_line_ != 0) return false;
    std::size_t end = 0;
    while (true) {
        if (!waiting_.empty() && (ended_ || waiting_.size() >= one_read)) {
            const RowEnds ends = row_ends(waiting_);
            end = one_row ? ends.first : ends.last;
            if (end == 0 && waiting_.size() > longest_row) {
                too_long_line_ = line_;
                return false;
            }
            if (ended_ && (end == 0 || !one_row)) end = waiting_.size();
            if (end != 0) break;
        }
        if (ended_) return false;
        if (Status filled = fill(); !filled) return filled.error();
    }
    chunk.line = line_;
    chunk.number = number_++;
    if (end == waiting_.size()) {
        chunk.text.swap(waiting_);
        waiting_.clear();
    } else {
        chunk.text.assign(waiting_, 0, end);
        waiting_.erase(0, end);
    }
    line_ += lines_in(chunk.text);
    return true;
}

Result<bool> CsvChunks::first_row(CsvChunk& chunk)
{
    auto there = take(chunk, true);
    if (there && *there && chunk.text.starts_with(byte_order_mark)) chunk.text.erase(0, byte_order_mark.size());
    return there;
}

Result<bool> CsvChunks::next(CsvChunk& chunk)
{
    return take(chunk, false);
}

std::string_view CsvRows::plain_cell()
{
    const char* const begin = rest_.data();
    const char* const end = begin + rest_.size();
    const char* at = begin;
    while (at != end && *at != ',' && *at != '\n') {
        if (*at == '"') fault_ = RowFault::stray_quote;
        ++at;
    }
    const auto size = static_cast<std::size_t>(at - begin);
    std::string_view cell = rest_.substr(0, size);
    rest_.remove_prefix(size);
    const bool ends_row = rest_.empty() || rest_.front() == '\n';
    if (ends_row && !cell.empty() && cell.back() == '\r') cell.remove_suffix(1);
    return cell;
}

std::string_view CsvRows::quoted_cell()
{
    rest_.remove_prefix(1);
    std::string* own = nullptr;
    std::string_view cell;
    while (true) {
        const std::size_t mark = rest_.find('"');
        if (mark == std::string_view::npos) {
            fault_ = RowFault::open_quote;
            next_line_ += lines_in(rest_);
            rest_ = {};
            return {};
        }
        const std::string_view part = rest_.substr(0, mark);
        next_line_ += lines_in(part);
        rest_.remove_prefix(mark + 1);
        const bool doubled = !rest_.empty() && rest_.front() == '"';
        if (doubled && own == nullptr) {
            if (unquoted_used_ == unquoted_.size()) unquoted_.emplace_back();
            own = &unquoted_[unquoted_used_++];
            own->clear();
        }
        if (own != nullptr)
            *own += part;
        else
            cell = part;
        if (!doubled) break;
        *own += '"';
        rest_.remove_prefix(1);
    }
    const std::string_view after = plain_cell();
    if (!after.empty()) fault_ = RowFault::stray_quote;
    return own != nullptr ? std::string_view(*own) : cell;
}

void CsvRows::read_row()
{
    cells_.clear();
    unquoted_used_ = 0;
    fault_ = RowFault::none;
    line_ = next_line_;
    while (true) {
        cells_.push_back(!rest_.empty() && rest_.front() == '"' ? quoted_cell() : plain_cell());
        if (rest_.empty()) return;
        const bool row_ends = rest_.front() == '\n';
        rest_.remove_prefix(1);
        if (row_ends) {
            ++next_line_;
            return;
        }
    }
}

bool CsvRows::next()
{
    while (!rest_.empty()) {
        read_row();
        const bool blank = cells_.size() == 1 && cells_.front().empty() && fault_ == RowFault::none;
        if (!blank) return true;
    }
    return false;
}

} // namespace rapport::cli
