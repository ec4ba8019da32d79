#include "storage/release/course.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "storage/release/release.h"

namespace rapport::release {

namespace {

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
    std::erase_if(course.rows, [&](const Row* row) {
        if (seen == 0 || row->day != day) ++seen;
        day = row->day;
        return seen > most;
    });
}

void drop_rare_instruments(Courses& courses, int k)
{
    std::map<std::string_view, std::set<const Course*>> people;
    for (const Course& course : courses)
        for (const Row* row : course.rows)
            people[row->form->instrument].insert(&course);
    std::set<std::string_view> rare;
    for (const auto& [instrument, who] : people)
        if (std::ssize(who) < k) rare.insert(instrument);
    for (Course& course : courses)
        std::erase_if(course.rows, [&](const Row* row) { return rare.contains(row->form->instrument); });
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
        std::erase_if(course.rows, [&](const Row* row) { return course.week(*row) > last; });
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
    const Row* last = nullptr;
    for (const Row* row : rows) {
        if (last == nullptr || row->day != last->day) ++days;
        last = row;
    }
    return days;
}

Result<Courses> gather(const Roll& roll, const Policy& policy)
{
    const auto wanted = [&](const Row& row) {
        return policy.instruments.empty() ||
               std::ranges::find(policy.instruments, row.form->instrument) != policy.instruments.end();
    };
    Courses courses;
    for (const Who& who : roll.people()) {
        Course course{&who};
        const auto rows = std::ranges::count_if(who.rows, wanted);
        course.rows.reserve(static_cast<std::size_t>(rows));
        for (const Row& row : who.rows)
            if (wanted(row)) course.rows.push_back(&row);
        if (rows > 0) courses.push_back(std::move(course));
    }
    if (courses.empty()) return Error{fault::nothing_to_release, {}};

    const auto code = [](const Course& course) { return std::string_view(course.code()); };
    if (!roll.one_code_each() || !std::ranges::all_of(courses, code_shaped, code)) return Error{fault::bad_codes, {}};
    std::ranges::sort(courses, {}, code);
    if (std::ranges::adjacent_find(courses, {}, code) != courses.end()) return Error{fault::bad_codes, {}};
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
        for (const Row* row : course.rows)
            found.insert(row->form->instrument);
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
