#include "storage/release/points.h"

#include <algorithm>

#include "instruments/outcome.h"

namespace rapport::release {

Result<Points> points_of(const Courses& courses, const instruments::Definition& definition, std::size_t which,
                         Source& source)
{
    Points out;
    Again again(source);
    const instruments::Score& score = definition.scores[which];
    for (const Course& course : courses) {
        const auto of_it = [&](const Row* row) { return row->form->instrument == definition.id; };
        if (std::ranges::none_of(course.rows, of_it)) continue;
        if (const Status read = again.turn_to(*course.who, definition.id); !read) return read.error();
        const instruments::Context context{*course.who->sex, {}};
        for (const Row* row : course.rows) {
            if (!of_it(row)) continue;
            const auto answers = again.of(*row);
            if (!answers) return answers.error();
            Point& point = out.emplace_back();
            if (row->form->version != definition.version || !instruments::fits(definition, **answers)) continue;
            point.counted = true;
            const auto value = instruments::score(definition, **answers, context).scores[which].value;
            point.has_value = value.has_value();
            if (!value) continue;
            point.number = *value;
            point.beyond_cut_off = instruments::reaches_cut_off(score, context, *value, *value);
        }
    }
    return out;
}

} // namespace rapport::release
