#pragma once

#include <optional>
#include <span>
#include <vector>

#include "storage/hub/engine.h"
#include "storage/hub/record.h"

/// What is asked of the server, in SQL that every engine of PostgreSQL's wire knows. FORMAT.md has the tables.
/// Nothing that comes back is believed here: record.h, chain.h and roster.h do the looking.
namespace rapport::hub {

/// A record as it came, at the place it came from.
struct Row {
    std::uint64_t sequence = 0;
    Record record;
};

/// One to put there.
struct Outgoing {
    std::uint64_t sequence = 0;
    Record record;
};

struct StoredRoster {
    std::uint64_t version = 0;
    Bytes bytes;
};

struct JoinPacket {
    std::optional<Id> claim; ///< by the device that took it
    Bytes packet;
};
using JoinTag = std::array<std::uint8_t, 16>;

class Server {
public:
    static constexpr std::uint64_t schema = 1;
    static constexpr std::size_t most_batch = 64;        ///< records in one statement
    static constexpr std::size_t most_bytes = 1UL << 20; ///< of them, but for one that is larger by itself
    static constexpr std::uint64_t first_batch = 16;

    /// Errors: the engine's; hub_not_made, hub_newer.
    [[nodiscard]] static Result<Server> open(const Address& address, const Secret& password, Patience patience = {});
    /// The same where there may be no hub yet: makes its tables.
    [[nodiscard]] static Result<Server> make(const Address& address, const Secret& password, Patience patience = {});

    [[nodiscard]] Result<std::uint64_t> seconds(); ///< what the server's clock says, since 1970

    [[nodiscard]] Result<std::optional<StoredRoster>> newest_roster(const Id& site);
    [[nodiscard]] Result<bool> add_roster(const Id& site, const StoredRoster& roster); ///< false: that version is there

    /// Without its body.
    [[nodiscard]] Result<std::optional<Row>> newest(const Id& site, const Id& device);
    [[nodiscard]] Result<std::vector<Row>> after(const Id& site, const Id& device, std::uint64_t sequence,
                                                 std::uint64_t most);
    [[nodiscard]] Result<std::uint64_t> count_after(const Id& site, const Id& device, std::uint64_t sequence);
    /// All or none, in one statement. Those that are there already count as put when they are the same, so that a
    /// doubled push does nothing. Errors: hub_forked when another record has one of the places.
    [[nodiscard]] Status put(const Id& site, const Id& device, std::span<const Outgoing> records);

    [[nodiscard]] Status place_join(const JoinTag& tag, std::uint64_t hour, ByteView packet);
    [[nodiscard]] Result<std::optional<JoinPacket>> find_join(const JoinTag& tag);
    [[nodiscard]] Status claim_join(const JoinTag& tag, const Id& claim); ///< nothing when somebody did before
    [[nodiscard]] Status remove_join(const JoinTag& tag);
    [[nodiscard]] Status remove_joins_before(std::uint64_t hour);

private:
    explicit Server(Engine engine) : engine_(std::move(engine)) {}
    [[nodiscard]] Status run(const std::string& statement, const std::vector<Value>& values = {});
    [[nodiscard]] Result<std::vector<Row>> rows(const std::string& where, const std::vector<Value>& values);
    Engine engine_;
};

} // namespace rapport::hub
