#pragma once

#include <array>
#include <string_view>

namespace rapport::instruments::redcap {

/// The columns of a data dictionary, as REDCap itself writes them.
enum Column : std::size_t {
    field_name,
    form,
    section,
    type,
    label,
    choices,
    note,
    validation,
    lowest,
    highest,
    identifier,
    branching,
    required,
    alignment,
    number,
    matrix,
    ranking,
    annotation,
    columns
};
inline constexpr std::array<std::string_view, columns> headers = {"Variable / Field Name",
                                                                  "Form Name",
                                                                  "Section Header",
                                                                  "Field Type",
                                                                  "Field Label",
                                                                  "Choices, Calculations, OR Slider Labels",
                                                                  "Field Note",
                                                                  "Text Validation Type OR Show Slider Number",
                                                                  "Text Validation Min",
                                                                  "Text Validation Max",
                                                                  "Identifier?",
                                                                  "Branching Logic (Show field only if...)",
                                                                  "Required Field?",
                                                                  "Custom Alignment",
                                                                  "Question Number (surveys only)",
                                                                  "Matrix Group Name",
                                                                  "Matrix Ranking?",
                                                                  "Field Annotation"};

/// Field annotations of Rapport's own, each followed by JSON: what REDCap has no column for.
inline constexpr std::string_view about_definition = "rapport-definition ";
inline constexpr std::string_view about_item = "rapport-item ";
inline constexpr std::string_view about_score = "rapport-score ";
inline constexpr std::string_view about_sex = "rapport-sex";

inline constexpr std::string_view instrument_file = "instrument.csv";

} // namespace rapport::instruments::redcap
