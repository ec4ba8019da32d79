#include "storage/vault/on_track.h"

#include <algorithm>

#include <fmt/format.h>

#include "instruments/expected_course.h"
#include "storage/vault/flags.h"
#include "storage/vault/links.h"
#include "storage/vault/policies.h"
#include "storage/vault/rows.h"

namespace rapport::vault {

namespace {

/// One occasion of an instrument that has a total.
struct Occasion {
    std::int64_t finished_ms = 0;
    std::int32_t day = 0;
    double total = 0;
};

/// The score that stands for an instrument: its "total", or else its first.
const instruments::Score* main_score(const instruments::Definition& definition)
{
    const auto total = std::ranges::find(definition.scores, "total", &instruments::Score::id);
    if (total != definition.scores.end()) return &*total;
    return definition.scores.empty() ? nullptr : &definition.scores.front();
}

Result<std::vector<Occasion>> occasions(Core& core, const std::vector<sealed::Id>& records, std::string_view instrument,
                                        std::string_view score, std::int32_t from, std::int32_t to)
{
    std::vector<Occasion> out;
    for (const sealed::Id& record : records) {
        const Status read = core.database.each(
            "SELECT administration.finished_ms, administration.day, s.value FROM main.administration JOIN main.score s "
            "ON s.person = administration.person AND s.administration = administration.id AND s.id = ?3 WHERE "
            "administration.person = ?1 AND administration.instrument = ?2 AND administration.day BETWEEN ?4 AND ?5 "
            "AND s.value IS NOT NULL AND " +
                std::string(not_superseded),
            {record, instrument, score, from, to}, [&](const Row& row) {
                out.push_back({row.integer(0), row.whole(1), row.real(2)});
                return true;
            });
        if (!read) return read.error();
    }
    std::ranges::stable_sort(out, {}, &Occasion::finished_ms);
    return out;
}

Result<std::vector<std::string>> answered_instruments(Core& core, const std::vector<sealed::Id>& records)
{
    std::vector<std::string> out;
    for (const sealed::Id& record : records) {
        const Status read = core.database.each(
            "SELECT DISTINCT instrument FROM main.administration WHERE person = ? AND by_patient = 1", {record},
            [&](const Row& row) {
                if (std::ranges::count(out, row.text(0)) == 0) out.push_back(row.text(0));
                return true;
            });
        if (!read) return read.error();
    }
    return out;
}

/// What those who began alike stood at, at that occasion of theirs.
Result<std::vector<double>> values_alike(Core& core, std::string_view instrument, std::string_view score, int visit,
                                         double baseline, int width)
{
    std::vector<double> out;
    const Status read = core.database.each(
        "SELECT value FROM main.closed_course WHERE instrument = ?1 AND score = ?2 AND visit = ?3 AND baseline BETWEEN "
        "?4 AND ?5",
        {instrument, score, visit, baseline - width, baseline + width}, [&](const Row& row) {
            out.push_back(row.real(0));
            return true;
        });
    if (!read) return read.error();
    return out;
}

struct Open {
    std::optional<std::int32_t> since;
    std::string instrument;
};

/// Since when care has been open, and the instrument the person's row is about.
Result<Open> open_care(Core& core, const sealed::Id& root, const std::vector<sealed::Id>& records)
{
    Open out;
    for (const sealed::Id& record : records) {
        const Status read =
            core.database.each("SELECT opened_day FROM main.episode WHERE person = ? AND closed_day IS NULL", {record},
                               [&](const Row& row) {
                                   out.since = std::min(out.since.value_or(row.whole(0)), row.whole(0));
                                   return false;
                               });
        if (!read) return read.error();
    }
    const auto instrument = core.database.ask("SELECT last_instrument FROM main.person_row WHERE person = ?", {root});
    if (!instrument) return instrument.error();
    out.instrument = instrument->value_or("");
    return out;
}

/// What is expected at the newest occasion, and whether it is worse.
struct Judged {
    std::vector<Occasion> occasions;
    const instruments::Score* score = nullptr;
    CarePolicy policy;
};

Result<std::optional<Judged>> to_judge(Core& core, const sealed::Id& root, const std::vector<sealed::Id>& records)
{
    const auto open = open_care(core, root, records);
    if (!open) return open.error();
    const instruments::Definition* const definition = core.instrument(open->instrument);
    const instruments::Score* const score = definition == nullptr ? nullptr : main_score(*definition);
    if (!open->since || score == nullptr) return std::optional<Judged>{};
    constexpr std::int32_t always = 1'000'000;
    auto seen = occasions(core, records, open->instrument, score->id, *open->since, always);
    if (!seen) return seen.error();
    if (seen->size() < 2) return std::optional<Judged>{};
    const auto policy = read_care_policy(core);
    if (!policy) return policy.error();
    return std::optional<Judged>(Judged{std::move(*seen), score, *policy});
}

PersonFlag flag_of(const sealed::Id& root, const std::string& instrument, const Judged& judged,
                   const instruments::CourseLimit& limit)
{
    const Occasion& newest = judged.occasions.back();
    PersonFlag flag;
    flag.person = root;
    flag.kind = flag_off_track;
    flag.since_day = newest.day;
    flag.words =
        judged.score->direction == instruments::Direction::higher_is_worse ? "desk.flag.above" : "desk.flag.below";
    flag.figures = {{"instrument", instrument},
                    {"value", fmt::format("{:g}", newest.total)},
                    {"first", fmt::format("{:g}", judged.occasions.front().total)},
                    {"limit", fmt::format("{:g}", limit.limit)},
                    {"visit", std::to_string(judged.occasions.size())},
                    {"people", std::to_string(limit.people)},
                    {"width", std::to_string(judged.policy.course_width)},
                    {"percent", std::to_string(judged.policy.course_percent)}};
    return flag;
}

} // namespace

Status learn_course(Core& core, const sealed::Id& person, const sealed::Id& episode)
{
    if (Status gone = core.database.run("DELETE FROM main.closed_course WHERE episode = ?", {episode}); !gone)
        return gone;
    std::optional<std::pair<std::int32_t, std::int32_t>> days;
    const Status read =
        core.database.each("SELECT opened_day, closed_day FROM main.episode WHERE id = ? AND closed_day IS NOT NULL",
                           {episode}, [&](const Row& row) {
                               days.emplace(row.whole(0), row.whole(1));
                               return false;
                           });
    if (!read) return read;
    if (!days) return {};
    const auto records = records_of(core, person);
    if (!records) return records.error();
    const auto instruments = answered_instruments(core, *records);
    if (!instruments) return instruments.error();
    for (const std::string& instrument : *instruments) {
        const instruments::Definition* const definition = core.instrument(instrument);
        const instruments::Score* const score = definition == nullptr ? nullptr : main_score(*definition);
        if (score == nullptr) continue;
        const auto seen = occasions(core, *records, instrument, score->id, days->first, days->second);
        if (!seen) return seen.error();
        for (std::size_t at = 1; at < seen->size(); ++at) {
            const Status kept = core.database.run(
                "INSERT INTO main.closed_course (instrument, score, visit, baseline, episode, value) VALUES (?, ?, ?, "
                "?, ?, ?)",
                {instrument, score->id, static_cast<std::int64_t>(at + 1), seen->front().total, episode,
                 (*seen)[at].total});
            if (!kept) return kept;
        }
    }
    return {};
}

Status learn_courses(Core& core, const sealed::Id& person)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::vector<sealed::Id> closed;
    for (const sealed::Id& record : *records) {
        const Status read = core.database.each(
            "SELECT id FROM main.episode WHERE person = ? AND closed_day IS NOT NULL", {record}, [&](const Row& row) {
                closed.push_back(row.id(0));
                return true;
            });
        if (!read) return read;
    }
    for (const sealed::Id& episode : closed)
        if (Status learnt = learn_course(core, person, episode); !learnt) return learnt;
    return {};
}

