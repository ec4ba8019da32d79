#include "app/cli/foreign_import.h"

#include <array>
#include <cstdio>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_vault.h"
#include "app/cli/mismatch.h"
#include "app/shell/strings/strings.h"
#include "storage/outlet/take_foreign.h"

namespace rapport::cli {

namespace {

using release::ForeignFormat;

constexpr std::size_t most_foreign_bytes = std::size_t{256} << 20U; // some ten times as much while it is read
constexpr std::size_t most_map_bytes = std::size_t{1} << 20U;

std::string digest_of(const std::string& bytes)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
    crypto_hash_sha256(sum.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return sealed::hex(sum);
}

/// JSON begins with a brace; a CSV file with a column's name.
ForeignFormat format_of(const ForeignWishes& wishes, std::string_view bytes)
{
    if (!wishes.format.empty()) return wishes.format == "fhir" ? ForeignFormat::fhir : ForeignFormat::redcap;
    const auto first = bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    return first != std::string_view::npos && bytes[first] == '{' ? ForeignFormat::fhir : ForeignFormat::redcap;
}

nlohmann::json score_json(const std::optional<double>& score)
{
    return score ? nlohmann::json(*score) : nlohmann::json(nullptr);
}

class Report {
public:
    Report(ForeignFormat format, const release::ForeignRead& read, const outlet::TakenForeign& taken)
        : place_(format == ForeignFormat::fhir ? "entry" : "row"), read_(read), taken_(taken)
    {
    }

    void tell() const
    {
        std::size_t told = 0;
        for (const release::Wrong& one : taken_.wrong) {
            if (++told > most_told) break;
            const std::string field = one.field.empty() ? std::string() : ", " + one.field;
            std::fprintf(stderr, "rapport: %s %zu%s: %s.\n", place_, one.place, field.c_str(), one.what.c_str());
        }
        told = 0;
        for (const release::Mismatch& one : taken_.mismatches) {
            if (++told > most_told) break;
            const release::Foreign& row = read_.rows[one.row];
            std::fprintf(stderr, "rapport: %s %zu, %s: %s.\n", place_, row.place, row.row.definition->id.c_str(),
                         mismatch_words(one).c_str());
        }
        if (read_.unfinished + read_.in_error + read_.unmapped > 0)
            std::fprintf(stderr,
                         "rapport: left out: %d not finished, %d entered in error; %d the map says nothing of.\n",
                         read_.unfinished, read_.in_error, read_.unmapped);
    }

    void print(bool dry_run) const
    {
        using nlohmann::json;
        json wrong = json::array();
        for (std::size_t at = 0; at < taken_.wrong.size() && at < most_told; ++at)
            wrong.push_back({{"place", taken_.wrong[at].place},
                             {"field", taken_.wrong[at].field},
                             {"what", taken_.wrong[at].what}});
        json mismatches = json::array();
        for (std::size_t at = 0; at < taken_.mismatches.size() && at < most_told; ++at) {
            const release::Mismatch& one = taken_.mismatches[at];
            mismatches.push_back({{"place", read_.rows[one.row].place},
                                  {"instrument", read_.rows[one.row].row.definition->id},
                                  {"score", one.score},
                                  {"stated", score_json(one.stated)},
                                  {"computed", score_json(one.computed)}});
        }
        const json answer{{"people", taken_.people},
                          {"administrations", taken_.administrations},
                          {"there_already", taken_.there_already},
                          {"erased", taken_.erased},
                          {"dry_run", dry_run},
                          {"places", place_},
                          {"wrong", std::move(wrong)},
                          {"mismatches", std::move(mismatches)},
                          {"unfinished", read_.unfinished},
                          {"in_error", read_.in_error},
                          {"unmapped", read_.unmapped}};
        std::printf("%s\n", answer.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    }

private:
    const char* place_;
    const release::ForeignRead& read_;
    const outlet::TakenForeign& taken_;
};

int told_by_detail(const Error& error, Exit exit)
{
    std::fprintf(stderr, "rapport: %s.\n", error.detail.c_str());
    static_cast<void>(fail(error));
    return code(exit);
}

} // namespace

int import_foreign(vault::Vault& vault, const ForeignWishes& wishes)
{
    outlet::TakeForeign how;
    if (wishes.people == "create") how.strangers = outlet::Strangers::add;
    if (wishes.keep_going) how.differing = outlet::Differing::leave_those;
    how.only_try = wishes.dry_run;
    if (!wishes.first_day.empty()) {
        if (!is_day(wishes.first_day)) {
            std::fprintf(stderr, "rapport: %s\n", strings::say("cli.date", {{"option", "--first-day"}}).c_str());
            return code(Exit::usage);
        }
        how.first_day = day_number(wishes.first_day);
    }
    const auto bytes = read_all(wishes.file, most_foreign_bytes);
    if (!bytes) return fail(bytes.error());
    const auto map_bytes = read_all(wishes.map, most_map_bytes);
    if (!map_bytes) return fail(map_bytes.error());
    how.digest = digest_of(*bytes);

    std::vector<const instruments::Definition*> definitions;
    for (const instruments::Definition& one : vault.instruments())
        definitions.push_back(&one);
    const ForeignFormat format = format_of(wishes, *bytes);
    const auto map = release::read_foreign_map(*map_bytes, format, definitions);
    if (!map) return told_by_detail(map.error(), Exit::usage);
    const auto unfinished = wishes.unfinished ? release::Unfinished::take : release::Unfinished::leave;
    const auto read = format == ForeignFormat::fhir ? release::read_foreign_fhir(*bytes, *map, unfinished)
                                                    : release::read_foreign_redcap(*bytes, *map, unfinished);
    if (!read) return told_by_detail(read.error(), Exit::refused);
    const auto taken = outlet::take_foreign(vault, *map, *read, how);
    if (!taken) return fail(taken.error());

    const Report report(format, *read, *taken);
    report.tell();
    if (wishes.as_json) report.print(wishes.dry_run);
    if (taken->erased > 0)
        std::fprintf(stderr, "rapport: %d left out, of people who were erased from this vault.\n", taken->erased);
    if (taken->refused) return refuse(std::string(strings::say("cli.foreign_refused")));
    std::fprintf(stderr, "rapport: %d new people, %d administrations %s, %d there already.\n", taken->people,
                 taken->administrations, wishes.dry_run ? "would be taken in" : "taken in", taken->there_already);
    return taken->wrong.empty() && taken->mismatches.empty() ? code(Exit::done) : code(Exit::refused);
}

} // namespace rapport::cli
