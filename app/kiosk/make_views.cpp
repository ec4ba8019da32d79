#include "app/kiosk/make_views.h"

#include "app/shell/strings/strings.h"
#include "instruments/leave_out.h"

namespace rapport::kiosk {

using instruments::Definition;
using session::Survey;
using strings::say;

namespace {

std::string figure(std::size_t number)
{
    return std::to_string(number);
}

/// Parts before this one are full, this one is `done` far.
TopBarView progress(const Survey& survey, std::size_t part, std::size_t done)
{
    TopBarView view;
    for (std::size_t i = 0; i < survey.battery().size(); ++i) {
        const std::size_t items = survey.course().asked(i);
        view.total.push_back(static_cast<int>(items));
        view.done.push_back(static_cast<int>(i < part ? items : i == part ? done : 0));
    }
    return view;
}

TopBarView question_progress(const Survey& survey, std::size_t part, std::size_t item)
{
    const std::size_t number = survey.course().asked(part, item + 1);
    TopBarView view = progress(survey, part, number);
    view.about = true;
    const std::size_t parts = survey.battery().size();
    view.strong = say("kiosk.progress", {{"n", figure(number)}, {"of", figure(survey.course().asked(part))}});
    view.brief = figure(number) + "/" + figure(survey.course().asked(part));
    if (parts > 1) {
        view.rest = say("kiosk.part", {{"n", figure(part + 1)}, {"of", figure(parts)}});
        view.dot = true;
    }
    return view;
}

/// The wording, or in a demo clinic the line that says it is not installed.
std::string wording(const instruments::Item& item)
{
    if (!item.text.empty()) return item.text;
    return say("kiosk.wording_missing", {{"item", item.label}});
}

/// Wording is never translated by a machine: what is in another language than the rest says so.
std::string notice(const Survey& survey, const Definition& definition)
{
    if (definition.language == survey.presentation().language) return {};
    if (definition.wording == instruments::Wording::key_only) return {};
    const std::string name = "language." + definition.language;
    return say("kiosk.wording_language",
               {{"language", strings::has(name) ? std::string(say(name)) : definition.language}});
}

/// The stem opens the items that share the first item's choices; "how difficult ..." after them stands by itself.
WordingView wording_view(const Survey& survey, std::size_t part, std::size_t item)
{
    const Definition& definition = survey.battery()[part];
    const bool opens = definition.items[item].choice_set == definition.items.front().choice_set;
    return {definition.stem, opens, wording(definition.items[item]), figure(part) + "." + figure(item)};
}

/// The open item after the one looked at last, else the first open one.
std::string next_open(const Survey& survey, std::size_t part, const std::vector<OpenItemView>& open)
{
    if (open.empty()) return "review.go_on";
    const std::optional<session::page::Question> last = survey.course().last_question();
    if (last && last->part == part)
        for (const OpenItemView& item : open)
            if (item.item > last->item) return "review.item." + item.id;
    return "review.item." + open.front().id;
}

} // namespace

WelcomeView welcome_view(const Survey& survey)
{
    WelcomeView view;
    view.label = survey.label().empty() ? std::string(say("kiosk.welcome.label")) : survey.label();
    view.parts = static_cast<int>(survey.battery().size());
    view.shown = survey.presentation();
    for (const Definition& definition : survey.battery())
        view.questions += static_cast<int>(definition.items.size());
    return view;
}

InstructionsView instructions_view(const Survey& survey, session::page::Instructions at)
{
    const Definition& definition = survey.battery()[at.part];
    const std::size_t parts = survey.battery().size();
    InstructionsView view;
    view.top = progress(survey, at.part, 0);
    view.top.strong = say("kiosk.part_start", {{"n", figure(at.part + 1)}});
    view.top.rest = say("kiosk.part_start.rest", {{"of", figure(parts)}});
    view.heading = say("kiosk.instructions.lead");
    view.words =
        definition.instructions.empty() ? std::string(say("kiosk.instructions.default")) : definition.instructions;
    view.questions = static_cast<int>(definition.items.size());
    view.notice = notice(survey, definition);
    // Who reads this part is said before its first question, by the clinic's policy.
    if (!definition.pair_id.empty() && definition.respondent == instruments::Respondent::patient)
        view.readers = say(survey.therapist_reads() ? "kiosk.readers.open" : "kiosk.readers.closed");
    view.back = at.part > 0;
    return view;
}

QuestionView question_view(const Survey& survey, session::page::Question at)
{
    const Definition& definition = survey.battery()[at.part];
    const instruments::Answer answer = survey.answer(at);
    QuestionView view;
    view.top = question_progress(survey, at.part, at.item);
    view.wording = wording_view(survey, at.part, at.item);
    for (const instruments::Choice& choice : definition.choices(at.item))
        view.choices.push_back({choice.value, choice.text});
    if (answer.given()) view.chosen = answer.value();
    view.declined = !answer.given() && answer.why() == instruments::Missing::declined;
    const int first = answer.given() ? answer.value() : view.choices.front().value;
    view.focus = "option." + std::to_string(first);
    return view;
}

SeveralView several_view(const Survey& survey, std::size_t part)
{
    const Definition& definition = survey.battery()[part];
    SeveralView view;
    view.stem = definition.stem;
    for (const instruments::Item& item : definition.items)
        if (item.asked_when) return view;
    for (std::size_t i = 0; i < definition.items.size(); ++i) {
        const instruments::Answer answer = survey.answer({part, i});
        if (instruments::is_left_out(answer)) continue;
        const QuestionView alone = question_view(survey, {part, i});
        view.rows.push_back({i, figure(survey.course().asked(part, i + 1)), alone.wording.question, alone.choices,
                             alone.wording.stem_shown, alone.chosen, alone.declined});
    }
    return view;
}

void show_progress(SeveralView& view, const Survey& survey, std::size_t part)
{
    view.top = question_progress(survey, part, view.rows.back().item);
    view.top.about = false; // each row has its own
    view.top.strong = say("kiosk.progress.several", {{"n", view.rows.front().number},
                                                     {"to", view.rows.back().number},
                                                     {"of", figure(survey.course().asked(part))}});
}

ConfirmDeclineView confirm_decline_view(const Survey& survey, session::page::ConfirmDecline at)
{
    return {question_progress(survey, at.part, at.item), wording_view(survey, at.part, at.item)};
}

AboutView about_view(const Survey& survey, session::page::About at)
{
    const Definition& definition = survey.battery()[at.part];
    const instruments::Answer answer = survey.answer({at.part, at.item});
    AboutView view;
    view.top = question_progress(survey, at.part, at.item);
    view.top.about = false;
    view.key = figure(at.part) + "." + figure(at.item);
    view.instructions =
        definition.instructions.empty() ? std::string(say("kiosk.instructions.default")) : definition.instructions;
    view.recall = definition.recall;
    view.help = definition.items[at.item].help;
    view.notice = notice(survey, definition);
    view.can_clear = session::is_settled(answer);
    return view;
}

ReviewView review_view(const Survey& survey, session::page::Review at)
{
    const Definition& definition = survey.battery()[at.part];
    const std::size_t parts = survey.battery().size();
    ReviewView view;
    const std::size_t asked = survey.course().asked(at.part);
    view.items = static_cast<int>(asked);
    view.last_part = at.part + 1 == parts;
    view.top = progress(survey, at.part, asked);
    if (parts > 1) {
        view.top.strong = say("kiosk.part_ended", {{"n", figure(at.part + 1)}});
        view.top.rest = say("kiosk.part_ended.rest", {{"of", figure(parts)}});
    } else {
        view.top.strong = say("kiosk.part_ended.only");
    }
    for (std::size_t i = 0; i < definition.items.size(); ++i) {
        const instruments::Answer answer = survey.course().answer(at.part, i);
        if (answer.given() || instruments::is_left_out(answer)) continue;
        view.open.push_back({i, definition.items[i].id, figure(survey.course().asked(at.part, i + 1)),
                             wording(definition.items[i]), answer.why() == instruments::Missing::declined});
    }
    view.focus = next_open(survey, at.part, view.open);
    return view;
}

MomentView moment_view(const Survey& survey, session::page::Moment at)
{
    MomentView view{{.pause = false, .help = false}, {}, at.someone, at.safety};
    view.words = survey.clinic_words(at.safety ? &sealed::ClinicWords::safety : &sealed::ClinicWords::moment);
    if (view.words.empty()) view.words = say(at.safety ? "kiosk.safety.default" : "kiosk.moment.default");
    return view;
}

HandBackView hand_back_view(const Survey& survey)
{
    return {survey.see_first(), survey.leaves_for_the_next()};
}

} // namespace rapport::kiosk
