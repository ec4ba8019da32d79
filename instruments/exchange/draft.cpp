#include "instruments/exchange/draft.h"

#include <algorithm>
#include <array>
#include <map>

#include "instruments/exchange/formula.h"
#include "instruments/reader.h"
#include "instruments/utf8.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t longest_label = 60;
/// Gates that rest on gates that rest on gates can make a small file into an endless calculation.
constexpr std::size_t most_steps = 500'000;
/// With scores gone, these have nothing to stand on.
constexpr std::array<std::string_view, 4> of_scores = {"scores", "criteria", "changes", "tables"};

void drop(Json& object, std::string_view name)
{
    std::erase_if(object.children, [&](const Json& child) { return child.key == name; });
}

Json choices_json(const DraftItem& item, bool with_text)
{
    Json list = Json::list();
    for (const Choice& choice : item.choices) {
        Json row = Json::object();
        row.set("value", Json::of(choice.value));
        if (with_text) row.set("text", Json::of(choice.text));
        if (!choice.loinc.empty()) row.set("loinc", Json::of(choice.loinc));
        list.add(std::move(row));
    }
    return list;
}

/// The choice sets of a draft. An item's is the one its annotation names, or one that is equal, or a new one.
class ChoiceSets {
public:
    std::string place(const DraftItem& item, bool with_text)
    {
        Json list = choices_json(item, with_text);
        const std::string printed = print_json(list, Layout::one_line);
        const Json* const named = item.extra.find("choices");
        std::string name = named != nullptr && named->kind == Json::Kind::text ? named->text : std::string();
        if (name.empty())
            if (const auto equal = by_print_.find(printed); equal != by_print_.end()) return equal->second;
        if (const auto there = by_name_.find(name); there != by_name_.end()) {
            if (there->second == printed) return name;
            name.clear();
        }
        for (std::size_t number = by_name_.size() + 1; name.empty() || by_name_.contains(name); ++number)
            name = "set_" + std::to_string(number);
        by_name_.emplace(name, printed);
        by_print_.emplace(printed, name);
        list.key = name;
        sets_.children.push_back(std::move(list));
        return name;
    }

    Json take() { return std::move(sets_); }

private:
    Json sets_ = Json::object();
    std::map<std::string, std::string> by_name_;
    std::map<std::string, std::string> by_print_;
};

Json item_json(const DraftItem& item, const std::string& set, bool with_text)
{
    Json row = Json::object();
    row.set("id", Json::of(item.id)).set("label", Json::of(item.label));
    for (const Json& member : item.extra.children)
        if (member.key != "choices") row.set(member.key, member);
    row.set("choices", Json::of(set));
    if (row.find("asked_when") == nullptr && item.condition.kind == Json::Kind::object)
        row.set("asked_when", item.condition);
    if (!item.loinc.empty()) row.set("loinc", Json::of(item.loinc));
    if (with_text) row.set("text", Json::of(item.text));
    return row;
}

Json unknown_licence()
{
    Json licence = Json::object();
    licence.set("holder", Json::of("")).set("terms", Json::of(""));
    return licence.set("may_ship_text", Json::of(false)).set("may_release_text", Json::of(false));
}

Json compose(const ImportDraft& draft)
{
    const bool with_text =
        std::any_of(draft.items.begin(), draft.items.end(), [](const DraftItem& item) { return !item.text.empty(); });
    Json out = Json::object();
    out.set("format", Json::of(1)).set("id", Json::of(draft.id)).set("version", Json::of(draft.version));
    out.set("title", Json::of(draft.title)).set("short_title", Json::of(draft.title));
    out.set("language", Json::of(draft.language)).set("recall", Json::of(""));
    out.set("respondent", Json::of("patient")).set("mode", Json::of("self"));
    out.set("wording", Json::of(with_text ? "shipped" : "key_only")).set("key_status", Json::of("unverified"));
    out.set("licence", unknown_licence()).set("sources", Json::list());
    if (!draft.loinc.empty()) out.set("loinc", Json::of(draft.loinc));
    if (with_text && !draft.instructions.empty()) out.set("instructions", Json::of(draft.instructions));
    if (with_text && !draft.stem.empty()) out.set("stem", Json::of(draft.stem));
    ChoiceSets sets;
    Json items = Json::list();
    for (const DraftItem& item : draft.items)
        items.add(item_json(item, sets.place(item, with_text), with_text));
    out.set("choices", sets.take()).set("items", std::move(items)).set("scores", Json::list());
    for (const Json& member : draft.rest.children)
        if (member.key != "items") out.set(member.key, member);
    return out.set("examples", Json::list());
}

