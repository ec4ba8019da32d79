#include "app/kiosk/kiosk_program.h"

#include "app/kiosk/make_views.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using session::Page;
namespace page = session::page;

namespace {

sealed::InputMethod method(shell::Ui::Input input)
{
    switch (input) {
    case shell::Ui::Input::touch:
        return sealed::InputMethod::touch;
    case shell::Ui::Input::mouse:
        return sealed::InputMethod::mouse;
    case shell::Ui::Input::keyboard:
        return sealed::InputMethod::keyboard;
    case shell::Ui::Input::switch_scan:
        return sealed::InputMethod::switch_scan;
    case shell::Ui::Input::program:
        return sealed::InputMethod::program;
    }
    return sealed::InputMethod::program;
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

KioskProgram::KioskProgram(session::Survey survey, session::Clock clock, std::unique_ptr<voice::Output> output)
    : survey_(std::move(survey)), clock_(std::move(clock)), aloud_(std::move(output))
{
}

/// From one item to the next the page keeps its id, so the keyboard has to be put on the new item's cards.
void KioskProgram::follow_focus(shell::Ui& ui, const Page& now)
{
    const auto* question = std::get_if<page::Question>(&now);
    if (question != nullptr && drawn_ && std::holds_alternative<page::Question>(*drawn_) && *drawn_ != now) {
        const auto rows = rows_of_page(ui, *question);
        ui.focus(rows ? rows->focus() : question_view(survey_, *question).focus);
    }
    // The button that asked for somebody goes with the asking; the page stays.
    const auto* moment = std::get_if<page::Moment>(&now);
    if (moment != nullptr && moment->someone && drawn_ && std::holds_alternative<page::Moment>(*drawn_) &&
        *drawn_ != now)
        ui.focus("moment.return");
    // Two questions may have the same words.
    if (drawn_ && *drawn_ != now) aloud_.stop();
    drawn_ = now;
}

/// The session says how it looks; the surface and the voice follow.
void KioskProgram::show_as_chosen(shell::Ui& ui) const
{
    const session::Presentation& shown = survey_.presentation();
    strings::use_language(shown.language);
    ui.set_text_size(static_cast<shell::TextSize>(shown.size));
    ui.set_theme(static_cast<shell::ThemeName>(shown.colours));
    ui.set_reduced_motion(shown.less_motion);
    ui.set_scanning(shown.scanning);
}

/// The questions that stand together on this page; none where each stands by itself.
std::optional<SeveralView> KioskProgram::rows_of_page(const shell::Ui& ui, const page::Question& at) const
{
    if (!survey_.several()) return std::nullopt;
    SeveralView view = several_view(survey_, at.part);
    if (!keep_page(ui, view, at.item)) return std::nullopt;
    show_progress(view, survey_, at.part);
    return view;
}

std::optional<session::Intent> KioskProgram::draw(shell::Ui& ui)
{
    const Page now = survey_.page();
    if (!std::holds_alternative<page::Review>(now)) review_first_ = 0;
    const auto heard = [this](auto view) {
        view.top.aloud = aloud_.state();
        return view;
    };
    const std::optional<session::Intent> intent = std::visit(
        Overloaded{[&](const page::Welcome&) { return draw_welcome(ui, heard(welcome_view(survey_)), read_); },
                   [&](const page::Instructions& at) {
                       return draw_instructions(ui, heard(instructions_view(survey_, at)), read_);
                   },
                   [&](const page::Question& at) {
                       if (auto rows = rows_of_page(ui, at)) return draw_several(ui, heard(*std::move(rows)));
                       return draw_question(ui, heard(question_view(survey_, at)), read_);
                   },
                   [&](const page::ConfirmDecline& at) {
                       return draw_confirm_decline(ui, heard(confirm_decline_view(survey_, at)), read_);
                   },
                   [&](const page::Review& at) {
                       return draw_review(ui, heard(review_view(survey_, at)), review_first_, read_);
                   },
                   [&](const page::Reading&) { return draw_reading(ui, {survey_.presentation()}, read_); },
                   [&](const page::About& at) { return draw_about(ui, heard(about_view(survey_, at)), read_); },
                   [&](const page::Moment& at) { return draw_moment(ui, heard(moment_view(survey_, at)), read_); },
                   [&](const page::Cover& at) { return draw_cover(ui, {at.why}, hold_); },
                   [&](const page::HandBack&) { return draw_hand_back(ui, hand_back_view(survey_), read_, hold_); },
                   [&](const page::SaveFailed& at) { return draw_save_failed(ui, {at.safe}, read_); }},
        now);
    follow_focus(ui, now);
    return intent;
}

session::Outcome KioskProgram::show(const session::Presentation& presentation)
{
    return survey_.apply(session::intent::PresentationChosen{presentation}, sealed::InputMethod::program, clock_.now());
}

/// Asked for while it reads, reading stops; whatever else a person does stops it too.
void KioskProgram::do_as_told(shell::Ui& ui, const session::Intent& intent)
{
    const bool reading = aloud_.state() == Aloud::State::reading;
    const bool asked = std::holds_alternative<session::intent::HearAloud>(intent);
    aloud_.stop();
    if (asked && reading) return;
    const session::Outcome outcome = survey_.apply(intent, method(ui.last_input()), clock_.now());
    if (asked && outcome == session::Outcome::done) aloud_.begin(ui, survey_);
}

void KioskProgram::frame(shell::Ui& ui)
{
    const session::Instant began = clock_.now();
    aloud_.follow(ui);
    const auto idle = [&] { return static_cast<std::int64_t>(aloud_.idle_seconds(ui) * 1000); };
    survey_.tick(clock_.now(), idle());
    show_as_chosen(ui);
    if (const std::optional<session::Intent> intent = draw(ui)) do_as_told(ui, *intent);
    // From when this frame began, which is what the window waits from, to the whole millisecond after: waking too soon
    // costs another frame's time.
    if (const std::optional<std::int64_t> wait = survey_.next_tick(began, idle()))
        ui.wake_after(static_cast<double>(*wait + 1) / 1000);
}

} // namespace rapport::kiosk
