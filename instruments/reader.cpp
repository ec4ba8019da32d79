#include "instruments/reader.h"

#include "instruments/locate.h"
#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

constexpr int format_version = 1;
constexpr std::string_view respondents[] = {"patient", "therapist", "staff"};
constexpr std::string_view modes[] = {"self", "staff_read", "clinician_rated"};
constexpr std::string_view wordings[] = {"shipped", "key_only", "installed"};
constexpr std::string_view key_states[] = {"verified", "unverified"};

/// The texts of a list of texts, none of them empty.
std::vector<std::string> read_texts(Fields& top, std::string_view name, Need need, Draft& draft)
{
    std::vector<std::string> texts;
    const Json* const list = top.take(name, Json::Kind::list, need);
    if (list == nullptr) return texts;
    const Place place = top.at(name);
    if (list->children.empty()) draft.problems.add(place, "must not be empty");
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        if (list->children[i].kind != Json::Kind::text || list->children[i].text.empty())
            draft.problems.add(place.element(i), "must be a text");
        texts.push_back(list->children[i].text);
    }
    return texts;
}

void read_identity(Fields& top, Draft& draft)
{
    Definition& definition = draft.definition;
    top.whole("format", format_version, format_version);
    definition.id = top.id();
    definition.version = top.id("version");
    definition.title = top.text("title");
    definition.short_title = top.text("short_title");
    definition.language = top.id("language");
    definition.recall = top.text("recall");
    definition.respondent = static_cast<Respondent>(top.one_of("respondent", respondents).value_or(0));
    definition.mode = static_cast<Mode>(top.one_of("mode", modes).value_or(0));
    definition.key_verified = top.one_of("key_status", key_states) == std::size_t{0};
    definition.validity_note = top.text("validity_note", Need::optional);
    if (top.take("pair", Json::Kind::text, Need::optional) != nullptr) definition.pair_id = top.id("pair");
    if (!definition.pair_id.empty() && definition.pair_id == definition.id)
        top.problem("pair", "must name the other half, not this one");
    definition.loinc = read_loinc(top, LoincKind::term);
    if (top.take("comparable_with", Json::Kind::list, Need::optional) != nullptr)
        definition.comparable_with = read_texts(top, "comparable_with", Need::optional, draft);
    for (std::size_t i = 0; i < definition.comparable_with.size(); ++i)
        if (!is_id(definition.comparable_with[i]) || definition.comparable_with[i] == definition.version)
            draft.problems.add(top.at("comparable_with").element(i), "must be another version of this instrument");
    definition.sources = read_texts(top, "sources", Need::required, draft);
    static_cast<void>(read_texts(top, "notes", Need::optional, draft));
}

void read_permission(Fields& top, Draft& draft)
{
    const bool installed = draft.definition.wording == Wording::installed;
    const Json* const node = top.take("permission", Json::Kind::object, installed ? Need::required : Need::optional);
    if (node == nullptr) return;
    if (!installed) top.problem("permission", "belongs to a definition whose wording was installed");
    Fields fields(*node, top.at("permission"), draft.problems);
    fields.text("by");
    fields.text("date");
    fields.text("reference");
    fields.finish();
}

void read_licence(Fields& top, Draft& draft)
{
    const Json* const node = top.take("licence", Json::Kind::object);
    if (node == nullptr) return;
    Fields fields(*node, top.at("licence"), draft.problems);
    Licence& licence = draft.definition.licence;
    licence.holder = fields.text("holder");
    licence.terms = fields.text("terms");
    const std::optional<bool> ship = fields.truth("may_ship_text");
    const std::optional<bool> release = fields.truth("may_release_text");
    fields.finish();
    licence.may_ship_text = ship.value_or(false);
    licence.may_release_text = release.value_or(false);
    if (draft.definition.wording == Wording::shipped && ship && !*ship)
        top.problem("wording", "is shipped, though the licence says it may not be");
}

void read_wording(Fields& top, Draft& draft)
{
    Definition& definition = draft.definition;
    definition.wording = static_cast<Wording>(top.one_of("wording", wordings).value_or(0));
    definition.instructions = top.text("instructions", Need::optional);
    definition.stem = top.text("stem", Need::optional);
    if (definition.wording != Wording::key_only) return;
    if (!definition.instructions.empty())
        top.problem("instructions", "must be left out while the wording is not installed");
    if (!definition.stem.empty()) top.problem("stem", "must be left out while the wording is not installed");
}

} // namespace

Reading read_definition(std::string_view json, Examples examples)
{
    JsonReading text = parse_json(json);
    Reading reading;
    if (!text.complete || text.root.kind != Json::Kind::object) {
        reading.problems = std::move(text.problems);
        if (reading.problems.empty()) reading.problems.push_back({"", "must be an object"});
        locate(json, reading.problems);
        return reading;
    }

    Draft draft;
    draft.problems = Problems(std::move(text.problems));
    const Place whole;
    Fields top(text.root, whole, draft.problems);
    read_identity(top, draft);
    read_wording(top, draft);
    read_permission(top, draft);
    read_licence(top, draft);
    read_choice_sets(top, draft);
    read_items(top, draft);
    read_asking(text.root, whole, draft);
    read_tables(top, draft);
    read_scores(top, draft);
    read_clusters(top, draft);
    read_criteria(top, draft);
    read_critical_items(top, draft);
    read_changes(top, draft);
    check_items_used(text.root, whole, draft);
    if (examples == Examples::needed)
        read_examples(top, draft);
    else
        top.leave("examples");
    top.finish();

    reading.problems = draft.problems.take();
    locate(json, reading.problems);
    if (!reading.problems.empty()) return reading;
    reading.remarks = remarks_on(draft.definition);
    locate(json, reading.remarks);
    draft.definition.source_text = json;
    reading.definition = std::move(draft.definition);
    return reading;
}

} // namespace rapport::instruments
