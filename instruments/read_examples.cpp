#include <algorithm>
#include <cmath>

#include "instruments/criteria.h"
#include "instruments/flags.h"
#include "instruments/read_parts.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_examples = 500;
constexpr std::size_t most_steps = 100'000'000; // under a second
constexpr std::string_view sexes[] = {"female", "male"};
constexpr std::string_view verdicts[] = {"met", "not_met", "cannot_tell"};

Response read_answers(Fields& example, Draft& draft)
{
    Response response;
    response.items.resize(draft.definition.items.size());
    const Json* const answers = example.take("answers", Json::Kind::object);
    if (answers == nullptr) return response;
    const Place place = example.at("answers");
    for (const Json& answer : answers->children) {
        const auto known = draft.items.find(answer.key);
        if (known == draft.items.end()) {
            draft.problems.add(place.member(answer.key), "names an item that is not there");
            continue;
        }
        if (answer.kind == Json::Kind::null) continue;
        const bool small = answer.kind == Json::Kind::integer && std::abs(answer.real) <= 32'767;
        if (!small || (draft.items_sound && !draft.definition.allows(known->second, static_cast<int>(answer.integer))))
            draft.problems.add(place.member(answer.key), "is not one of the item's choices");
        else
            response.items[known->second] = Answer::chose(static_cast<int>(answer.integer));
    }
    return response;
}

Context read_context(Fields& example, Draft& draft)
{
    Context context;
    const Json* const node = example.take("context", Json::Kind::object, Need::optional);
    if (node == nullptr) return context;
    Fields fields(*node, example.at("context"), draft.problems);
    if (const auto sex = fields.one_of("sex", sexes, Need::optional)) context.sex = sexes[*sex];
    context.age = fields.whole("age", 0, 130, Need::optional);
    context.education = fields.whole("education", 0, most_education, Need::optional);
    fields.finish();
    return context;
}

/// Holds what one example expects against what scoring gives, and remembers which rules an example has shown at work.
class Comparison {
public:
    Comparison(Draft& draft, Scored scored) : draft_(draft), scored_(std::move(scored)) {}

    void scores(const Json& expected, const Place& place, std::vector<bool>& shown)
    {
        for (const Json& row : expected.children) {
            const auto known = draft_.scores.find(row.key);
            if (known == draft_.scores.end()) {
                problem(place, row, "names a score that is not there");
                continue;
            }
            const std::optional<double> value = scored_.scores[known->second].value;
            if (row.kind == Json::Kind::null) {
                if (value) problem(place, row, "should have no value, but has " + text_of(*value));
            } else if (row.kind != Json::Kind::integer && row.kind != Json::Kind::real) {
                problem(place, row, "must be a number or null");
            } else if (!value) {
                problem(place, row, "has no value, by the rule " + std::string(scored_.scores[known->second].absent));
            } else if (std::abs(*value - row.real) > 1e-9) {
                problem(place, row, "comes to " + text_of(*value));
            } else {
                shown[known->second] = true;
            }
        }
    }

    void bands(const Json& expected, const Place& place)
    {
        for (const Json& row : expected.children) {
            const auto known = draft_.scores.find(row.key);
            if (known == draft_.scores.end()) {
                problem(place, row, "names a score that is not there");
                continue;
            }
            const ScoreValue& value = scored_.scores[known->second];
            const bool between = row.kind == Json::Kind::list && row.children.size() == 2 &&
                                 row.children[0].kind == Json::Kind::text && row.children[1].kind == Json::Kind::text;
            const bool one = row.kind == Json::Kind::text;
            if (!between && !one && row.kind != Json::Kind::null) {
                problem(place, row, "must be a band, two neighbouring bands or null");
                continue;
            }
            const std::string_view band = between ? row.children[0].text : row.text;
            const std::string_view above = between ? std::string_view(row.children[1].text) : std::string_view();
            if (value.band != band || value.band_above != above)
                problem(place, row,
                        "falls in \"" + std::string(value.band) + "\"" +
                            (value.band_above.empty() ? "" : ", or the band above it"));
        }
    }

    void criteria(const Json& expected, const Place& place, std::vector<bool>& shown)
    {
        for (const Json& row : expected.children) {
            const auto criterion = std::find_if(scored_.criteria.begin(), scored_.criteria.end(),
                                                [&](const CriterionValue& each) { return each.id == row.key; });
            if (criterion == scored_.criteria.end())
                problem(place, row, "names a criterion that is not there");
            else if (row.kind != Json::Kind::text ||
                     std::find(std::begin(verdicts), std::end(verdicts), row.text) == std::end(verdicts))
                problem(place, row, "must be " + join_or(verdicts));
            else if (word(criterion->tri) != row.text)
                problem(place, row, "comes to \"" + std::string(word(criterion->tri)) + "\"");
            else
                shown[static_cast<std::size_t>(criterion - scored_.criteria.begin())] = true;
        }
    }

