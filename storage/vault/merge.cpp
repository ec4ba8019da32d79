#include "storage/vault/merge.h"

#include <algorithm>
#include <filesystem>

#include "storage/vault/anchor.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/files.h"
#include "storage/vault/guarded_keys.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/merge_files.h"
#include "storage/vault/merge_rules.h"
#include "storage/vault/migrate.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/rotation_files.h"
#include "storage/vault/schema.h"
#include "storage/vault/session_keys.h"
#include "storage/vault/throttle.h"
#include "storage/vault/verify.h"
#include "storage/vault/work_folder.h"

namespace rapport::vault {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 2> side_names = {"first", "second"};

Error of_side(const Error& error, std::string_view which)
{
    return {error.fault, error.detail.empty() ? std::string(which) : std::string(which) + ": " + error.detail};
}

/// Not `find_entrance`, which settles a rotation that was cut short: the original stays as it is, the copy is settled.
Result<MergeEntrance> enter_side(const MergeSide& side, const BootClock& boot_clock)
{
    auto place = absolute(side.folder);
    if (!place) return place.error();
    if (!is_there(*place + "/" + std::string(header_file)))
        return Error{fault::vault_missing, std::string(header_file)};
    auto lock = VaultLock::take(*place);
    if (!lock) return lock.error();
    auto header = load_header(*place);
    if (!header) return header.error();
    if (!header->finished) return fault::vault_unfinished;
    auto keys = guarded_keys(*place, *header, side.user, side.secret, boot_clock());
    if (!keys) return keys.error();
    return MergeEntrance{std::move(*place), std::move(*lock), std::move(*header), side.user, std::move(*keys)};
}

/// The databases with their journals and with what a rotation cut short has left.
Status copy_databases(const std::string& from, const std::string& to)
{
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(from, problem)) {
        const std::string name = entry.path().filename().string();
        const bool database = name.starts_with(responses_file) || name.starts_with(identity_file);
        if (database && !problem) fs::copy_file(entry.path(), to + "/" + name, problem);
    }
    if (problem == std::errc::no_space_on_device) return Error{fault::disk_full, "copy"};
    return problem ? Status(Error{fault::database_error, "copy"}) : Status();
}

/// The copy open, and found to be all that a vault must be.
Result<Core> open_copy(const MergeEntrance& entered, const std::string& folder, const Clock& clock)
{
    if (const Status copied = copy_databases(entered.place, folder); !copied) return copied.error();
    if (const Status settled = settle_rotation(folder, entered.header.epoch, {}); !settled) return settled.error();
    for (const std::string_view name : {responses_file, identity_file})
        if (!is_there(folder + "/" + std::string(name))) return Error{fault::vault_missing, std::string(name)};
    auto lock = VaultLock::take(folder);
    if (!lock) return lock.error();
    auto database = open_databases(*lock, folder, {entered.keys.responses, entered.keys.identity});
    if (!database) return database.error();
    Core core = make_core(std::move(*lock), std::move(*database), folder, entered.header, entered.user, entered.keys,
                          clock, system_boot_clock());
    if (const Status kept = load_kept_keys(core); !kept) return kept.error();
    if (const Status current = take_due_steps(core); !current) return current.error();
    if (const Status same = check_databases(core); !same) return same.error();
    if (const auto checked = check_all(core); !checked) return checked.error();
    if (const Status covered = cover_session_keys(core); !covered) return covered.error();
    return core;
}

bool same(const sealed::Secret& one, const sealed::Secret& other)
{
    return crypto::equal({one.data(), one.size()}, {other.data(), other.size()});
}

/// Which of the two has the keys of today: the one given new keys since, if one was, or the first.
/// Errors: not_one_vault, keys_parted.
Result<std::size_t> find_base(const std::array<Core*, 2>& cores)
{
    if (cores[0]->header.vault != cores[1]->header.vault || !same(cores[0]->row_key, cores[1]->row_key))
        return fault::not_one_vault;
    if (cores[0]->header.epoch == cores[1]->header.epoch) {
        const RoleKeys& one = cores[0]->keys;
        const RoleKeys& other = cores[1]->keys;
        if (same(one.responses, other.responses) && same(one.identity, other.identity) && same(one.inbox, other.inbox))
            return std::size_t{0};
        return fault::keys_parted;
    }
    const std::size_t newer = cores[0]->header.epoch > cores[1]->header.epoch ? 0 : 1;
    // A rotation keeps the inbox key of every epoch before, this one's among them.
    const auto& kept = cores.at(newer)->older_inboxes;
    const bool descends = std::ranges::any_of(
        kept, [&](const sealed::InboxKeys& keys) { return keys.public_key == cores.at(1 - newer)->header.inbox; });
    if (!descends) return fault::keys_parted;
    return newer;
}

