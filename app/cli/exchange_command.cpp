#include <cstdio>
#include <memory>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/shell/strings/strings.h"
#include "instruments/exchange/exchange.h"
#include "instruments/json_tree.h"

namespace rapport::cli {

using instruments::Definition;
using instruments::Exported;
using instruments::Imported;
using instruments::Json;
using instruments::Unkept;
using strings::say;

namespace {

constexpr std::size_t largest_questionnaire = std::size_t{16} << 20;

struct ExportWishes {
    std::string id;
    std::string format;
    std::string out;
};

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
    const auto found = instrument_named(wishes.id);
    if (!found) return refuse_instrument(wishes.id, found.error());
    const Definition& definition = **found;
    auto made = make(definition, wishes.format);
    if (!made) return refuse(say("cli.exchange.no_archive", {{"what", made.error().detail}}));
    std::string hidden;
    for (const std::string& each : made->left_out)
        hidden += (hidden.empty() ? "" : ", ") + each;
    std::fprintf(stderr, "rapport: %s\n", say("cli.exchange.hidden", {{"what", hidden}}).c_str());
    if (definition.wording == instruments::Wording::key_only)
        std::fprintf(stderr, "rapport: %s\n", say("cli.exchange.key_only").data());
    if (!definition.key_verified) std::fprintf(stderr, "rapport: %s\n", say("cli.key_unverified").data());
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
    const auto line = [](std::string_view key, const Unkept& row) {
        std::fprintf(stderr, "%s\n", say(key, {{"where", row.where}, {"what", row.what}}).c_str());
    };
    for (const Unkept& row : imported.unkept)
        line("cli.exchange.not_kept", row);
    for (const Unkept& row : imported.to_do)
        line("cli.exchange.to_do", row);
    std::fprintf(stderr, "rapport: %s\n",
                 say("cli.exchange.draft", {{"unkept", std::to_string(imported.unkept.size())},
                                            {"to_do", std::to_string(imported.to_do.size())}})
                     .c_str());
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

void add_exchange(CLI::App& instruments, int& exit)
{
    auto wishes = std::make_shared<ExportWishes>();
    CLI::App* out = instruments.add_subcommand("export", "Write one instrument in another program's format");
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
    CLI::App* in = instruments.add_subcommand(
        "import", "Make a draft definition of a FHIR R4 Questionnaire or a REDCap dictionary; says what was not kept");
    in->add_option("FILE", wanted_in->path, "Questionnaire JSON, dictionary CSV or instrument zip")->required();
    in->add_option("--out", wanted_in->out, "Definition file; without it, standard output");
    in->add_flag("--json", wanted_in->as_json, "Machine-readable answer on standard output");
    in->callback([wanted_in, &exit] { exit = import_now(wanted_in->path, wanted_in->out, wanted_in->as_json); });
}

} // namespace rapport::cli
