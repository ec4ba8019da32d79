#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "storage/vault/bytes.h"
#include "storage/vault/lists.h"
#include "storage/vault/merge_rules.h"
#include "storage/vault/retention.h"

namespace rapport::vault {

namespace {

/// Which lines of the audit say that a setting was set. The object is the setting's name, or what follows the prefix;
/// of "norm:INSTRUMENT:SCORE" the score is the line's field.
struct SaidBy {
    std::string_view prefix;
    std::string_view events;
    bool whole_name = false;
    bool score_is_field = false;
};
constexpr std::array said_by = {
    SaidBy{"policy:", "'policy_set'", true},
    SaidBy{"moment_text:", "'clinic_words'", true},
    SaidBy{"safety_text:", "'clinic_words'", true},
    SaidBy{"own_definition:", "'definition_added'"},
    SaidBy{"sign_off:", "'key_signed_off'"},
    SaidBy{"norm:", "'norm_set', 'norm_removed'", false, true},
    SaidBy{"retention_deferred:", "'retention_deferred'"},
    SaidBy{"episode_ended:", "'episode_ended'"},
};
constexpr std::string_view retention_policy_setting = "policy:retention";
/// The base's own: whose the files are, what the header says of users, and keys.
constexpr std::string_view of_base =
    "(name IN ('proof_keys', 'session_keys_covered', 'user_act') OR name GLOB 'user:*' "
    "OR name GLOB 'inbox_key:*')";

std::int64_t leading_number(std::string_view text)
{
    std::int64_t value = 0;
    static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), value));
    return value;
}

/// When a setting was last set on a side; 0 where no line says so.
Result<std::int64_t> set_ms(Merging& merging, std::string_view side, const std::string& name)
{
    std::string events = "'retention_set'";
    std::string object;
    std::string field;
    if (name != retention_policy_setting) {
        const auto rule =
            std::ranges::find_if(said_by, [&](const SaidBy& one) { return name.starts_with(one.prefix); });
        if (rule == said_by.end()) return std::int64_t{0};
        events = rule->events;
        object = rule->whole_name ? name : name.substr(rule->prefix.size());
        if (rule->score_is_field) {
            const std::size_t colon = object.find(':');
            if (colon != std::string::npos) {
                field = object.substr(colon + 1);
                object.resize(colon);
            }
        }
    }
    const std::string about =
        "WHERE event IN (" + events + ") AND (?1 = '' OR object = ?1) AND (?2 = '' OR field = ?2)";
    return merging.database().count(for_side("SELECT coalesce(max(utc_ms), 0) FROM (SELECT utc_ms FROM {s}.audit " +
                                                 about + " UNION ALL SELECT utc_ms FROM {s}.earlier_audit " + about +
                                                 ")",
                                             side),
                                    {object, field});
}

std::string shortened(std::string text)
{
    constexpr std::size_t most = 300;
    if (text.size() > most) {
        text.resize(most);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
            text.pop_back();
        if (!text.empty()) text.pop_back();
    }
    std::ranges::replace(text, '\n', ';');
    return text;
}

sealed::Bytes commitment(const Merging& merging, const std::string& name, const std::string& value)
{
    const crypto::Mac mac =
        crypto::keyed_mac(merging.core.row_key, ByteWriter().text("setting").text(name).text(value).bytes());
    return {mac.begin(), mac.end()};
}

/// What stands of two values.
Result<std::string> settle(Merging& merging, const std::string& name, const std::string& a, const std::string& b)
{
    if (name == "ticket_salt") return std::min(a, b);
    if (name == "last_backup") return std::max(std::pair(leading_number(a), a), std::pair(leading_number(b), b)).second;
    const auto of_a = set_ms(merging, "a", name);
    if (!of_a) return of_a.error();
    const auto of_b = set_ms(merging, "b", name);
    if (!of_b) return of_b.error();
    const bool first = std::pair(*of_a, a) > std::pair(*of_b, b);
    const std::string& stands = first ? a : b;
    const std::string& gave_way = first ? b : a;
    merging.settled.push_back({name, "setting", commitment(merging, name, gave_way), commitment(merging, name, stands),
                               "set in both: the later stands; the other had: " + shortened(gave_way)});
    merging.note("set_in_both", {}, name);
    return stands;
}

