// A definition from anybody: either problems, or something every other part can go on with, scored alike both ways.
#include <cstdint>
#include <cstdlib>

#include "instruments/describe_json.h"
#include "instruments/exchange/exchange.h"
#include "instruments/prepared.h"
#include "instruments/reader.h"
#include "instruments/sheet/sheet.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::instruments;

namespace {

bool same(const Scored& one, const Scored& other)
{
    if (one.scores.size() != other.scores.size() || one.criteria.size() != other.criteria.size()) return false;
    for (std::size_t i = 0; i < one.scores.size(); ++i) {
        const ScoreValue& a = one.scores[i];
        const ScoreValue& b = other.scores[i];
        if (a.value != b.value || a.absent != b.absent || a.lowest != b.lowest || a.highest != b.highest ||
            a.band != b.band || a.answered != b.answered)
            return false;
    }
    for (std::size_t i = 0; i < one.criteria.size(); ++i)
        if (one.criteria[i].tri != other.criteria[i].tri) return false;
    return one.flags.size() == other.flags.size();
}

/// Answers drawn from the input's own bytes, so that what went wrong goes wrong again.
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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Reading reading = read_definition(text);
    if (reading.definition.has_value() == !reading.problems.empty()) std::abort();
    if (!reading.definition) return 0;

    const Definition& definition = *reading.definition;
    const PreparedKey key(definition);
    auto state = static_cast<std::uint32_t>(size);
    for (std::size_t i = 0; i < size && i < 64; ++i)
        state = state * 31U + data[i];
    for (int i = 0; i < 8; ++i) {
        const Response response = drawn(definition, state);
        if (!same(score(definition, response), key.score(response))) std::abort();
    }
    // The long way through everything else now and then, or it would take most of the time.
    if (state % 8 != 0) return 0;
    const auto say = [](std::string_view name, const Filling&) { return std::string(name); };
    (void)print_html(scoring_sheet(definition, {"en", ""}, say));
    (void)show_json(definition);
    (void)check_json("x.json", reading);
    if (!import_questionnaire(export_fhir(definition).bytes)) std::abort();
    if (!import_questionnaire(export_redcap(definition).bytes)) std::abort();
    return 0;
}
