#pragma once

#include <functional>
#include <string>
#include <vector>

#include "instruments/exchange/exchange.h"
#include "instruments/json_tree.h"

namespace rapport::instruments {

/// One question that came in.
struct DraftItem {
    std::string where; ///< in the foreign file
    std::string foreign_id;
    std::string id;
    std::string text;
    std::string label;
    std::string loinc{};
    std::vector<Choice> choices{};
    std::vector<std::string> codes{}; ///< what the foreign file calls each choice
    Json condition{};                 ///< our "asked_when" as read from the foreign file; null where there is none
    Json extra = Json::object();      ///< what our own annotation says of the item besides
};

struct ImportDraft {
    std::string id;
    std::string version;
    std::string title;
    std::string language;
    std::string loinc{};
    std::string instructions{};
    std::string stem{};
    std::vector<DraftItem> items{};
    Json rest = Json::object(); ///< our own annotation's members, scores among them; empty for a file of other making
    std::vector<Unkept> unkept{};

    void leave(std::string where, std::string what) { unkept.push_back({std::move(where), std::move(what)}); }
    [[nodiscard]] const DraftItem* find(std::string_view foreign_id) const;
};

/// Whether an item's condition, or the calculations, are in the foreign file exactly as this definition writes them.
struct Agreement {
    std::function<bool(const Definition& definition, std::size_t item)> condition;
    std::function<std::vector<Unkept>(const Definition& definition)> calculations; ///< those that differ
};

/// As many as a definition takes; what comes after them is listed.
inline constexpr std::size_t most_draft_items = 2'000;

/// An id of our own for a foreign one: itself where it will do, otherwise the item's number.
[[nodiscard]] std::string item_id_for(const ImportDraft& draft, const std::string& foreign_id);

/// Letters, digits, "-" and "_" of a name, lower case; "imported" when nothing is left.
[[nodiscard]] std::string id_from(std::string_view text);

/// The text as a staff label: its beginning, at most 60 bytes, cut between characters.
[[nodiscard]] std::string label_from(const std::string& text, const std::string& id);

/// The text with a space for each control character (line breaks among them), which no definition may hold.
[[nodiscard]] std::string without_controls(std::string_view text);

/// One that holds for any of `values` of `item`; several of them joined by "all" or "any".
[[nodiscard]] Json condition_leaf(const std::string& item, const std::vector<int>& values);
[[nodiscard]] Json condition_of(std::string_view joined_by, std::vector<Json> parts);

/// The draft as a definition. What its own annotation says of conditions and scores is kept only where it agrees with
/// what other programs would do with the file.
[[nodiscard]] Imported finish_draft(ImportDraft draft, const Agreement& agreement);

/// The two kinds of file. Errors: not_a_questionnaire.
[[nodiscard]] Result<Imported> import_fhir(std::string_view text);
[[nodiscard]] Result<Imported> import_redcap(std::string_view text);

} // namespace rapport::instruments
