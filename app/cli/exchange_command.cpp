#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "instruments/exchange/exchange.h"
#include "instruments/json_tree.h"
#include "instruments/reader.h"

namespace rapport::cli {

using instruments::Definition;
using instruments::Exported;
using instruments::Imported;
using instruments::Json;
using instruments::Unkept;

namespace {

constexpr std::size_t largest_questionnaire = std::size_t{16} << 20;

struct ExportWishes {
    std::string id;
    std::string format;
    std::string out;
};

/// A bundled instrument by its id, or a definition file by its path.
Result<Definition> wanted(const std::string& id)
{
    if (const Definition* found = instruments::find_in_library(id); found != nullptr) return *found;
    if (id.find_first_of("/.") == std::string::npos)
        return Error{{"no_such_instrument"},
                     "There is no instrument called " + id + ". 'rapport instruments list' names them all."};
    auto text = read_all(id, (std::size_t{1} << 20) + 1);
    if (!text) return text.error();
    auto reading = instruments::read_definition(*text);
    if (!reading.definition)
        return Error{{"no_such_instrument"}, id + " has problems. 'rapport instruments check " + id + "' names them."};
    return std::move(*reading.definition);
}

Result<Exported> make(const Definition& definition, const std::string& format)
{
    if (format == "fhir") return instruments::export_fhir(definition);
    if (format == "redcap") return instruments::export_redcap(definition);
    return instruments::export_redcap_zip(definition);
}

int give(const std::string& out, const std::string& bytes)
{
    if (out.empty() || out == "-") {
        std::fwrite(bytes.data(), 1, bytes.size(), stdout);
        return code(Exit::done);
    }
    if (auto written = write_all(out, bytes); !written) return fail(written.error());
    return code(Exit::done);
}

int export_now(const ExportWishes& wishes)
{
    auto definition = wanted(wishes.id);
    if (!definition) {
        const bool ours = definition.error().fault == Fault{"no_such_instrument"};
        return ours ? refuse(definition.error().detail) : fail(definition.error());
    }
    auto made = make(*definition, wishes.format);
    if (!made) return refuse("The archive could not be made: " + made.error().detail + ".");
    std::string hidden;
    for (const std::string& each : made->left_out)
        hidden += (hidden.empty() ? "" : ", ") + each;
    std::fprintf(stderr, "rapport: other programs do not see: %s.\n", hidden.c_str());
    if (definition->wording == instruments::Wording::key_only)
        std::fputs("rapport: the wording is licensed, so items and answers go out as numbers.\n", stderr);
    if (!definition->key_verified)
        std::fputs("rapport: the scoring key is unverified; say so to whoever receives this.\n", stderr);
    return give(wishes.out, made->bytes);
}

Json rows_of(const std::vector<Unkept>& rows)
{
    Json list = Json::list();
    for (const Unkept& row : rows) {
        Json each = Json::object();
        list.add(each.set("where", Json::of(row.where)).set("what", Json::of(row.what)));
    }
    return list;
}

void tell(const Imported& imported)
{
    for (const Unkept& row : imported.unkept)
        std::fprintf(stderr, "not kept: %s: %s\n", row.where.c_str(), row.what.c_str());
    for (const Unkept& row : imported.to_do)
        std::fprintf(stderr, "to do: %s: %s\n", row.where.c_str(), row.what.c_str());
    std::fprintf(stderr,
                 "rapport: %zu not kept, %zu to do. The key is marked unverified, and 'check' refuses this draft until "
                 "worked examples from the published rule are added.\n",
                 imported.unkept.size(), imported.to_do.size());
}

int import_now(const std::string& path, const std::string& out, bool as_json)
{
    auto bytes = read_all(path, largest_questionnaire + 1);
    if (!bytes) return fail(bytes.error());
    auto imported = instruments::import_questionnaire(*bytes);
    if (!imported) return refuse(imported.error().detail);
    if (!as_json) {
        tell(*imported);
        return give(out, imported->json);
    }
    Json answer = Json::object();
    answer.set("not_kept", rows_of(imported->unkept)).set("to_do", rows_of(imported->to_do));
    if (out.empty())
        answer.set("definition", instruments::parse_json(imported->json, {std::size_t{64} << 20, 64, 10'000'000,
                                                                          std::size_t{1} << 20, 4'096})
                                     .root);
    std::printf("%s\n", print_json(answer, instruments::Layout::indented).c_str());
    return out.empty() ? code(Exit::done) : give(out, imported->json);
}

} // namespace

void add_exchange(CLI::App& instruments_command, int& exit)
{
    auto wishes = std::make_shared<ExportWishes>();
    CLI::App* out = instruments_command.add_subcommand("export", "Write one instrument in another program's format");
    out->add_option("ID", wishes->id, "Instrument, as 'pcl-5', or a definition file")->required();
    out->add_option("--format", wishes->format, "fhir, redcap or redcap-zip")
        ->required()
        ->check(CLI::IsMember({"fhir", "redcap", "redcap-zip"}));
    out->add_option("--out", wishes->out, "File; without it, standard output");
    out->callback([wishes, &exit] { exit = export_now(*wishes); });

    struct ImportWishes {
        std::string path;
        std::string out;
        bool as_json = false;
    };
    auto wanted_in = std::make_shared<ImportWishes>();
    CLI::App* in = instruments_command.add_subcommand(
        "import", "Make a draft definition of a FHIR R4 Questionnaire or a REDCap dictionary; says what was not kept");
    in->add_option("FILE", wanted_in->path, "Questionnaire JSON, dictionary CSV or instrument zip")->required();
    in->add_option("--out", wanted_in->out, "Definition file; without it, standard output");
    in->add_flag("--json", wanted_in->as_json, "Machine-readable answer on standard output");
    in->callback([wanted_in, &exit] { exit = import_now(wanted_in->path, wanted_in->out, wanted_in->as_json); });
}

} // namespace rapport::cli
