#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "app/shell/glyph_atlas.h"
#include "app/shell/input.h"
#include "app/shell/patient_target.h"
#include "app/shell/ui.h"

struct ImGuiContext;
struct ImDrawList;

namespace rapport::shell {

/// The one implementation of Ui, under the window and under the harness alike. Drawing goes to an ImGui draw list; what
/// is under the pointer is decided by the rectangles of the frame before, the topmost first, since that is what the
/// person saw when pressing.
class Surface final : public Ui {
public:
    Surface(std::shared_ptr<Faces> faces, GlyphAtlas::Baking baking, ThemeName theme);
    ~Surface() override;
    Surface(const Surface&) = delete;
    Surface& operator=(const Surface&) = delete;

    // For whoever drives it: begin, the program's frame, end; again while `unsettled`.
    void begin_frame(double now, int width, int height);
    void end_frame();
    void set_patient_target(float pixels) { patient_target_ = pixels; }
    [[nodiscard]] InputQueue& input() { return queue_; }
    [[nodiscard]] const SemanticTree& tree() const { return tree_; }
    /// The frame changed something that only the next frame can show, or took input.
    [[nodiscard]] bool unsettled() const { return again_ || took_input_ || !queue_.empty() || atlas_.wants_bake(); }
    /// What is built is now what the person sees.
    void mark_shown() { queue_.shown(page_number_); }
    /// When to build a frame although nobody did anything; empty for never.
    [[nodiscard]] std::optional<double> wake_at() const { return wake_at_; }
    /// Equal when two frames would look the same.
    [[nodiscard]] std::uint64_t picture_hash() const { return picture_hash_; }
    [[nodiscard]] GlyphAtlas& atlas() { return atlas_; }
    [[nodiscard]] ImGuiContext* context() { return context_; }
    /// The id of what a press at `at` would reach, or empty.
    [[nodiscard]] std::string_view reached(Point at) const;
    /// Scrolls so that the node is seen, if it lies in a scroll area.
    void reveal(std::string_view id);
    /// Puts the focus on a node as the Tab key would; false where that key could not.
    bool put_focus(std::string_view id);

    [[nodiscard]] const std::vector<Pressable>& pressables() const { return hits_; }
    /// Every line of words the frame put down, kept only where nothing is baked: for tests of the layout.
    [[nodiscard]] const std::vector<DrawnWords>& drawn_words() const { return drawn_words_; }

