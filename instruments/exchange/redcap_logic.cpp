#include "instruments/exchange/render.h"

namespace rapport::instruments {

namespace {

using Kind = Formula::Kind;

class Writer {
public:
    Writer(const ExchangeNames& names, const std::string& sex_field) : names_(names), sex_field_(sex_field) {}

    std::string write(const Formula& formula) const
    {
        switch (formula.kind) {
        case Kind::always:
            return "1 = 1";
        case Kind::never:
            return "1 = 0";
        case Kind::item_given:
            return field(names_.items, formula) + " <> \"\"";
        case Kind::item_is:
            return is_one_of(formula);
        case Kind::sex_is:
            return "[" + sex_field_ + "] = \"" + formula.name + "\"";
        case Kind::score_given:
            return field(names_.scores, formula) + " <> \"\"";
        case Kind::all:
            return joined(formula, " and ");
        case Kind::any:
            return joined(formula, " or ");
        case Kind::negate:
            return negated(formula.parts.front());
        case Kind::at_least:
            return write(formula.parts.front()) + " >= " + digits(formula.number);
        case Kind::at_most:
            return write(formula.parts.front()) + " <= " + digits(formula.number);
        case Kind::equal:
            return write(formula.parts.front()) + " = " + digits(formula.number);
        case Kind::number:
            return formula.number < 0 ? "(" + digits(formula.number) + ")" : digits(formula.number);
        case Kind::blank:
            return "\"\"";
        case Kind::item:
            return field(names_.items, formula);
        case Kind::score:
            return field(names_.scores, formula);
        case Kind::add:
            return joined(formula, " + ");
        case Kind::take_away:
            return joined(formula, " - ");
        case Kind::times:
            return joined(formula, " * ");
        case Kind::divide:
            return joined(formula, " / ");
        case Kind::highest:
            return listed("max", formula);
        case Kind::lowest:
            return listed("min", formula);
        case Kind::choose:
            return listed("if", formula);
        case Kind::named:
            return write(formula.parts.front());
        }
        return {};
    }

private:
    static std::string field(const std::vector<std::string>& names, const Formula& formula)
    {
        return "[" + names[formula.index] + "]";
    }

    [[nodiscard]] std::string is_one_of(const Formula& formula) const
    {
        std::string text;
        for (const int value : formula.values)
            text +=
                (text.empty() ? "" : " or ") + field(names_.items, formula) + " = \"" + std::to_string(value) + "\"";
        return formula.values.size() == 1 ? text : "(" + text + ")";
    }

    /// REDCap's language has no "not": a negation is carried down to where it has a sign.
    [[nodiscard]] std::string negated(const Formula& test) const
    {
        switch (test.kind) {
        case Kind::item_given:
            return field(names_.items, test) + " = \"\"";
        case Kind::sex_is:
            return "[" + sex_field_ + "] <> \"" + test.name + "\"";
        case Kind::named:
            return negated(test.parts.front());
        default:
            return "if(" + write(test) + ", 1, 0) = 0";
        }
    }

    [[nodiscard]] std::string joined(const Formula& formula, std::string_view by) const
    {
        std::string text;
        for (const Formula& part : formula.parts) {
            if (!text.empty()) text += by;
            text += write(part);
        }
        return "(" + text + ")";
    }

    [[nodiscard]] std::string listed(std::string_view function, const Formula& formula) const
    {
        std::string text;
        for (const Formula& part : formula.parts) {
            if (!text.empty()) text += ", ";
            text += write(part);
        }
        return std::string(function) + "(" + text + ")";
    }

    const ExchangeNames& names_;
    const std::string& sex_field_;
};

} // namespace

std::string redcap_logic(const Formula& formula, const ExchangeNames& names, const std::string& sex_field)
{
    return Writer(names, sex_field).write(formula);
}

} // namespace rapport::instruments
