#include "instruments/sheet/stated.h"

#include <charconv>
#include <cmath>

#include "instruments/json_tree.h"
#include "instruments/score_json.h"

namespace rapport::instruments {

namespace {

constexpr JsonLimits list_limits{std::size_t{16} << 20, 16, 10'000'000, 8'192, 64};
constexpr std::string_view blanks = " \t\r\n";

Error refuse(const std::string& where, std::string sentence)
{
    if (!where.empty()) {
        if (sentence.front() >= 'A' && sentence.front() <= 'Z')
            sentence.front() = static_cast<char>(sentence.front() - 'A' + 'a');
        sentence = where + ": " + sentence;
    }
    if (sentence.front() >= 'a' && sentence.front() <= 'z')
        sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
    return {answers_refused, std::move(sentence)};
}

/// Decimal places of a number as it is written shortest.
int places(double number)
{
    char text[400];
    const auto [end, problem] = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed);
    const std::string_view written(text, static_cast<std::size_t>(end - text));
    const std::size_t point = written.find('.');
    return point == std::string_view::npos ? 0 : static_cast<int>(written.size() - point - 1);
}

bool agree(double stated, double computed)
{
    constexpr double dust = 1e-9;
    const int digits = places(stated);
    const double half_a_place = digits == 0 ? 0 : 0.5 * std::pow(10.0, -digits);
    return std::abs(stated - computed) <= half_a_place + dust;
}

Json number_or_null(const std::optional<double>& number)
{
    return number ? Json::of(*number) : Json::null();
}

class Comparing {
public:
    explicit Comparing(const Definition& definition) : definition_(definition) {}

    /// One administration's result with the comparison in it, on one line.
    Result<std::string> one(const Json& node, const std::string& where)
    {
        const Json* const stated = node.kind == Json::Kind::object ? node.find("stated") : nullptr;
        if (stated == nullptr || stated->kind != Json::Kind::object || stated->children.empty())
            return refuse(where, "there is no \"stated\" object with scores to compare.");
        Json rest = Json::object();
        for (const Json& member : node.children)
            if (member.key != "stated") rest.set(member.key, member);
        const auto scored = score_json(definition_, print_json(rest, Layout::one_line));
        if (!scored) return refuse(where, scored.error().detail);
        Json result = parse_json(*scored).root;
        auto compared = compare(result, *stated, where);
        if (!compared) return compared.error();
        result.set("stated", std::move(*compared));
        return print_json(result, Layout::one_line);
    }

    Comparison out;

private:
    Result<Json> compare(const Json& result, const Json& stated, const std::string& where)
    {
        Json rows = Json::object();
        for (const Json& claim : stated.children) {
            const bool number = claim.kind == Json::Kind::integer || claim.kind == Json::Kind::real;
            if (!definition_.score_index(claim.key))
                return refuse(where, "there is no score of that name among the stated ones in " + definition_.id + ".");
            if (!number && claim.kind != Json::Kind::null)
                return refuse(where, "a stated score must be a number or null.");
            Mismatch found{where, claim.key, {}, {}, {}};
            if (number) found.stated = claim.real;
            const Json* const value = result.find("scores")->find(claim.key)->find("value");
            if (value->kind != Json::Kind::null) found.computed = value->real;
            const Json* const rule = result.find("absent")->find(claim.key);
            if (rule != nullptr) found.absent = rule->text;
            const bool both = found.stated && found.computed;
            const bool agrees = both ? agree(*found.stated, *found.computed) : !found.stated && !found.computed;
            Json row = Json::object();
            row.set("stated", number_or_null(found.stated)).set("computed", number_or_null(found.computed));
            rows.set(claim.key, row.set("agrees", Json::of(agrees)));
            ++out.compared;
            if (!agrees) out.mismatches.push_back(std::move(found));
        }
        return rows;
    }

    const Definition& definition_;
};

Status compare_list(Comparing& comparing, const Json& list)
{
    comparing.out.json = "[";
    for (std::size_t i = 0; i < list.children.size(); ++i) {
        auto one = comparing.one(list.children[i], "entry " + std::to_string(i + 1));
        if (!one) return one.error();
        comparing.out.json += (i == 0 ? "\n" : ",\n") + *one;
    }
    comparing.out.json += list.children.empty() ? "]\n" : "\n]\n";
    return {};
}

Status compare_lines(Comparing& comparing, std::string_view input)
{
    for (std::size_t number = 1; !input.empty(); ++number) {
        const std::size_t end = std::min(input.find('\n'), input.size());
        const std::string_view line = input.substr(0, end);
        input.remove_prefix(std::min(end + 1, input.size()));
        if (line.find_first_not_of(blanks) == std::string_view::npos) continue;
        const std::string where = "line " + std::to_string(number);
        const JsonReading reading = parse_json(line);
        if (!reading.problems.empty()) return refuse(where, reading.problems.front().what + ".");
        auto one = comparing.one(reading.root, where);
        if (!one) return one.error();
        comparing.out.json += *one + "\n";
    }
    return {};
}

/// One object on each line, as apart from one object on several.
bool is_lines(std::string_view input)
{
    const std::size_t first = input.find_first_not_of(blanks);
    const std::size_t end = input.find('\n', first);
    if (end == std::string_view::npos || input.find_first_not_of(blanks, end) == std::string_view::npos) return false;
    const JsonReading line = parse_json(input.substr(first, end - first));
    return line.complete && line.root.kind == Json::Kind::object;
}

} // namespace

Result<Comparison> compare_stated(const Definition& definition, std::string_view input)
{
    const std::size_t first = input.find_first_not_of(blanks);
    if (first == std::string_view::npos) return refuse({}, "there are no answers to score.");
    Comparing comparing(definition);
    Status done;
    if (is_lines(input)) {
        done = compare_lines(comparing, input);
    } else {
        const bool list = input[first] == '[';
        const JsonReading reading = list ? parse_json(input, list_limits) : parse_json(input);
        if (!reading.problems.empty()) return refuse({}, reading.problems.front().what + ".");
        if (list) {
            done = compare_list(comparing, reading.root);
        } else {
            auto one = comparing.one(reading.root, {});
            if (!one) return one.error();
            comparing.out.json = *one + "\n";
        }
    }
    if (!done) return done.error();
    return std::move(comparing.out);
}

} // namespace rapport::instruments
