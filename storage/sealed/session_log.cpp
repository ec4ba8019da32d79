#include "storage/sealed/session_log.h"

#include <cassert>
#include <optional>
#include <utility>

#include "storage/sealed/act_code.h"
#include "storage/sealed/draft.h"

namespace rapport::sealed {

struct SessionLog::State {
    Draft draft;
    std::optional<Error> broken; ///< the first error: nothing more is taken until the log is opened again
    bool spent = false;
};

SessionLog::SessionLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
SessionLog::SessionLog(SessionLog&&) noexcept = default;
SessionLog& SessionLog::operator=(SessionLog&&) noexcept = default;
SessionLog::~SessionLog() = default;

Result<SessionLog> SessionLog::open(const Job& job, std::vector<Act>& replay, const LogSettings& settings)
{
    replay.clear();
    auto draft = open_draft(job, settings, replay);
    if (!draft) return draft.error();
    return SessionLog(std::make_unique<State>(State{std::move(*draft), std::nullopt, false}));
}

Status SessionLog::append(const Act& act)
{
    assert(state_ != nullptr);
    if (state_->spent) return fault::session_finished;
    if (state_->broken) return *state_->broken;
    if (state_->draft.acts >= frames::most_acts) return fault::session_full;
    auto plain = write_act(act);
    if (!plain) return plain.error();

    const Status kept = state_->draft.add(*plain);
    sodium_memzero(plain->data(), plain->size());
    if (!kept) {
        state_->broken = kept.error();
        return kept;
    }
    ++state_->draft.acts;
    return {};
}

Status SessionLog::finish()
{
    assert(state_ != nullptr);
    if (state_->spent) return fault::session_finished;
    if (state_->broken) return *state_->broken;
    Draft& draft = state_->draft;
    Status done = draft.add(write_final({draft.acts, draft.digest.value()}));
    if (done) done = draft.deliver();
    if (!done) {
        state_->broken = done.error();
        return done;
    }
    draft.key.clear();
    state_->spent = true;
    return {};
}

std::uint64_t SessionLog::acts() const
{
    assert(state_ != nullptr);
    return state_->draft.acts;
}

InboxKeys InboxKeys::make()
{
    InboxKeys keys;
    keys.private_key = Secret(crypto_box_SECRETKEYBYTES);
    crypto_box_keypair(keys.public_key.data(), keys.private_key.data());
    return keys;
}

} // namespace rapport::sealed
