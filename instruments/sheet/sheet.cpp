#include "instruments/sheet/sheet.h"

#include <charconv>

#include "instruments/describe_json.h"
#include "instruments/json_tree.h"
#include "instruments/sheet/sheet_parts.h"

namespace rapport::instruments {

namespace sheet {

std::string figure(double value)
{
    char text[32];
    const auto [end, problem] = std::to_chars(text, text + sizeof text, value);
    return {text, end};
}

std::string joined(const std::vector<std::string>& words, std::string_view between)
{
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? std::string() : std::string(between)) + word;
    return out;
}

std::string Maker::items(const std::vector<std::size_t>& indexes) const
{
    std::vector<std::string> ids;
    for (const std::size_t item : indexes)
        ids.push_back(definition.items[item].id);
    return joined(ids);
}

void put_identity(const Maker& make, const std::string& fingerprint)
{
    const Definition& about = make.definition;
    const auto of = [&](std::string_view kind, std::string_view word) {
        return make.name(std::string(kind) + "." + std::string(word));
    };
    make.page.facts({{make.name("id"), about.id},
                     {make.name("version"), about.version},
                     {make.name("comparable"), joined(about.comparable_with)},
                     {make.name("recall"), about.recall},
                     {make.name("respondent"), of("respondent", word(about.respondent))},
                     {make.name("mode"), of("mode", word(about.mode))},
                     {make.name("language"), about.language},
                     {make.name("wording"), of("wording", word(about.wording))},
                     {make.name("key"), make.name(about.key_verified ? "key.verified" : "key.unverified")},
                     {make.name("loinc"), about.loinc},
                     {make.name("pair"), about.pair_id},
                     {make.name("note"), about.validity_note},
                     {make.name("fingerprint"), fingerprint}});
}

void put_papers(const Maker& make)
{
    const Definition& about = make.definition;
    make.page.heading(make.name("licence"));
    make.page.facts({{make.name("holder"), about.licence.holder},
                     {make.name("terms"), about.licence.terms},
                     {make.name("text_ships"), make.name(about.licence.may_ship_text ? "yes" : "no")},
                     {make.name("text_releases"), make.name(about.licence.may_release_text ? "yes" : "no")}});
    const Json file = parse_json(about.source_text).root;
    if (const Json* const permission = file.find("permission"); permission != nullptr) {
        const auto part = [&](std::string_view name) { return permission->find(name)->text; };
        make.page.facts({{make.name("permission_by"), part("by")},
                         {make.name("permission_date"), part("date")},
                         {make.name("permission_reference"), part("reference")}});
    }
    make.page.heading(make.name("sources"));
    make.page.list(about.sources);
    if (const Json* const notes = file.find("notes"); notes != nullptr) {
        std::vector<std::string> lines;
        for (const Json& line : notes->children)
            lines.push_back(line.text);
        make.page.heading(make.name("notes"));
        make.page.list(std::move(lines));
    }
    const std::string line(40, '_'); // to write on
    make.page.heading(make.name("compared"));
    make.page.facts(
        {{make.name("compared_with"), line}, {make.name("compared_by"), line}, {make.name("compared_on"), line}});
}

} // namespace sheet

Document scoring_sheet(const Definition& definition, const SheetWish& wish, const Say& say)
{
    Document page;
    page.language = wish.language;
    page.title = say("sheet.title", {{"title", definition.title}});
    const sheet::Maker make{definition, say, page};
    sheet::put_identity(make, wish.fingerprint);
    sheet::put_items(make);
    sheet::put_answers(make);
    sheet::put_scores(make);
    sheet::put_rules(make);
    sheet::put_changes(make);
    sheet::put_tables(make);
    sheet::put_examples(make);
    sheet::put_papers(make);
    return page;
}

} // namespace rapport::instruments
