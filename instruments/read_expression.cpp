#include <algorithm>
#include <array>

#include "instruments/expression_maker.h"
#include "instruments/expression_tokens.h"

namespace rapport::instruments {

namespace {

using Kind = Expression::Kind;
using Node = Expression::Node;

struct Operator {
    std::string_view sign;
    Kind kind;
};
constexpr std::array<Operator, 6> comparisons = {{{"=", Kind::equal},
                                                  {"<>", Kind::differs},
                                                  {"<", Kind::below},
                                                  {"<=", Kind::at_most},
                                                  {">", Kind::above},
                                                  {">=", Kind::at_least}}};
constexpr std::array<Operator, 4> of_numbers = {
    {{"sum", Kind::sum}, {"mean", Kind::mean}, {"min", Kind::least}, {"max", Kind::highest}}};
constexpr std::array<Operator, 2> of_answers = {{{"answered", Kind::answered}, {"sum_answered", Kind::sum_answered}}};

template <std::size_t count>
const Operator* find(const std::array<Operator, count>& list, std::string_view sign)
{
    const auto found = std::ranges::find(list, sign, &Operator::sign);
    return found == list.end() ? nullptr : &*found;
}

/// The first thing it cannot make sense of ends the reading; a name or a type that is wrong does not.
class Reader : private ExpressionMaker {
public:
    Reader(std::string_view source, const ExpressionNames& names) : tokens_(source), names_(names) {}

    ExpressionReading read(std::string_view source)
    {
        const Part whole = either();
        if (!stopped_ && tokens_.next().kind != Token::Kind::end) stop("belongs to nothing before it");
        if (!stopped_) needs_number(whole, "the whole");
        out_.expression.source = source;
        return std::move(out_);
    }

private:
    Part stop(std::string what)
    {
        const Token& here = tokens_.next();
        const std::string name = here.kind == Token::Kind::end ? "the end" : "\"" + std::string(here.text) + "\"";
        if (!stopped_) fault(here.at, name + " " + std::move(what));
        stopped_ = true;
        return make({Kind::missing, here.at});
    }

    bool accept(std::string_view sign)
    {
        if (stopped_ || !tokens_.next().is(sign)) return false;
        tokens_.take();
        return true;
    }
    void expect(std::string_view sign)
    {
        if (!accept(sign) && !stopped_) stop("stands where \"" + std::string(sign) + "\" should");
    }

    /// Counts the nesting of what has no node of its own, such as brackets.
    class Deeper {
    public:
        explicit Deeper(Reader& reader) : reader_(reader)
        {
            if (++reader_.nested_ > Expression::deepest)
                reader_.too_much(reader_.tokens_.next().at, "is nested more than 32 deep");
        }
        ~Deeper() { --reader_.nested_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Reader& reader_;
    };

    /// `next` once, or several with `sign` between them.
    template <class Next>
    Part chain(std::string_view sign, Kind kind, Next next)
    {
        const Part first = next();
        if (!tokens_.next().is(sign) || stopped_) return first;
        Parts parts{first};
        while (accept(sign))
            parts.push_back(next());
        for (const Part& part : parts)
            needs_condition(part, "a side of \"" + std::string(sign) + "\"");
        return make(kind, first.at, parts);
    }

    Part either()
    {
        const Deeper deeper(*this);
        if (stopped_) return make({Kind::missing, tokens_.next().at});
        return chain("or", Kind::either, [&] { return both(); });
    }
    Part both()
    {
        return chain("and", Kind::both, [&] { return negation(); });
    }

    Part negation()
    {
        const std::size_t at = tokens_.next().at;
        if (!accept("not")) return comparison();
        const Deeper deeper(*this);
        if (stopped_) return make({Kind::missing, at});
        const Part part = negation();
        needs_condition(part, "what follows \"not\"");
        return make(Kind::negation, at, {part});
    }

    Part comparison()
    {
        const Part left = sum();
        const Operator* const sign = find(comparisons, tokens_.next().text);
        if (sign == nullptr || stopped_) return left;
        return compare(*sign, {left}).front();
    }

