#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/shell/ui.h"
#include "storage/vault/administer.h"

namespace rapport::desk {

/// What is done about somebody's key.
enum class UserAct : std::uint8_t { none, add, reset, remove, own, rotate };

/// Where long work has got to; written by the one who does it, read by the one who draws.
class Progress {
public:
    void say(std::string_view step)
    {
        const std::lock_guard lock(mutex_);
        step_ = step;
    }
    [[nodiscard]] std::string step() const
    {
        const std::lock_guard lock(mutex_);
        return step_;
    }

private:
    mutable std::mutex mutex_;
    std::string step_;
};

/// Who looks at the page. A clinician has the vault open and asks an administrator to agree; an administrator has no
/// key to the vault and asks a clinician.
struct UsersView {
    std::string me;
    bool administrator = false;
    std::vector<vault::UserHistory> users;
    std::vector<std::string> approvers; ///< administrators and the recovery sheet; for an administrator, clinicians
    std::size_t administrators = 0;     ///< how many of the approvers are; the recovery sheet comes after them
    std::int64_t recovery_used_ms = 0;
    std::int64_t now_ms = 0;
};

/// What is typed about a user; wiped when the act is done or left.
struct UserFormState {
    UserAct act = UserAct::none;
    std::string target; ///< whom it is about, when they are there already
    shell::TextEdit name;
    shell::TextEdit reason;
    std::size_t role = 0;     ///< index into `roles()`
    std::size_t kind = 0;     ///< 0: five words made here, 1: the user's own
    sealed::Secret generated; ///< shown while the form is open, and gone with it
    PassphraseSink fresh;
    PassphraseSink again;
    PassphraseSink own; ///< of the one who looks at the page
    std::size_t approver = 0;
    PassphraseSink approval;
    std::string trouble;
    std::string done;     ///< what was done last, said on the page
    std::string handover; ///< whose new words are still shown, to be handed over
    sealed::Secret handed;
    bool working = false;
    std::shared_ptr<Progress> progress;
    float height = 0;         ///< of the form's card, and of
    float content_height = 0; ///< the whole page, both in the last frame

    void wipe();
};

/// Opens the form for an act.
void begin_user_act(UserFormState& state, UserAct act, std::string target = {});

[[nodiscard]] const std::vector<vault::Role>& roles();
[[nodiscard]] std::string role_words(vault::Role role);

[[nodiscard]] bool sets_passphrase(UserAct act);
/// Whether the one at the desk types their own passphrase too.
[[nodiscard]] bool takes_own(const UsersView& view, const UserFormState& state);
[[nodiscard]] bool takes_approval(UserAct act);
[[nodiscard]] bool by_sheet(const UsersView& view, const UserFormState& state);

/// What is wrong with what was typed, before any key is derived; empty when nothing is.
[[nodiscard]] std::string check_form(const UsersView& view, const UserFormState& state);

/// Draws the form into a card from the place's top down; gives back how far it reaches. Node ids
/// "user.name", ".role", ".kind", ".words", ".fresh", ".again", ".reason", ".approver", ".approval", ".own", ".go",
/// ".cancel", ".trouble", ".progress".
float draw_user_form(shell::Ui& ui, const UsersView& view, UserFormState& state, shell::Rect place,
                     std::optional<Intent>& intent);

} // namespace rapport::desk
