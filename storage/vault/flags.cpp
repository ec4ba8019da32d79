#include "storage/vault/flags.h"

#include "storage/vault/links.h"
#include "storage/vault/lists.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_figures = 1000;

std::string lines_of(const std::vector<Figure>& figures)
{
    std::vector<std::string> lines;
    for (const Figure& figure : figures)
        lines.push_back(figure.name + "=" + figure.value);
    return join_lines(lines);
}

std::vector<Figure> figures_of(std::string_view text)
{
    std::vector<Figure> figures;
    for (const std::string& line : split_lines(text))
        if (const std::size_t at = line.find('='); at != std::string::npos)
            figures.push_back({line.substr(0, at), line.substr(at + 1)});
    return figures;
}

constexpr std::string_view columns = "SELECT person, kind, since_day, words, figures, seen_day, who, therapist ";

PersonFlag flag_of(const Row& row)
{
    PersonFlag flag;
    flag.person = row.id(0);
    flag.kind = row.text(1);
    flag.since_day = row.whole(2);
    flag.words = row.text(3);
    flag.figures = figures_of(row.text(4));
    flag.seen_day = row.whole(5);
    flag.who = row.text(6);
    flag.therapist = row.text(7);
    return flag;
}

/// Which kinds a person has, as the people list shows them.
Status note_kinds(Core& core, const sealed::Id& person)
{
    return core.database.run("UPDATE main.person_row SET flags = coalesce((SELECT group_concat(kind, ' ') FROM "
                             "(SELECT kind FROM main.person_flag WHERE person = ?1 ORDER BY kind)), '') WHERE person "
                             "= ?1",
                             {person});
}

} // namespace

Status set_flag(Core& core, const PersonFlag& flag)
{
    const std::string figures = lines_of(flag.figures);
    if (figures.size() > most_figures) return Error{fault::too_long, "flag"};
    const auto root = root_of(core, flag.person);
    if (!root) return root.error();
    const Status kept = core.database.run(
        "INSERT INTO main.person_flag (person, kind, since_day, words, figures, who, therapist) SELECT ?1, ?2, ?3, "
        "?4, ?5, p.pseudonym, p.therapist FROM main.person p WHERE p.id = ?1 ON CONFLICT (person, kind) DO UPDATE SET "
        "seen_day = CASE WHEN since_day = excluded.since_day THEN seen_day ELSE 0 END, since_day = excluded.since_day, "
        "words = excluded.words, figures = excluded.figures, who = excluded.who, therapist = excluded.therapist",
        {*root, flag.kind, flag.since_day, flag.words, figures});
    if (!kept) return kept;
    return note_kinds(core, *root);
}

Status clear_flag(Core& core, const sealed::Id& person, std::string_view kind)
{
    const auto root = root_of(core, person);
    if (!root) return root.error();
    if (Status gone = core.database.run("DELETE FROM main.person_flag WHERE person = ? AND kind = ?", {*root, kind});
        !gone)
        return gone;
    return core.database.changes() == 0 ? Status() : note_kinds(core, *root);
}

Result<std::vector<PersonFlag>> Vault::flags(std::string_view kind, std::int32_t seen_before, int most)
{
    std::vector<PersonFlag> out;
    const Status read = state_->database.each(
        std::string(columns) +
            "FROM main.person_flag WHERE kind = ?1 AND seen_day < ?2 ORDER BY since_day DESC, person "
            "LIMIT ?3",
        {kind, seen_before, most}, [&](const Row& row) {
            out.push_back(flag_of(row));
            return true;
        });
    if (!read) return read.error();
    return out;
}

Result<std::vector<PersonFlag>> Vault::flags_of(const Id& person)
{
    const auto root = root_of(*state_, person);
    if (!root) return root.error();
    std::vector<PersonFlag> out;
    const Status read = state_->database.each(
        std::string(columns) + "FROM main.person_flag WHERE person = ? ORDER BY kind", {*root}, [&](const Row& row) {
            out.push_back(flag_of(row));
            return true;
        });
    if (!read) return read.error();
    return out;
}

} // namespace rapport::vault