    /// Each of `left` with what stands right of the sign, which is read once.
    Parts compare(const Operator& sign, const Parts& left)
    {
        tokens_.take();
        const Part right = sum();
        needs_number(right, "a side of \"" + std::string(sign.sign) + "\"");
        Parts made;
        for (const Part& each : left) {
            needs_number(each, "a side of \"" + std::string(sign.sign) + "\"");
            made.push_back(make(sign.kind, each.at, {each, right}));
        }
        if (!stopped_ && find(comparisons, tokens_.next().text) != nullptr)
            stop("follows a comparison; join two of them with \"and\"");
        return made;
    }

    Part sum()
    {
        Parts parts{product()};
        const std::size_t at = parts.front().at;
        while (!stopped_ && (tokens_.next().is("+") || tokens_.next().is("-"))) {
            const Token sign = tokens_.take();
            const Part part = product();
            needs_number(part, "a side of \"" + std::string(sign.text) + "\"");
            parts.push_back(sign.is("-") ? make(Kind::negative, part.at, {part}) : part);
        }
        if (parts.size() == 1) return parts.front();
        needs_number(parts.front(), "a side of \"+\" or \"-\"");
        return make(Kind::sum, at, parts);
    }

    Part product()
    {
        Part so_far = unary();
        while (!stopped_ && (tokens_.next().is("*") || tokens_.next().is("/"))) {
            const Token sign = tokens_.take();
            const Part part = unary();
            needs_number(so_far, "a side of \"" + std::string(sign.text) + "\"");
            needs_number(part, "a side of \"" + std::string(sign.text) + "\"");
            so_far = make(sign.is("*") ? Kind::times : Kind::divide, so_far.at, {so_far, part});
        }
        return so_far;
    }

    Part unary()
    {
        const std::size_t at = tokens_.next().at;
        if (!accept("-")) return single();
        const Deeper deeper(*this);
        if (stopped_) return make({Kind::missing, at});
        const Part part = unary();
        needs_number(part, "what follows \"-\"");
        return make(Kind::negative, at, {part});
    }

    Part single()
    {
        const Token here = tokens_.next();
        if (stopped_) return make({Kind::missing, here.at});
        if (here.kind == Token::Kind::number) return number();
        if (accept("(")) {
            const Part inner = either();
            expect(")");
            return {inner.node, here.at};
        }
        if (here.kind != Token::Kind::word) return stop("is not where a number or a condition can begin");
        if (here.is("items") || here.is("scores"))
            return stop("is a list, and belongs into sum, mean, min, max, count, answered or sum_answered");
        tokens_.take();
        if (here.is("missing")) return make({Kind::missing, here.at});
        if (here.is("item") || here.is("score")) return one_name(here);
        if (here.is("if")) return choose(here);
        if (here.is("count")) return count(here);
        if (const Operator* const known = find(of_numbers, here.text)) return function(*known, here);
        if (const Operator* const known = find(of_answers, here.text)) return function(*known, here);
        fault(here.at, "\"" + std::string(here.text) + "\" is not a word of the language");
        stopped_ = true;
        return make({Kind::missing, here.at});
    }

    Part number()
    {
        constexpr std::size_t most_digits = 6;
        constexpr std::size_t most_places = 4;
        const Token token = tokens_.take();
        const std::size_t point = std::min(token.text.find('.'), token.text.size());
        const std::size_t places = token.text.size() - std::min(token.text.size(), point + 1);
        Node node{Kind::number, token.at};
        if (point > most_digits || places > most_places) {
            fault(token.at, "a number must have at most six digits and four decimal places");
            return make(std::move(node));
        }
        std::int64_t above = 0;
        std::int64_t below = 1;
        for (std::size_t i = 0; i < token.text.size(); ++i) {
            if (i == point) continue;
            above = above * 10 + (token.text[i] - '0');
            below *= i > point ? 10 : 1;
        }
        node.number = Rational::of(above, below).value_or(Rational());
        return make(std::move(node));
    }

