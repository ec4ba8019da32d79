#include "storage/release/columns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/release/naming.h"

namespace rapport::release {

namespace {

using enum ColumnClass;

constexpr std::array record_table{
    ClassifiedColumn{"person", direct},       ClassifiedColumn{"code", safe},
    ClassifiedColumn{"year_of_birth", quasi}, ClassifiedColumn{"sex", quasi},
    ClassifiedColumn{"site", quasi},          ClassifiedColumn{"arm", quasi},
    ClassifiedColumn{"clinician", direct},    ClassifiedColumn{"language", quasi},
    ClassifiedColumn{"instrument", safe},     ClassifiedColumn{"version", safe},
    ClassifiedColumn{"visit", quasi},         ClassifiedColumn{"session_number", quasi},
    ClassifiedColumn{"day", quasi},           ClassifiedColumn{"complete", safe},
    ClassifiedColumn{"response", sensitive},  ClassifiedColumn{"age_band", quasi},
};

constexpr std::array file_table{
    ClassifiedColumn{"code", safe},         ClassifiedColumn{"age_band", quasi},
    ClassifiedColumn{"sex", quasi},         ClassifiedColumn{"site", quasi},
    ClassifiedColumn{"arm", quasi},         ClassifiedColumn{"instrument", safe},
    ClassifiedColumn{"version", safe},      ClassifiedColumn{"visit", quasi},
    ClassifiedColumn{"week", quasi},        ClassifiedColumn{"item", safe},
    ClassifiedColumn{"value", sensitive},   ClassifiedColumn{"missing_reason", sensitive},
    ClassifiedColumn{"score", safe},        ClassifiedColumn{"n", safe},
    ClassifiedColumn{"mean", safe},         ClassifiedColumn{"sd", safe},
    ClassifiedColumn{"file", safe},         ClassifiedColumn{"name", safe},
    ClassifiedColumn{"label", safe},        ClassifiedColumn{"type", safe},
    ClassifiedColumn{"minimum", safe},      ClassifiedColumn{"maximum", safe},
    ClassifiedColumn{"values", safe},       ClassifiedColumn{"missing", safe},
    ClassifiedColumn{"licence", safe},      ClassifiedColumn{"wording", safe},
    ClassifiedColumn{"scoring", safe},      ClassifiedColumn{"least_answered", safe},
    ClassifiedColumn{"missing_rule", safe}, ClassifiedColumn{"bands", safe},
    ClassifiedColumn{"cut_offs", safe},     ClassifiedColumn{"source", safe},
    ClassifiedColumn{"short_name", safe},   ClassifiedColumn{"measure", safe},
    ClassifiedColumn{"changes", safe},      ClassifiedColumn{"loinc", safe},
    ClassifiedColumn{"date", quasi},        ClassifiedColumn{"by", safe},
    ClassifiedColumn{"group", quasi},       ClassifiedColumn{"statistic", safe},
    ClassifiedColumn{"scale", safe},        ClassifiedColumn{"absent", safe},
};

/// Stands in for a field of any type, so that the compiler can count the fields of an aggregate.
struct AnyField {
    template <class T>
    operator T() const;
};

template <std::size_t... Index>
constexpr bool takes(std::index_sequence<Index...>)
{
    return requires
    {
        Record{(static_cast<void>(Index), AnyField{})...};
    };
}

static_assert(takes(std::make_index_sequence<record_table.size()>{}) &&
                  !takes(std::make_index_sequence<record_table.size() + 1>{}),
              "a field of Record has no class");

} // namespace

std::span<const ClassifiedColumn> record_columns()
{
    return record_table;
}

std::span<const ClassifiedColumn> file_columns()
{
    return file_table;
}

std::optional<ColumnClass> class_of(std::string_view column,
                                    std::span<const instruments::Definition* const> definitions)
{
    const auto known = std::ranges::find(file_table, column, &ClassifiedColumn::name);
    if (known != file_table.end()) return known->what;
    for (const instruments::Definition* definition : definitions) {
        const auto own = names_of(*definition).all();
        if (std::ranges::find(own, column) != own.end()) return sensitive;
    }
    return std::nullopt;
}

Status admit(std::span<const std::string> header, std::span<const instruments::Definition* const> definitions)
{
    for (const std::string& column : header) {
        const auto what = class_of(column, definitions);
        if (!what || *what == direct || *what == free) return Error{fault::unclassified_column, column};
    }
    return {};
}

} // namespace rapport::release
