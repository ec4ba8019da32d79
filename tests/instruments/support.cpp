#include "support.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace rapport::instruments::testing {

namespace {

[[noreturn]] void give_up(std::string_view why, std::string_view what)
{
    std::cerr << why << what << '\n';
    std::abort();
}

} // namespace

std::string file_text(const std::string& path)
{
    std::ifstream file(std::string(RAPPORT_TEST_DATA) + "/" + path, std::ios::binary);
    if (!file) give_up("no file ", path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string_view bundled(std::string_view id)
{
    for (const Bundled& file : bundled_definitions())
        if (file.name == std::string(id) + ".json") return file.json;
    give_up("not bundled: ", id);
}

const Definition& known(std::string_view id)
{
    const Definition* const found = find_in_library(id);
    if (found == nullptr) give_up("not in the library: ", id);
    return *found;
}

std::string small_definition()
{
    return R"({"format":1,"id":"small","version":"1","title":"Small","short_title":"S","language":"en","recall":"today",
"respondent":"patient","mode":"self","wording":"shipped","key_status":"verified",
"licence":{"holder":"nobody","terms":"none","may_ship_text":true,"may_release_text":true},"sources":["made up"],
"choices":{"c":[{"value":0,"text":"no"},{"value":1,"text":"some"},{"value":2,"text":"much"}]},
"items":[{"id":"1","label":"one","text":"First?"},{"id":"2","label":"two","text":"Second?"}],
"scores":[{"id":"total","name":"Total","method":"sum","direction":"higher_is_worse","items":["1","2"],
"missing":{"max_missing":0,"id":"all","source":"made up"},"min":0,"max":4,
"bands":[{"from":0,"to":1,"label":"low"},{"from":2,"to":4,"label":"high"}],"bands_source":"made up"}],
"criteria":[{"id":"both","name":"Both","source":"made up","parts":[{"items":["1","2"],"at_least":1,"need":2}]}],
"critical_items":[{"id":"second","item":"2","at_least":2,"when_unanswered":true,"text":"Ask.","source":"made up"}],
"changes":[{"id":"two","score":"total","kind":"reliable","points":2,"population":"nobody","source":"A","citation":"B"}],
"examples":[{"name":"three","source":"by hand","answers":{"1":1,"2":2},
"expect":{"scores":{"total":3},"bands":{"total":"high"},"criteria":{"both":"met"},"flags":["second_positive"]}}]})";
}

