#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/shell/geometry.h"
#include "app/shell/icons.h"
#include "app/shell/semantic.h"
#include "app/shell/theme.h"

namespace rapport::shell {

enum class ButtonKind : std::uint8_t {
    filled,          ///< the one main action of a screen
    outlined,        ///< border outline, ink text
    accent_outlined, ///< accent outline and text ("Next" on the kiosk)
    alert_outlined,  ///< alert outline and text ("Acknowledge")
    quiet,           ///< no outline; ink2 text, icon before it
    underlined,      ///< quiet with a line under the text ("I'd rather not answer")
    link,            ///< accent text, no outline
    reversed,        ///< ink ground, ground-coloured text ("Read the rest")
};

enum class Align : std::uint8_t { left, centre, right };

enum class CardLook : std::uint8_t {
    full,    ///< a ring before the words, where there is room for one
    compact, ///< words alone, in the middle; being filled and heavier tells the chosen one apart
};

/// How a button looks and whether it can be pressed. `type` also sets patient or staff outline widths and radii.
struct ButtonStyle {
    ButtonKind kind = ButtonKind::outlined;
    Type type = Type::staff_body;
    Icon icon_before = Icon::none;
    Icon icon_after = Icon::none;
    bool enabled = true;
    float radius = 8;
    Align align = Align::centre; ///< where the label sits when the rectangle is wider than it
};

struct TextStyle {
    Type type = Type::staff_body;
    Weight weight = Weight::regular;
    Colour colour{}; ///< take it from ui.theme()
    Align align = Align::left;
    bool tabular = false;   ///< digits stand in cells as wide as the widest digit; always so, here and below
    Role role = Role::text; ///< heading, text, cell, ...
};

/// A line of text being edited. The screen owns it.
struct TextEdit {
    std::string text{};
    std::size_t caret = 0; ///< byte offset, always on a code-point boundary
};

/// Where a secret field puts what is typed; the words never enter ImGui or a std::string.
class SecretSink {
public:
    virtual ~SecretSink() = default;
    virtual void append(std::string_view utf8) = 0;
    virtual void drop_last() = 0;
    [[nodiscard]] virtual std::size_t code_points() const = 0;
    /// Shown in clear only while the person holds "Show".
    [[nodiscard]] virtual std::string_view reveal() const = 0;
};

struct FieldStyle {
    std::string label{}; ///< above the field, weight 600
    std::string placeholder{};
    std::string error{}; ///< below the field with a notice icon; empty when right
    Icon icon_before = Icon::none;
    std::string key_hint{}; ///< "/" in a small box at the right, or empty
    bool enabled = true;
    bool read_only = false;
    Type label_type = Type::staff_body; ///< staff_small stands nearer to the field
};

enum class Key : std::uint8_t {
    tab,
    back_tab,
    enter,
    space,
    escape,
    up,
    down,
    left,
    right,
    home,
    end,
    backspace,
    del,
    slash,
    page_up,
    page_down,
    other
};

/// A line of words on a frame: where it stands, what part of the window it may be seen in, and in which colour.
struct DrawnWords {
    Rect where{};
    Rect clip{};
    std::string words{};
    Colour colour{};
};

/// What can be pressed, and the part of it that is seen.
struct Pressable {
    std::string id{};
    Rect seen{};
};

/// One frame's surface: widgets draw at the rectangle they are given, register themselves in the semantic tree and give
/// back what the person did. Absolute layout: rectangles are window pixels, as in the design's grids. Every interactive
/// widget has an id that is unique on its screen and stable from frame to frame.
class Ui {
public:
    virtual ~Ui() = default;

    // Surroundings
    [[nodiscard]] virtual Rect window() const = 0;
    [[nodiscard]] virtual const Theme& theme() const = 0;
    [[nodiscard]] virtual TextSize text_size() const = 0;
    /// Height and least width of what a patient presses, in pixels: 20 mm by the display's reported size, 72 where it
    /// reports none. On a display so small that the top bar, the foot and the answers between them would not stand over
    /// one another it is a sixth of the shorter side. Never less than 72.
    [[nodiscard]] virtual float patient_target() const = 0;
    virtual void set_theme(ThemeName name) = 0;
    virtual void set_text_size(TextSize size) = 0;
    [[nodiscard]] virtual double now() const = 0; ///< seconds, monotonic; tests move it by hand
    [[nodiscard]] virtual bool reduced_motion() const = 0;
    virtual void set_reduced_motion(bool on) = 0;
    /// Two keys do everything: Space goes on to the next thing that can be pressed, round and round, Enter presses it.
    virtual void set_scanning(bool on) = 0;
    /// How the last activation was made, for the record of the act.
    enum class Input : std::uint8_t { touch, mouse, keyboard, program, switch_scan };
    [[nodiscard]] virtual Input last_input() const = 0;
    /// What is being pressed and not let go: by the pointer, or by Enter or Space on the focus. Empty when nothing is.
    [[nodiscard]] virtual std::string_view held() const = 0;
    /// Seconds since the person last did anything.
    [[nodiscard]] virtual double idle_seconds() const = 0;
    /// Draw again in this many seconds even if nobody does anything.
    virtual void wake_after(double seconds) = 0;

    /// What the person is looking at: the frame before this one.
    [[nodiscard]] virtual const SemanticTree& shown() const = 0;
    /// Marks the node that is being read aloud, until called again; empty for none.
    virtual void mark_reading(std::string_view id) = 0;

