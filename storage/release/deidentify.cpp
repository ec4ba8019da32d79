#include <algorithm>
#include <cassert>
#include <map>
#include <set>

#include "storage/release/k_search.h"
#include "storage/release/policy.h"
#include "storage/release/risk.h"
#include "storage/release/text.h"
#include "storage/release/visits.h"
#include "storage/release/withheld.h"

namespace rapport::release {

/// What a pass goes through: people in their order with the rows that leave in theirs.
struct Leaving::Held {
    struct Person {
        const Who* who = nullptr;
        std::int32_t first_day = 0;
        std::vector<const Row*> rows{}; ///< by week, then instrument
        std::array<const std::string*, quasi_count> words{};
    };
    Gathered from;
    std::vector<Person> people;
    std::set<std::string> said;                ///< what `words` point at
    std::map<const Form*, std::string> visits; ///< as they may be written
    bool dates = false;
    std::size_t rows = 0;
    std::vector<DeidentifiedRecord> records; ///< instead of all that
};

/// The one maker of records that may leave: it copies allow-listed fields and nothing else.
class Deidentifier {
public:
    /// Takes what is planned; the order of rows is that of the release.
    static Leaving leaving(const Gathered& from, Plan&& plan, const VisitNames& names, bool dates)
    {
        auto held = std::make_shared<Leaving::Held>();
        held->from = from;
        held->dates = dates;
        held->said = std::move(plan.said);
        held->people.reserve(plan.courses.size());
        for (std::size_t at = 0; at < plan.courses.size(); ++at) {
            Course& course = plan.courses[at];
            Leaving::Held::Person person{course.who, course.rows.front()->day, {}, plan.words[at]};
            std::ranges::stable_sort(course.rows, {}, [&](const Row* row) {
                return std::pair((row->day - person.first_day) / 7, std::string_view(row->form->instrument));
            });
            for (const Row* row : course.rows)
                if (!held->visits.contains(row->form)) held->visits.emplace(row->form, names.of(*row->form));
            held->rows += course.rows.size();
            person.rows = std::move(course.rows);
            held->people.push_back(std::move(person));
        }
        return Leaving(std::move(held));
    }

    /// One record that is written over and over.
    class Maker {
    public:
        explicit Maker(const Leaving::Held& held) : held_(held) {}
        void turn_to(const Leaving::Held::Person& person)
        {
            first_day_ = person.first_day;
            out_.code_ = person.who->code;
            out_.age_band_ = *person.words[0];
            out_.sex_ = *person.words[1];
            out_.site_ = *person.words[2];
            out_.arm_ = *person.words[3];
        }
        DeidentifiedRecord& of(const Row& row)
        {
            out_.instrument_ = row.form->instrument;
            out_.version_ = row.form->version;
            out_.visit_ = held_.visits.at(row.form);
            out_.week_ = (row.day - first_day_) / 7;
            if (held_.dates) out_.day_ = row.day;
            return out_;
        }
        void answer(const instruments::Response& response) { out_.response_ = response; }

    private:
        const Leaving::Held& held_;
        std::int32_t first_day_ = 0;
        DeidentifiedRecord out_;
    };
};

Leaving::Leaving(std::vector<DeidentifiedRecord> records)
{
    auto held = std::make_shared<Held>();
    held->records = std::move(records);
    held->rows = held->records.size();
    held_ = std::move(held);
}

std::size_t Leaving::size() const
{
    return held_ ? held_->rows : 0;
}

Status Leaving::each(const Visitor& visit) const
{
    return each_of({}, visit);
}

Status Leaving::each_of(std::string_view instrument, const Visitor& visit) const
{
    if (!held_) return {};
    const auto wanted = [&](const std::string& one) { return instrument.empty() || one == instrument; };
    for (const DeidentifiedRecord& record : held_->records)
        if (wanted(record.instrument()))
            if (Status seen = visit(record); !seen) return seen;
    if (held_->people.empty()) return {};
    Again again(*held_->from.source);
    Deidentifier::Maker maker(*held_);
    for (const Held::Person& person : held_->people) {
        const auto any = [&](const Row* row) { return wanted(row->form->instrument); };
        if (std::ranges::none_of(person.rows, any)) continue;
        if (Status read = again.turn_to(*person.who, instrument); !read) return read;
        maker.turn_to(person);
        for (const Row* row : person.rows) {
            if (!any(row)) continue;
            const auto answers = again.of(*row);
            if (!answers) return answers.error();
            const DeidentifiedRecord& record = maker.of(*row);
            maker.answer(**answers);
            if (Status seen = visit(record); !seen) return seen;
        }
    }
    return {};
}

void Leaving::each_unanswered(const std::function<void(const DeidentifiedRecord& record)>& visit) const
{
    if (!held_) return;
    for (const DeidentifiedRecord& record : held_->records)
        visit(record);
    Deidentifier::Maker maker(*held_);
    for (const Held::Person& person : held_->people) {
        maker.turn_to(person);
        for (const Row* row : person.rows)
            visit(maker.of(*row));
    }
}

const std::string& DeidentifiedRecord::code() const
{
    return code_;
}
const std::string& DeidentifiedRecord::age_band() const
{
    return age_band_;
}
const std::string& DeidentifiedRecord::sex() const
{
    return sex_;
}
const std::string& DeidentifiedRecord::site() const
{
    return site_;
}
const std::string& DeidentifiedRecord::arm() const
{
    return arm_;
}
const std::string& DeidentifiedRecord::instrument() const
{
    return instrument_;
}
const std::string& DeidentifiedRecord::version() const
{
    return version_;
}
const std::string& DeidentifiedRecord::visit() const
{
    return visit_;
}
int DeidentifiedRecord::week() const
{
    return week_;
}
std::optional<std::int32_t> DeidentifiedRecord::day() const
{
    return day_;
}
const instruments::Response& DeidentifiedRecord::response() const
{
    return response_;
}

Result<Deidentified> deidentify(const Gathered& all, const Policy& policy)
{
    auto plan = plan_release(*all.roll, policy);
    if (!plan) return plan.error();

    const VisitNames visits(plan->courses, has_dates(policy) ? 1 : policy.k);
    Deidentified out;
    out.withheld = withheld_lines(*all.roll, *plan, policy, visits.kept_back());
    std::map<std::string, int> occasions;
    for (const Course& course : plan->courses)
        occasions[course.code()] = course.occasions();
    const Node node = plan->node;
    const int left_out = plan->left_out;
    out.records = Deidentifier::leaving(all, std::move(*plan), visits, has_dates(policy));
    out.risk = measure(out.records, node, occasions);
    out.risk.left_out = left_out;
    assert(has_dates(policy) || out.risk.smallest_class >= policy.k);
    return out;
}

Result<Deidentified> deidentify(std::span<const Record> records, const Policy& policy)
{
    return deidentify(gathered(records), policy);
}

} // namespace rapport::release
