#include "app/kiosk/aloud.h"

#include <algorithm>
#include <array>

namespace rapport::kiosk {

using shell::Node;
using shell::Role;

namespace {

/// The mark on the screen follows the voice; nothing on a screen is built while nothing is read.
constexpr double look_again = 0.05;

bool is_read(const Node& node)
{
    const bool role = node.role == Role::heading || node.role == Role::text || node.role == Role::alert ||
                      node.role == Role::radio || node.role == Role::check;
    return role && !node.name.empty() && !node.id.starts_with("progress") && !node.id.starts_with("aloud");
}

bool is_wording(std::string_view id)
{
    constexpr std::array exact{"stem",         "question",  "instructions.words", "about.instructions",
                               "about.recall", "about.help"};
    return std::ranges::find(exact, id) != exact.end() || id.starts_with("option.") ||
           id.starts_with("review.words.") || id.starts_with("row.");
}

/// Another one after an answer, a decline, or on another page; the same wherever the focus goes.
std::string likeness(const shell::SemanticTree& screen)
{
    std::string likeness;
    for (const Node& node : screen.nodes()) {
        if (node.role != Role::page && !is_read(node)) continue;
        likeness += node.id + '\n' + node.name + '\n' + node.value + (node.checked ? "\n+\n" : "\n-\n");
    }
    return likeness;
}

std::string_view wording_language(const session::Survey& survey)
{
    const session::Place& place = survey.course().place();
    const auto part = std::visit(
        [](const auto& at) -> std::optional<std::size_t> {
            if constexpr (requires { at.part; })
                return at.part;
            else
                return std::nullopt;
        },
        place);
    return part ? std::string_view(survey.battery()[*part].language) : survey.presentation().language;
}

} // namespace

std::vector<voice::Piece> pieces_of(const shell::SemanticTree& screen, std::string_view words, std::string_view wording)
{
    std::vector<voice::Piece> pieces;
    for (const Node& node : screen.nodes())
        if (is_read(node)) pieces.push_back({node.id, node.name, std::string(is_wording(node.id) ? wording : words)});
    return pieces;
}

void Aloud::begin(const shell::Ui& ui, const session::Survey& survey)
{
    screen_ = likeness(ui.shown());
    reader_.read(pieces_of(ui.shown(), survey.presentation().language, wording_language(survey)));
}

void Aloud::stop()
{
    reader_.stop();
    screen_.clear();
}

void Aloud::follow(shell::Ui& ui)
{
    if (screen_.empty()) return ui.mark_reading({});
    if (likeness(ui.shown()) != screen_) stop();
    const bool reading = state() == State::reading;
    ui.mark_reading(reading ? reader_.saying() : std::string());
    if (!reading) return;
    heard_at_ = ui.now();
    ui.wake_after(look_again);
}

double Aloud::idle_seconds(const shell::Ui& ui) const
{
    return std::min(ui.idle_seconds(), ui.now() - heard_at_);
}

} // namespace rapport::kiosk
