#include "app/desk/desk_clinic.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

/// The sentence of a refusal; a policy out of range says which field.
std::string refusal(const Error& error)
{
    const std::string key = "desk.setup.bad." + error.detail;
    if (error.fault == vault::fault::bad_policy && strings::has(key)) return std::string(say(key));
    return sentence_of(error);
}

Status status_of(const auto& result)
{
    return result ? Status() : Status(result.error());
}

std::vector<std::string> ids_of(const OpenDesk& open)
{
    std::vector<std::string> ids;
    for (const instruments::Definition& definition : open.vault.instruments())
        ids.push_back(definition.id);
    return ids;
}

void refresh_batteries_page(OpenDesk& open)
{
    const auto batteries = open.vault.batteries();
    const auto schedules = open.vault.schedules();
    const auto obstacles = open.vault.obstacles(ids_of(open));
    for (const Status& read : {status_of(batteries), status_of(schedules), status_of(obstacles)})
        if (!read) {
            open.banner = sentence_of(read.error());
            return;
        }
    open.batteries = make_batteries_view(*batteries, *schedules, *obstacles, open.vault.instruments());
}

void refresh_instruments_page(OpenDesk& open)
{
    const auto wordings = open.vault.wordings();
    const auto sign_offs = open.vault.sign_offs();
    const auto obstacles = open.vault.obstacles(ids_of(open));
    for (const Status& read : {status_of(wordings), status_of(sign_offs), status_of(obstacles)})
        if (!read) {
            open.banner = sentence_of(read.error());
            return;
        }
    std::vector<std::string> not_ready;
    for (const vault::Obstacle& obstacle : *obstacles)
        not_ready.push_back(obstacle.instrument);
    open.instruments =
        make_instruments_view(open.vault.instruments(), *wordings, *sign_offs, not_ready, open.vault.demo());
}

/// A file somebody named; what is larger than any definition is not read.
std::optional<std::string> read_file(const std::string& path, std::string& trouble)
{
    constexpr std::size_t most = std::size_t{4} << 20U;
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) text.assign(std::istreambuf_iterator<char>(file), {});
    if (!file || text.empty() || text.size() > most) {
        trouble = say("desk.instruments.no_file", {{"file", path}});
        return {};
    }
    return text;
}

void on_battery(OpenDesk& open, const Status& done)
{
    BatteriesState& state = open.batteries_state;
    state.battery_trouble = done ? std::string() : refusal(done.error());
    if (!done) return;
    refresh_batteries_page(open);
    edit_battery(open.batteries, state, {});
}

void on_schedule(OpenDesk& open, const Status& done)
{
    BatteriesState& state = open.batteries_state;
    state.schedule_trouble = done ? std::string() : refusal(done.error());
    if (!done) return;
    refresh_batteries_page(open);
    edit_schedule(open.batteries, state, {});
}

void on_instrument(OpenDesk& open, const Status& done, std::string_view words)
{
    InstrumentsState& state = open.instruments_state;
    if (!done) {
        state.trouble = refusal(done.error());
        if (done.error().fault == vault::fault::definition_refused) state.trouble += " " + done.error().detail;
        return;
    }
    state.done = words;
    refresh_instruments_page(open);
}

const InstrumentLine* chosen_of(const OpenDesk& open)
{
    const std::size_t n = open.instruments_state.chosen;
    return n < open.instruments.lines.size() ? &open.instruments.lines[n] : nullptr;
}

void act_on_instrument(OpenDesk& open, SetupAct act)
{
    InstrumentsState& state = open.instruments_state;
    state.trouble.clear();
    state.done.clear();
    const InstrumentLine* const chosen = chosen_of(open);
    if (act == SetupAct::install_wording) {
        if (const auto text = read_file(trimmed(state.wording_file.text), state.trouble))
            on_instrument(open, open.vault.install_wording(*text), say("desk.instruments.installed_done"));
    } else if (act == SetupAct::add_definition) {
        if (const auto text = read_file(trimmed(state.definition_file.text), state.trouble))
            on_instrument(open, status_of(open.vault.add_definition(*text)), say("desk.instruments.added_done"));
    } else if (chosen != nullptr && act == SetupAct::remove_wording) {
        on_instrument(open, open.vault.remove_wording(chosen->id), say("desk.instruments.removed_done"));
    } else if (chosen != nullptr && act == SetupAct::sign_off) {
        const instruments::KeyCheck check{chosen->id, chosen->version, trimmed(state.by.text), trimmed(state.date.text),
                                          trimmed(state.reference.text)};
        on_instrument(open, status_of(open.vault.sign_off(check)), say("desk.instruments.signed_done"));
    }
}

