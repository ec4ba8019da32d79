#pragma once

#include "storage/sealed/job.h"
#include "storage/sealed/ticket.h"

namespace rapport::sealed {

using DefinitionHash = std::array<std::uint8_t, 32>; ///< BLAKE2b-256 of a definition's bytes

/// What is in a ticket's box: everything of its job that is not the same for all.
struct TicketBody {
    Secret key; ///< K, 32 bytes
    std::string language = "en";
    std::string label;
    bool auto_advance = true;
    Asked asked = Asked::self;
    struct Instrument {
        std::string id;
        DefinitionHash definition{};
        std::vector<std::string> not_asked{};
    };
    std::vector<Instrument> instruments;
};
/// Empty when it is beyond JobLimits.
[[nodiscard]] Secret write_ticket_body(const TicketBody& body);
[[nodiscard]] Result<TicketBody> read_ticket_body(ByteView bytes);

/// One ticket as a kiosk holds it. Which battery it stands for is in the box.
struct OpenTicket {
    Id session{};
    TicketTag tag{};
    std::int64_t expires_utc_ms = 0;
    Bytes box;
};

/// Everything a kiosk in a waiting room may know: boxes, and what is in no box because it is anybody's.
/// Goes from desk to supervisor to kiosk over pipes only. No key is in it that opens anything by itself.
struct TicketSheet {
    static constexpr std::size_t most_tickets = 200;
    TicketSalt salt{};
    PublicKey inbox{};
    std::string drafts_folder;
    std::string inbox_folder;
    std::string language = "en"; ///< of the page that asks for a ticket
    bool demo = false;
    bool therapist_reads = false; ///< as in Job; the clinic's policy when the tablet was handed over
    std::vector<ClinicWords> words;
    std::vector<std::string> definitions; ///< exact JSON, each once
    std::vector<OpenTicket> tickets;
};

/// As write_job and read_job: an empty Secret when it does not fit, damaged_job for whatever cannot have been written.
[[nodiscard]] Secret write_sheet(const TicketSheet& sheet);
[[nodiscard]] Result<TicketSheet> read_sheet(ByteView bytes);
[[nodiscard]] bool is_sheet(ByteView bytes);

/// The job of a ticket whose key is at hand. Errors: damaged_job, also when a definition is not the one of the box.
[[nodiscard]] Result<Job> job_of_ticket(const TicketSheet& sheet, const OpenTicket& ticket, const Secret& key);

} // namespace rapport::sealed
