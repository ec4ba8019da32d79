#include <algorithm>
#include <array>
#include <charconv>

#include "instruments/exchange/render.h"

namespace rapport::instruments {

namespace {

using Kind = Formula::Kind;

class Writer {
public:
    Writer(const ExchangeNames& names, std::vector<Variable>& variables) : names_(names), variables_(variables) {}

    /// `inside` another step, what has an operator stands in brackets.
    std::string write(const Formula& formula, bool inside)
    {
        const std::string text = bare(formula);
        return inside && has_operator(formula) ? "(" + text + ")" : text;
    }

private:
    static bool has_operator(const Formula& formula)
    {
        switch (formula.kind) {
        case Kind::item_is:
        case Kind::all:
        case Kind::any:
        case Kind::at_least:
        case Kind::at_most:
        case Kind::equal:
        case Kind::add:
        case Kind::take_away:
        case Kind::times:
        case Kind::divide:
            return true;
        case Kind::number:
            return formula.number < 0;
        default:
            return false;
        }
    }

    std::string joined(const Formula& formula, std::string_view by)
    {
        std::string text;
        for (const Formula& part : formula.parts) {
            if (!text.empty()) text += by;
            text += write(part, true);
        }
        return text;
    }

    [[nodiscard]] std::string item(const Formula& formula) const { return "%q" + names_.items[formula.index]; }

    [[nodiscard]] std::string is_one_of(const Formula& formula) const
    {
        // A blank is in no list: "false and nothing" is false.
        std::string values;
        for (const int value : formula.values)
            values += (values.empty() ? "" : " | ") + std::to_string(value);
        const std::string test = formula.values.size() == 1 ? " = " + values : " in (" + values + ")";
        return item(formula) + ".exists() and " + item(formula) + test;
    }

    std::string name_of(const Formula& formula)
    {
        const bool about_item = formula.name == "asked" || formula.name == "skipped";
        const std::string name =
            formula.name + (about_item ? names_.items[formula.index] : names_.scores[formula.index]);
        const auto known = [&](const Variable& each) { return each.name == name; };
        if (std::none_of(variables_.begin(), variables_.end(), known)) {
            std::string expression = write(formula.parts.front(), false);
            variables_.push_back({name, std::move(expression)});
        }
        return "%" + name;
    }

    std::string bare(const Formula& formula)
    {
        switch (formula.kind) {
        case Kind::always:
            return "true";
        case Kind::never:
            return "false";
        case Kind::item_given:
            return item(formula) + ".exists()";
        case Kind::item_is:
            return is_one_of(formula);
        case Kind::sex_is:
            return "%sex.where($this = '" + formula.name + "').exists()";
        case Kind::score_given:
            return "%score" + names_.scores[formula.index] + ".exists()";
        case Kind::all:
            return joined(formula, " and ");
        case Kind::any:
            return joined(formula, " or ");
        case Kind::negate:
            return write(formula.parts.front(), true) + ".not()";
        case Kind::at_least:
            return write(formula.parts.front(), true) + " >= " + digits(formula.number);
        case Kind::at_most:
            return write(formula.parts.front(), true) + " <= " + digits(formula.number);
        case Kind::equal:
            return write(formula.parts.front(), true) + " = " + digits(formula.number);
        case Kind::number:
            return digits(formula.number);
        case Kind::blank:
            return "{}";
        case Kind::item:
            return item(formula);
        case Kind::score:
            return "%score" + names_.scores[formula.index];
        case Kind::add:
            return joined(formula, " + ");
        case Kind::take_away:
            return joined(formula, " - ");
        case Kind::times:
            return joined(formula, " * ");
        case Kind::divide:
            return joined(formula, " / ");
        case Kind::highest: // aggregate is in the normative part of FHIRPath, max() is not
            return "(" + joined(formula, " | ") + ").aggregate(iif($total.empty() or $this > $total, $this, $total))";
        case Kind::lowest:
            return "(" + joined(formula, " | ") + ").aggregate(iif($total.empty() or $this < $total, $this, $total))";
        case Kind::choose:
            return "iif(" + write(formula.parts[0], false) + ", " + write(formula.parts[1], false) + ", " +
                   write(formula.parts[2], false) + ")";
        case Kind::named:
            return name_of(formula);
        }
        return {};
    }

    const ExchangeNames& names_;
    std::vector<Variable>& variables_;
};

} // namespace

std::string fhirpath(const Formula& formula, const ExchangeNames& names, std::vector<Variable>& variables)
{
    return Writer(names, variables).write(formula, false);
}

std::string digits(double number)
{
    std::array<char, 400> text{}; // a double's plain digits may be many
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return error == std::errc{} ? std::string(text.data(), end) : std::string("0");
}

} // namespace rapport::instruments
