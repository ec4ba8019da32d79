#include "app/cli/commands.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_vault.h"
#include "app/person/person_read.h"
#include "app/sheet/sheet.h"
#include "app/shell/strings/strings.h"

namespace rapport::cli {

namespace {

using strings::say;

struct SheetWishes {
    VaultDoor door;
    std::string pseudonym;
    std::string out;
    std::string paper = "a4";
    std::string language;
    bool text = false;
    bool names = false;
    bool as_json = false;
};

Result<vault::Id> find_by_name(vault::Vault& vault, const std::string& pseudonym)
{
    const auto people = vault.people(pseudonym);
    if (!people) return people.error();
    for (const vault::PersonRow& row : *people)
        if (row.person.pseudonym == pseudonym) return row.person.id;
    return Error{vault::fault::unknown_person, {}};
}

Result<person_sheet::Heading> heading_of(vault::Vault& vault, const vault::Id& person, bool names)
{
    person_sheet::Heading heading;
    heading.clinic = vault.clinic();
    heading.made_by = vault.user();
    heading.made_ms = vault.now_ms();
    heading.names = names;
    if (!names) return heading;
    auto identity = vault.identity(person);
    if (!identity) return identity.error();
    heading.name = std::move(identity->name);
    heading.record_number = std::move(identity->record_number);
    return heading;
}

int make_sheet_of(const SheetWishes& wishes)
{
    if (!wishes.language.empty() && !strings::use_language(wishes.language))
        return refuse(say("cli.person.no_language", {{"language", wishes.language}}));
    struct stat there {};
    if (wishes.out != "-" && ::lstat(wishes.out.c_str(), &there) == 0)
        return refuse(say("cli.person.there", {{"file", wishes.out}}));
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto person = find_by_name(*vault, wishes.pseudonym);
    if (!person) return fail(person.error());
    const auto rows = desk::read_person(*vault, *person);
    if (!rows) return fail(rows.error());
    const auto heading = heading_of(*vault, *person, wishes.names);
    if (!heading) return fail(heading.error());
    const auto view = desk::make_person_view(*rows, vault->instruments(), vault->today());
    const person_sheet::SheetView sheet = person_sheet::make_sheet(*view, *heading);
    Result<std::string> bytes = person_sheet::sheet_text(sheet);
    if (!wishes.text)
        bytes = person_sheet::sheet_pdf(sheet, wishes.paper == "letter" ? person_sheet::PaperSize::letter
                                                                        : person_sheet::PaperSize::a4);
    if (!bytes) return fail(bytes.error());
    // The record first: a sheet that is out there has a line.
    if (const Status noted = vault->note_sheet(*person, wishes.text ? "text" : "pdf", wishes.names); !noted)
        return fail(noted.error());
    if (wishes.out == "-")
        std::fwrite(bytes->data(), 1, bytes->size(), stdout);
    else if (const Status written = write_all(wishes.out, *bytes); !written)
        return fail(written.error());
    if (wishes.as_json && wishes.out != "-")
        std::printf("%s\n", nlohmann::json{{"person", wishes.pseudonym},
                                           {"file", wishes.out},
                                           {"bytes", bytes->size()},
                                           {"names", wishes.names}}
                                .dump()
                                .c_str());
    return code(Exit::done);
}

} // namespace

void add_person(CLI::App& program, int& exit)
{
    CLI::App* const person = program.add_subcommand("person", "One person of a vault");
    person->require_subcommand(1);
    auto wishes = std::make_shared<SheetWishes>();
    CLI::App* const sheet = person->add_subcommand("sheet", "The visit sheet: one page, or plain text");
    wishes->door.add_to(*sheet);
    sheet->add_option("PSEUDONYM", wishes->pseudonym, "The person's code name")->required();
    sheet->add_option("--out", wishes->out, "The file to write; - is standard output")->required();
    sheet->add_flag("--text", wishes->text, "Plain text in place of a PDF");
    sheet->add_flag("--names", wishes->names, "With name, record number, notes and the words of events");
    sheet->add_option("--paper", wishes->paper, "a4 or letter")->check(CLI::IsMember({"a4", "letter"}));
    sheet->add_option("--language", wishes->language, "en, es or zh");
    sheet->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    sheet->callback([wishes, &exit] { exit = make_sheet_of(*wishes); });
}

} // namespace rapport::cli
