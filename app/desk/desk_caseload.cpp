#include "app/desk/desk_caseload.h"

#include <algorithm>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/release/policy.h"

namespace rapport::desk {

void refresh_caseload(OpenDesk& open)
{
    CaseloadRows rows;
    const std::vector<std::string> therapists = open.caseload.therapists;
    const std::size_t chosen = open.caseload_state.therapist;
    if (chosen > 0 && chosen < therapists.size()) rows.therapist = therapists[chosen];
    rows.viewer = open.vault.user();
    rows.cell_threshold = release::threshold_of(release::Policy{});
    const auto policy = open.vault.care_policy();
    auto people = open.vault.caseload(rows.therapist);
    if (!policy || !people) {
        open.banner = sentence_of(policy ? people.error() : policy.error());
        return;
    }
    rows.policy = *policy;
    rows.people = std::move(*people);
    open.caseload = make_caseload_view(std::move(rows), open.vault.instruments(), local_time(open.vault.now_ms()).day);
    open.caseload.therapists = therapists;
    open.caseload_state.sorted = CaseloadOrder::name;
    open.caseload_state.content_height = 0;
}

void open_caseload(OpenDesk& open, const std::vector<std::string>& therapists)
{
    open.caseload.therapists = {std::string(strings::say("desk.caseload.everybody"))};
    open.caseload.therapists.insert(open.caseload.therapists.end(), therapists.begin(), therapists.end());
    const auto me = std::ranges::find(open.caseload.therapists, open.vault.user());
    if (open.caseload_state.therapist == 0 && !open.caseload_opened && me != open.caseload.therapists.end())
        open.caseload_state.therapist = static_cast<std::size_t>(me - open.caseload.therapists.begin());
    open.caseload_opened = true;
    open.focus_first = "caseload.therapist";
    refresh_caseload(open);
}

} // namespace rapport::desk