Status save_texts(OpenDesk& open)
{
    const ClinicState& state = open.clinic_state;
    return open.vault.together([&]() -> Status {
        for (std::size_t n = 0; n < open.clinic.languages.size(); ++n) {
            const Status done = open.vault.set_clinic_words(
                {open.clinic.languages[n], trimmed(state.moment[n].text), trimmed(state.safety[n].text)});
            if (!done) return done;
        }
        return {};
    });
}

void on_clinic(OpenDesk& open, const Status& done, std::string& trouble, std::string_view part)
{
    ClinicState& state = open.clinic_state;
    state.done_at.clear();
    trouble = done ? std::string() : refusal(done.error());
    if (!done) return;
    const float content = state.content_height;
    open_clinic(open);
    open.focus_first.clear();
    state.content_height = content;
    state.done = say("desk.policy.saved");
    state.done_at = part;
}

bool read_texts(OpenDesk& open)
{
    const auto all = open.vault.clinic_words();
    if (!all) {
        open.banner = sentence_of(all.error());
        return false;
    }
    for (const std::string& language : open.clinic.languages) {
        const auto found = std::ranges::find(*all, language, &sealed::ClinicWords::language);
        const sealed::ClinicWords words = found == all->end() ? sealed::ClinicWords{} : *found;
        open.clinic_state.moment.push_back({words.moment, words.moment.size()});
        open.clinic_state.safety.push_back({words.safety, words.safety.size()});
    }
    return true;
}

} // namespace

void open_batteries(OpenDesk& open)
{
    refresh_batteries_page(open);
    open.batteries_state = {};
    edit_schedule(open.batteries, open.batteries_state, {});
    open.focus_first = "battery.name";
}

void open_instruments(OpenDesk& open)
{
    refresh_instruments_page(open);
    open.instruments_state = {};
    open.focus_first = "instrument.0";
}

void open_clinic(OpenDesk& open)
{
    const auto care = open.vault.care_policy();
    auto identity = open.vault.identity_policy();
    const auto devices = open.vault.devices();
    for (const Status& read : {status_of(care), status_of(identity), status_of(devices)})
        if (!read) {
            open.banner = sentence_of(read.error());
            return;
        }
    open.clinic = {tablet_languages(), std::move(*identity), {}};
    for (const vault::DeviceSeen& device : *devices)
        open.clinic.devices.push_back(
            say("desk.clinic.device", {{"device", device.device},
                                       {"program", device.program},
                                       {"when", when_within(device.last_ms, open.vault.now_ms())}}));
    open.clinic_state = {};
    if (!read_texts(open)) return;
    fill_clinic(open.clinic, *care, open.clinic_state);
    open.focus_first = "texts.moment.en";
}

void act_on_setup_page(OpenDesk& open, const SetupActWanted& wanted)
{
    ClinicState& clinic = open.clinic_state;
    switch (wanted.act) {
    case SetupAct::save_battery:
        return on_battery(open, status_of(open.vault.save_battery(read_battery(open.batteries, open.batteries_state))));
    case SetupAct::retire_battery:
        return on_battery(open, open.vault.retire_battery(wanted.id));
    case SetupAct::save_schedule:
        return on_schedule(open,
                           status_of(open.vault.save_schedule(read_schedule(open.batteries, open.batteries_state))));
    case SetupAct::retire_schedule:
        return on_schedule(open, open.vault.retire_schedule(wanted.id));
    case SetupAct::install_wording:
    case SetupAct::remove_wording:
    case SetupAct::sign_off:
    case SetupAct::add_definition:
        return act_on_instrument(open, wanted.act);
    case SetupAct::save_texts:
        return on_clinic(open, save_texts(open), clinic.texts_trouble, "texts");
    case SetupAct::save_care:
        return on_clinic(open, open.vault.set_care_policy(read_care(clinic)), clinic.care_trouble, "care");
    case SetupAct::save_identity:
        return on_clinic(open, open.vault.set_identity_policy(read_identity(open.clinic, clinic)),
                         clinic.identity_trouble, "identity");
    }
}

} // namespace rapport::desk
