#include "app/kiosk/waiting_room.h"

#include <algorithm>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

namespace {

/// Nobody has touched it for so long: what somebody began to type, and the language they chose, go.
constexpr double forget_after = 60; // seconds

} // namespace

WaitingRoom::WaitingRoom(sealed::TicketSheet sheet, Opened opened, session::Clock clock, sealed::FileOps& files,
                         std::string boot, std::function<std::unique_ptr<voice::Output>()> output)
    : gate_(std::move(sheet), std::move(boot), files), opened_(std::move(opened)), clock_(std::move(clock)),
      files_(&files), output_(std::move(output)), language_(gate_.language()), offered_(gate_.language())
{
}

bool WaitingRoom::staff_wanted() const
{
    if (left_) return true;
    // On a cover that staff alone take away, or on the last page, staff asked for the desk; a session that was left
    // lying for a quarter of an hour ends by itself, and the next person may begin.
    return kiosk_ && kiosk_->survey().staff_wanted();
}

void WaitingRoom::try_ticket(shell::Ui& ui)
{
    checking_ = false;
    auto job = gate_.enter(clock_.now());
    if (!job) return;
    const std::string language = session::speaks(language_) ? language_ : job->language;
    if (opened_) opened_(*job);
    auto survey = session::Survey::begin(std::move(*job), clock_.now(), {.files = files_});
    if (!survey) {
        refused_ = true;
        ui.wake_after(0);
        return;
    }
    kiosk_ = std::make_unique<KioskProgram>(std::move(*survey), clock_, output_());
    kiosk_->leave_for_the_next();
    if (language != kiosk_->survey().presentation().language && language != offered_) {
        session::Presentation to = kiosk_->survey().presentation();
        to.language = language;
        static_cast<void>(kiosk_->show(to));
    }
    ui.wake_after(0);
}

void WaitingRoom::follow(shell::Ui& ui, const TicketIntent& intent)
{
    if (const auto* typed = std::get_if<TicketTyped>(&intent))
        gate_.type(typed->character);
    else if (std::holds_alternative<TicketRubbedOut>(intent))
        gate_.rub_out();
    else if (std::holds_alternative<TicketEntered>(intent))
        checking_ = true;
    else if (const auto* language = std::get_if<TicketLanguage>(&intent))
        language_ = language->language;
    else
        left_ = true;
    ui.wake_after(0);
}

void WaitingRoom::ask(shell::Ui& ui)
{
    strings::use_language(language_);
    TicketView view;
    view.typed = std::string(gate_.typed());
    view.said = refused_ ? session::TicketGate::Said::trouble : gate_.said();
    view.wait_ms = gate_.wait_ms(clock_.now().boot_ms);
    view.language = language_;
    view.see_first = see_first_;
    if (checking_) {
        // The page that says so is shown before the slow part begins.
        view.checking = true;
        static_cast<void>(draw_ticket(ui, view, hold_));
        try_ticket(ui);
        ui.wake_after(0);
        return;
    }
    if (const auto intent = draw_ticket(ui, view, hold_)) {
        refused_ = false;
        follow(ui, *intent);
    }
    if (view.wait_ms > 0) ui.wake_after(std::min(1.0, static_cast<double>(view.wait_ms) / 1000));
    const bool begun = !gate_.typed().empty() || language_ != offered_;
    if (!begun) return;
    if (ui.idle_seconds() >= forget_after) {
        while (!gate_.typed().empty())
            gate_.rub_out();
        language_ = offered_;
        ui.wake_after(0);
    } else {
        ui.wake_after(forget_after - ui.idle_seconds());
    }
}

void WaitingRoom::frame(shell::Ui& ui)
{
    if (kiosk_)
        kiosk_->frame(ui);
    else
        ask(ui);
}

} // namespace rapport::kiosk