    // Page and focus
    /// Starts a page. When `id` differs from the last frame's, focus goes to the page's first focusable (or
    /// `focus_first`).
    virtual void page(std::string_view id, std::string_view name, std::string_view focus_first = {}) = 0;
    virtual void focus(std::string_view id) = 0;
    [[nodiscard]] virtual std::string_view focused() const = 0;
    /// True once when the key was pressed this frame and no entry field took it. Characters: `typed('s')`.
    virtual bool pressed(Key key) = 0;
    virtual bool typed(char32_t character) = 0;

    // Drawing (not interactive; never text without a node unless `decorative`)
    virtual void fill(Rect where, Colour colour, float radius = 0) = 0;
    virtual void outline(Rect where, Colour colour, float width = 1, float radius = 0, bool dashed = false) = 0;
    virtual void line(Point from, Point to, Colour colour, float width = 1, float dash = 0, float gap = 0) = 0;
    virtual void polyline(std::span<const Point> points, Colour colour, float width, float dash = 0, float gap = 0) = 0;
    virtual void circle(Point centre, float radius, Colour fill_colour) = 0;
    virtual void circle_outline(Point centre, float radius, Colour colour, float width) = 0;
    virtual void diamond(Point centre, float radius, Colour colour) = 0;
    virtual void icon(Icon which, Point centre, float size, Colour colour) = 0;

    // Text
    /// One line at a baseline box whose top left is `at`, line height of the type. Registered under `id` (its role in
    /// the style). Aligned right or to the centre, `at.x` is the right end or the middle.
    virtual void text(std::string_view id, Point at, std::string_view words, const TextStyle& style) = 0;
    /// Wrapped in a width; gives back the height used. `max_lines` 0 is no limit; a cut line ends with an ellipsis.
    virtual float paragraph(std::string_view id, Rect where, std::string_view words, const TextStyle& style,
                            int max_lines = 0) = 0;
    /// Drawn but not registered: units, ticks and repeated digits that another node already says.
    virtual void decorative(Point at, std::string_view words, const TextStyle& style) = 0;
    [[nodiscard]] virtual float text_width(std::string_view words, Type type, Weight weight,
                                           bool tabular = false) const = 0;
    [[nodiscard]] virtual float paragraph_height(std::string_view words, float width, Type type,
                                                 Weight weight) const = 0;
    /// False when no installed font has a shape for one of the characters: such words are never drawn as boxes.
    [[nodiscard]] virtual bool can_show(std::string_view words) const = 0;
    /// The width a button needs for its icons, words and side space; quiet kinds and links need no side space.
    [[nodiscard]] virtual float button_width(std::string_view label, const ButtonStyle& style = {}) const = 0;
    /// Adds a node with no drawing of its own: a chart in words, a progress value.
    virtual void describe(Node node) = 0;

    // Widgets
    virtual bool button(std::string_view id, Rect where, std::string_view label, const ButtonStyle& style = {}) = 0;
    /// A patient's answer: full-width card with ring, tick when chosen. `group`, `position`, `of` make the radio group.
    virtual bool option_card(std::string_view id, Rect where, std::string_view label, bool chosen,
                             std::string_view group, int position, int of, CardLook look = CardLook::full) = 0;
    /// Height that a card needs for its words in this width; at least `least`, or a patient's target where that is 0.
    [[nodiscard]] virtual float option_card_height(std::string_view label, float width, CardLook look = CardLook::full,
                                                   float least = 0) const = 0;
    /// Width that a card of this width has for its words.
    [[nodiscard]] virtual float option_card_words(float width) const = 0;
    /// A patient's switch: a card as wide as an answer's, with a square that is ticked when on.
    virtual bool toggle_card(std::string_view id, Rect where, std::string_view label, bool on) = 0;
    virtual bool check_box(std::string_view id, Rect where, std::string_view label, bool on, bool enabled = true) = 0;
    virtual bool tab(std::string_view id, Rect where, std::string_view label, bool current) = 0;
    /// A clickable place with no look but hover, press and focus ring; the screen draws its content on top.
    virtual bool area(std::string_view id, Rect where, std::string_view name, Role role = Role::row,
                      float radius = 0) = 0;
    /// Gives true when Enter was pressed in it.
    virtual bool text_field(std::string_view id, Rect where, TextEdit& edit, const FieldStyle& style) = 0;
    virtual bool secret_field(std::string_view id, Rect where, SecretSink& sink, const FieldStyle& style) = 0;
    /// A closed list; gives the new index when one was chosen. Opens below, over everything.
    virtual std::optional<std::size_t> choice_field(std::string_view id, Rect where,
                                                    std::span<const std::string> choices, std::size_t chosen,
                                                    const FieldStyle& style) = 0;
    /// Bar with one segment per part: `done[i]` of `total[i]`, widths by total.
    virtual void progress_bar(std::string_view id, Rect where, std::span<const int> done, std::span<const int> total,
                              std::string_view words) = 0;
    /// Content taller than `where`: call between; scrolls by wheel, drag and focus; no scroll bar for patients.
    /// Gives back the offset to subtract from y. `content_height` is last frame's height.
    virtual float begin_scroll(std::string_view id, Rect where, float content_height) = 0;
    virtual void end_scroll() = 0;
    /// Moves a scroll area of this page by so many pixels: gliding there, or at once where motion is reduced.
    virtual void scroll_by(std::string_view id, float by) = 0;
};

} // namespace rapport::shell
