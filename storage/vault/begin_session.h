#pragma once

#include "storage/vault/session_rows.h"

/// How a session begins, handed over at once or by a ticket.
namespace rapport::vault {

/// Whether it may begin at all. Errors: those of Vault::start_session.
[[nodiscard]] Status check_wish(Core& core, const SessionWish& wish);
/// A session of this wish with a key of its own; nothing is kept yet.
[[nodiscard]] SessionRow new_session(Core& core, const SessionWish& wish);
/// The session, its definitions, and its visit where none was planned; in the caller's transaction. Where the visit
/// stands is the caller's to say. Errors: unknown_session.
[[nodiscard]] Status keep_session(Core& core, SessionRow& session, bool planned);
/// Its instruments as a tablet gets them. Errors: unknown_person, vault_damaged.
[[nodiscard]] Result<std::vector<sealed::JobInstrument>> instruments_of(Core& core, const SessionRow& session);

/// What the clinic says to patients, by language.
[[nodiscard]] Result<std::vector<sealed::ClinicWords>> read_clinic_words(Core& core);
/// Whether the treating therapist may read single answers of an alliance form.
[[nodiscard]] Result<bool> read_therapist_reads(Core& core);

} // namespace rapport::vault
