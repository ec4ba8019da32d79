// A score's expression from anybody: faults, or a calculation that every way of scoring takes alike and that no missing
// answer, once given, proves wrong.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "instruments/asking.h"
#include "instruments/exchange/exchange.h"
#include "instruments/expression.h"
#include "instruments/prepared.h"
#include "instruments/reader.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::instruments;

namespace {

/// Six items, the last asked when the fifth is 2 or more, a score of four of them that may be prorated, and one by
/// expression, whose place the input takes.
constexpr std::string_view frame =
    R"json({"format":1,"id":"x","version":"1","title":"X","short_title":"X","language":"en","recall":"today","respondent":"patient",
"mode":"self","wording":"shipped","key_status":"verified","licence":{"holder":"n","terms":"n","may_ship_text":true,"may_release_text":true},
"sources":["n"],"choices":{"c":[{"value":0,"text":"a"},{"value":1,"text":"b"},{"value":3,"text":"d"}],
"n":[{"value":-2,"text":"a"},{"value":5,"text":"b"}]},
"items":[{"id":"1","label":"l","text":"t","choices":"c"},{"id":"2","label":"l","text":"t","choices":"c"},
{"id":"3","label":"l","text":"t","choices":"n"},{"id":"4a","label":"l","text":"t","choices":"c"},
{"id":"5","label":"l","text":"t","choices":"c"},
{"id":"6","label":"l","text":"t","choices":"c","asked_when":{"item":"5","at_least":2},"skipped_as":1}],
"scores":[{"id":"four","name":"F","method":"mean","direction":"higher_is_worse","items":["1","2","3","4a"],
"missing":{"max_missing":1,"id":"one","source":"n"},"min":-0.5,"max":3.5},
{"id":"own","name":"O","method":"expression","direction":"higher_is_worse","expression":"item(1)",
"missing":{"id":"r","source":"n"},"min":0,"max":3}]})json";

const Definition& skeleton()
{
    static const Definition made = [] {
        Reading reading = read_definition(frame, Examples::to_come);
        if (!reading.definition) std::abort();
        return std::move(*reading.definition);
    }();
    return made;
}

Response drawn(const Definition& definition, std::uint32_t& state)
{
    Response response;
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        state = state * 1664525U + 1013904223U;
        const auto& choices = definition.choices(item);
        const std::size_t pick = (state >> 8U) % (choices.size() + 1);
        response.items.push_back(pick == choices.size() ? Answer::none(Missing::declined)
                                                        : Answer::chose(choices[pick].value));
    }
    return response;
}

/// Every answer still open given, one way.
Response completed(const Definition& definition, Response response, std::uint32_t& state)
{
    for (std::size_t item = 0; item < response.items.size(); ++item) {
        if (response.items[item].given() || asked(definition, item, response) != Tri::met) continue;
        state = state * 1664525U + 1013904223U;
        const auto& choices = definition.choices(item);
        response.items[item] = Answer::chose(choices[(state >> 8U) % choices.size()].value);
    }
    return response;
}

void hold(bool so)
{
    if (!so) std::abort();
}

void check_scores(const Definition& definition, bool guesses, std::uint32_t& state)
{
    const PreparedKey key(definition);
    for (int i = 0; i < 4; ++i) {
        const Response response = drawn(definition, state);
        const Scored all = score(definition, response);
        const ScoreValue& said = all.scores.back();
        const ScoreValue quick = key.score(response).scores.back();
        hold(said.value == quick.value && said.absent == quick.absent && said.lowest == quick.lowest &&
             said.highest == quick.highest && said.prorated == quick.prorated);
        hold(said.value.has_value() != !said.absent.empty());
        hold(said.lowest <= said.highest && said.lowest >= definition.scores.back().min &&
             said.highest <= definition.scores.back().max);
        const Response full = completed(definition, response, state);
        const ScoreValue then = score(definition, full).scores.back();
        if (then.value) hold(said.lowest <= *then.value && *then.value <= said.highest);
        if (said.value && !guesses && !said.prorated) hold(then.value == said.value);
    }
}

/// As a definition would hold it, through the reader and out to other programs.
void the_long_way(std::string_view source)
{
    std::string text(frame);
    std::string written;
    for (const char c : source)
        written += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    const std::string_view place = "item(1)\",\n\"missing\"";
    text.replace(text.find(place), 7, written);
    const Reading reading = read_definition(text, Examples::to_come);
    if (!reading.definition) return;
    hold(import_questionnaire(export_fhir(*reading.definition).bytes).ok());
    hold(import_questionnaire(export_redcap(*reading.definition).bytes).ok());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    Definition definition = skeleton();
    const ExpressionNames names{[&](std::string_view id) { return definition.item_index(id); },
                                [&](std::string_view id) -> std::optional<std::size_t> {
                                    return id == "four" ? std::optional<std::size_t>(0) : std::nullopt;
                                }};
    ExpressionReading reading = read_expression(source, names);
    if (!reading.faults.empty()) {
        for (const ExpressionReading::Fault& fault : reading.faults)
            hold(fault.at >= 1 && fault.at <= size + 1 && !fault.what.empty());
        return 0;
    }
    auto state = static_cast<std::uint32_t>(size);
    for (std::size_t i = 0; i < size && i < 64; ++i)
        state = state * 31U + data[i];
    Score& own = definition.scores.back();
    own.expression = std::move(reading.expression);
    own.items = own.expression->indexes(Expression::Kind::item);
    own.inputs = own.expression->indexes(Expression::Kind::score);
    own.reversed.assign(own.items.size(), false);
    own.min = -1e15;
    own.max = 1e15;
    const bool guesses =
        own.expression->uses(Expression::Kind::answered) || own.expression->uses(Expression::Kind::sum_answered);
    check_scores(definition, guesses, state);
    if (state % 16 == 0) the_long_way(source);
    return 0;
}