    void flags(const Json& expected, const Place& place)
    {
        std::vector<std::string> wanted;
        for (const Json& row : expected.children)
            wanted.push_back(row.text);
        std::vector<std::string> raised = flag_names(scored_);
        std::sort(wanted.begin(), wanted.end());
        std::sort(raised.begin(), raised.end());
        if (wanted == raised) return;
        std::string list;
        for (const std::string& flag : raised)
            list += (list.empty() ? "" : ", ") + flag;
        draft_.problems.add(place, "are not the flags raised: " + (list.empty() ? "none" : list));
    }

private:
    void problem(const Place& place, const Json& row, std::string what)
    {
        draft_.problems.add(place.member(row.key), std::move(what));
    }
    static std::string text_of(double value) { return print_json(Json::of(value), Layout::one_line); }

    Draft& draft_;
    Scored scored_;
};

/// About what scoring one example may take, at worst.
std::size_t steps_of_one(const Definition& definition)
{
    std::size_t steps = 0;
    const auto choices = [&](const std::vector<std::size_t>& items) {
        std::size_t all = 0;
        for (const std::size_t item : items)
            all += definition.choices(item).size();
        return all;
    };
    if (definition.choice_sets.empty()) return 0;
    for (const Score& score : definition.scores)
        steps += choices(score.items) + (score.expression ? 40 * score.expression->nodes.size() : 0);
    for (const Criterion& criterion : definition.criteria)
        for (const CriterionPart& part : criterion.parts)
            steps += choices(part.items) * (part.most ? criterion_states(criterion) * criterion.parts.size() : 1);
    return steps;
}

struct Shown {
    std::vector<bool> scores;
    std::vector<bool> criteria;
};

void read_example(const Json& node, const Place& place, bool run, Draft& draft, Shown& shown)
{
    Fields fields(node, place, draft.problems);
    const std::size_t before = draft.problems.count();
    fields.text("name");
    fields.text("source");
    const Response response = read_answers(fields, draft);
    const Context context = read_context(fields, draft);
    const Json* const expect = fields.take("expect", Json::Kind::object);
    fields.finish();
    if (expect == nullptr) return;

    Fields expected(*expect, fields.at("expect"), draft.problems);
    const Json* const scores = expected.take("scores", Json::Kind::object);
    const Json* const bands = expected.take("bands", Json::Kind::object, Need::optional);
    const Json* const criteria = expected.take("criteria", Json::Kind::object, Need::optional);
    const Json* const flags = expected.take("flags", Json::Kind::list, Need::optional);
    expected.finish();
    if (!run || draft.problems.count() != before) return;

    Comparison comparison(draft, score(draft.definition, response, context));
    if (scores != nullptr) comparison.scores(*scores, expected.at("scores"), shown.scores);
    if (bands != nullptr) comparison.bands(*bands, expected.at("bands"));
    if (criteria != nullptr) comparison.criteria(*criteria, expected.at("criteria"), shown.criteria);
    if (flags != nullptr) comparison.flags(*flags, expected.at("flags"));
}

} // namespace

void read_examples(Fields& top, Draft& draft)
{
    const Json* const list = top.take("examples", Json::Kind::list);
    if (list == nullptr) return;
    const Place place = top.at("examples");
    if (list->children.empty()) draft.problems.add(place, "must hold a worked example");
    if (list->children.size() > most_examples) {
        draft.problems.add(place, "must not hold more than 500 examples");
        return;
    }
    if (steps_of_one(draft.definition) > most_steps / std::max<std::size_t>(1, list->children.size()))
        draft.problems.add(place, "would take too long to work out");
    const bool run = draft.problems.count() == 0;
    Shown shown;
    shown.scores.resize(draft.definition.scores.size());
    shown.criteria.resize(draft.definition.criteria.size());
    for (std::size_t i = 0; i < list->children.size(); ++i)
        read_example(list->children[i], place.element(i), run, draft, shown);
    if (draft.problems.count() != 0) return;

    // A rule that no example shows at work could be wrong unseen.
    const Place scores = top.at("scores");
    for (std::size_t i = 0; i < shown.scores.size(); ++i)
        if (!shown.scores[i]) draft.problems.add(scores.element(i), "has no worked example that gives it a value");
    const Place criteria = top.at("criteria");
    for (std::size_t i = 0; i < shown.criteria.size(); ++i)
        if (!shown.criteria[i]) draft.problems.add(criteria.element(i), "has no worked example");
}

} // namespace rapport::instruments
