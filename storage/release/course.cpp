#include "storage/release/course.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "storage/release/release.h"

namespace rapport::release {

namespace {

bool earlier(const Record* left, const Record* right)
{
    const auto order = [](const Record& r) {
        return std::tie(r.day, r.instrument, r.version, r.visit, r.session_number);
    };
    if (order(*left) != order(*right)) return order(*left) < order(*right);
    const auto smaller = [](const instruments::Answer& a, const instruments::Answer& b) {
        return std::tuple(a.why(), a.value()) < std::tuple(b.why(), b.value());
    };
    return std::ranges::lexicographical_compare(left->response.items, right->response.items, smaller);
}

/// Groups of letters and digits with single hyphens: what a random code looks like and a name does not.
bool code_shaped(std::string_view code)
{
    bool after_hyphen = true;
    for (const char c : code) {
        if (c == '-' && after_hyphen) return false;
        after_hyphen = c == '-';
        if (c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z')) return false;
    }
    return code.size() >= 16 && !after_hyphen;
}

int kth_largest(std::vector<int> numbers, int k)
{
    const auto at = numbers.begin() + (k - 1);
    std::ranges::nth_element(numbers, at, std::greater{});
    return *at;
}

void keep_occasions(Course& course, int most)
{
    int seen = 0;
    std::int32_t day = 0;
    std::erase_if(course.rows, [&](const Record* row) {
        if (seen == 0 || row->day != day) ++seen;
        day = row->day;
        return seen > most;
    });
}

void drop_rare_instruments(Courses& courses, int k)
{
    std::map<std::string_view, std::set<const Course*>> people;
    for (const Course& course : courses)
        for (const Record* row : course.rows)
            people[row->instrument].insert(&course);
    std::set<std::string_view> rare;
    for (const auto& [instrument, who] : people)
        if (std::ssize(who) < k) rare.insert(instrument);
    for (Course& course : courses)
        std::erase_if(course.rows, [&](const Record* row) { return rare.contains(row->instrument); });
    std::erase_if(courses, [](const Course& course) { return course.rows.empty(); });
}

void cut_far_ends(Courses& courses, int k)
{
    std::vector<int> occasions;
    for (const Course& course : courses)
        occasions.push_back(course.occasions());
    const int most = kth_largest(occasions, k);
    for (Course& course : courses)
        keep_occasions(course, most);

    std::vector<int> weeks;
    for (const Course& course : courses)
        weeks.push_back(course.last_week());
    const int last = kth_largest(weeks, k);
    for (Course& course : courses)
        std::erase_if(course.rows, [&](const Record* row) { return course.week(*row) > last; });
}

void fill_low_band(Courses& courses, int k)
{
    std::vector<Course*> many;
    for (Course& course : courses)
        if (course.occasions() > few_occasions) many.push_back(&course);
    const int low = static_cast<int>(std::ssize(courses) - std::ssize(many));
    if (low == 0 || low >= k) return;
    std::ranges::sort(many, {},
                      [](const Course* c) { return std::tuple(c->occasions(), std::string_view(c->code())); });
    const std::ptrdiff_t needed = k - low;
    const std::ptrdiff_t left = std::ssize(many) - needed;
    if (left >= k) many.resize(static_cast<std::size_t>(needed));
    for (Course* course : many)
        keep_occasions(*course, few_occasions);
}

} // namespace

int Course::occasions() const
{
    int days = 0;
    const Record* last = nullptr;
    for (const Record* row : rows) {
        if (last == nullptr || row->day != last->day) ++days;
        last = row;
    }
    return days;
}

Result<Courses> gather(std::span<const Record> records, const Policy& policy)
{
    std::map<std::string_view, Course> by_person;
    for (const Record& record : records)
        if (policy.instruments.empty() ||
            std::ranges::find(policy.instruments, record.instrument) != policy.instruments.end())
            by_person[record.person].rows.push_back(&record);
    if (by_person.empty()) return Error{fault::nothing_to_release, {}};

    std::map<std::string_view, Course> by_code;
    for (auto& [person, course] : by_person) {
        const std::string& code = course.code();
        const auto same = [&](const Record* row) { return row->code == code; };
        if (!code_shaped(code) || !std::ranges::all_of(course.rows, same)) return Error{fault::bad_codes, {}};
        std::ranges::sort(course.rows, earlier);
        if (!by_code.emplace(code, std::move(course)).second) return Error{fault::bad_codes, {}};
    }
    Courses courses;
    for (auto& [code, course] : by_code)
        courses.push_back(std::move(course));
    return courses;
}

Courses settle(Courses courses, int k, Often often)
{
    for (int before = -1; before != rows_of(courses);) {
        before = rows_of(courses);
        drop_rare_instruments(courses, k);
        if (std::ssize(courses) < k) return {};
        cut_far_ends(courses, k);
        if (often == Often::filled) fill_low_band(courses, k);
    }
    return courses;
}

std::vector<std::string> instruments_of(const Courses& courses)
{
    std::set<std::string> found;
    for (const Course& course : courses)
        for (const Record* row : course.rows)
            found.insert(row->instrument);
    return {found.begin(), found.end()};
}

int rows_of(const Courses& courses)
{
    int rows = 0;
    for (const Course& course : courses)
        rows += static_cast<int>(course.rows.size());
    return rows;
}

} // namespace rapport::release
