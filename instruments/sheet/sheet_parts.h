#pragma once

#include <optional>

#include "instruments/sheet/sheet.h"

/// The parts of a scoring sheet, in their order; each puts in nothing where there is nothing to say.
namespace rapport::instruments::sheet {

struct Maker {
    const Definition& definition;
    const Say& say;
    Document& page;

    [[nodiscard]] std::string word(std::string_view key) const { return say(key, {}); }
    /// A cell's or heading's word: "sheet." and the name.
    [[nodiscard]] std::string name(std::string_view key) const { return say("sheet." + std::string(key), {}); }
    [[nodiscard]] std::string items(const std::vector<std::size_t>& indexes) const; ///< "1, 2, 5"
};

void put_identity(const Maker& make, const std::string& fingerprint);
void put_items(const Maker& make);
void put_answers(const Maker& make);
void put_scores(const Maker& make);
void put_rules(const Maker& make);
void put_changes(const Maker& make);
void put_tables(const Maker& make);
void put_examples(const Maker& make);
void put_papers(const Maker& make);

/// What a score's expression comes to, in words and as it is written, one line each.
[[nodiscard]] std::vector<std::string> expression_words(const Maker& make, const Expression& expression);

/// The same figure everywhere: no more digits than needed, a point.
[[nodiscard]] std::string figure(double value);
[[nodiscard]] std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");

} // namespace rapport::instruments::sheet
