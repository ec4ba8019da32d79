#pragma once

#include "app/desk/pieces.h"

namespace rapport::desk {

/// A column of fields: each takes its label, its box, and the space to the next, so that nothing moves when one says
/// that it is wrong.
struct Form {
    static constexpr float pitch = label_space + control_height + 16;
    float x = 0;
    float y = 0; ///< top of the next field's label
    float width = 0;

    /// The box of a field over the whole width.
    shell::Rect whole();
    /// The boxes of two fields beside each other.
    struct Pair {
        shell::Rect left;
        shell::Rect right;
    };
    Pair pair();
    void skip(float height) { y += height; }
};

[[nodiscard]] shell::FieldStyle field(std::string_view key);

/// Wrapped words from the top of the next field on; moves on below them.
void say_in(Form& form, shell::Ui& ui, std::string_view id, std::string_view words, const shell::TextStyle& style);
/// The same for what went wrong: alert colour, with its icon. Nothing for no words.
void trouble_in(Form& form, shell::Ui& ui, std::string_view id, std::string_view words);

/// The same for what was done: an alert, with a tick.
void done_line(shell::Ui& ui, Form& form, std::string_view id, std::string_view words);
/// The card that begins at `place` ends below the form; drawn again where that is another height than it was drawn
/// with. Gives back its lower edge.
float close_card(shell::Ui& ui, const Form& form, shell::Rect place, float& height);

/// A strip that asks for attention, with its icon; gives back how high it is.
float warning(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view words);

} // namespace rapport::desk
