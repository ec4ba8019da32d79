#pragma once

#include <optional>

#include "storage/sealed/secret.h"

/// What a patient types in a waiting room, and the key that comes of it.
///
/// A code stands for one session and names nobody. It is drawn at random, shown once and kept nowhere: the vault keeps
/// a box that only the code opens, with the session's key in it, and a tag by which the box is found. Whoever reads a
/// kiosk's memory while it waits finds boxes; each guess at one costs 64 MiB and three passes of Argon2id, for 36.6
/// bits of code, and what it opens is one session that nobody has answered yet.
namespace rapport::sealed {

/// No two of these are taken for each other in print or by hand, and they spell few words: no 0 O, 1 I L, 2 Z, 5 S, 8
/// B, U V.
inline constexpr std::string_view ticket_alphabet = "34679ACDEFGHJKMNPQRTVWXY";
inline constexpr std::size_t ticket_length = 8; ///< 24^8: 36.6 bits

/// The character meant by one that was typed, lower case too; 0 when it is none of the alphabet.
[[nodiscard]] char ticket_character(char32_t typed);
[[nodiscard]] Secret make_ticket_code();

using TicketSalt = std::array<std::uint8_t, 16>;
using TicketTag = std::array<std::uint8_t, 16>;

/// Argon2id, 64 MiB and three passes, one lane. Errors: cannot_derive when the machine cannot give the memory.
[[nodiscard]] Result<Secret> ticket_key(const Secret& code, const TicketSalt& salt);
/// By which a box is found; tells no more of the code than the box itself.
[[nodiscard]] TicketTag ticket_tag(const Secret& key);
/// XChaCha20-Poly1305 under a key of its own derived from this one, bound to the session; the nonce goes first.
[[nodiscard]] Bytes seal_ticket(const Secret& key, const Id& session, const Secret& body);
[[nodiscard]] std::optional<Secret> open_ticket(const Secret& key, const Id& session, ByteView box);

} // namespace rapport::sealed
