#include "app/desk/record_view.h"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/release/csv.h"

namespace rapport::desk {

using strings::say;

namespace {

std::string event_words(const std::string& event)
{
    const std::string key = "desk.event." + event;
    if (strings::has(key)) return std::string(say(key));
    std::string plain = event;
    std::replace(plain.begin(), plain.end(), '_', ' ');
    return plain;
}

bool is_id(const std::string& object)
{
    return object.size() == 32 && object.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// A file's or a list's name, where it says something to a reader.
std::string object_words(const vault::RecordLine& line)
{
    if (!line.about.empty()) return line.about;
    const std::string& object = line.entry.object;
    constexpr std::size_t longest = 40;
    if (object.empty() || is_id(object) || object.size() > longest) return {};
    if (object == "audit" || object == "desk" || object == "schema" || object == "administrations") return {};
    return object.starts_with("policy:") ? object.substr(7) : object;
}

std::string reason_words(const vault::AuditEntry& entry)
{
    if (entry.event == "policy_set") return say("desk.record.from_to", {{"from", entry.reason}, {"to", entry.field}});
    if (entry.event == "corrected") return say("desk.record.item", {{"item", entry.field}, {"why", entry.reason}});
    if (entry.event == "administration" && entry.reason.empty()) return entry.field;
    return entry.reason;
}

std::string utc_words(std::int64_t ms)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time_t{ms / 1000}));
}

} // namespace

const std::vector<RecordKind>& record_kinds()
{
    static const std::vector<RecordKind> all{
        {"desk.record.all", {}},
        {"desk.record.doors", {"unlock", "lock", "recovery_unlock"}},
        {"desk.record.looks", {"view_person", "view_identity", "view_record", "search", "read_all", "reviewed"}},
        {"desk.record.answers",
         {"administration", "corrected", "ingest", "session_started", "session_resumed", "session_stopped",
          "session_refused", "signed"}},
        {"desk.record.alerts", {"alert", "acknowledged", "alert_gone", "note_gone"}},
        {"desk.record.people",
         {"person_added", "visit_planned", "withdrawn", "erased", "entry_added", "entry_corrected",
          "entry_taken_back"}},
        {"desk.record.users",
         {"user_added", "user_removed", "user_reset", "passphrase_changed", "passphrase_restretched", "rotation",
          "users_noted", "user_added_begun", "user_reset_begun", "passphrase_changed_begun", "user_added_undone",
          "user_reset_undone", "passphrase_changed_undone", "session_keys_covered"}},
        {"desk.record.releases",
         {"release", "release_refused", "release_not_delivered", "release_taken_back", "foreign_taken_in",
          "release_tokens_made", "codes_made", "record_exported", "sheet_made"}},
        {"desk.record.upkeep",
         {"created", "backup", "backup_refused", "drill", "restored", "salvage", "migrated", "policy_set",
          "wording_installed", "wording_removed", "definition_added", "key_signed_off", "norm_set", "norm_removed",
          "vaults_merged", "merge_settled"}}};
    return all;
}

RecordRow record_row(const vault::RecordLine& line, std::int64_t now_ms)
{
    const vault::AuditEntry& entry = line.entry;
    RecordRow row;
    row.number = fmt::format("{}", entry.sequence);
    const LocalTime then = local_time(entry.utc_ms);
    row.when = day_words(then.day, local_time(now_ms).day) + " " + clock_words(then.minute);
    row.when[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(row.when[0])));
    row.who = entry.actor;
    row.what = event_words(entry.event);
    row.about = object_words(line);
    row.why = reason_words(entry);
    return row;
}

std::vector<std::string> record_columns()
{
    return {"line", "utc", "actor", "event", "object", "field", "about", "reason", "hash"};
}

std::vector<std::string> record_cells(const vault::RecordLine& line)
{
    const vault::AuditEntry& entry = line.entry;
    const auto words = [](std::string_view text) { return release::text_cell(text); };
    return {fmt::format("{}", entry.sequence),
            utc_words(entry.utc_ms),
            words(entry.actor),
            words(entry.event),
            words(entry.object),
            words(entry.field),
            words(line.about),
            words(entry.reason),
            entry.hash};
}

std::optional<vault::RecordWish> read_filter(const RecordView& view, const RecordState& state,
                                             const std::vector<vault::PersonRow>& found, std::string& trouble)
{
    trouble.clear();
    vault::RecordWish wish;
    if (state.actor > 0 && state.actor <= view.actors.size()) wish.actor = view.actors[state.actor - 1];
    if (state.kind < record_kinds().size()) wish.events = record_kinds()[state.kind].events;
    const std::string person = trimmed(state.person.text);
    if (!person.empty()) {
        const auto same = std::find_if(found.begin(), found.end(),
                                       [&](const vault::PersonRow& row) { return row.person.pseudonym == person; });
        if (same == found.end() && found.size() != 1) {
            trouble = say(found.empty() ? "desk.record.nobody" : "desk.record.several");
            return {};
        }
        wish.person = same == found.end() ? found.front().person.id : same->person.id;
    }
    const auto read_day = [&](const std::string& text, int later, std::int64_t& ms) {
        const std::string typed = trimmed(text);
        if (typed.empty()) return true;
        std::int32_t day = 0;
        int year = 0;
        if (!parse_iso_day(typed, day, year)) return false;
        // Midnight of the clinic's own clock, found from UTC's.
        constexpr std::int64_t day_ms = 86'400'000;
        ms = (static_cast<std::int64_t>(day) + later) * day_ms;
        const LocalTime at = local_time(ms);
        ms -= (static_cast<std::int64_t>(at.day - day - later) * 1440 + at.minute) * 60'000;
        return true;
    };
    if (!read_day(state.from.text, 0, wish.from_ms) || !read_day(state.to.text, 1, wish.to_ms)) {
        trouble = say("desk.record.date_shape");
        return {};
    }
    return wish;
}

std::string filter_words(const RecordView& view, const RecordState& state)
{
    std::vector<std::string> parts;
    if (state.actor > 0 && state.actor <= view.actors.size()) parts.push_back("actor " + view.actors[state.actor - 1]);
    if (state.kind > 0 && state.kind < record_kinds().size())
        parts.push_back("kind " + std::string(record_kinds()[state.kind].key).substr(12));
    if (!trimmed(state.person.text).empty()) parts.emplace_back("one person");
    if (!trimmed(state.from.text).empty()) parts.push_back("from " + trimmed(state.from.text));
    if (!trimmed(state.to.text).empty()) parts.push_back("to " + trimmed(state.to.text));
    return parts.empty() ? "everything" : joined(parts, ", ");
}

} // namespace rapport::desk