Status judge_course(Core& core, const sealed::Id& root, const std::vector<sealed::Id>& records)
{
    const auto judged = to_judge(core, root, records);
    if (!judged) return judged.error();
    if (!*judged) return clear_flag(core, root, flag_off_track);
    const Judged& one = **judged;
    const auto instrument = core.database.ask("SELECT last_instrument FROM main.person_row WHERE person = ?", {root});
    if (!instrument) return instrument.error();
    const auto alike =
        values_alike(core, instrument->value_or(""), one.score->id, static_cast<int>(one.occasions.size()),
                     one.occasions.front().total, one.policy.course_width);
    if (!alike) return alike.error();
    const auto limit =
        instruments::course_limit(*alike, one.policy.course_percent, one.score->direction, one.policy.course_people);
    if (!limit || !instruments::is_worse(one.occasions.back().total, limit->limit, one.score->direction))
        return clear_flag(core, root, flag_off_track);
    return set_flag(core, flag_of(root, instrument->value_or(""), one, *limit));
}

Result<std::optional<ExpectedCourse>> Vault::expected_course(const Id& person)
{
    Core& core = *state_;
    const auto records = records_of(core, person);
    if (!records) return records.error();
    const auto judged = to_judge(core, records->front(), *records);
    if (!judged) return judged.error();
    if (!*judged) return std::optional<ExpectedCourse>{};
    const Judged& one = **judged;
    const auto instrument =
        core.database.ask("SELECT last_instrument FROM main.person_row WHERE person = ?", {records->front()});
    if (!instrument) return instrument.error();
    ExpectedCourse course;
    course.instrument = instrument->value_or("");
    course.score = one.score->id;
    course.policy = one.policy;
    course.first = one.occasions.front().total;
    for (std::size_t at = 1; at < one.occasions.size(); ++at) {
        const auto alike = values_alike(core, course.instrument, course.score, static_cast<int>(at + 1), course.first,
                                        one.policy.course_width);
        if (!alike) return alike.error();
        const auto limit = instruments::course_limit(*alike, one.policy.course_percent, one.score->direction,
                                                     one.policy.course_people);
        const auto middle = instruments::course_limit(*alike, 50, one.score->direction, one.policy.course_people);
        if (limit && middle)
            course.points.push_back(
                {static_cast<int>(at + 1), one.occasions[at].day, middle->limit, limit->limit, limit->people});
    }
    if (course.points.empty()) return std::optional<ExpectedCourse>{};
    return std::optional<ExpectedCourse>(std::move(course));
}

} // namespace rapport::vault
