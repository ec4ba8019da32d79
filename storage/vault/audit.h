#pragma once

#include "storage/vault/core.h"
#include "storage/vault/crypto.h"

namespace rapport::vault {

/// What a line of the audit says. It never holds an answer, a name or a passphrase: `object` is an id in hex or a word,
/// and values stand as commitments (keyed MACs of the row before and after).
struct AuditLine {
    std::string_view event;
    std::string object;
    std::string field;
    sealed::Bytes before;
    sealed::Bytes after;
    std::string reason;
};

/// Appends one line inside the transaction that runs, and moves the ratchet on.
[[nodiscard]] Status append_audit(Core& core, const AuditLine& line);

/// One act: `work` and its line, both or neither.
[[nodiscard]] Status act(Core& core, const AuditLine& line, const std::function<Status()>& work);

/// A look at something, logged once in a minute for the same event and object.
[[nodiscard]] Status note_look(Core& core, std::string_view event, const std::string& object);

/// First key of the ratchet, put in at creation.
[[nodiscard]] Status begin_audit(Connection& database, const sealed::Secret& first_key);

/// Recomputes the chain from `first` on. Gives the last sequence. Errors: vault_damaged (detail: the first line that is
/// off).
[[nodiscard]] Result<std::int64_t> check_chain(Core& core, std::int64_t first);
/// The newest 1,000 lines, and that the tables are what the last of them says. Errors: vault_damaged.
[[nodiscard]] Status check_recent_lines(Core& core);
/// Recomputes every stamp from the first key. Errors: vault_damaged.
[[nodiscard]] Status check_stamps(Core& core, const sealed::Secret& first_key);

/// Events that verification counts rows against.
inline constexpr std::string_view event_administration = "administration";
inline constexpr std::string_view event_alert = "alert";
inline constexpr std::string_view event_acknowledged = "acknowledged";
/// And one back: erased, or lost when a vault was salvaged. An administration that is gone has a line without a
/// commitment.
inline constexpr std::string_view event_alert_gone = "alert_gone";
inline constexpr std::string_view event_note_gone = "note_gone";

} // namespace rapport::vault
