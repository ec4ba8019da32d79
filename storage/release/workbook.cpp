// The one door to libxlsxwriter.
#include <cstdio>
#include <cstdlib>

#include <unistd.h>
#include <xlsxwriter.h>

#include "storage/release/csv.h"
#include "storage/release/fixed_time.h"
#include "storage/release/libraries.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "storage/release/variables.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

constexpr std::size_t most_in_a_cell = 32767; ///< characters, of which none is shorter than a byte

/// A private place for the library's own files, gone with this.
class Scratch {
public:
    explicit Scratch(std::string folder) : folder_(std::move(folder))
    {
        if (!folder_.empty()) return;
        const char* const asked = std::getenv("TMPDIR");
        folder_ = std::string(asked == nullptr || *asked == '\0' ? "/tmp" : asked) + "/rapport-XXXXXX";
        own_ = ::mkdtemp(folder_.data()) != nullptr;
    }
    ~Scratch()
    {
        static_cast<void>(std::remove(book().c_str()));
        if (own_) ::rmdir(folder_.c_str());
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::string& folder() const { return folder_; }
    [[nodiscard]] std::string book() const { return folder_ + "/.workbook"; }

private:
    std::string folder_;
    bool own_ = false;
};

Error failed(lxw_error error)
{
    return {fault::cannot_write_release, std::string("workbook: ") + lxw_strerror(error)};
}

class Book {
public:
    Book(const Sheet& sheet, Scratch& scratch) : sheet_(sheet)
    {
        std::string folder = scratch.folder();
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder.data();
        book_ = workbook_new_opt(scratch.book().c_str(), &options);
    }
    ~Book()
    {
        if (book_ != nullptr) static_cast<void>(workbook_close(book_));
    }
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    [[nodiscard]] Status fill(const Deidentified& data, const Codebook& codebook, std::int64_t& rows)
    {
        if (book_ == nullptr) return failed(LXW_ERROR_CREATING_XLSX_FILE);
        std::string title = sheet_.title;
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.created = 315532800; // the fixed time, in UTC as the library prints it
        if (const auto set = workbook_set_properties(book_, &properties); set != LXW_NO_ERROR) return failed(set);
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
        if (Status put = data_sheet(data, rows); !put) return put;
        if (Status put = codebook_sheet(codebook); !put) return put;
        if (Status put = about_sheet(); !put) return put;
        const lxw_error closed = workbook_close(book_);
        book_ = nullptr;
        return closed == LXW_NO_ERROR ? Status{} : Status(failed(closed));
    }

private:
    lxw_worksheet* add(const char* name, std::span<const std::string> header)
    {
        lxw_worksheet* const page = workbook_add_worksheet(book_, name);
        if (page == nullptr) return nullptr;
        worksheet_freeze_panes(page, 1, 0);
        for (std::size_t at = 0; at < header.size(); ++at)
            static_cast<void>(text(page, 0, at, header[at], bold_));
        return page;
    }

    lxw_error text(lxw_worksheet* page, lxw_row_t row, std::size_t column, std::string_view words,
                   lxw_format* format = nullptr)
    {
        held_ = cut_at(words, most_in_a_cell);
        return worksheet_write_string(page, row, static_cast<lxw_col_t>(column), held_.c_str(), format);
    }

    Status data_sheet(const Deidentified& data, std::int64_t& rows)
    {
        std::vector<std::string> header;
        for (const Variable& variable : sheet_.variables)
            header.push_back(variable.name);
        lxw_worksheet* page = add("data", header);
        return each_row(data, sheet_, [&](const DeidentifiedRecord&, std::span<const Cell> cells) -> Status {
            // A page has so many rows; what is over stands on a next one.
            const auto row = static_cast<lxw_row_t>(rows % (LXW_ROW_MAX - 1) + 1);
            if (rows > 0 && row == 1)
                page = add(("data_" + std::to_string(rows / (LXW_ROW_MAX - 1) + 1)).c_str(), header);
            if (page == nullptr) return failed(LXW_ERROR_MEMORY_MALLOC_FAILED);
            ++rows;
            for (std::size_t at = 0; at < cells.size(); ++at) {
                lxw_error put = LXW_NO_ERROR;
                if (cells[at].is_number())
                    put = worksheet_write_number(page, row, static_cast<lxw_col_t>(at), cells[at].value(), nullptr);
                else if (cells[at].is_text())
                    put = text(page, row, at, cells[at].text());
                if (put != LXW_NO_ERROR) return failed(put);
            }
            return {};
        });
    }

    Status lines(lxw_worksheet* page, const std::vector<std::vector<std::string>>& all, lxw_row_t first)
    {
        if (page == nullptr) return failed(LXW_ERROR_MEMORY_MALLOC_FAILED);
        for (std::size_t line = 0; line < all.size(); ++line)
            for (std::size_t at = 0; at < all[line].size(); ++at)
                if (const auto put = text(page, first + static_cast<lxw_row_t>(line), at, all[line][at]);
                    !all[line][at].empty() && put != LXW_NO_ERROR)
                    return failed(put);
        return {};
    }

    Status codebook_sheet(const Codebook& codebook)
    {
        CodebookLines all = codebook_lines(codebook);
        std::erase_if(all.lines, [&](const auto& line) { return line.front() != sheet_.name + ".csv"; });
        return lines(add("codebook", all.header), all.lines, 1);
    }

    Status about_sheet()
    {
        const instruments::Definition& definition = *sheet_.definition;
        const std::vector<std::vector<std::string>> all{
            {std::string(notice)},
            {text_cell(without_clock(definition.title)), text_cell(without_clock(definition.version))},
            {text_cell(without_clock(licence_words(definition)))},
            {"An empty cell is a missing value, never a zero. The reason stands in the last column."},
        };
        return lines(workbook_add_worksheet(book_, "about"), all, 0);
    }

    const Sheet& sheet_;
    lxw_workbook* book_ = nullptr;
    lxw_format* bold_ = nullptr;
    std::string held_;
};

Status copy(const std::string& path, Sink& sink, std::uint64_t& bytes)
{
    std::FILE* const file = std::fopen(path.c_str(), "rbe");
    if (file == nullptr) return Error{fault::cannot_write_release, "workbook: cannot be read back"};
    std::string piece(1U << 16, '\0');
    Status written;
    for (std::size_t read = piece.size(); written && read == piece.size();) {
        read = std::fread(piece.data(), 1, piece.size(), file);
        written = sink.write(std::string_view(piece).substr(0, read));
        bytes += read;
    }
    if (written && std::ferror(file) != 0)
        written = Error{fault::cannot_write_release, "workbook: cannot be read back"};
    static_cast<void>(std::fclose(file));
    return written;
}

} // namespace

Result<WrittenFile> write_workbook(const Deidentified& data, const Codebook& book, const Sheet& sheet, Sink& sink)
{
    const PlainLocale plain;
    Scratch scratch(sink.scratch());
    WrittenFile file{sheet.stem + ".xlsx", {}, 0, 0, static_cast<int>(sheet.variables.size())};
    {
        Book made(sheet, scratch);
        if (Status filled = made.fill(data, book, file.rows); !filled) return filled.error();
    }
    if (Status opened = sink.open(file.name); !opened) return opened.error();
    if (Status copied = copy(scratch.book(), sink, file.bytes); !copied) return copied.error();
    auto digest = sink.close();
    if (!digest) return digest.error();
    file.sha256 = std::move(*digest);
    return file;
}

Library workbook_library()
{
    return {"libxlsxwriter", LXW_VERSION, lxw_version()};
}

} // namespace rapport::release
