#include "app/desk/desk_mend.h"

#include "app/desk/desk_release.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/outlet/identified.h"
#include "storage/vault/given_rights.h"

namespace rapport::desk {
namespace {

using strings::say;

bool refresh_mend(OpenDesk& open, const Id& person)
{
    const auto row = open.vault.person(person);
    const auto rows = open.vault.administrations(person);
    const auto corrections = open.vault.corrections(person);
    const auto withdrawn = open.vault.is_withdrawn(person);
    const auto policy = open.vault.policy();
    for (const Status& read :
         {row ? Status() : Status(row.error()), rows ? Status() : Status(rows.error()),
          corrections ? Status() : Status(corrections.error()), withdrawn ? Status() : Status(withdrawn.error()),
          policy ? Status() : Status(policy.error())})
        if (!read) {
            open.banner = sentence_of(read.error());
            return false;
        }
    open.mend = make_mend_view(row->person, open.vault.user(), *rows, *corrections, *withdrawn,
                               open.vault.instruments(), open.vault.now_ms(), policy->therapist_sees_items);
    open.mend.followed = row->last_instrument;
    open.mend.may_hand_over = vault::must_have(open.vault, vault::Right::identified).ok();
    return true;
}

} // namespace

void open_mend(OpenDesk& open, const Id& person)
{
    open.banner.clear();
    if (!refresh_mend(open, person)) return;
    open.mend_state = {};
    // The newest answers to what this person is followed by, as on the page they came from.
    const std::string& followed = open.mend.followed;
    for (std::size_t n = open.mend.occasions.size(); n-- > 0;)
        if (open.mend.occasions[n].instrument == followed) open.mend_state.occasion = n;
    open.focus_first = "mend.occasion";
    open.turn_to(Page::mend);
}

void correct_answer(OpenDesk& open)
{
    MendState& state = open.mend_state;
    state.trouble.clear();
    if (!state.chosen || state.occasion >= open.mend.occasions.size()) return;
    const MendOccasion& occasion = open.mend.occasions[state.occasion];
    if (state.item >= occasion.items.size()) return;
    const MendItem& item = occasion.items[state.item];
    if (state.choice >= item.answers.size()) return;
    const auto done = open.vault.correct(
        {open.mend.person, occasion.administration, item.id, item.answers[state.choice], trimmed(state.reason.text)});
    if (!done) {
        state.trouble = sentence_of(done.error());
        return;
    }
    state.done = say("desk.mend.done", {{"item", item.id}, {"was", item.now}, {"is", item.choices[state.choice]}});
    state.reason = {};
    state.chosen = false;
    static_cast<void>(refresh_mend(open, open.mend.person));
}

void withdraw_person(OpenDesk& open)
{
    MendState& state = open.mend_state;
    if (const Status done = open.vault.withdraw(open.mend.person, trimmed(state.leave_reason.text)); !done) {
        state.leave_trouble = sentence_of(done.error());
        return;
    }
    state.withdrawing = false;
    state.leave_reason = {};
    state.leave_done = say("desk.mend.withdraw_done", {{"name", open.mend.who}});
    static_cast<void>(refresh_mend(open, open.mend.person));
}

void begin_hand_over(OpenDesk& open, const std::string& releases_folder)
{
    MendState& state = open.mend_state;
    if (state.writing) return;
    state.writing = true;
    state.leave_trouble.clear();
    const outlet::IdentifiedWish wish{{open.mend.person}, trimmed(state.recipient.text), trimmed(state.purpose.text)};
    auto passphrase = std::make_shared<const sealed::Secret>(state.passphrase.copy());
    state.passphrase.clear();
    open.working.start([vault = &open.vault, wish, passphrase, releases_folder]() -> Finish {
        int left_out = 0;
        auto done =
            write_to_first_free(releases_folder, "identified", [&](const std::string& out) -> Result<outlet::Done> {
                auto written = outlet::write_identified(*vault, wish, *passphrase, out);
                if (!written) return written.error();
                left_out = written->left_out;
                return std::move(written->done);
            });
        return [done = std::move(done), left_out](OpenDesk& desk) {
            MendState& page = desk.mend_state;
            page.writing = false;
            if (!done) {
                page.leave_trouble = sentence_of(done.error());
                return;
            }
            page.handing = false;
            page.recipient = page.purpose = {};
            page.leave_done =
                say("desk.record_out.done", {{"folder", done->folder}, {"n", std::to_string(done->ledger_number)}});
            if (left_out > 0) page.leave_done += " " + count_words("desk.record_out.left_out", left_out);
        };
    });
}

bool erase_person(OpenDesk& open)
{
    MendState& state = open.mend_state;
    if (const Status done = open.vault.erase(open.mend.person, trimmed(state.leave_reason.text)); !done) {
        state.leave_trouble = sentence_of(done.error());
        return false;
    }
    const std::string who = open.mend.who;
    open.mend = {};
    open.mend_state = {};
    open.person = {};
    open.person_view.reset();
    open.banner = say("desk.mend.erase_done", {{"name", who}});
    return true;
}

} // namespace rapport::desk
