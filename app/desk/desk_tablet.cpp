#include "app/desk/desk_tablet.h"

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/sealed/exit_codes.h"

namespace rapport::desk {
namespace {

using strings::say;

/// What the tablet gets goes over the pipe, the vault is closed, the program ends.
void send(Desk& desk, const sealed::Secret& bytes, int code, std::string& trouble)
{
    if (bytes.empty()) {
        trouble = say("desk.start.too_large");
        return;
    }
    if (const Status sent = desk.settings.hand_over(bytes); !sent) {
        trouble = say("desk.start.not_sent");
        return;
    }
    leave(desk, code);
}

void hand_over(Desk& desk, Result<sealed::Job> job, std::string& trouble)
{
    if (!job) {
        trouble = sentence_of(job.error());
        return;
    }
    send(desk, sealed::write_job(*job), sealed::exit_code::hand_over, trouble);
}

/// A demo clinic has nobody to protect: it is told on the page of the device, and goes on.
bool is_fit(const Desk& desk, std::string& trouble)
{
    if (!desk.settings.look_at_device || desk.open->vault.demo()) return true;
    const auto red = desk.open->vault.not_allowed_of(sealed::red_ones(desk.settings.look_at_device()));
    if (!red) {
        trouble = sentence_of(red.error());
        return false;
    }
    if (red->empty()) return true;
    std::vector<std::string> names;
    for (const std::string& id : *red)
        names.emplace_back(say("device." + id));
    trouble = say("desk.unfit", {{"what", joined(names, ", ")}});
    return false;
}

bool someone_takes_it(const Desk& desk, std::string& trouble)
{
    if (!desk.settings.hand_over) {
        trouble = say("desk.start.nobody_takes_it");
        return false;
    }
    return is_fit(desk, trouble);
}

} // namespace

void leave(Desk& desk, int code)
{
    if (desk.open) desk.open->add.wipe();
    desk.open.reset();
    desk.admin.reset();
    desk.recovered.reset();
    desk.unlock_state.passphrase.clear();
    desk.unlock_state.recovery.wipe();
    desk.exit = code;
}

void begin_waiting_room(Desk& desk)
{
    OpenDesk& open = *desk.open;
    std::string& trouble = open.tickets_state.trouble;
    if (!someone_takes_it(desk, trouble)) return;
    const auto sheet = open.vault.ticket_sheet();
    if (!sheet) {
        trouble = sentence_of(sheet.error());
        return;
    }
    if (sheet->tickets.empty()) {
        trouble = say("desk.tickets.none_open");
        return;
    }
    send(desk, sealed::write_sheet(*sheet), sealed::exit_code::waiting_room, trouble);
}

void hand_tablet_over(Desk& desk)
{
    OpenDesk& open = *desk.open;
    std::string& trouble = open.start_state.trouble;
    const auto wish = read_wish(open.start, open.start_state);
    if (!wish || !someone_takes_it(desk, trouble)) return;
    hand_over(desk, open.vault.start_session(*wish), trouble);
}

void resume_session(Desk& desk, const Id& session)
{
    OpenDesk& open = *desk.open;
    if (!someone_takes_it(desk, open.banner)) return;
    hand_over(desk, open.vault.resume_session(session), open.banner);
}

} // namespace rapport::desk
