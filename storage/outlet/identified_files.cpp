#include "storage/outlet/identified_files.h"

#include <chrono>

#include <fmt/format.h>

#include "instruments/scoring.h"
#include "storage/release/csv.h"
#include "storage/release/notice.h"

namespace rapport::outlet {

namespace {

using release::csv_line;
using release::text_cell;
using Cells = std::vector<std::string>;

constexpr std::string_view page = R"(Rapport release, profile C: IDENTIFIED

These are the full records of the people named in identified_people.csv. They are personal health data with names and dates.
They are for this recipient and purpose alone:
  For   {recipient}
  Why   {purpose}
{demo}{left_out}
What is here
  identified_people.csv    who they are
  identified_answers.csv   one row per question: the value chosen, or why there is none
  identified_scores.csv    one row per score, as it was when the answers came in; or the rule that forbids it
  SHA256SUMS               check with: sha256sum -c SHA256SUMS
  manifest.json            the files with their digests

How to read it
  "person" joins the files; it is the clinic's code name, and no code of any other release. Times are UTC. "question" and
  "words" are empty where the licence of a questionnaire does not let its wording leave. A question of a version that is
  no longer installed has its place in place of its number. An empty value is a missing one, never a nought.
  Text that begins with = + - or @ has an apostrophe in front, so that a spreadsheet does not run it.
)";

constexpr std::string_view left_out_words = R"(
Left out: {} questionnaires about the alliance. A patient's words about the therapist who wrote these files are a
colleague's to release; a form whose other half is not in yet is nobody's to read.
)";

std::string moment(std::int64_t utc_ms)
{
    using namespace std::chrono;
    if (utc_ms == 0) return {};
    const auto at = sys_time<milliseconds>(milliseconds(utc_ms));
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(at - day));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

std::string date(std::int32_t day)
{
    constexpr std::int64_t day_ms = 86'400'000;
    return moment(day * day_ms + 1).substr(0, 10);
}

std::string number(const std::optional<double>& value)
{
    return value ? fmt::format("{}", *value) : std::string();
}

std::string people_csv(const std::vector<IdentifiedPerson>& people)
{
    std::string text = csv_line(Cells{"person", "name", "date_of_birth", "record_number", "other_identifiers",
                                      "year_of_birth", "sex", "site", "arm", "therapist"});
    for (const IdentifiedPerson& one : people) {
        std::string others;
        for (const vault::Identifier& identifier : one.identity.identifiers)
            others += (others.empty() ? "" : "; ") + identifier.type + " " + identifier.value;
        const vault::Person& person = one.person;
        text += csv_line(Cells{text_cell(person.pseudonym), text_cell(one.identity.name), one.identity.date_of_birth,
                               text_cell(one.identity.record_number), text_cell(others),
                               person.year_of_birth == 0 ? "" : std::to_string(person.year_of_birth), person.sex,
                               text_cell(person.site), text_cell(person.arm), text_cell(person.therapist)});
    }
    return text;
}

/// What every row of an administration begins with.
Cells begin(const IdentifiedPerson& one, const vault::Administration& given)
{
    return {text_cell(one.person.pseudonym), given.instrument,          given.version,
            text_cell(given.visit),          date(given.day),           moment(given.started_ms),
            moment(given.finished_ms),       given.complete ? "1" : "0"};
}

Cells with(Cells cells, std::initializer_list<std::string> more)
{
    cells.insert(cells.end(), more.begin(), more.end());
    return cells;
}

const Cells& head()
{
    static const Cells cells{"person", "questionnaire", "version", "visit", "day", "started", "finished", "complete"};
    return cells;
}

std::string choice_words(const instruments::Definition& definition, std::size_t item, int value)
{
    for (const instruments::Choice& choice : definition.choices(item))
        if (choice.value == value) return choice.text;
    return {};
}

