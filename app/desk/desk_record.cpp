#include "app/desk/desk_record.h"

#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/desk/record_view.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/outlet/folder_sink.h"
#include "storage/release/csv.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr int rows_at_once = 60;
constexpr int lines_at_once = 5000;
constexpr int most_folders = 10'000;

/// What is typed in the filter, as the vault is asked. The people are looked for only when one was named.
std::optional<vault::RecordWish> wish_of(OpenDesk& open)
{
    std::vector<vault::PersonRow> found;
    const std::string person = trimmed(open.record_state.person.text);
    if (!person.empty()) {
        auto rows = open.vault.people(person);
        if (!rows) {
            open.record_state.trouble = sentence_of(rows.error());
            return {};
        }
        found = std::move(*rows);
    }
    return read_filter(open.record, open.record_state, found, open.record_state.trouble);
}

void add_rows(OpenDesk& open, vault::RecordWish wish)
{
    wish.most = rows_at_once + 1;
    const auto lines = open.vault.record(wish);
    if (!lines) {
        open.record_state.trouble = sentence_of(lines.error());
        return;
    }
    open.record.more = static_cast<int>(lines->size()) > rows_at_once;
    for (std::size_t n = 0; n < lines->size() && n < rows_at_once; ++n) {
        open.record.rows.push_back(record_row((*lines)[n], open.vault.now_ms()));
        open.record.oldest = (*lines)[n].entry.sequence;
    }
}

void refresh_anchor(OpenDesk& open)
{
    const auto anchor = open.vault.anchor();
    const auto upkeep = open.vault.upkeep();
    if (!anchor || !upkeep) {
        open.banner = sentence_of(anchor ? upkeep.error() : anchor.error());
        return;
    }
    open.record.anchor = *anchor;
    const LocalTime now = local_time(open.vault.now_ms());
    open.record.anchor_about =
        say("desk.day.when",
            {{"day", long_day(now.day)}, {"time", clock_words(now.minute)}, {"n", fmt::format("{}", upkeep->lines)}});
}

Status make_folder(const std::string& folder)
{
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return Error{release::fault::cannot_write_release, "folder"};
    return {};
}

struct Exported {
    std::string path;
    std::string sha256;
    std::int64_t lines = 0;
};

/// All lines into `record.csv` of the first folder that is free; nothing of it stays after an error.
Result<Exported> export_lines(vault::Vault& vault, vault::RecordWish wish, const std::string& folder)
{
    if (const Status made = make_folder(folder); !made) return made.error();
    const std::string day = fmt::format("{:%Y%m%d}", fmt::gmtime(std::time_t{vault.now_ms() / 1000}));
    Result<std::unique_ptr<outlet::FolderSink>> sink = outlet::fault::release_exists;
    std::string path;
    for (int n = 1; n < most_folders; ++n) {
        path = fmt::format("{}/record-{}-{}", folder, day, n);
        sink = outlet::FolderSink::make(path);
        if (sink || !(sink.error().fault == outlet::fault::release_exists)) break;
    }
    if (!sink) return sink.error();
    Exported exported{path + "/record.csv", {}, 0};
    if (const Status opened = (*sink)->open("record.csv"); !opened) return opened.error();
    if (const Status head = (*sink)->write(release::csv_line(record_columns())); !head) return head.error();
    wish.most = lines_at_once;
    for (bool more = true; more;) {
        const auto lines = vault.record(wish);
        if (!lines) return lines.error();
        for (const vault::RecordLine& line : *lines)
            if (const Status written = (*sink)->write(release::csv_line(record_cells(line))); !written)
                return written.error();
        exported.lines += static_cast<std::int64_t>(lines->size());
        more = static_cast<int>(lines->size()) == lines_at_once;
        if (more) wish.before = lines->back().entry.sequence;
    }
    auto digest = (*sink)->close();
    if (!digest) return digest.error();
    exported.sha256 = std::move(*digest);
    if (const Status delivered = (*sink)->deliver(); !delivered) return delivered.error();
    return exported;
}

/// A new small file, mode 0600; never over one that is there.
Status write_new(const std::string& path, const std::string& text)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return Error{release::fault::cannot_write_release, "slip"};
    const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool synced = ::fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    return written && synced && closed ? Status() : Status(Error{release::fault::cannot_write_release, "slip"});
}

} // namespace

void open_record(OpenDesk& open)
{
    open.turn_to(Page::record);
    open.focus_first = "record.actor";
    open.record_state.exported.clear();
    open.record_state.slip_done.clear();
    open.record_state.anchor_done.clear();
    open.record_state.anchor_trouble.clear();
    open.record.actors.clear();
    if (const auto users = open.vault.user_history())
        for (const vault::UserHistory& user : *users)
            open.record.actors.push_back(user.name);
    show_record(open);
}

void show_record(OpenDesk& open)
{
    const auto wish = wish_of(open);
    if (!wish) return;
    open.record.rows.clear();
    open.record_state.exported.clear();
    add_rows(open, *wish);
    refresh_anchor(open);
}

void show_more_record(OpenDesk& open)
{
    auto wish = wish_of(open);
    if (!wish) return;
    wish->before = open.record.oldest;
    add_rows(open, *wish);
}

void export_record(OpenDesk& open, const std::string& folder)
{
    const auto wish = wish_of(open);
    if (!wish) return;
    open.record_state.exporting = true;
    open.record_state.exported.clear();
    open.working.start([vault = &open.vault, wish = *wish, folder,
                        filter = filter_words(open.record, open.record_state)]() -> Finish {
        auto exported = std::make_shared<Result<Exported>>(export_lines(*vault, wish, folder));
        if (*exported)
            if (const Status noted = vault->note_record_export(filter, (*exported)->lines, (*exported)->sha256); !noted)
                *exported = noted.error();
        return [exported](OpenDesk& desk) {
            RecordState& state = desk.record_state;
            state.exporting = false;
            if (*exported)
                state.exported = say("desk.record.exported",
                                     {{"n", fmt::format("{}", (*exported)->lines)}, {"file", (*exported)->path}});
            else
                state.trouble = sentence_of(exported->error());
            refresh_anchor(desk);
        };
    });
}

void write_slip(OpenDesk& open, const std::string& folder)
{
    refresh_anchor(open);
    Status done = make_folder(folder);
    const std::string stamp = fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::time_t{open.vault.now_ms() / 1000}));
    const std::string path = fmt::format("{}/end-of-day-{}.txt", folder, stamp);
    if (done)
        done = write_new(path, say("desk.day.slip", {{"clinic", open.vault.clinic()},
                                                     {"anchor", open.record.anchor},
                                                     {"about", open.record.anchor_about},
                                                     {"utc", stamp}}));
    open.record_state.slip_done = done ? say("desk.day.saved", {{"file", path}}) : sentence_of(done.error());
}

void check_typed_anchor(OpenDesk& open)
{
    RecordState& state = open.record_state;
    state.anchor_trouble.clear();
    state.anchor_done.clear();
    if (const Status held = open.vault.check_anchor(trimmed(state.anchor.text)); !held)
        state.anchor_trouble = sentence_of(held.error());
    else
        state.anchor_done = say("desk.day.holds");
}

} // namespace rapport::desk
