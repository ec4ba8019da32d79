#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "storage/release/read_back_parts.h"
#include "storage/release/read_foreign_parts.h"

namespace rapport::release {

namespace {

constexpr std::size_t most_cells = 20'000'000;
constexpr const char* event_column = "redcap_event_name";
constexpr const char* repeat_column = "redcap_repeat_instrument";
constexpr const char* instance_column = "redcap_repeat_instance";

Error no_export(std::string what)
{
    return {fault::bad_foreign_file, std::move(what)};
}

class RedcapReader {
public:
    RedcapReader(const ReadTable& table, const ForeignMap& map, Unfinished unfinished)
        : table_(table), map_(map), unfinished_(unfinished)
    {
    }

    Result<ForeignRead> read()
    {
        if (Status there = check_columns(); !there) return there.error();
        read_sexes();
        for (std::size_t row = 0; row < table_.rows(); ++row)
            take_row(row);
        return std::move(out_);
    }

private:
    /// A column the map names and the file lacks would otherwise read as answers that nobody gave.
    [[nodiscard]] Status check_columns() const
    {
        std::vector<std::string> needed{map_.subject};
        if (!map_.sex_field.empty()) needed.push_back(map_.sex_field);
        if (!map_.events.empty()) needed.emplace_back(event_column);
        for (const ForeignForm& form : map_.forms) {
            if (!form.date.empty()) needed.push_back(form.date);
            for (const ForeignItem& item : form.items)
                if (!item.field.empty()) needed.push_back(item.field);
        }
        for (const std::string& column : needed)
            if (!table_.has(column)) return no_export(fmt::format("row 1: there is no column {}", column));
        if (table_.has(repeat_column) && !table_.has(instance_column))
            return no_export(fmt::format("row 1: there is no column {}", instance_column));
        return {};
    }

    void wrong(std::size_t row, std::string field, std::string what)
    {
        out_.wrong.push_back({row + 2, std::move(field), std::move(what)});
    }

    /// It stands on one of a record's rows, as a rule not on that of the answers.
    void read_sexes()
    {
        if (map_.sex_field.empty()) return;
        for (std::size_t row = 0; row < table_.rows(); ++row) {
            const std::string said = table_.at(row, map_.sex_field);
            if (said.empty() || map_.missing.contains(said)) continue;
            const auto known = map_.sex_codes.find(said);
            if (known == map_.sex_codes.end()) {
                wrong(row, map_.sex_field, "a code the map does not name");
                continue;
            }
            const auto [at, fresh] = sex_.try_emplace(table_.at(row, map_.subject), known->second);
            if (!fresh && at->second != known->second) wrong(row, map_.sex_field, "not as on an earlier row");
        }
    }

    void take_row(std::size_t row)
    {
        const std::string repeated = table_.at(row, repeat_column);
        bool any = false;
        for (const ForeignForm& form : map_.forms) {
            if (!repeated.empty() && repeated != form.form) continue;
            if (!filled(row, form)) continue;
            any = true;
            take_form(row, form);
        }
        if (!any && !repeated.empty()) ++out_.unmapped;
    }

    [[nodiscard]] bool filled(std::size_t row, const ForeignForm& form) const
    {
        return std::ranges::any_of(form.items, [&](const ForeignItem& item) {
            return !item.field.empty() && !table_.at(row, item.field).empty();
        });
    }

