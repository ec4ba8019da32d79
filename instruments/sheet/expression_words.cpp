#include <algorithm>

#include "instruments/sheet/sheet_parts.h"

namespace rapport::instruments::sheet {

namespace {

using Kind = Expression::Kind;
using Node = Expression::Node;

class Words {
public:
    Words(const Maker& make, const Expression& expression) : make_(make), nodes_(expression.nodes) {}

    /// One line for each branch of the outermost "if", and of that in its "otherwise"; one line where there is none.
    std::vector<std::string> lines() const
    {
        std::vector<std::string> out;
        const Node* node = &nodes_.back();
        for (; node->kind == Kind::choose; node = &nodes_[node->parts[2]])
            out.push_back(make_.say(out.empty() ? "sheet.expression.if" : "sheet.expression.else_if",
                                    {{"test", plain(node->parts[0])}, {"then", plain(node->parts[1])}}));
        out.push_back(make_.say(out.empty() ? "sheet.expression.is" : "sheet.expression.else",
                                {{"value", plain(static_cast<std::size_t>(node - nodes_.data()))}}));
        return out;
    }

private:
    [[nodiscard]] std::string name(std::string_view key, const Filling& filling) const
    {
        return make_.say("sheet.expression." + std::string(key), filling);
    }

    [[nodiscard]] bool all_items(const std::vector<std::size_t>& parts) const
    {
        return std::ranges::all_of(parts, [&](std::size_t part) { return nodes_[part].kind == Kind::item; });
    }

    [[nodiscard]] std::string item_list(const std::vector<std::size_t>& parts) const
    {
        std::vector<std::size_t> items;
        for (const std::size_t part : parts)
            items.push_back(nodes_[part].index);
        return make_.items(items);
    }

    [[nodiscard]] std::string listed(const std::vector<std::size_t>& parts) const
    {
        if (parts.size() > 1 && all_items(parts)) return name("items", {{"items", item_list(parts)}});
        std::vector<std::string> words;
        for (const std::size_t part : parts)
            words.push_back(bracketed(part));
        return joined(words, "; ");
    }

    [[nodiscard]] std::string between(const Node& node, std::string_view sign) const
    {
        std::vector<std::string> words;
        for (const std::size_t part : node.parts)
            words.push_back(bracketed(part));
        return joined(words, sign);
    }

    [[nodiscard]] std::string added(const Node& node) const
    {
        if (all_items(node.parts)) return name("sum", {{"parts", listed(node.parts)}});
        std::string words;
        for (const std::size_t part : node.parts) {
            const bool less = nodes_[part].kind == Kind::negative && !words.empty();
            if (!words.empty()) words += less ? " − " : " + ";
            words += bracketed(less ? nodes_[part].parts.front() : part);
        }
        return words;
    }

    [[nodiscard]] static std::string_view word(Kind kind)
    {
        switch (kind) {
        case Kind::equal:
            return "equal";
        case Kind::differs:
            return "differs";
        case Kind::below:
            return "below";
        case Kind::at_most:
            return "at_most";
        case Kind::above:
            return "above";
        default:
            return "at_least";
        }
    }

    /// Conditions that ask the same of several items.
    [[nodiscard]] bool alike(const std::vector<std::size_t>& parts) const
    {
        const Node& first = nodes_[parts.front()];
        return parts.size() > 1 && std::ranges::all_of(parts, [&](std::size_t part) {
                   const Node& node = nodes_[part];
                   return node.kind == first.kind && node.kind >= Kind::equal && node.kind <= Kind::at_least &&
                          node.parts[1] == first.parts[1] && nodes_[node.parts[0]].kind == Kind::item;
               });
    }

    [[nodiscard]] std::string range(const Node& comparison) const
    {
        return name(std::string("range.") + std::string(word(comparison.kind)),
                    {{"value", bracketed(comparison.parts[1])}});
    }

    [[nodiscard]] std::string counted(const Node& node) const
    {
        std::vector<std::string> words;
        for (std::size_t from = 0; from < node.parts.size();) {
            std::size_t until = from + 1;
            while (until < node.parts.size() && alike({node.parts.begin() + static_cast<std::ptrdiff_t>(from),
                                                       node.parts.begin() + static_cast<std::ptrdiff_t>(until) + 1}))
                ++until;
            std::vector<std::size_t> left;
            for (std::size_t i = from; i < until; ++i)
                left.push_back(nodes_[node.parts[i]].parts.front());
            if (until - from > 1)
                words.push_back(
                    name("each_of", {{"items", item_list(left)}, {"range", range(nodes_[node.parts[from]])}}));
            else
                words.push_back(plain(node.parts[from]));
            from = until;
        }
        return name("count", {{"parts", joined(words, "; ")}});
    }

    /// A part inside another, in brackets where its own words could be read with those around it.
    [[nodiscard]] std::string bracketed(std::size_t index) const
    {
        const Node& node = nodes_[index];
        switch (node.kind) {
        case Kind::number:
        case Kind::missing:
        case Kind::item:
        case Kind::score:
            return plain(index);
        default:
            return "(" + plain(index) + ")";
        }
    }

    [[nodiscard]] std::string plain(std::size_t index) const
    {
        const Node& node = nodes_[index];
        switch (node.kind) {
        case Kind::number:
            return figure(node.number.value());
        case Kind::missing:
            return make_.name("expression.missing");
        case Kind::item:
            return name("item", {{"item", make_.definition.items[node.index].id}});
        case Kind::score:
            return name("score", {{"score", make_.definition.scores[node.index].name}});
        case Kind::sum:
            return added(node);
        case Kind::mean:
            return name("mean", {{"parts", listed(node.parts)}});
        case Kind::least:
            return name("lowest", {{"parts", listed(node.parts)}});
        case Kind::highest:
            return name("highest", {{"parts", listed(node.parts)}});
        case Kind::negative:
            return "−" + bracketed(node.parts.front());
        case Kind::times:
            return between(node, " × ");
        case Kind::divide:
            return between(node, " ÷ ");
        case Kind::count:
            return counted(node);
        case Kind::answered:
            return name("answered", {{"items", item_list(node.parts)}});
        case Kind::sum_answered:
            return name("sum_answered", {{"items", item_list(node.parts)}});
        case Kind::choose:
            return name(
                "choose",
                {{"test", plain(node.parts[0])}, {"then", plain(node.parts[1])}, {"otherwise", plain(node.parts[2])}});
        case Kind::both:
            return between(node, make_.name("and_between"));
        case Kind::either:
            return between(node, make_.name("or_between"));
        case Kind::negation:
            return name("not", {{"part", plain(node.parts.front())}});
        default:
            return name("compare", {{"left", bracketed(node.parts[0])}, {"range", range(node)}});
        }
    }

    const Maker& make_;
    const std::vector<Node>& nodes_;
};

} // namespace

std::vector<std::string> expression_words(const Maker& make, const Expression& expression)
{
    std::vector<std::string> lines = Words(make, expression).lines();
    lines.push_back(make.name("expression.missing_rule"));
    if (expression.uses(Kind::answered) || expression.uses(Kind::sum_answered))
        lines.push_back(make.name("expression.answered_rule"));
    if (expression.uses(Kind::divide)) lines.push_back(make.name("expression.divide_rule"));
    lines.push_back(make.say("sheet.expression.source", {{"source", expression.source}}));
    return lines;
}

} // namespace rapport::instruments::sheet
