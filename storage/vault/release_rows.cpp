#include "storage/vault/audit.h"
#include "storage/vault/base32.h"
#include "storage/vault/people.h"

namespace rapport::vault {

namespace {

constexpr std::size_t code_bytes = 10; ///< 80 bits

/// A code for everybody who has none in this project, in one act: asked for one by one they would cost a commit each.
Status make_codes(Core& core, std::string_view project)
{
    std::vector<sealed::Id> without;
    const Status read =
        core.database.each("SELECT p.id FROM main.person p WHERE NOT EXISTS (SELECT 1 FROM main.project_code c "
                           "WHERE c.project = ? AND c.person = p.id)",
                           {project}, [&](const Row& row) {
                               without.push_back(row.id(0));
                               return true;
                           });
    if (!read) return read;
    return act(core, {"codes_made", std::string(project), {}, {}, {}, {}}, [&]() -> Status {
        for (const sealed::Id& person : without) {
            std::array<std::uint8_t, code_bytes> random{};
            crypto::fill_random(random);
            const Status kept =
                core.database.run("INSERT INTO main.project_code (project, person, code) VALUES (?, ?, ?)",
                                  {project, person, base32::write(random).view()});
            if (!kept) return kept;
        }
        return {};
    });
}

Result<std::optional<std::string>> find_code(Core& core, std::string_view project, const sealed::Id& person)
{
    return core.database.ask("SELECT code FROM main.project_code WHERE project = ? AND person = ?", {project, person});
}

} // namespace

Result<std::string> Vault::project_code(std::string_view project, const Id& person)
{
    Core& core = *state_;
    auto found = find_code(core, project, person);
    if (!found) return found.error();
    if (*found) return std::move(**found);
    if (const auto known = find_person(core, person); !known) return known.error();
    if (const Status made = make_codes(core, project); !made) return made.error();
    found = find_code(core, project, person);
    if (!found) return found.error();
    return std::move(*found).value();
}

Result<std::int64_t> Vault::note_release(std::string_view project, std::string_view profile, int people, int rows,
                                         std::string_view manifest_sha256)
{
    Core& core = *state_;
    std::int64_t number = 0;
    const Status noted =
        act(core, {"release", std::string(project), std::string(profile), {}, sealed::Bytes(manifest_sha256), {}},
            [&]() -> Status {
                const auto last = core.database.count("SELECT max(number) FROM main.release_ledger");
                if (!last) return last.error();
                number = *last + 1;
                return core.database.run(
                    "INSERT INTO main.release_ledger (number, at_ms, actor, project, profile, people, "
                    "row_count, manifest_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    {number, core.clock(), core.user, project, profile, people, rows, manifest_sha256});
            });
    if (!noted) return noted.error();
    return number;
}

} // namespace rapport::vault
