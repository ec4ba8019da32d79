#include <algorithm>

#include "app/kiosk/screens.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;

namespace {

constexpr float stem_gap = 6;

shell::TextStyle small_style(const shell::Ui& ui)
{
    return {.type = Type::patient_small, .colour = ui.theme().ink2};
}

float height_of(const shell::Ui& ui, std::string_view words, float width)
{
    return words.empty() ? 0 : ui.paragraph_height(words, width, Type::patient_small, Weight::regular);
}

} // namespace

float wording_head(const shell::Ui& ui, const WordingView& view, float width)
{
    const bool large = ui.text_size() >= shell::TextSize::p150;
    // On items without a stem its room stays, so that nothing moves; from 150 % on the words need it.
    if (large && (view.stem.empty() || !view.stem_shown)) return 0;
    return std::max(height_of(ui, view.stem, width), line_of(ui, Type::patient_small)) + stem_gap;
}

bool draw_wording(shell::Ui& ui, ReadSoFar& read, const WordingView& view, Rect where)
{
    const shell::TextStyle question{.type = Type::patient_question,
                                    .weight = Weight::semibold,
                                    .colour = ui.theme().ink,
                                    .role = shell::Role::heading};
    const float head = wording_head(ui, view, where.w);
    const bool stem = !view.stem.empty() && view.stem_shown;
    const float least = 2 * line_of(ui, Type::patient_question) + ui.patient_target() + space;
    const float words = ui.paragraph_height(view.question, where.w, question.type, question.weight);
    if (where.h - head >= std::min(words, least)) {
        if (stem) ui.paragraph("stem", {where.x, where.y, where.w, 0}, view.stem, small_style(ui));
        return read_words(ui, read, "question", view.key, {where.x, where.y + head, where.w, where.h - head},
                          view.question, question);
    }
    // A stem that would leave the question no room is read together with it.
    Reader reader(ui, read, "question", view.key, where, head + words, 0);
    if (stem) ui.paragraph({}, {where.x, reader.top(), where.w, 0}, view.stem, small_style(ui));
    ui.paragraph({}, {where.x, reader.top() + head, where.w, 0}, view.question, question);
    shell::Node node;
    node.id = "question";
    node.role = shell::Role::heading;
    node.name = (stem ? view.stem + " " : std::string()) + view.question;
    node.rect = reader.view();
    ui.describe(std::move(node));
    return reader.finish();
}

} // namespace rapport::kiosk