    // Ui
    [[nodiscard]] Rect window() const override { return window_; }
    [[nodiscard]] const Theme& theme() const override { return *theme_; }
    [[nodiscard]] TextSize text_size() const override { return text_size_; }
    [[nodiscard]] float patient_target() const override;
    void set_theme(ThemeName name) override;
    void set_text_size(TextSize size) override;
    [[nodiscard]] double now() const override { return now_; }
    [[nodiscard]] bool reduced_motion() const override { return reduced_motion_; }
    void set_reduced_motion(bool on) override { reduced_motion_ = on; }
    void set_scanning(bool on) override;
    [[nodiscard]] Input last_input() const override { return last_input_; }
    [[nodiscard]] std::string_view held() const override { return active_.empty() ? key_held_ : active_; }
    [[nodiscard]] double idle_seconds() const override { return now_ - last_activity_; }
    void wake_after(double seconds) override;
    [[nodiscard]] const SemanticTree& shown() const override { return last_tree_; }
    void mark_reading(std::string_view id) override { read_ = id; }
    void page(std::string_view id, std::string_view name, std::string_view focus_first) override;
    void focus(std::string_view id) override;
    [[nodiscard]] std::string_view focused() const override { return focus_; }
    bool pressed(Key key) override;
    bool typed(char32_t character) override;
    void fill(Rect where, Colour colour, float radius) override;
    void outline(Rect where, Colour colour, float width, float radius, bool dashed) override;
    void line(Point from, Point to, Colour colour, float width, float dash, float gap) override;
    void polyline(std::span<const Point> points, Colour colour, float width, float dash, float gap) override;
    void circle(Point centre, float radius, Colour fill_colour) override;
    void circle_outline(Point centre, float radius, Colour colour, float width) override;
    void diamond(Point centre, float radius, Colour colour) override;
    void icon(Icon which, Point centre, float size, Colour colour) override;
    void text(std::string_view id, Point at, std::string_view words, const TextStyle& style) override;
    float paragraph(std::string_view id, Rect where, std::string_view words, const TextStyle& style,
                    int max_lines) override;
    void decorative(Point at, std::string_view words, const TextStyle& style) override;
    [[nodiscard]] float text_width(std::string_view words, Type type, Weight weight, bool tabular) const override;
    [[nodiscard]] float paragraph_height(std::string_view words, float width, Type type, Weight weight) const override;
    [[nodiscard]] bool can_show(std::string_view words) const override { return faces_->can_show(words); }
    [[nodiscard]] float button_width(std::string_view label, const ButtonStyle& style) const override;
    void describe(Node node) override;
    bool button(std::string_view id, Rect where, std::string_view label, const ButtonStyle& style) override;
    bool option_card(std::string_view id, Rect where, std::string_view label, bool chosen, std::string_view group,
                     int position, int of, CardLook look) override;
    [[nodiscard]] float option_card_height(std::string_view label, float width, CardLook look,
                                           float least) const override;
    [[nodiscard]] float option_card_words(float width) const override;
    bool toggle_card(std::string_view id, Rect where, std::string_view label, bool on) override;
    bool check_box(std::string_view id, Rect where, std::string_view label, bool on, bool enabled) override;
    bool tab(std::string_view id, Rect where, std::string_view label, bool current) override;
    bool area(std::string_view id, Rect where, std::string_view name, Role role, float radius) override;
    bool text_field(std::string_view id, Rect where, TextEdit& edit, const FieldStyle& style) override;
    bool secret_field(std::string_view id, Rect where, SecretSink& sink, const FieldStyle& style) override;
    std::optional<std::size_t> choice_field(std::string_view id, Rect where, std::span<const std::string> choices,
                                            std::size_t chosen, const FieldStyle& style) override;
    void progress_bar(std::string_view id, Rect where, std::span<const int> done, std::span<const int> total,
                      std::string_view words) override;
    float begin_scroll(std::string_view id, Rect where, float content_height) override;
    void end_scroll() override;
    void scroll_by(std::string_view id, float by) override;

private:
    /// What an interactive node is doing in this frame.
    struct Touch {
        bool hovered = false;
        bool held = false;
        bool activated = false;
        bool focused = false;
    };
    struct Ring {
        Rect rect;
        float radius = 0;
        Rect clip;
    };
    struct Scroll {
        Rect where;
        float offset = 0;
        float furthest = 0;
        float glide_from = 0;
        float glide_to = 0;
        std::optional<double> glide_began{}; ///< while it moves by itself
    };
    struct Popup {
        std::string owner{};
        std::vector<std::string> choices{};
        std::size_t chosen = 0;
        Rect field{};
        std::size_t first = 0;
        bool drawn = false; ///< its owner was on this frame
    };
    struct FieldParts {
        Touch touch;
        Rect inner; ///< where the words go
        Colour ink{};
    };

    // surface_frame.cpp
    void take_input();
    void take_press();
    void take_key(Key key);
    void settle_focus();
    void hash_picture();
    void leave_page();
    [[nodiscard]] const Node* last_node(std::string_view id) const { return last_tree_.by_id(id); }
    [[nodiscard]] bool entry_focused() const;

    // surface_focus.cpp
    Touch interact(Node node, Rect ring, float radius);
    Touch interact(Node node, float radius);
    void step_focus(int direction);
    void arrow_focus(Key key);
    void move_focus(std::string id);
    void draw_rings();
    void draw_reading_mark();
    [[nodiscard]] std::vector<const Node*> focusables() const;

