#include "storage/hub/chain.h"

#include "storage/hub/faults.h"

namespace rapport::hub {

namespace {

/// Who wrote a head, when the signature under it is theirs.
const Device* writer_of(const Head& head, const Record& record, const Roster& roster)
{
    const Device* const device = roster.find(head.device);
    if (device == nullptr || !is_signed(device->signing, record_purpose, record.head, record.signature)) return nullptr;
    return device;
}

/// What is wrong with the place, of a head that its device did write.
std::optional<Fault> misplaced(const Head& head, const Place& place, const Row& row, const Expected& expected)
{
    if (head.device != expected.device.id) return fault::record_replayed;
    if (head.sequence < row.sequence) return fault::record_replayed;
    if (head.sequence > row.sequence) return fault::record_reordered;
    if (head.previous != expected.after.hash) return fault::hub_forked;
    if (place.sequence == expected.vouched.sequence && place.hash != expected.vouched.hash) return fault::hub_forked;
    return std::nullopt;
}

Fault what_reading_says(Reading reading)
{
    return reading == Reading::newer ? fault::hub_newer : fault::record_altered;
}

} // namespace

Judged judge(const Row& row, const Expected& expected, const Roster& roster)
{
    const auto wrong = [](Fault fault) { return Judged{fault, {}, {}, {}}; };
    if (row.sequence != expected.after.sequence + 1) return wrong(fault::record_dropped);
    if (expected.device.revoked && row.sequence > expected.device.last.sequence) return wrong(fault::record_of_revoked);
    // What nobody of the site signed is an altered record where one is known to have been, and an invented one
    // elsewhere.
    const Fault unsigned_one =
        row.sequence <= expected.vouched.sequence ? fault::record_altered : fault::record_invented;
    const auto head = read_head(row.record.head);
    if (!head) return wrong(unsigned_one);
    if (head->site != roster.site) return wrong(fault::record_of_other_site);
    if (writer_of(*head, row.record, roster) == nullptr) return wrong(unsigned_one);
    const Place place = place_of(*head, row.record.head);
    if (const auto off = misplaced(*head, place, row, expected)) return wrong(*off);
    if (hash_of(row.record.body) != head->body) return wrong(fault::record_altered);
    const EpochKey* const epoch = roster.epoch(head->epoch);
    if (epoch == nullptr) return wrong(fault::roster_withheld);
    const auto plain = open_box(epoch->private_key, row.record.body);
    if (!plain) return wrong(fault::record_altered);
    Judged good{std::nullopt, *head, place, {}};
    const Reading reading = read_content(*plain, *head, good.content);
    if (reading != Reading::good) return wrong(what_reading_says(reading));
    return good;
}

} // namespace rapport::hub