void add_answers(std::string& text, const vault::Vault& vault, const IdentifiedPerson& one)
{
    for (const vault::Administration& given : one.administrations) {
        const instruments::Definition* const found = vault.instrument(given.instrument);
        const bool known =
            found != nullptr && found->version == given.version && found->items.size() == given.response.items.size();
        const bool tells = known && found->licence.may_release_text && found->wording != instruments::Wording::key_only;
        for (std::size_t item = 0; item < given.response.items.size(); ++item) {
            const instruments::Answer answer = given.response.items[item];
            text += csv_line(
                with(begin(one, given),
                     {known ? found->items[item].id : "place " + std::to_string(item + 1),
                      tells ? text_cell(found->items[item].text) : std::string(),
                      answer.given() ? std::to_string(answer.value()) : std::string(),
                      tells && answer.given() ? text_cell(choice_words(*found, item, answer.value())) : std::string(),
                      answer.given() ? std::string() : std::string(instruments::word(answer.why()))}));
        }
    }
}

void add_scores(std::string& text, const IdentifiedPerson& one)
{
    for (const vault::Administration& given : one.administrations)
        for (const vault::FrozenScore& score : given.scores)
            text += csv_line(with(begin(one, given), {score.id, number(score.value), score.absent, score.band,
                                                      std::to_string(score.answered), std::to_string(score.items),
                                                      score.prorated ? "1" : "0"}));
}

std::string manifest(const std::vector<release::WrittenFile>& files, std::size_t people, int left_out, bool demo)
{
    std::string list;
    for (const release::WrittenFile& file : files)
        list += fmt::format("{}\n    {{\"name\": \"{}\", \"sha256\": \"{}\", \"bytes\": {}}}", list.empty() ? "" : ",",
                            file.name, file.sha256, file.bytes);
    return fmt::format(
        "{{\n  \"notice\": \"{}\",\n  \"demo\": {},\n  \"kind\": \"identified\",\n"
        "  \"policy\": {{\"profile\": \"C\"}},\n  \"people\": {},\n  \"left_out\": {},\n  \"files\": [{}\n  ]\n}}\n",
        release::identified_notice, demo, people, left_out, list);
}

} // namespace

Result<release::Written> write_identified_files(const vault::Vault& vault, const std::vector<IdentifiedPerson>& people,
                                                const IdentifiedWish& wish, FolderSink& sink)
{
    std::string answers = csv_line(with(head(), {"item", "question", "value", "words", "missing"}));
    std::string scores = csv_line(with(head(), {"score", "value", "absent", "band", "answered", "items", "prorated"}));
    for (const IdentifiedPerson& one : people) {
        add_answers(answers, vault, one);
        add_scores(scores, one);
    }
    const std::string demo = vault.demo() ? std::string(release::demo_notice) + "\n" : std::string();
    int left_out = 0;
    for (const IdentifiedPerson& one : people)
        left_out += one.left_out;
    const std::string incomplete = left_out == 0 ? std::string() : fmt::format(fmt::runtime(left_out_words), left_out);
    const std::string readme =
        fmt::format(fmt::runtime(page), fmt::arg("recipient", wish.recipient), fmt::arg("purpose", wish.purpose),
                    fmt::arg("demo", demo), fmt::arg("left_out", incomplete));
    release::Written out;
    const auto keep = [&](const char* name, const std::string& text) -> Status {
        auto file = release::write_text(sink, name, text);
        if (!file) return file.error();
        out.files.push_back(std::move(*file));
        return {};
    };
    const std::pair<const char*, std::string> texts[] = {{"identified_people.csv", people_csv(people)},
                                                         {"identified_answers.csv", std::move(answers)},
                                                         {"identified_scores.csv", std::move(scores)},
                                                         {"README-IDENTIFIED.txt", readme}};
    for (const auto& [name, text] : texts)
        if (const Status written = keep(name, text); !written) return written.error();
    std::string sums;
    for (const release::WrittenFile& file : out.files)
        sums += file.sha256 + "  " + file.name + "\n";
    if (const Status written = keep("SHA256SUMS", sums); !written) return written.error();
    if (const Status written = keep("manifest.json", manifest(out.files, people.size(), left_out, vault.demo()));
        !written)
        return written.error();
    out.manifest_sha256 = out.files.back().sha256;
    return out;
}

} // namespace rapport::outlet