    // surface_text.cpp
    /// A line cut from words, as it is drawn from left to right.
    struct Line {
        std::string_view plain{}; ///< a part of the words, unless
        std::string ordered{};    ///< it had to be put in order
        bool from_right = false;  ///< it is read from the right and begins there
        [[nodiscard]] std::string_view words() const { return ordered.empty() ? plain : std::string_view(ordered); }
    };
    [[nodiscard]] float width_of(const Line& line, Type which, Weight weight) const;
    void put_down(Point at, std::string_view words, Type which, Weight weight, Colour colour);
    void run(Point at, std::string_view words, Type type, Weight weight, Colour colour);
    [[nodiscard]] TypeMetrics type(Type which) const { return metrics(which, text_size_); }
    [[nodiscard]] std::vector<Line> lines(std::string_view words, float width, Type which, Weight weight) const;
    [[nodiscard]] float widest_word(std::string_view words, Type which, Weight weight) const;
    [[nodiscard]] std::string shortened(std::string_view words, float width, Type which, Weight weight) const;
    void note_type(Type which) { patient_page_ = patient_page_ || which >= Type::patient_small; }

    // surface_buttons.cpp
    [[nodiscard]] float stroke(bool patient) const;
    void shape(Rect where, Colour inside, Colour edge, bool patient, float radius);
    [[nodiscard]] bool may_hover() const { return !last_patient_page_; }

    // surface_cards.cpp
    /// Where the ring or box and the words of a card of this width stand.
    struct CardParts {
        float disc = 0; ///< radius of the ring, half the box
        float text_x = 0;
        float text_room = 0;
        bool narrow = false;
    };
    [[nodiscard]] CardParts card_parts(float width, CardLook look = CardLook::full) const;

    // surface_fields.cpp
    FieldParts field(std::string_view id, Rect where, Role role, std::string value, const FieldStyle& style,
                     float right_room);
    void edit(TextEdit& edit);
    void place_caret(TextEdit& edit, float x);
    void secret_words(SecretSink& sink, const FieldParts& parts, bool shown);

    // surface_choice.cpp
    void draw_popup();
    void popup_row(std::size_t row, Rect where);
    [[nodiscard]] bool popup_open() const { return !popup_.owner.empty(); }
    void close_popup();

    // surface_scroll.cpp
    void move_scroll(Scroll& scroll, float by);
    void glide(Scroll& scroll);
    void scroll_input();
    void bring_into_view(Rect where);

    ImGuiContext* context_ = nullptr;
    ImDrawList* list_ = nullptr;
    std::shared_ptr<Faces> faces_;
    GlyphAtlas atlas_;
    InputQueue queue_;

    const Theme* theme_;
    TextSize text_size_ = TextSize::p100;
    float patient_target_ = least_patient_target;
    Rect window_;
    double now_ = 0;
    double last_activity_ = 0;
    bool started_ = false;
    std::optional<double> wake_at_;
    Input last_input_ = Input::mouse;

    SemanticTree tree_, last_tree_;
    std::vector<Pressable> hits_, last_hits_;
    std::vector<Ring> rings_;
    std::set<std::string, std::less<>> ids_; ///< interactive ids of this frame, each once

    FrameInput frame_;
    bool took_input_ = false;
    bool again_ = false;
    bool key_taken_ = false;
    bool character_taken_ = false;
    std::optional<Point> pointer_;
    std::string hovered_;
    std::string active_;   ///< pressed and not let go
    std::string clicked_;  ///< pressed and let go, this frame
    std::string key_held_; ///< held down with Space
    Point press_at_;

    std::string page_;
    std::uint64_t page_number_ = 0;
    std::string focus_;
    std::size_t focus_place_ = 0; ///< where in the order the focus was last seen
    bool focus_wanted_ = false;   ///< the page is new: the first that can take the focus gets it
    bool keyboard_last_ = false;
    bool handled_ = false; ///< an assistive technology moved the focus since the last frame
    bool reveal_focus_ = false;
    std::string reveal_;
    std::string read_; ///< being read aloud

    bool keeps_words_ = false;
    std::vector<DrawnWords> drawn_words_;
    bool reduced_motion_ = false;
    bool scanning_ = false;

    bool patient_page_ = false;
    bool last_patient_page_ = false;

    Popup popup_;
    std::string picked_owner_;
    std::optional<std::size_t> picked_;

    std::map<std::string, Scroll, std::less<>> scrolls_;
    std::vector<std::string> open_scrolls_;
    std::vector<Rect> clips_;
    std::string dragged_; ///< scroll area under the press
    float drag_from_ = 0;
    bool dragging_ = false;
    std::vector<std::string> frame_scrolls_, last_scrolls_;

    std::uint64_t picture_hash_ = 0;
};

} // namespace rapport::shell
