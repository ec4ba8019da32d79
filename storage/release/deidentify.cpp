#include <algorithm>
#include <cassert>
#include <tuple>

#include "storage/release/k_search.h"
#include "storage/release/policy.h"
#include "storage/release/risk.h"
#include "storage/release/text.h"
#include "storage/release/visits.h"
#include "storage/release/withheld.h"

namespace rapport::release {

/// The one maker of records that may leave: it copies allow-listed fields and nothing else.
class Deidentifier {
public:
    static DeidentifiedRecord make(const Record& row, int week, const std::array<std::string, quasi_count>& words,
                                   std::string visit, bool dates)
    {
        DeidentifiedRecord out;
        out.code_ = row.code;
        out.age_band_ = words[0];
        out.sex_ = words[1];
        out.site_ = words[2];
        out.arm_ = words[3];
        out.instrument_ = row.instrument;
        out.version_ = row.version;
        out.visit_ = std::move(visit);
        out.week_ = week;
        out.response_ = row.response;
        if (dates) out.day_ = row.day;
        return out;
    }
};

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

Result<Deidentified> deidentify(std::span<const Record> records, const Policy& policy)
{
    const auto plan = plan_release(records, policy);
    if (!plan) return plan.error();

    const VisitNames visits(plan->courses, has_dates(policy) ? 1 : policy.k);
    Deidentified out;
    std::map<std::string, int> occasions;
    for (std::size_t person = 0; person < plan->courses.size(); ++person) {
        const Course& course = plan->courses[person];
        occasions[course.code()] = course.occasions();
        for (const Record* row : course.rows)
            out.records.push_back(
                Deidentifier::make(*row, course.week(*row), plan->words[person], visits.of(*row), has_dates(policy)));
    }
    std::ranges::stable_sort(out.records, {}, [](const DeidentifiedRecord& r) {
        return std::tuple(std::string_view(r.code()), r.week(), std::string_view(r.instrument()));
    });
    out.risk = measure(out.records, plan->node, occasions);
    out.risk.left_out = plan->left_out;
    out.withheld = withheld_lines(records, *plan, policy, visits.kept_back());
    assert(has_dates(policy) || out.risk.smallest_class >= policy.k);
    return out;
}

} // namespace rapport::release