std::string rich_definition()
{
    return R"({"format":1,"id":"rich","version":"2","title":"Rich","short_title":"R","language":"en","recall":"today",
"respondent":"patient","mode":"self","wording":"shipped","key_status":"verified","comparable_with":["1"],"loinc":"44249-1",
"licence":{"holder":"nobody","terms":"none","may_ship_text":true,"may_release_text":true},"sources":["made up"],
"choices":{"yes":[{"value":0,"text":"no","loinc":"LA32-8"},{"value":1,"text":"yes"}],
"c":[{"value":0,"text":"no"},{"value":1,"text":"some"},{"value":2,"text":"much"}]},
"items":[{"id":"0","label":"gate","choices":"yes","text":"Ever?"},
{"id":"1","label":"one","choices":"c","text":"First?","asked_when":{"item":"0","equals":[1]},"skipped_as":0,"loinc":"44250-9"},
{"id":"2","label":"two","choices":"c","text":"Second?","asked_when":{"any":[{"item":"1","at_least":1},{"all":[{"item":"0","equals":[1]},{"item":"1","equals":[0]}]}]},"skipped_as":0},
{"id":"3","label":"three","choices":"c","text":"Third?","not_for":{"sex":"male"},"skipped_as":0},
{"id":"4","label":"four","choices":"c","text":"Fourth?","scored":false}],
"tables":[{"id":"t","source":"made up","rows":[{"raw":0,"value":20},{"raw":2,"value":35.5},{"raw":4,"value":50},{"raw":6,"value":65},{"raw":8,"value":80}]}],
"scores":[{"id":"pair","name":"Pair","method":"sum","direction":"higher_is_worse","items":["1","2"],"scale":2,
"missing":{"min_answered":2,"id":"all","source":"made up"},"min":0,"max":8,"loinc":"44261-6",
"bands":[{"from":0,"to":3,"label":"low"},{"from":4,"to":8,"label":"high"}],"bands_source":"made up",
"cut_offs":[{"from":4,"to":4,"label":"cut","source":"made up","for":{"sex":"female"}}]},
{"id":"high","name":"High","method":"count","count_at_least":2,"direction":"higher_is_worse","items":["1","2","3"],
"missing":{"max_missing":0,"id":"all","source":"made up"},"min":0,"max":3},
{"id":"bent","name":"Bent","method":"sum","direction":"higher_is_worse","items":["3"],"recode":{"1":0},
"missing":{"max_missing":0,"id":"all","source":"made up"},"min":0,"max":2},
{"id":"weighed","name":"Weighed","method":"weighted","weights":{"1":0.5,"2":-1},"direction":"higher_is_worse","items":["1","2"],
"missing":{"max_missing":0,"id":"all","source":"made up"},"min":-2,"max":1},
{"id":"both","name":"Both","method":"sum","direction":"higher_is_worse","scores":["pair","bent"],
"missing":{"max_missing":0,"id":"all","source":"made up"},"min":0,"max":10},
{"id":"t","name":"T","method":"table","table":"t","direction":"higher_is_worse","scores":["pair"],
"missing":{"max_missing":0,"id":"all","source":"made up"},"min":20,"max":80}],
"criteria":[{"id":"positive","name":"Positive","source":"made up","parts":[{"score":"pair","at_least_by_sex":{"female":4,"male":6}}]}],
"critical_items":[{"id":"third","item":"3","values":[2],"when_unanswered":false,"text":"Ask.","source":"made up"},
{"id":"gate","item":"0","when_unanswered":true,"text":"Ask.","source":"made up"}],
"examples":[{"name":"by hand","source":"(1+2)*2 = 6; one of three at 2; 1 counts as 0; 1*0.5-2 = -1.5; 6+0; 6 is 65","context":{"sex":"female"},
"answers":{"0":1,"1":1,"2":2,"3":1,"4":0},"expect":{"scores":{"pair":6,"high":1,"bent":0,"weighed":-1.5,"both":6,"t":65},
"bands":{"pair":"high"},"criteria":{"positive":"met"},"flags":[]}},
{"name":"closed","source":"not asked","answers":{"0":0,"3":0,"4":0},"context":{"sex":"male"},"expect":{"scores":{"pair":0},"flags":["answered_although_not_asked"]}}]})";
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    if (at == std::string_view::npos) give_up("not in the text: ", from);
    std::string changed(text.substr(0, at));
    changed += to;
    changed += text.substr(at + from.size());
    return changed;
}

bool problem_at(const std::vector<Problem>& problems, std::string_view pointer)
{
    for (const Problem& problem : problems)
        if (problem.pointer == pointer) return true;
    return false;
}

std::string listed(const std::vector<Problem>& problems)
{
    std::string text;
    for (const Problem& problem : problems)
        text += "  " + problem.pointer + " " + problem.what + "\n";
    return text;
}

int pick(std::mt19937_64& random, int low, int high)
{
    return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
}

Response random_response(const Definition& definition, std::mt19937_64& random, int percent_missing)
{
    Response response;
    for (std::size_t i = 0; i < definition.items.size(); ++i) {
        const std::vector<Choice>& choices = definition.choices(i);
        const auto which = static_cast<std::size_t>(pick(random, 0, static_cast<int>(choices.size()) - 1));
        const bool missing = pick(random, 0, 99) < percent_missing;
        response.items.push_back(missing ? Answer::none(Missing::declined) : Answer::chose(choices[which].value));
    }
    return response;
}

const ScoreValue& value_of(const Scored& scored, std::string_view id)
{
    for (const ScoreValue& value : scored.scores)
        if (value.id == id) return value;
    give_up("no score ", id);
}

Tri tri_of(const Scored& scored, std::string_view id)
{
    for (const CriterionValue& value : scored.criteria)
        if (value.id == id) return value.tri;
    give_up("no criterion ", id);
}

} // namespace rapport::instruments::testing