    Part leaf(const Token& token, bool item)
    {
        const auto known = item ? names_.item(token.text) : names_.score(token.text);
        if (!known && !stopped_)
            fault(token.at, "\"" + std::string(token.text) +
                                (item ? "\" names no item" : "\" names no score that stands before this one"));
        return make({item ? Kind::item : Kind::score, token.at, known.value_or(0)});
    }

    Token name()
    {
        const Token next = tokens_.next();
        if (next.kind == Token::Kind::end || next.is(")") || next.is(",") || next.is("(")) {
            stop("stands where a name should");
            return next;
        }
        return tokens_.take_name();
    }

    Part one_name(const Token& word)
    {
        expect("(");
        if (stopped_) return make({Kind::missing, word.at});
        const Token token = name();
        const Part part = leaf(token, word.is("item"));
        expect(")");
        return {part.node, word.at};
    }

    /// "items(1, 3 to 5)", or "scores(a, b)"; of items that stand between two, each.
    Parts list()
    {
        const Token word = tokens_.take();
        const bool items = word.is("items");
        Parts parts;
        expect("(");
        while (!stopped_) {
            const Token first = name();
            if (stopped_) break;
            parts.push_back(leaf(first, items));
            if (items && accept("to")) add_to_the_last(parts, first);
            if (!accept(",")) break;
        }
        expect(")");
        return parts;
    }

    void add_to_the_last(Parts& parts, const Token& first)
    {
        const Token last = name();
        if (stopped_) return;
        const auto from = names_.item(first.text);
        const auto until = names_.item(last.text);
        if (!until) fault(last.at, "\"" + std::string(last.text) + "\" names no item");
        if (!from || !until) return;
        if (*until <= *from) fault(last.at, "\"" + std::string(last.text) + "\" does not stand after the first");
        for (std::size_t item = *from + 1; item <= *until && !stopped_; ++item)
            parts.push_back(make({Kind::item, first.at, item}));
    }

    [[nodiscard]] bool at_list() const { return tokens_.next().is("items") || tokens_.next().is("scores"); }

    Part choose(const Token& word)
    {
        expect("(");
        const Part test = either();
        expect(",");
        const Part then = either();
        expect(",");
        const Part otherwise = either();
        expect(")");
        needs_condition(test, "the first of \"if\"");
        needs_number(then, "the second of \"if\"");
        needs_number(otherwise, "the third of \"if\"");
        return make(Kind::choose, word.at, {test, then, otherwise});
    }

    Part count(const Token& word)
    {
        expect("(");
        Parts parts;
        while (!stopped_) {
            if (at_list()) {
                const Parts each = list();
                const Operator* const sign = find(comparisons, tokens_.next().text);
                if (sign == nullptr) return stop("stands where a comparison of the list should");
                std::ranges::copy(compare(*sign, each), std::back_inserter(parts));
            } else {
                parts.push_back(either());
                needs_condition(parts.back(), "what \"count\" counts");
            }
            if (!accept(",")) break;
        }
        expect(")");
        return make(Kind::count, word.at, parts);
    }

    Part function(const Operator& known, const Token& word)
    {
        const bool answers = known.kind == Kind::answered || known.kind == Kind::sum_answered;
        expect("(");
        Parts parts;
        while (!stopped_) {
            if (answers && !tokens_.next().is("items")) return stop("stands where \"items\" should");
            if (at_list()) {
                std::ranges::copy(list(), std::back_inserter(parts));
            } else {
                parts.push_back(either());
                needs_number(parts.back(), "what stands in \"" + std::string(known.sign) + "\"");
            }
            if (!accept(",")) break;
        }
        expect(")");
        return make(known.kind, word.at, parts);
    }

    Tokens tokens_;
    const ExpressionNames& names_;
    std::size_t nested_ = 0;
};

} // namespace

ExpressionReading read_expression(std::string_view source, const ExpressionNames& names)
{
    ExpressionReading out;
    if (source.size() > Expression::longest)
        out.faults.push_back({1, "the expression is longer than 4 KiB"});
    else
        out = Reader(source, names).read(source);
    return out;
}

} // namespace rapport::instruments
