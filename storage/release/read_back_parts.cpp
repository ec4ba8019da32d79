#include "storage/release/read_back_parts.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "storage/release/sheet.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

template <class Number>
std::optional<Number> read_whole_text(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

Error bad_line(std::string_view file, std::size_t line, std::string_view what)
{
    return {fault::bad_released_file, fmt::format("{} line {}: {}", file, line, what)};
}

Result<ReadTable> ReadTable::of(std::string_view file, std::string_view text)
{
    auto rows = instruments::read_csv(text);
    if (!rows || rows->empty()) return bad_line(file, 1, "no CSV");
    ReadTable out;
    out.rows_ = std::move(*rows);
    for (std::size_t at = 0; at < out.rows_.front().size(); ++at)
        if (!out.column_.emplace(out.rows_.front()[at], at).second) return bad_line(file, 1, "a column twice");
    for (std::size_t row = 1; row < out.rows_.size(); ++row)
        if (out.rows_[row].size() != out.rows_.front().size()) return bad_line(file, row + 1, "another width");
    return out;
}

std::string ReadTable::at(std::size_t row, const std::string& column) const
{
    const auto found = column_.find(column);
    if (found == column_.end()) return {};
    return unguarded(rows_[row + 1][found->second]);
}

std::string unguarded(const std::string& cell)
{
    const bool guarded =
        cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@\t\r\n").find(cell[1]) != std::string_view::npos;
    return guarded ? cell.substr(1) : cell;
}

std::optional<int> whole_of(std::string_view text)
{
    return read_whole_text<int>(text);
}

std::optional<double> number_of(std::string_view text)
{
    return read_whole_text<double>(text);
}

std::optional<std::int32_t> day_of(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto y = whole_of(text.substr(0, 4));
    const auto m = read_whole_text<unsigned>(text.substr(5, 2));
    const auto d = read_whole_text<unsigned>(text.substr(8, 2));
    if (!y || !m || !d) return std::nullopt;
    const year_month_day date{year(*y), month(*m), day(*d)};
    if (!date.ok()) return std::nullopt;
    return static_cast<std::int32_t>(sys_days(date).time_since_epoch().count());
}

std::optional<instruments::Missing> reason_of(std::string_view word)
{
    for (const ReasonCode& reason : reason_codes())
        if (instruments::word(reason.why) == word) return reason.why;
    return std::nullopt;
}

const instruments::Definition* definition_of(Known definitions, std::string_view id,
                                             std::optional<std::string_view> version)
{
    const auto found = std::ranges::find_if(definitions, [&](const instruments::Definition* one) {
        return one->id == id && (!version || *version == one->version || *version == without_clock(one->version));
    });
    return found == definitions.end() ? nullptr : *found;
}

} // namespace rapport::release