/// The older side's session keys under the cover of the newer, so that a row is a row.
Status cover_alike(Core& older, const Core& newer)
{
    if (same(older.session_key, newer.session_key)) return {};
    auto transaction = Transaction::begin(older.database);
    if (!transaction) return transaction.error();
    if (Status done = recover_session_keys(older.database, older.session_key, newer.session_key); !done) return done;
    return transaction->commit();
}

/// What both copies have, into the new vault, which is open and has its schema and nothing else.
Status fill_merged(Merging& merging, const std::string& base_anchor, const std::string& other_anchor)
{
    Core& core = merging.core;
    if (Status owned = claim_databases(core); !owned) return owned;
    using Step = Status (*)(Merging&);
    for (const Step step : {Step{merge_people}, Step{merge_care}, Step{merge_visits}, Step{merge_answers},
                            Step{merge_chains}, Step{merge_settings}, Step{merge_releases}, Step{merge_audit}}) {
        if (Status done = step(merging); !done) return done;
        if (!merging.clashes.empty()) return fault::merge_clash;
    }
    if (Status loaded = load_instruments(core); !loaded) return loaded;
    if (Status done = work_out_lists(merging); !done) return done;
    if (Status done = look_for_doubles(merging); !done) return done;
    if (Status done = note_merge(merging, base_anchor, other_anchor); !done) return done;
    for (const char* const file : {"main", "identity"}) {
        const auto loose = core.database.ask("PRAGMA " + std::string(file) + ".foreign_key_check");
        if (!loose) return loose.error();
        if (*loose) return Error{fault::vault_damaged, "reference of " + **loose};
    }
    return {};
}

void note_users_left_out(Merging& merging, const Header& base, const Header& other)
{
    for (const User& user : other.users) {
        const User* const known = base.user(user.name);
        if (known == nullptr || known->slot != user.slot) merging.note("user_in_one_only", {}, user.name);
    }
}

struct Filled {
    std::vector<MergeNote> notes;
    std::vector<MergeNote> clashes;
    std::set<std::string> files_gone;
    Status outcome;
};

/// The new vault as whoever opens it next will find it.
Result<Merged> look_at_merged(Core& core)
{
    Merged out;
    if (const auto verified = check_all(core); !verified) return verified.error();
    for (const auto& [into, sql] : {std::pair{&out.people, "SELECT count(*) FROM main.person"},
                                    std::pair{&out.administrations, "SELECT count(*) FROM main.administration"},
                                    std::pair{&out.erased, "SELECT count(*) FROM main.erasure"}}) {
        const auto count = core.database.count(sql);
        if (!count) return count.error();
        *into = *count;
    }
    const auto digest = contents_digest(core);
    if (!digest) return digest.error();
    out.digest = sealed::hex(*digest);
    return out;
}

Status lay_out_work(const WorkFolder& work)
{
    for (const std::string_view name : {"first", "second", "new"})
        if (Status made = work.add(name); !made) return made;
    for (const std::string_view folder : {inbox_folder, taken_folder, drafts_folder})
        if (Status made = work.add("new/" + std::string(folder)); !made) return made;
    return {};
}

/// Both copies, verified and closed again, and what the new vault takes from the one that is its base.
struct Verified {
    std::size_t base = 0;
    std::array<std::string, 2> anchors;
    sealed::Secret row_key;
    sealed::Secret audit_key;
};
Result<Verified> verify_copies(const std::vector<MergeEntrance>& sides, const std::array<std::string, 2>& copies,
                               const Clock& clock)
{
    std::vector<Core> cores;
    for (std::size_t at = 0; at < sides.size(); ++at) {
        auto one = open_copy(sides[at], copies.at(at), clock);
        if (!one) return of_side(one.error(), side_names.at(at));
        cores.push_back(std::move(*one));
    }
    const auto base = find_base({&cores[0], &cores[1]});
    if (!base) return base.error();
    Verified out{*base, {}, cores[*base].row_key.copy(), cores[*base].audit_key.copy()};
    for (std::size_t at = 0; at < cores.size(); ++at) {
        const auto anchor = anchor_of(cores[at]);
        if (!anchor) return of_side(anchor.error(), side_names.at(at));
        out.anchors.at(at) = print_anchor(*anchor);
    }
    if (const Status covered = cover_alike(cores[1 - *base], cores[*base]); !covered) return covered.error();
    return out;
}

/// The new vault, with the base's keys and header.
Result<Core> open_new(const MergeEntrance& base, const Verified& verified, const std::string& folder,
                      const Clock& clock)
{
    auto lock = VaultLock::take(folder);
    if (!lock) return lock.error();
    auto database = open_databases(*lock, folder, {base.keys.responses, base.keys.identity});
    if (!database) return database.error();
    if (const Status made = migrate(*database); !made) return made.error();
    Core core = make_core(std::move(*lock), std::move(*database), folder, base.header, base.user, base.keys, clock,
                          system_boot_clock());
    core.row_key = verified.row_key.copy();
    core.audit_key = verified.audit_key.copy();
    return core;
}

