#include <algorithm>
#include <tuple>

#include "storage/release/read_back_parts.h"
#include "storage/release/sheet.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

constexpr std::string_view items_file = "long.csv";
constexpr std::string_view scores_file = "scores.csv";

using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;

/// Two administrations of one questionnaire in one week of one person differ in nothing but their order.
Key key_of(const ReadTable& table, std::size_t row)
{
    return {table.at(row, "code"), table.at(row, "instrument"), table.at(row, "visit"), table.at(row, "week"),
            table.at(row, "date")};
}

/// One administration while its lines come in.
struct Open {
    Returned row;
    std::vector<bool> seen;
};

class Items {
public:
    Items(const ReadTable& table, Known definitions) : table_(table), definitions_(definitions) {}

    Result<std::vector<Open>> read()
    {
        for (const char* const needed :
             {"code", "instrument", "version", "visit", "week", "item", "value", "missing_reason"})
            if (!table_.has(needed)) return bad_line(items_file, 1, "lacks a column");
        for (std::size_t row = 0; row < table_.rows(); ++row)
            if (Status taken = take(row); !taken) return taken.error();
        for (const Open& one : out_)
            if (!std::ranges::all_of(one.seen, [](bool seen) { return seen; }))
                return bad_line(items_file, table_.rows() + 1, "an administration lacks items");
        return std::move(out_);
    }

private:
    Status take(std::size_t row)
    {
        const auto wrong = [&](std::string_view what) { return bad_line(items_file, row + 2, what); };
        const Key key = key_of(table_, row);
        const auto* const definition =
            definition_of(definitions_, table_.at(row, "instrument"), table_.at(row, "version"));
        if (definition == nullptr) return wrong("an unknown questionnaire or version");
        const std::string id = table_.at(row, "item");
        const auto item = std::ranges::find(definition->items, id, &instruments::Item::id);
        if (item == definition->items.end()) return wrong("an unknown item");
        const auto place = static_cast<std::size_t>(item - definition->items.begin());

        const auto [at, fresh] = last_.try_emplace(key, out_.size());
        if (fresh || out_[at->second].seen[place]) {
            at->second = out_.size();
            auto begun = begin(row, *definition);
            if (!begun) return begun.error();
            out_.push_back(std::move(*begun));
        }
        Open& one = out_[at->second];
        one.seen[place] = true;
        const std::string value = table_.at(row, "value");
        const std::string why = table_.at(row, "missing_reason");
        if (value.empty() == why.empty()) return wrong("both or neither of answer and reason");
        if (!why.empty()) {
            const auto reason = reason_of(why);
            if (!reason) return wrong("an unknown reason");
            one.row.response.items[place] = instruments::Answer::none(*reason);
            return {};
        }
        const auto number = whole_of(value);
        const auto& choices = definition->choices(place);
        if (!number || std::ranges::find(choices, *number, &instruments::Choice::value) == choices.end())
            return wrong("an answer that is no choice");
        one.row.response.items[place] = instruments::Answer::chose(*number);
        return {};
    }

    Result<Open> begin(std::size_t row, const instruments::Definition& definition)
    {
        Open one;
        Returned& made = one.row;
        made.code = table_.at(row, "code");
        made.age_band = table_.at(row, "age_band");
        made.sex = table_.at(row, "sex");
        made.site = table_.at(row, "site");
        made.arm = table_.at(row, "arm");
        made.visit = table_.at(row, "visit");
        const auto week = whole_of(table_.at(row, "week"));
        if (!week || *week < 0 || made.code.empty()) return bad_line(items_file, row + 2, "no code or no week");
        made.week = *week;
        if (const std::string date = table_.at(row, "date"); !date.empty()) {
            made.day = day_of(date);
            if (!made.day) return bad_line(items_file, row + 2, "no date");
        }
        made.definition = &definition;
        made.response.items.resize(definition.items.size());
        one.seen.resize(definition.items.size());
        return one;
    }

    const ReadTable& table_;
    Known definitions_;
    std::vector<Open> out_{};
    std::map<Key, std::size_t> last_{};
};

/// Puts what was stated beside the answers: the first lines of a key belong to its first administration.
Status take_scores(std::vector<Open>& rows, const std::vector<Key>& keys, const ReadTable& table)
{
    std::map<Key, std::vector<std::size_t>> places;
    for (std::size_t at = 0; at < rows.size(); ++at)
        places[keys[at]].push_back(at);
    std::map<const instruments::Definition*, Names> names;
    for (std::size_t line = 0; line < table.rows(); ++line) {
        const auto wrong = [&](std::string_view what) { return bad_line(scores_file, line + 2, what); };
        const auto found = places.find(key_of(table, line));
        if (found == places.end()) return wrong("a score without answers");
        const auto* const definition = rows[found->second.front()].row.definition;
        const Names& own = names.try_emplace(definition, names_of(*definition)).first->second;
        const auto scale = std::ranges::find(own.scores, table.at(line, "scale"));
        if (scale == own.scores.end()) return wrong("an unknown score");
        const std::string& id = definition->scores[static_cast<std::size_t>(scale - own.scores.begin())].id;
        const std::string text = table.at(line, "score");
        const auto value = number_of(text);
        if (!value && !text.empty()) return wrong("no number");
        const auto next =
            std::ranges::find_if(found->second, [&](std::size_t at) { return !rows[at].row.stated.contains(id); });
        if (next == found->second.end()) return wrong("a score twice");
        rows[*next].row.stated[id] = value;
    }
    return {};
}

} // namespace

Result<std::vector<Returned>> read_released_csv(std::string_view items, std::string_view scores, Known definitions)
{
    const auto table = ReadTable::of(items_file, items);
    if (!table) return table.error();
    auto rows = Items(*table, definitions).read();
    if (!rows) return rows.error();
    const auto stated = ReadTable::of(scores_file, scores);
    if (!stated) return stated.error();
    for (const char* const needed : {"code", "instrument", "visit", "week", "scale", "score"})
        if (!stated->has(needed)) return bad_line(scores_file, 1, "lacks a column");
    std::vector<Key> keys;
    for (const Open& one : *rows)
        keys.emplace_back(one.row.code, one.row.definition->id, one.row.visit, std::to_string(one.row.week),
                          one.row.day ? iso_date(*one.row.day) : std::string());
    if (Status taken = take_scores(*rows, keys, *stated); !taken) return taken.error();
    std::vector<Returned> out;
    for (Open& one : *rows)
        out.push_back(std::move(one.row));
    return out;
}

} // namespace rapport::release
