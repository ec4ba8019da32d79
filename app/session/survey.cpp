#include "app/session/survey.h"

#include <algorithm>
#include <cassert>

#include "app/session/steps.h"

namespace rapport::session {

using sealed::Act;
using sealed::ActKind;
using sealed::InputMethod;

namespace {

bool is_of_several(const Intent& intent)
{
    return std::holds_alternative<intent::AnsweredOf>(intent) || std::holds_alternative<intent::Alone>(intent) ||
           std::holds_alternative<intent::NextFrom>(intent) || std::holds_alternative<intent::BackFrom>(intent);
}

} // namespace

Survey::Survey(sealed::Job job, Battery battery, NotAsked not_asked)
    : job_(std::move(job)), battery_(std::move(battery)), course_(battery_, std::move(not_asked))
{
    presentation_.auto_advance = job_.auto_advance;
    presentation_.asked = job_.asked;
    presentation_.several = job_.layout == sealed::Layout::several;
    if (speaks(job_.language)) presentation_.language = job_.language;
}

Result<Survey> Survey::begin(sealed::Job job, Instant now, const sealed::LogSettings& settings)
{
    if (job.expires_utc_ms != 0 && now.utc_ms > job.expires_utc_ms) return fault::job_expired;
    Result<Battery> battery = read_battery(job);
    if (!battery) return battery.error();
    Result<NotAsked> not_asked = read_not_asked(job, *battery);
    if (!not_asked) return not_asked.error();

    std::vector<Act> replay;
    Result<sealed::SessionLog> log = sealed::SessionLog::open(job, replay, settings);
    job.key.clear();
    Survey survey(std::move(job), *std::move(battery), *std::move(not_asked));
    if (!log) {
        if (!(log.error().fault == sealed::fault::session_finished)) return log.error();
        survey.finished_ = true;
        return survey;
    }
    for (const Act& act : replay)
        if (!survey.course_.follow(survey.battery_, act)) return fault::acts_do_not_fit;

    if (survey.course_.presentation()) survey.presentation_ = *survey.course_.presentation();
    survey.log_.emplace(*std::move(log));
    if (std::holds_alternative<Ended>(survey.course_.place())) {
        if (survey.keep_owed(now) == Outcome::done) survey.finish();
    } else if (!replay.empty()) {
        Act back;
        back.kind = ActKind::resumed_after_crash;
        survey.keep(back, InputMethod::program, now);
    } else if (survey.presentation_.asked != Asked::self || survey.presentation_.language != "en" ||
               survey.presentation_.several) {
        // Who reads, who answers, in which language and how many on a page is kept with the answers from the first act
        // on.
        survey.keep_look(InputMethod::program, now);
    }
    return survey;
}

Outcome Survey::keep_look(InputMethod input, Instant now)
{
    look_unkept_ = false;
    Act look;
    look.kind = ActKind::settings_changed;
    look.value = presentation_.code();
    return keep(look, input, now);
}

Outcome Survey::keep(Act act, InputMethod input, Instant now)
{
    assert(log_.has_value());
    if (look_unkept_)
        if (const Outcome kept = keep_look(input, now); kept != Outcome::done) return kept;
    act.utc_ms = now.utc_ms;
    act.boot_ms = now.boot_ms;
    act.input = input;
    if (const Status kept = log_->append(act); !kept) {
        fail(kept.error());
        return Outcome::not_saved;
    }
    const bool fits = course_.follow(battery_, act);
    assert(fits);
    static_cast<void>(fits);
    if (act.kind == ActKind::read_aloud) return Outcome::done; // hearing a page changes nothing on it
    if (act.kind == ActKind::settings_changed) return Outcome::done;
    advance_at_.reset();
    confirming_ = false;
    sheet_ = Sheet::none;
    if (act.kind == ActKind::moved_to || act.kind == ActKind::part_ended) alone_ = false;
    return keep_owed(now);
}

/// An act of its own, so that it is on record when the words were put before the person. Whether or not that can be
/// kept, they are.
Outcome Survey::keep_owed(Instant now)
{
    const std::optional<page::Question> owed = course_.help_owed();
    if (!owed) return Outcome::done;
    Act shown;
    shown.kind = ActKind::help_shown;
    shown.part = static_cast<std::uint16_t>(owed->part);
    shown.item = battery_[owed->part].items[owed->item].id;
    const Outcome outcome = keep(shown, InputMethod::program, now);
    if (outcome != Outcome::done) help_ = page::Moment{false, true};
    return outcome;
}

Outcome Survey::finish()
{
    if (const Status sealed = log_->finish(); !sealed) {
        fail(sealed.error());
        return Outcome::not_saved;
    }
    log_.reset();
    course_.forget_answers();
    if (course_.moment() && course_.moment()->safety) help_ = course_.moment();
    finished_ = true;
    return Outcome::done;
}

void Survey::fail(const Error& error)
{
    failure_ = error;
    log_.reset();
    confirming_ = false;
    sheet_ = Sheet::none;
    advance_at_.reset();
}

std::optional<page::Question> Survey::question() const
{
    if (closed() || course_.moment() || course_.cover()) return std::nullopt;
    const auto* at = std::get_if<page::Question>(&course_.place());
    return at != nullptr ? std::optional(*at) : std::nullopt;
}

std::optional<Outcome> Survey::apply_closed(const Intent& intent)
{
    const bool help =
        std::holds_alternative<intent::NeedSomeone>(intent) || std::holds_alternative<intent::NeedMoment>(intent);
    const bool back = std::holds_alternative<intent::ReturnFromMoment>(intent);
    if (std::holds_alternative<intent::StaffWanted>(intent) && !help_) {
        done_ = staff_wanted_ = true;
    } else if (std::holds_alternative<intent::NextPerson>(intent) && finished_ && for_the_next_ && !help_) {
        done_ = true;
    } else if (help && (!help_ || !help_->someone)) {
        help_ = page::Moment{true};
        called_after_ = true;
        sheet_ = Sheet::none;
    } else if (back && help_) {
        help_.reset();
    } else {
        return Outcome::ignored;
    }
    return Outcome::done;
}

bool Survey::leaves_alone(const Intent& intent) const
{
    const std::optional<page::Question> at = question();
    return std::holds_alternative<intent::Back>(intent) ||
           (std::holds_alternative<intent::Next>(intent) && at && is_settled(answer(*at)));
}

/// What opens a sheet, and what a sheet that is open lets through.
std::optional<Outcome> Survey::apply_to_sheet(const Intent& intent)
{
    const bool reading = std::holds_alternative<intent::ReadingWanted>(intent);
    const bool about = std::holds_alternative<intent::AboutWanted>(intent);
    if (sheet()) {
        if (std::holds_alternative<intent::SheetDone>(intent)) {
            sheet_ = Sheet::none;
            return Outcome::done;
        }
        const bool clears = sheet_ == Sheet::about && std::holds_alternative<intent::Cleared>(intent);
        const bool passes = clears || std::holds_alternative<intent::HearAloud>(intent) ||
                            std::holds_alternative<intent::Pause>(intent) ||
                            std::holds_alternative<intent::NeedMoment>(intent) ||
                            std::holds_alternative<intent::NeedSomeone>(intent);
        return passes ? std::nullopt : std::optional(Outcome::ignored);
    }
    if (!reading && !about) return std::nullopt;
    if ((about && !question()) || (!closed() && course_.cover())) return Outcome::ignored;
    sheet_ = reading ? Sheet::reading : Sheet::about;
    advance_at_.reset();
    return Outcome::done;
}

std::optional<Page> Survey::sheet() const
{
    if (sheet_ == Sheet::reading) return page::Reading{};
    if (sheet_ == Sheet::about)
        if (const std::optional<page::Question> at = question()) return page::About{at->part, at->item};
    return std::nullopt;
}

std::optional<Outcome> Survey::apply_unkept(const Intent& intent)
{
    if (const auto* chosen = std::get_if<intent::PresentationChosen>(&intent)) {
        if (!closed() && course_.cover()) return Outcome::ignored;
        presentation_ = chosen->to;
        look_unkept_ = !closed();
        advance_at_.reset();
        return Outcome::done;
    }
    if (const std::optional<Outcome> outcome = apply_to_sheet(intent)) return outcome;
    if (closed()) return apply_closed(intent);
    if (!question()) return std::nullopt;
    if (is_of_several(intent) && !several()) return Outcome::ignored;
    if (!confirming_) {
        if (alone_ && presentation_.several && leaves_alone(intent)) {
            // The page of several is where it was, so there is nothing to keep.
            alone_ = false;
            advance_at_.reset();
            return Outcome::done;
        }
        if (std::holds_alternative<intent::DeclineConfirmed>(intent)) return Outcome::ignored;
        if (!std::holds_alternative<intent::DeclineAsked>(intent)) return std::nullopt;
        confirming_ = true;
        advance_at_.reset();
        return Outcome::done;
    }
    if (std::holds_alternative<intent::DeclineTakenBack>(intent) || std::holds_alternative<intent::Back>(intent)) {
        confirming_ = false;
        return Outcome::done;
    }
    // While it asks, the cards and Next are not there.
    if (std::holds_alternative<intent::Answered>(intent) || std::holds_alternative<intent::Next>(intent) ||
        std::holds_alternative<intent::DeclineAsked>(intent) || std::holds_alternative<intent::Cleared>(intent) ||
        is_of_several(intent))
        return Outcome::ignored;
    return std::nullopt;
}

Outcome Survey::apply(const Intent& intent, InputMethod input, Instant now)
{
    if (done_) return Outcome::ignored;
    if (const std::optional<Outcome> outcome = apply_unkept(intent)) {
        const bool put_away = std::holds_alternative<intent::SheetDone>(intent);
        return put_away && look_unkept_ && !closed() ? keep_look(input, now) : *outcome;
    }

    if (std::holds_alternative<intent::StaffWanted>(intent)) {
        if (course_.moment() || !course_.cover()) return Outcome::ignored;
        // Staff who come back after unlocking find the plain cover, which a touch takes away.
        const Outcome outcome = keep(cover_act(course_, CoverReason::paused), input, now);
        done_ = staff_wanted_ = outcome == Outcome::done;
        return outcome;
    }

    const auto* answered = std::get_if<intent::Answered>(&intent);
    const std::optional<Act> act = act_for(battery_, course_, intent);
    if (!act) return Outcome::ignored;
    const std::optional<page::Question> at = question();
    // The same choice again is on the disk already.
    const auto* of_several = std::get_if<intent::AnsweredOf>(&intent);
    const bool known = (answered != nullptr && answer(*at) == instruments::Answer::chose(answered->choice)) ||
                       (of_several != nullptr &&
                        answer({at->part, of_several->item}) == instruments::Answer::chose(of_several->choice));
    Outcome outcome = known ? Outcome::done : keep(*act, input, now);
    if (outcome != Outcome::done) {
        // What could not be kept was said all the same.
        if ((answered != nullptr && is_danger(battery_[at->part], at->item, answered->choice)) ||
            (of_several != nullptr && is_danger(battery_[at->part], of_several->item, of_several->choice)))
            help_ = page::Moment{false, true};
        return outcome;
    }
    alone_ = alone_ || std::holds_alternative<intent::Alone>(intent);
    if (answered != nullptr && answered->may_advance && presentation_.auto_advance && !course_.moment())
        advance_at_ = now.boot_ms + Waits::advance;
    if (std::holds_alternative<Ended>(course_.place())) outcome = finish();
    return outcome;
}

std::optional<CoverReason> Survey::cover_due(std::int64_t idle_ms) const
{
    if (closed() || course_.cover() == CoverReason::find_staff) return std::nullopt;
    if (idle_ms >= Waits::find_staff) return CoverReason::find_staff;
    // Nobody's question stands on the clinic's text, and somebody may be resting on it.
    if (idle_ms >= Waits::cover && !course_.moment() && !course_.cover()) return CoverReason::idle;
    return std::nullopt;
}

void Survey::tick(Instant now, std::int64_t idle_ms)
{
    if (done_) return;
    if (advance_at_ && now.boot_ms >= *advance_at_) {
        advance_at_.reset();
        apply(intent::Next{}, InputMethod::program, now);
    }
    if (const std::optional<CoverReason> why = cover_due(idle_ms))
        keep(cover_act(course_, *why), InputMethod::program, now);
    if (!finished_ && idle_ms >= Waits::leave) {
        log_.reset();
        done_ = true;
    }
    if (finished_ && for_the_next_ && idle_ms >= (help_ ? Waits::find_staff : Waits::next_person)) done_ = true;
}

std::optional<std::int64_t> Survey::next_tick(Instant now, std::int64_t idle_ms) const
{
    if (done_ || (finished_ && !for_the_next_)) return std::nullopt;
    if (finished_) return std::max<std::int64_t>((help_ ? Waits::find_staff : Waits::next_person) - idle_ms, 0);
    std::int64_t wait = Waits::leave;
    if (!failure_) {
        if (course_.cover() != CoverReason::find_staff) wait = Waits::find_staff;
        if (!course_.moment() && !course_.cover()) wait = Waits::cover;
    }
    wait -= idle_ms;
    if (advance_at_) wait = std::min(wait, *advance_at_ - now.boot_ms);
    return std::max<std::int64_t>(wait, 0);
}

std::string Survey::clinic_words(std::string sealed::ClinicWords::*which) const
{
    const auto in = [&](std::string_view language) -> const std::string* {
        for (const sealed::ClinicWords& words : job_.words)
            if (words.language == language && !(words.*which).empty()) return &(words.*which);
        return nullptr;
    };
    if (const std::string* words = in(presentation_.language)) return *words;
    if (const std::string* words = in(job_.language)) return *words;
    for (const sealed::ClinicWords& words : job_.words)
        if (!(words.*which).empty()) return words.*which;
    return {};
}

Page Survey::page() const
{
    if (const std::optional<Page> over = sheet()) return *over;
    if (help_) return *help_;
    if (failure_) return page::SaveFailed{course_.settled()};
    if (finished_) return page::HandBack{};
    if (course_.moment()) return *course_.moment();
    if (course_.cover()) return page::Cover{*course_.cover()};
    if (const std::optional<page::Question> at = question(); at && confirming_)
        return page::ConfirmDecline{at->part, at->item};
    return std::visit(
        [](const auto& at) -> Page {
            if constexpr (std::is_same_v<std::decay_t<decltype(at)>, Ended>)
                return page::HandBack{};
            else
                return at;
        },
        course_.place());
}

} // namespace rapport::session