/// The definition the draft's rules make, whatever is still to be filled in around them.
std::optional<Definition> rules_of(const ImportDraft& draft)
{
    Json frame = compose(draft);
    for (const std::string_view name : {"title", "short_title", "recall"})
        frame.set(name, Json::of("-"));
    if (Json sources = Json::list(); true) frame.set("sources", sources.add(Json::of("-")));
    Json licence = unknown_licence();
    licence.set("holder", Json::of("-")).set("terms", Json::of("-")).set("may_ship_text", Json::of(true));
    frame.set("licence", std::move(licence));
    return read_definition(print_json(frame, Layout::one_line), Examples::to_come).definition;
}

void drop_scores(ImportDraft& draft)
{
    for (const std::string_view name : of_scores)
        drop(draft.rest, name);
    for (DraftItem& item : draft.items)
        drop(item.extra, "cluster");
}

void drop_conditions(ImportDraft& draft)
{
    for (DraftItem& item : draft.items)
        for (const char* const name : {"asked_when", "not_for", "skipped_as"})
            drop(item.extra, name);
}

/// Our own annotation is believed only as far as the rest of the file says the same.
void hold_against(ImportDraft& draft, const Agreement& agreement)
{
    const std::optional<Definition> rules = rules_of(draft);
    if (!rules || conditions_size(*rules) > most_steps) {
        draft.leave("", "what Rapport wrote about conditions and scores does not fit the items, and is not kept");
        drop_conditions(draft);
        drop_scores(draft);
        return;
    }
    for (std::size_t i = 0; i < draft.items.size(); ++i) {
        if (agreement.condition(*rules, i)) continue;
        DraftItem& item = draft.items[i];
        draft.leave(item.where, "when the item is asked was changed since Rapport wrote it; its own rule is not kept");
        for (const char* const name : {"asked_when", "not_for", "skipped_as"})
            drop(item.extra, name);
    }
    std::vector<Unkept> differing = agreement.calculations(*rules);
    if (differing.empty()) return;
    std::move(differing.begin(), differing.end(), std::back_inserter(draft.unkept));
    draft.leave("", "no score is kept, because a calculation was changed since Rapport wrote it");
    drop_scores(draft);
}

} // namespace

const DraftItem* ImportDraft::find(std::string_view foreign_id) const
{
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const DraftItem& item) { return item.foreign_id == foreign_id; });
    return found == items.end() ? nullptr : &*found;
}

std::string item_id_for(const ImportDraft& draft, const std::string& foreign_id)
{
    const auto taken = [&](const std::string& id) {
        return std::any_of(draft.items.begin(), draft.items.end(),
                           [&](const DraftItem& item) { return item.id == id; });
    };
    const bool fits =
        !foreign_id.empty() && foreign_id.size() <= 16 && std::all_of(foreign_id.begin(), foreign_id.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        });
    if (fits && !taken(foreign_id)) return foreign_id;
    std::size_t number = draft.items.size() + 1;
    while (taken(std::to_string(number)))
        ++number;
    return std::to_string(number);
}

std::string id_from(std::string_view text)
{
    std::string id;
    for (const char c : text) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool kept = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '_';
        if (kept)
            id += small;
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    while (!id.empty() && id.back() == '-')
        id.pop_back();
    id.resize(std::min<std::size_t>(id.size(), 64));
    return id.empty() ? "imported" : id;
}

std::string label_from(const std::string& text, const std::string& id)
{
    if (text.empty()) return "Item " + id;
    std::size_t end = std::min(text.size(), longest_label);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

std::string without_controls(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        if (!next_code_point(text, at)) break;
        const std::string_view one = text.substr(begin, at - begin);
        out += has_control(one) ? std::string_view(" ") : one;
    }
    return out;
}

Json condition_leaf(const std::string& item, const std::vector<int>& values)
{
    Json list = Json::list();
    for (const int value : values)
        list.add(Json::of(value));
    Json leaf = Json::object();
    return leaf.set("item", Json::of(item)).set("equals", std::move(list));
}

Json condition_of(std::string_view joined_by, std::vector<Json> parts)
{
    if (parts.size() == 1) return std::move(parts.front());
    Json list = Json::list();
    for (Json& part : parts)
        list.add(std::move(part));
    Json out = Json::object();
    return out.set(joined_by, std::move(list));
}

Imported finish_draft(ImportDraft draft, const Agreement& agreement)
{
    if (!draft.rest.children.empty()) hold_against(draft, agreement);
    Imported out;
    out.json = print_json(compose(draft), Layout::indented) + "\n";
    out.unkept = std::move(draft.unkept);
    for (const Problem& problem : read_definition(out.json).problems)
        out.to_do.push_back({problem.pointer, problem.what});
    return out;
}

} // namespace rapport::instruments