Status join_settings(Merging& merging)
{
    std::set<std::string> gone;
    Status read = merging.database().each("SELECT person FROM main.erasure", {}, [&](const Row& row) {
        for (std::string& name : retention_settings_of(row.id(0)))
            gone.insert(std::move(name));
        return true;
    });
    if (!read) return read;
    std::map<std::string, std::array<std::optional<std::string>, 2>> all;
    for (std::size_t side = 0; side < merge_sides.size(); ++side) {
        read = merging.database().each(
            for_side("SELECT name, value FROM {s}.setting WHERE name <> 'vault' AND NOT ", merge_sides.at(side)) +
                std::string(of_base),
            {}, [&](const Row& row) {
                if (!gone.contains(row.text(0))) all[row.text(0)].at(side) = row.text(1);
                return true;
            });
        if (!read) return read;
    }
    for (const auto& [name, values] : all) {
        const auto& [a, b] = values;
        std::string value = a ? *a : *b;
        // Let through for one device by an administrator of that copy: what only one of them knows is let through in
        // neither, or the order of three copies would count.
        if (name == "device_allowed" && a != b) {
            merging.note("device_allowance_dropped", {}, {});
            continue;
        }
        if (a && b && *a != *b) {
            auto settled = settle(merging, name, *a, *b);
            if (!settled) return settled.error();
            value = std::move(*settled);
        }
        if (Status kept = merging.database().run("INSERT INTO main.setting (name, value) VALUES (?, ?)", {name, value});
            !kept)
            return kept;
    }
    return {};
}

/// Somebody has a right in the merged vault when they have it in both: taken in one, it is gone.
Status join_rights(Merging& merging)
{
    for (const std::string_view name : {"right:identified", "right:reidentify"}) {
        std::array<std::vector<std::string>, 2> slots;
        for (std::size_t side = 0; side < merge_sides.size(); ++side) {
            const auto text = merging.database().ask(
                for_side("SELECT value FROM {i}.setting WHERE name = ?", merge_sides.at(side)), {name});
            if (!text) return text.error();
            slots.at(side) = split_lines(text->value_or(""));
            std::ranges::sort(slots.at(side));
        }
        std::vector<std::string> both;
        std::ranges::set_intersection(slots[0], slots[1], std::back_inserter(both));
        if (slots[0] != slots[1]) merging.note("right_in_one_only", {}, std::string(name.substr(name.find(':') + 1)));
        if (both.empty()) continue;
        if (Status kept = merging.database().run("INSERT INTO identity.setting (name, value) VALUES (?, ?)",
                                                 {name, join_lines(both)});
            !kept)
            return kept;
    }
    return {};
}

} // namespace

Status merge_settings(Merging& merging)
{
    const std::string own = " SELECT name, value FROM {x}.setting WHERE " + std::string(of_base);
    for (const auto& [into, from] :
         {std::pair<std::string, std::string>{"main", "{s}"}, std::pair<std::string, std::string>{"identity", "{i}"}}) {
        std::string sql = "INSERT INTO " + into + ".setting (name, value)" + own;
        sql.replace(sql.find("{x}"), 3, from);
        if (Status done = merging.database().run(for_side(sql, merging.base)); !done) return done;
    }
    if (Status done = join_settings(merging); !done) return done;
    if (Status done = join_rights(merging); !done) return done;
    if (Status done = join_rows(merging, {"main", "installed_wording", "instrument, at_ms"}); !done) return done;
    return merging.database().run("INSERT INTO main.device_seen (device, program, first_ms, last_ms) SELECT device, "
                                  "program, min(first_ms), max(last_ms) FROM (" +
                                  for_both("SELECT * FROM {s}.device_seen", " UNION ALL ") +
                                  ") GROUP BY device, program");
}

} // namespace rapport::vault