/// One transaction. The copies are attached for as long as this lasts.
Filled fill(Core& core, const std::array<std::string, 2>& copies, const std::vector<MergeEntrance>& sides,
            const Verified& verified)
{
    Merging merging{core, merge_sides.at(verified.base), {}, {}, {}, {}};
    const auto run = [&]() -> Status {
        for (std::size_t at = 0; at < sides.size(); ++at) {
            const std::string name(merge_sides.at(at));
            const RoleKeys& keys = sides[at].keys;
            if (Status ready =
                    attach_databases(core.database, copies.at(at), {keys.responses, keys.identity}, name, name + "_id");
                !ready)
                return ready;
        }
        if (Status ready = core.database.run("PRAGMA foreign_keys = OFF"); !ready) return ready;
        auto transaction = Transaction::begin(core.database);
        if (!transaction) return transaction.error();
        note_users_left_out(merging, core.header, sides[1 - verified.base].header);
        if (Status filled =
                fill_merged(merging, verified.anchors.at(verified.base), verified.anchors.at(1 - verified.base));
            !filled)
            return filled;
        return transaction->commit();
    };
    Status outcome = run();
    return {std::move(merging.notes), std::move(merging.clashes), std::move(merging.files_gone), std::move(outcome)};
}

/// The last steps: with its header the folder is a vault, and then it gets its name.
Status finish(WorkFolder& fresh, const MergeEntrance& base, const std::string& to)
{
    for (const std::string_view name : {responses_file, identity_file})
        if (Status checked = check_encrypted(fresh.path() + "/" + std::string(name)); !checked) return checked;
    if (Status done = write_auth_state(fresh.path(), {}); !done) return done;
    const auto header = read_small(base.place + "/" + std::string(header_file), most_header);
    if (!header) return header.error();
    if (Status done = replace_file(fresh.path(), header_file, *header); !done) return done;
    return fresh.become(to);
}

} // namespace

Result<Merged> merge_vaults(const MergeSide& first, const MergeSide& second, const std::string& to, const Clock& clock,
                            std::vector<MergeNote>* clashes, const BootClock& boot_clock)
{
    std::error_code unknown;
    if (is_there(to) && !fs::is_empty(to, unknown)) return Error{fault::vault_exists, "folder"};
    std::vector<MergeEntrance> sides;
    for (const MergeSide* const side : {&first, &second}) {
        auto one = enter_side(*side, boot_clock);
        if (!one) return of_side(one.error(), side_names.at(sides.size()));
        sides.push_back(std::move(*one));
    }
    return merge_entered(std::move(sides), to, clock, clashes);
}

Result<Merged> merge_entered(std::vector<MergeEntrance> sides, const std::string& to, const Clock& clock,
                             std::vector<MergeNote>* clashes)
{
    if (sides[0].header.vault != sides[1].header.vault) return fault::not_one_vault;
    std::vector<std::vector<sealed::File>> drafts;
    for (const MergeEntrance& side : sides) {
        auto held = hold_drafts(side.place);
        if (!held) return of_side(held.error(), side_names.at(drafts.size()));
        drafts.push_back(std::move(*held));
    }
    auto work = WorkFolder::make(parent_of(to), ".merging-");
    if (!work) return work.error();
    if (const Status made = lay_out_work(*work); !made) return made.error();
    WorkFolder fresh = work->inner("new");
    const std::array<std::string, 2> copies = {work->path() + "/first", work->path() + "/second"};
    const auto verified = verify_copies(sides, copies, clock);
    if (!verified) return verified.error();
    const MergeEntrance& base = sides[verified->base];

    Filled filled;
    {
        auto core = open_new(base, *verified, fresh.path(), clock);
        if (!core) return core.error();
        filled = fill(*core, copies, sides, *verified);
    }
    if (filled.outcome)
        filled.outcome =
            merge_session_files(sides[0].place, sides[1].place, fresh.path(), filled.files_gone, filled.clashes);
    if (clashes != nullptr) *clashes = filled.clashes;
    if (!filled.clashes.empty()) return Error{fault::merge_clash, {}};
    if (!filled.outcome) return filled.outcome.error();

    Result<Merged> out = Merged{};
    {
        auto core = open_new(base, *verified, fresh.path(), clock);
        if (!core) return core.error();
        out = look_at_merged(*core);
        if (!out) return out;
    }
    out->anchors = verified->anchors;
    out->notes = std::move(filled.notes);
    std::ranges::sort(out->notes);
    out->notes.erase(std::unique(out->notes.begin(), out->notes.end()), out->notes.end());
    if (const Status done = finish(fresh, base, to); !done) return done.error();
    return out;
}

} // namespace rapport::vault
