#include "app/desk/desk_journal.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/desk/desk_refresh.h"
#include "app/desk/words.h"
#include "app/sheet/sheet.h"
#include "app/shell/strings/strings.h"
#include "storage/release/release.h"

namespace rapport::desk {
namespace {

using strings::say;

/// What the form says, or nothing and the reason in words.
std::optional<vault::EntryWish> wish_of(OpenDesk& open)
{
    JournalState& state = open.journal;
    vault::EntryWish wish;
    wish.person = open.person;
    wish.kind = state.kind == 0 ? vault::EntryKind::note : vault::EntryKind::event;
    if (state.kind > 0) wish.what = vault::event_kinds[std::min(state.kind, vault::event_kinds.size()) - 1];
    wish.words = trimmed(state.words.text);
    int year = 0;
    if (!parse_iso_day(trimmed(state.day.text), wish.day, year)) {
        state.trouble = say("desk.journal.bad_day");
        return {};
    }
    return wish;
}

void begin_form(OpenDesk& open)
{
    JournalState& state = open.journal;
    const std::string day = iso_day(open.person_view->today);
    state.day = {day, day.size()};
    state.words = state.reason = {};
    state.replacing.reset();
    state.taking_back = false;
}

/// The whole file or none of it, mode 0600, and never over one that is there.
Status write_new(const std::string& path, const std::string& bytes)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return Error{release::fault::cannot_write_release, "sheet"};
    std::size_t written = 0;
    while (written < bytes.size()) {
        const ssize_t count = ::write(file, bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    const bool synced = ::fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    if (written == bytes.size() && synced && closed) return {};
    ::unlink(path.c_str());
    return Error{release::fault::cannot_write_release, "sheet"};
}

Result<std::string> make_file(OpenDesk& open, const std::string& folder, bool text)
{
    person_sheet::Heading heading;
    heading.clinic = open.vault.clinic();
    heading.made_by = open.vault.user();
    heading.made_ms = open.vault.now_ms();
    heading.names = open.journal.names;
    if (heading.names) {
        auto identity = open.vault.identity(open.person);
        if (!identity) return identity.error();
        heading.name = std::move(identity->name);
        heading.record_number = std::move(identity->record_number);
    }
    const person_sheet::SheetView sheet = person_sheet::make_sheet(*open.person_view, heading);
    Result<std::string> bytes = person_sheet::sheet_text(sheet);
    if (!text) bytes = person_sheet::sheet_pdf(sheet);
    if (!bytes) return bytes.error();
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return Error{release::fault::cannot_write_release, "folder"};
    if (const Status noted = open.vault.note_sheet(open.person, text ? "text" : "pdf", heading.names); !noted)
        return noted.error();
    std::string who = open.person_view->pseudonym;
    for (char& letter : who)
        if (letter == ' ' || letter == '/') letter = '-';
    const std::string path = fmt::format("{}/{}-{:%Y%m%dT%H%M%SZ}.{}", folder, who,
                                         fmt::gmtime(std::time_t{heading.made_ms / 1000}), text ? "txt" : "pdf");
    if (const Status written = write_new(path, *bytes); !written) return written.error();
    return path;
}

} // namespace

void open_journal(OpenDesk& open, const Id& person, bool sheet)
{
    open.banner.clear();
    if (!refresh_person(open, person)) return;
    open.person = person;
    open.journal.wipe();
    begin_form(open);
    if (!sheet) open.journal.kind = 2; // what is entered most beside a curve
    open.focus_first = sheet ? "sheet.pdf" : "journal.words";
    open.turn_to(Page::journal);
}

void keep_entry(OpenDesk& open)
{
    JournalState& state = open.journal;
    state.trouble.clear();
    const auto wish = wish_of(open);
    if (!wish) return;
    Status kept;
    if (!state.replacing) {
        if (const auto added = open.vault.add_entry(*wish); !added) kept = added.error();
    } else if (state.taking_back) {
        kept = open.vault.take_back_entry(*state.replacing, trimmed(state.reason.text));
    } else if (const auto put = open.vault.correct_entry(*state.replacing, *wish, trimmed(state.reason.text)); !put) {
        kept = put.error();
    }
    if (!kept) {
        state.trouble = sentence_of(kept.error());
        return;
    }
    state.done = say(state.taking_back ? "desk.journal.taken_back"
                     : state.replacing ? "desk.journal.corrected"
                                       : "desk.journal.kept");
    begin_form(open);
    static_cast<void>(refresh_person(open, open.person));
}

void begin_signing(OpenDesk& open)
{
    JournalState& state = open.journal;
    state.sign_trouble.clear();
    if (state.session >= open.person_view->sessions.size()) return;
    const person::SessionLine& session = open.person_view->sessions[state.session];
    const vault::SignWish wish{
        open.person, session.id, session.record,
        std::string(vault::signature_meanings[std::min(state.meaning, vault::signature_meanings.size() - 1)])};
    auto passphrase = std::make_shared<sealed::Secret>(state.passphrase.copy());
    state.passphrase.clear();
    state.signing = true;
    open.working.start([vault = &open.vault, wish, passphrase]() -> Finish {
        auto done = std::make_shared<Result<Id>>(vault->sign(wish, *passphrase));
        return [done](OpenDesk& desk) {
            JournalState& journal = desk.journal;
            journal.signing = false;
            if (*done)
                journal.sign_done = say("desk.sign.done");
            else
                journal.sign_trouble = sentence_of(done->error());
            // Also after a refusal: what changed since is then on the page.
            static_cast<void>(refresh_person(desk, desk.person));
        };
    });
}

void make_sheet_file(OpenDesk& open, const std::string& folder, bool text)
{
    JournalState& state = open.journal;
    state.sheet_trouble.clear();
    state.sheet_done.clear();
    const auto path = make_file(open, folder, text);
    if (path)
        state.sheet_done = say("desk.sheet.done", {{"file", *path}});
    else
        state.sheet_trouble = sentence_of(path.error());
}

} // namespace rapport::desk
