#include <algorithm>
#include <map>
#include <tuple>

#include "storage/vault/merge_rules.h"

namespace rapport::vault {

namespace {

constexpr std::size_t token_size = 16;

/// Codes were made in both copies for the same person and project, and data left under either: both must lead back to
/// the person. The smaller one goes on; the other stands under the project's name with the code behind it.
Status join_codes(Merging& merging)
{
    const std::string all =
        "(" +
        for_both("SELECT x.project, x.person, x.code FROM {s}.project_code x WHERE " + std::string(not_erased),
                 " UNION ") +
        ")";
    if (Status done = run_steps(
            merging,
            {"INSERT INTO main.project_code (project, person, code) SELECT project, person, min(code) FROM " + all +
                 " GROUP BY project, person",
             "INSERT INTO main.project_code (project, person, code) SELECT u.project || ' / ' || u.code, u.person, "
             "u.code FROM " +
                 all +
                 " u WHERE NOT EXISTS (SELECT 1 FROM main.project_code m WHERE m.project = u.project AND m.code = "
                 "u.code) AND NOT EXISTS (SELECT 1 FROM main.project_code m WHERE m.project = u.project || ' / ' || "
                 "u.code AND m.person = u.person)"});
        !done)
        return done;
    return merging.database().each("SELECT x.project, count(*) FROM a.project_code x JOIN b.project_code y ON "
                                   "y.project = x.project AND y.person = "
                                   "x.person AND y.code <> x.code GROUP BY x.project",
                                   {}, [&](const Row& row) {
                                       merging.note("codes_made_in_both", {},
                                                    row.text(0) + ", " + std::to_string(row.integer(1)));
                                       return true;
                                   });
}

/// A person is one token in the ledger. Where each copy made one, the smaller stands, in every row that left.
Result<std::map<std::string, std::string>> join_tokens(Merging& merging)
{
    std::map<std::string, std::string> stands;
    const Status read = merging.database().each(
        "SELECT max(x.token, y.token), min(x.token, y.token) FROM a.release_token x JOIN b.release_token y ON y.person "
        "= x.person WHERE x.token <> y.token",
        {}, [&](const Row& row) {
            stands[row.blob(0)] = row.blob(1);
            return true;
        });
    if (!read) return read.error();
    const Status kept = merging.database().run(
        "INSERT INTO main.release_token (person, token) SELECT person, min(token) FROM (" +
        for_both("SELECT x.person, x.token FROM {s}.release_token x WHERE " + std::string(not_erased), " UNION ALL ") +
        ") GROUP BY person");
    if (!kept) return kept.error();
    return stands;
}

/// A release is the same in both copies when everything its line says is.
struct Line {
    std::int64_t at_ms = 0;
    std::string actor, project, profile;
    std::int64_t people = 0;
    std::int64_t rows = 0;
    std::string manifest;
    bool has_terms = false;
    std::string recipient, purpose;
    std::int64_t k = 0;
    std::int64_t threshold = 0;
    int copy = 0; ///< of lines alike within one copy: the first, the second
    auto operator<=>(const Line&) const = default;
};
struct From {
    std::string_view side;
    std::int64_t number = 0;
};

Result<std::map<Line, From>> read_ledgers(Merging& merging)
{
    std::map<Line, From> all;
    for (const std::string_view side : merge_sides) {
        std::map<Line, int> seen;
        const Status read = merging.database().each(
            for_side("SELECT l.number, l.at_ms, l.actor, l.project, l.profile, l.people, l.row_count, "
                     "l.manifest_sha256, t.release IS NOT NULL, coalesce(t.recipient, ''), coalesce(t.purpose, ''), "
                     "coalesce(t.k, 0), coalesce(t.threshold, 0) FROM {s}.release_ledger l LEFT JOIN {s}.release_terms "
                     "t ON t.release = l.number ORDER BY l.number",
                     side),
            {}, [&](const Row& row) {
                Line line{row.integer(1), row.text(2),  row.text(3), row.text(4),  row.integer(5),  row.integer(6),
                          row.text(7),    row.truth(8), row.text(9), row.text(10), row.integer(11), row.integer(12)};
                line.copy = seen[line]++;
                all.emplace(std::move(line), From{side, row.integer(0)});
                return true;
            });
        if (!read) return read.error();
    }
    return all;
}

/// With the tokens that stand, in their order and each once.
std::string renamed(const sealed::Bytes& tokens, const std::map<std::string, std::string>& stands)
{
    std::vector<std::string> all;
    for (std::size_t at = 0; at + token_size <= tokens.size(); at += token_size) {
        std::string one(tokens.substr(at, token_size));
        const auto other = stands.find(one);
        all.push_back(other == stands.end() ? std::move(one) : other->second);
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::string out;
    for (const std::string& one : all)
        out += one;
    return out;
}

Status copy_fed(Merging& merging, const From& from, std::int64_t number,
                const std::map<std::string, std::string>& stands)
{
    Status kept;
    const Status read = merging.database().each(
        for_side("SELECT place, quantity, tokens FROM {s}.released_row WHERE release = ? ORDER BY place", from.side),
        {from.number}, [&](const Row& row) {
            const std::string tokens = renamed(row.blob(2), stands);
            kept = merging.database().run(
                "INSERT INTO main.released_row (release, place, quantity, tokens) VALUES (?, ?, ?, ?)",
                {number, row.integer(0), row.text(1), Blob{sealed::ByteView(tokens)}});
            return kept.ok();
        });
    return kept ? read : kept;
}

Status join_ledgers(Merging& merging, const std::map<std::string, std::string>& stands)
{
    const auto all = read_ledgers(merging);
    if (!all) return all.error();
    std::int64_t number = 0;
    for (const auto& [line, from] : *all) {
        ++number;
        Status kept = merging.database().run(
            "INSERT INTO main.release_ledger (number, at_ms, actor, project, profile, people, row_count, "
            "manifest_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            {number, line.at_ms, line.actor, line.project, line.profile, line.people, line.rows, line.manifest});
        if (!kept) return kept;
        if (line.has_terms)
            kept = merging.database().run(
                "INSERT INTO main.release_terms (release, recipient, purpose, k, threshold) VALUES (?, ?, ?, ?, ?)",
                {number, line.recipient, line.purpose, line.k, line.threshold});
        if (!kept) return kept;
        if (Status fed = copy_fed(merging, from, number, stands); !fed) return fed;
    }
    return {};
}

} // namespace

Status merge_releases(Merging& merging)
{
    if (Status done = join_codes(merging); !done) return done;
    const auto stands = join_tokens(merging);
    if (!stands) return stands.error();
    return join_ledgers(merging, *stands);
}

} // namespace rapport::vault
