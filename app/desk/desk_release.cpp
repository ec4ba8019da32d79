#include "app/desk/desk_release.h"

#include <algorithm>
#include <cctype>
#include <cerrno>

#include <sys/stat.h>

#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr int most_releases = 10'000;

std::map<std::string, int> count_administrations(vault::Vault& vault)
{
    std::map<std::string, int> counts;
    // A failure leaves the counts at what was seen; the measuring itself says what went wrong.
    static_cast<void>(
        vault.for_each_administration([&](const vault::Person&, const vault::Administration& administration) {
            ++counts[administration.instrument];
            return true;
        }));
    return counts;
}

release::Policy policy_of(const OpenDesk& open)
{
    release::Policy policy;
    policy.project = open.release_state.project.text;
    policy.recipient = trimmed(open.release_state.recipient.text);
    policy.purpose = trimmed(open.release_state.purpose.text);
    policy.release_year = local_time(open.vault.now_ms()).year;
    // In the library's order. An empty list would mean all of them, so it never gets this far.
    for (const instruments::Definition& definition : open.vault.instruments())
        if (open.release_state.instruments.contains(definition.id)) policy.instruments.push_back(definition.id);
    return policy;
}

/// The instrument with most rows; of several, the longest.
const instruments::Definition* lead_of(const outlet::Prepared& prepared)
{
    std::map<std::string, std::size_t> rows;
    prepared.data.records.each_unanswered(
        [&](const release::DeidentifiedRecord& record) { ++rows[record.instrument()]; });
    const instruments::Definition* lead = nullptr;
    const auto weight = [&](const instruments::Definition& definition) {
        return std::pair(rows[definition.id], definition.items.size());
    };
    for (const instruments::Definition* definition : prepared.definitions)
        if (rows[definition->id] > 0 && (lead == nullptr || weight(*definition) > weight(*lead))) lead = definition;
    return lead;
}

/// A refusal of the policy says by how much and what would help; anything else has its own sentence.
std::string refusal_words(const Error& error, int k)
{
    const std::string least = std::to_string(k);
    if (error.fault == release::fault::too_few_people) return say("desk.release.too_few", {{"k", least}});
    if (!(error.fault == release::fault::too_rare)) return sentence_of(error);
    return say("desk.release.too_rare", {{"k", least}}) + " " + strings::hint(error);
}

void refuse(OpenDesk& open, std::string why)
{
    open.prepared.reset();
    open.release.measured.reset();
    open.release_state.stage = Stage::refused;
    open.release_state.refusal = strings::say("desk.release.refused", {{"why", std::move(why)}});
}

} // namespace

std::string folder_name(std::string_view project)
{
    std::string name;
    for (const char c : project) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte < 0x80 && std::isalnum(byte) != 0;
        if (plain)
            name += static_cast<char>(std::tolower(byte));
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    constexpr std::size_t longest = 60;
    return name.empty() ? "release" : name.substr(0, longest);
}

Result<outlet::Done> write_to_first_free(const std::string& folder, const std::string& name,
                                         const std::function<Result<outlet::Done>(const std::string& out)>& write)
{
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return Error{release::fault::cannot_write_release, "releases folder"};
    for (int n = 1; n < most_releases; ++n) {
        auto done = write(fmt::format("{}/{}-{}", folder, name, n));
        if (done || !(done.error().fault == outlet::fault::release_exists)) return done;
    }
    return outlet::fault::release_exists;
}

void open_release(OpenDesk& open)
{
    open.turn_to(Page::release);
    open.focus_first.clear();
    ReleaseState& state = open.release_state;
    if (state.project.text.empty()) {
        state.project.text =
            say("desk.release.default_project", {{"year", std::to_string(local_time(open.vault.now_ms()).year)}});
        state.project.caret = state.project.text.size();
        for (const instruments::Definition& definition : open.vault.instruments())
            state.instruments.insert(definition.id);
    }
    begin_measuring(open);
}

void begin_measuring(OpenDesk& open)
{
    ReleaseState& state = open.release_state;
    state.project.text = trimmed(state.project.text);
    state.project.caret = state.project.text.size();
    state.measured_project = state.project.text;
    state.leaves_height = 0;
    open.release.done.reset();
    open.release.k = release::Policy{}.k;
    if (state.project.text.empty()) return refuse(open, std::string(say("desk.release.no_project")));
    const release::Policy policy = policy_of(open);
    if (policy.instruments.empty()) return refuse(open, std::string(say("desk.release.none_chosen")));
    state.stage = Stage::measuring;
    open.prepared.reset();
    open.measuring.start([vault = &open.vault, policy] {
        auto prepared = outlet::prepare(*vault, policy);
        auto counts = prepared ? prepared->administrations : count_administrations(*vault);
        return Measured{std::move(prepared), std::move(counts)};
    });
}

void end_measuring(OpenDesk& open, Measured measured)
{
    open.release.choices = instrument_choices(open.vault.instruments(), measured.administrations);
    // Only what is offered can be chosen: a tick nobody can see must not decide what leaves.
    std::erase_if(open.release_state.instruments, [&](const std::string& id) {
        return std::none_of(open.release.choices.begin(), open.release.choices.end(),
                            [&](const InstrumentChoice& choice) { return choice.id == id; });
    });
    if (!measured.prepared) return refuse(open, refusal_words(measured.prepared.error(), open.release.k));
    open.prepared = std::move(measured.prepared).value();
    const instruments::Definition* const lead = lead_of(*open.prepared);
    if (lead == nullptr) return refuse(open, sentence_of(Error{release::fault::nothing_to_release, {}}));
    open.release.measured = make_measured_view(*open.prepared, *lead);
    open.release.k = open.prepared->policy.k;
    open.release_state.stage = Stage::ready;
}

void begin_writing(OpenDesk& open, const std::string& releases_folder)
{
    if (!open.prepared || open.release_state.stage != Stage::ready) return;
    open.release_state.stage = Stage::writing;
    open.release_state.writing = std::make_shared<Writing>();
    // Typed after the figures were made, and no part of them.
    open.prepared->policy.recipient = trimmed(open.release_state.recipient.text);
    open.prepared->policy.purpose = trimmed(open.release_state.purpose.text);
    open.writing.start([vault = &open.vault, prepared = &*open.prepared, releases_folder,
                        writing = open.release_state.writing] {
        return write_to_first_free(releases_folder, folder_name(prepared->policy.project), [&](const std::string& out) {
            return outlet::write(*vault, *prepared, out, [&](int files, int of) {
                writing->files = files;
                writing->of = of;
                return !writing->stop;
            });
        });
    });
}

void end_writing(OpenDesk& open, Result<outlet::Done> done)
{
    open.release_state.writing.reset();
    if (!done && done.error().fault == release::fault::cancelled) {
        // The figures still stand: nothing was written, and nothing changed.
        open.release_state.stage = Stage::ready;
        return;
    }
    if (!done) return refuse(open, sentence_of(done.error()));
    open.release_state.leaves_height = 0;
    open.release.done = make_done_view(*done);
    open.release_state.stage = Stage::done;
}

} // namespace rapport::desk