    void take_form(std::size_t row, const ForeignForm& form)
    {
        const std::string complete = form.form + "_complete";
        const std::string state = table_.at(row, complete);
        const std::size_t before = out_.wrong.size();
        const bool finished = !table_.has(complete) || state == "1" || state == "2";
        if (!finished && !state.empty() && state != "0") wrong(row, complete, "none of 0, 1 and 2");
        if (!finished && unfinished_ == Unfinished::leave && out_.wrong.size() == before) {
            ++out_.unfinished;
            return;
        }
        Foreign made;
        made.place = row + 2;
        made.subject = table_.at(row, map_.subject);
        if (!is_plain(made.subject)) wrong(row, map_.subject, "nobody, or a name that cannot be kept");
        const std::string event = table_.at(row, event_column);
        const std::string instance = table_.at(row, instance_column);
        made.sitting = fmt::format("{}:{} {}", event.size(), event, instance);
        made.key = fmt::format("{} {}", form.form, made.sitting);
        made.row.definition = form.definition;
        if (const auto sex = sex_.find(made.subject); sex != sex_.end()) made.row.sex = sex->second;
        take_when(row, form, event, made);
        take_answers(row, form, finished, made.row);
        take_scores(row, form, made.row);
        if (!seen_.insert({made.subject, made.key, form.definition->id}).second)
            wrong(row, map_.subject, "the same form, event and instance as an earlier row");
        if (out_.wrong.size() == before) out_.rows.push_back(std::move(made));
    }

    void take_when(std::size_t row, const ForeignForm& form, const std::string& event, Foreign& made)
    {
        made.row.visit = event;
        made.day_field = form.date;
        std::optional<int> week;
        if (!map_.events.empty()) {
            const auto known = map_.events.find(event);
            if (known == map_.events.end()) return wrong(row, event_column, "an event the map does not name");
            made.row.visit = known->second.visit;
            week = known->second.week;
        }
        if (!made.row.visit.empty() && !is_plain(made.row.visit))
            return wrong(row, event_column, "no name of an event");
        const std::string date = form.date.empty() ? std::string() : table_.at(row, form.date);
        if (!date.empty()) {
            made.row.day = foreign_day(date);
            if (!made.row.day) wrong(row, form.date, "no date like 2026-03-31");
        } else if (week) {
            made.row.week = *week;
        } else if (form.date.empty()) {
            wrong(row, event_column, "neither a date nor a week for this event in the map");
        } else {
            wrong(row, form.date, "no date");
        }
    }

    void take_answers(std::size_t row, const ForeignForm& form, bool finished, Returned& made)
    {
        for (std::size_t item = 0; item < form.items.size(); ++item) {
            const ForeignItem& how = form.items[item];
            const std::string said = how.field.empty() ? std::string() : table_.at(row, how.field);
            if (said.empty()) {
                const bool late = !finished && !how.field.empty();
                made.response.items.push_back(instruments::Answer::none(late ? instruments::Missing::not_reached
                                                                             : instruments::Missing::unrecorded));
                continue;
            }
            if (const auto why = map_.missing.find(said); why != map_.missing.end()) {
                made.response.items.push_back(instruments::Answer::none(why->second));
                continue;
            }
            const auto value = foreign_choice(*form.definition, item, how, said);
            if (!value) wrong(row, how.field, "no choice of this item by the map");
            made.response.items.push_back(instruments::Answer::chose(value.value_or(0)));
        }
        skip_by_rule(*form.definition, made.response);
    }

    void take_scores(std::size_t row, const ForeignForm& form, Returned& made)
    {
        for (const auto& [score, fields] : form.scores)
            for (const std::string& field : fields) {
                if (!table_.has(field)) continue;
                const std::string said = table_.at(row, field);
                // Blank says nothing: a calculated field is blank also where it was never worked out.
                if (said.empty() || map_.missing.contains(said)) continue;
                const auto value = number_of(said);
                if (!value) wrong(row, field, "no number");
                made.stated[score] = value;
            }
    }

    const ReadTable& table_;
    const ForeignMap& map_;
    Unfinished unfinished_;
    ForeignRead out_{};
    std::map<std::string, std::string> sex_{};
    std::set<std::vector<std::string>> seen_{};
};

} // namespace

Result<ForeignRead> read_foreign_redcap(std::string_view csv, const ForeignMap& map, Unfinished unfinished)
{
    const auto cells =
        static_cast<std::size_t>(std::ranges::count_if(csv, [](char c) { return c == ',' || c == '\n' || c == '\r'; }));
    if (cells > most_cells) return no_export("more than 20 million cells");
    const auto table = ReadTable::of("file", csv);
    if (!table) return no_export(table.error().detail);
    return RedcapReader(*table, map, unfinished).read();
}

} // namespace rapport::release
