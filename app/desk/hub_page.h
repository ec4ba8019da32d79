#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/hub_view.h"
#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// What is typed on the page of the hub; wiped when the act is done or left.
struct HubState {
    HubAct form = HubAct::look; ///< whose form is open; look: none
    std::string target;         ///< the device that is to be taken out
    shell::TextEdit name;
    shell::TextEdit url;
    PassphraseSink code;
    PassphraseSink password; ///< the database's
    std::size_t approver = 0;
    PassphraseSink approval;
    bool only_here = false;

    std::vector<std::string> approvers; ///< administrators, and then the recovery sheet
    std::string working;                ///< what somebody asked for and is under way, in words; or empty
    std::string done;
    std::string trouble;
    std::string code_for; ///< "Tablet 2, until 11:30": whose code is shown
    sealed::Secret shown_code;
    float summary_height = 0; ///< of the cards, and of the page, in the last frame
    float height = 0;
    float content_height = 0;

    void wipe(); ///< what was typed, and the form
    [[nodiscard]] bool by_sheet() const { return approver + 1 >= approvers.size(); }
};

/// Whether an act takes an administrator, or the recovery sheet.
[[nodiscard]] bool takes_approval(HubAct act);
/// "desk.hub.invite.done": what the strings have of an act.
[[nodiscard]] std::string key_of(HubAct act, std::string_view what);
/// What is wrong with what was typed, before anything is asked of a server; empty when nothing is.
[[nodiscard]] std::string check_form(const HubState& state, HubAct act);

/// Node ids "hub.summary", ".server", ".last", ".answered", ".waiting.<n>", ".finding.<n>", ".device.<n>.name",
/// ".device.<n>.about", ".device.<n>.remove", ".password", ".go", ".invite", ".leave", ".stop", ".progress", ".done",
/// ".trouble"; "hub.code", ".code.away"; the form's "hub.form.name", ".url", ".code", ".approver", ".approval",
/// ".password", ".only_here", ".go", ".cancel". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_hub(shell::Ui& ui, const HubView& view, HubState& state);

/// The open form, in a card from the place's top down; gives back how far it reaches.
float draw_hub_form(shell::Ui& ui, HubState& state, HubAct act, shell::Rect place, std::optional<Intent>& intent);
/// "Exchanging", with the way to break it off.
void draw_hub_progress(shell::Ui& ui, const HubState& state, float x, float& y, float width,
                       std::optional<Intent>& intent);

} // namespace rapport::desk
