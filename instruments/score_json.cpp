#include "instruments/score_json.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "instruments/flags.h"
#include "instruments/json_tree.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

namespace {

constexpr JsonLimits list_limits{std::size_t{16} << 20, 16, 10'000'000, 8'192, 64};
constexpr std::string_view blanks = " \t\r\n";

/// One set of answers, read; or the sentence that says what is wrong with it, without where.
struct Administration {
    Response response;
    Context context;
    std::string wrong;
};

/// Only what looks like an item's number is said back: a key may hold anything, a name as well.
std::string quoted_id(std::string_view key)
{
    const bool plain = key.size() <= 8 && std::all_of(key.begin(), key.end(), [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
                       });
    const bool digit = std::any_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
    return plain && digit ? "\"" + std::string(key) + "\"" : "of that name";
}

std::optional<Missing> reason(std::string_view text)
{
    for (const Missing why : {Missing::declined, Missing::not_asked, Missing::not_reached, Missing::cleared})
        if (word(why) == text) return why;
    return std::nullopt;
}

std::string choices_text(const Definition& definition, std::size_t item)
{
    std::string text;
    for (const Choice& choice : definition.choices(item))
        text += (text.empty() ? "" : ", ") + std::to_string(choice.value);
    return text;
}

std::string read_answer(const Definition& definition, std::size_t item, const Json& given, Answer& answer)
{
    const std::string name = "item " + definition.items[item].id;
    switch (given.kind) {
    case Json::Kind::null:
        return {};
    case Json::Kind::integer:
        if (given.integer < -32'768 || given.integer > 32'767 ||
            !definition.allows(item, static_cast<int>(given.integer)))
            return name + " has a value that is not one of its choices (" + choices_text(definition, item) + ")";
        answer = Answer::chose(static_cast<int>(given.integer));
        return {};
    case Json::Kind::text:
        if (const std::optional<Missing> why = reason(given.text)) {
            answer = Answer::none(*why);
            return {};
        }
        return name + " has a text that is not a reason (declined, not_asked, not_reached, cleared)";
    case Json::Kind::real:
        return name + " has a number that is not whole";
    default:
        return name + " must have a whole number or null";
    }
}

std::string read_answers(const Definition& definition, const Json& answers, Response& response)
{
    if (answers.kind != Json::Kind::object) return "\"answers\" must be an object";
    response.items.resize(definition.items.size());
    for (const Json& given : answers.children) {
        const std::optional<std::size_t> item = definition.item_index(given.key);
        if (!item) return "there is no item " + quoted_id(given.key) + " in " + definition.id;
        if (std::string wrong = read_answer(definition, *item, given, response.items[*item]); !wrong.empty())
            return wrong;
    }
    return {};
}

std::string read_context(const Json& node, Context& context)
{
    if (node.kind == Json::Kind::null) return {};
    if (node.kind != Json::Kind::object) return "\"context\" must be an object";
    for (const Json& member : node.children) {
        if (member.key == "sex") {
            if (member.kind == Json::Kind::null) continue;
            if (member.text != "female" && member.text != "male") return "\"sex\" must be \"female\" or \"male\"";
            context.sex = member.text;
        } else if (member.key == "age") {
            if (member.kind == Json::Kind::null) continue;
            if (member.kind != Json::Kind::integer || member.integer < 0 || member.integer > 130)
                return "\"age\" must be whole years from 0 to 130";
            context.age = static_cast<int>(member.integer);
        } else if (member.key == "education") {
            if (member.kind == Json::Kind::null) continue;
            if (member.kind != Json::Kind::integer || member.integer < 0 || member.integer > most_education)
                return "\"education\" must be whole years from 0 to 40";
            context.education = static_cast<int>(member.integer);
        } else {
            return "\"context\" may hold \"sex\", \"age\" and \"education\" only";
        }
    }
    return {};
}

Administration read_administration(const Definition& definition, const Json& node)
{
    Administration read;
    const Json* const answers = node.kind == Json::Kind::object ? node.find("answers") : nullptr;
    if (answers == nullptr) {
        read.wrong = "an object with \"answers\" is needed";
        return read;
    }
    for (const Json& member : node.children)
        if (member.key != "answers" && member.key != "context")
            read.wrong = "only \"answers\" and \"context\" may stand beside each other";
    if (const Json* const context = node.find("context"); context != nullptr && read.wrong.empty())
        read.wrong = read_context(*context, read.context);
    if (read.wrong.empty()) read.wrong = read_answers(definition, *answers, read.response);
    return read;
}

Json label_or_null(std::string_view label)
{
    return label.empty() ? Json::null() : Json::of(label);
}

Json describe(const ScoreValue& value)
{
    Json row = Json::object();
    row.set("value", value.value ? Json::of(*value.value) : Json::null());
    row.set("band", label_or_null(value.band)).set("band_above", label_or_null(value.band_above));
    row.set("answered", Json::of(value.answered)).set("items", Json::of(value.items));
    row.set("skipped", Json::of(value.skipped)).set("prorated", Json::of(value.prorated));
    row.set("lowest", Json::of(value.lowest)).set("highest", Json::of(value.highest));
    return row;
}

Json describe(const Definition& definition, const Scored& scored)
{
    Json scores = Json::object();
    Json absent = Json::object();
    for (const ScoreValue& value : scored.scores) {
        scores.set(value.id, describe(value));
        if (!value.value) absent.set(value.id, Json::of(value.absent));
    }
    Json criteria = Json::object();
    for (const CriterionValue& criterion : scored.criteria)
        criteria.set(criterion.id, Json::of(word(criterion.tri)));
    Json out = Json::object();
    out.set("instrument", Json::of(definition.id)).set("version", Json::of(definition.version));
    out.set("scores", std::move(scores)).set("criteria", std::move(criteria));
    out.set("flags", Json::list_of(flag_names(scored))).set("absent", std::move(absent));
    if (!scored.contradicted.empty()) {
        Json items = Json::list();
        for (const std::size_t item : scored.contradicted)
            items.add(Json::of(definition.items[item].id));
        out.set(answered_although_not_asked, std::move(items));
    }
    return out;
}

Error refuse(const std::string& where, const std::string& wrong)
{
    std::string sentence = where.empty() ? wrong : where + ": " + wrong;
    if (sentence.front() >= 'a' && sentence.front() <= 'z')
        sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
    return {answers_refused, sentence + "."};
}

/// "item 2: this key appears twice", where the pointer leads to an item.
std::string tell(const Definition& definition, const Problem& problem)
{
    const std::size_t slash = problem.pointer.rfind('/');
    const std::string_view last =
        slash == std::string::npos ? std::string_view() : std::string_view(problem.pointer).substr(slash + 1);
    return definition.item_index(last) ? "item " + std::string(last) + ": " + problem.what : problem.what;
}

/// "entry 3", from a pointer into a list of answers.
std::string entry_of(const Problem& problem)
{
    if (problem.pointer.empty()) return {};
    const std::size_t number = std::strtoul(problem.pointer.c_str() + 1, nullptr, 10);
    return "entry " + std::to_string(number + 1);
}

Result<std::string> score_one(const Definition& definition, const Json& node, const std::string& where)
{
    const Administration read = read_administration(definition, node);
    if (!read.wrong.empty()) return refuse(where, read.wrong);
    return print_json(describe(definition, score(definition, read.response, read.context)), Layout::one_line);
}

Result<std::string> score_list(const Definition& definition, const Json& list)
{
    std::string out = "[";
    for (std::size_t i = 0; i < list.children.size(); ++i) {
        auto one = score_one(definition, list.children[i], "entry " + std::to_string(i + 1));
        if (!one) return one;
        out += (i == 0 ? "\n" : ",\n") + *one;
    }
    return out + (list.children.empty() ? "]\n" : "\n]\n");
}

struct Line {
    std::string_view text;
    std::size_t number = 0;
};

std::vector<Line> lines_of(std::string_view input)
{
    std::vector<Line> lines;
    for (std::size_t number = 1; !input.empty(); ++number) {
        const std::size_t end = std::min(input.find('\n'), input.size());
        const std::string_view text = input.substr(0, end);
        if (text.find_first_not_of(blanks) != std::string_view::npos) lines.push_back({text, number});
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    return lines;
}

Result<std::string> score_lines(const Definition& definition, const std::vector<Line>& lines)
{
    std::string out;
    for (const Line& line : lines) {
        const std::string where = "line " + std::to_string(line.number);
        const JsonReading reading = parse_json(line.text);
        if (!reading.problems.empty()) return refuse(where, tell(definition, reading.problems.front()));
        auto one = score_one(definition, reading.root, where);
        if (!one) return one;
        out += *one + "\n";
    }
    return out;
}

} // namespace

Result<std::string> score_json(const Definition& definition, std::string_view input)
{
    const std::size_t first = input.find_first_not_of(blanks);
    if (first == std::string_view::npos) return refuse({}, "there are no answers to score");

    const std::vector<Line> lines = lines_of(input);
    const JsonReading first_line = parse_json(lines.front().text);
    const bool one_on_each_line = lines.size() > 1 && first_line.complete && first_line.root.kind == Json::Kind::object;
    if (one_on_each_line) return score_lines(definition, lines);

    const bool list = input[first] == '[';
    const JsonReading reading = list ? parse_json(input, list_limits) : parse_json(input);
    if (!reading.problems.empty()) {
        const Problem& problem = reading.problems.front();
        return refuse(list ? entry_of(problem) : std::string(), tell(definition, problem));
    }
    if (list) return score_list(definition, reading.root);
    auto one = score_one(definition, reading.root, {});
    if (one) *one += "\n";
    return one;
}

} // namespace rapport::instruments
