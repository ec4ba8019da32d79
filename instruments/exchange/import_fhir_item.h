#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/exchange/draft.h"

namespace rapport::instruments {

/// The members of one JSON object, asked for by name; `leave` lists those nobody asked for.
class Taker {
public:
    Taker(const Json& node, std::string where) : node_(node), where_(std::move(where)), taken_(node.children.size()) {}

    const Json* take(std::string_view name);
    std::string text(std::string_view name);
    void leave(ImportDraft& draft) const;
    [[nodiscard]] std::string at(std::string_view name) const;
    [[nodiscard]] const std::string& where() const { return where_; }

private:
    const Json& node_;
    std::string where_;
    std::vector<bool> taken_;
};

/// Reads one question with its answers and its conditions into the draft; lists what it does not understand.
void read_fhir_question(Taker& item, const std::string& link_id, std::string text, const std::string& type,
                        ImportDraft& draft);

/// LOINC's code among a list of codings, or empty; other systems' codes are listed.
[[nodiscard]] std::string read_loinc_code(Taker& element, ImportDraft& draft);

} // namespace rapport::instruments
