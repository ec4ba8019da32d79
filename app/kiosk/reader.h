#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/kiosk/grid.h"

namespace rapport::kiosk {

/// What a screen remembers about text that did not fit: which of it was read to its end. By scroll id.
struct ReadSoFar {
    std::set<std::string, std::less<>> to_the_end;
    std::map<std::string, float, std::less<>> heights; ///< of what was drawn last
};

/// A place for something that may be taller than it. What fits is drawn as it is; what does not scrolls by drag, by
/// wheel and by the strip below it, which says that there is more. Begin by making one, draw from `top()`, end with
/// `finish`.
class Reader {
public:
    /// `about` tells one question's words from the next one's in the same place.
    /// `content` is the height of what will be drawn; 0 takes it from the frame before, as `finish` measured it. With
    /// `line`, words are cut between lines and never through one.
    Reader(shell::Ui& ui, ReadSoFar& read, std::string_view id, std::string_view about, shell::Rect where,
           float content, float line = 0);
    /// The body of a page, from `wanted` down or as far above it as it must begin to end above `bottom`.
    [[nodiscard]] static Reader of_page(shell::Ui& ui, ReadSoFar& read, std::string_view id, const Grid& at,
                                        float wanted, float bottom);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] float top() const { return top_; }
    [[nodiscard]] bool overflows() const { return overflows_; }
    /// The part of the place that shows something.
    [[nodiscard]] shell::Rect view() const { return view_; }
    /// Words whose lines are never cut through; gives back their height.
    float words(std::string_view id, shell::Rect where, std::string_view words, const shell::TextStyle& style);
    /// Draws the strip. True when the end has been on the screen.
    bool finish(float bottom = 0);

private:
    shell::Ui& ui_;
    ReadSoFar& read_;
    std::string id_;
    std::string strip_;
    shell::Rect where_;
    shell::Rect view_;
    float content_ = 0;
    float line_ = 0;
    float top_ = 0;
    bool overflows_ = false;
    struct Line {
        float top = 0;
        float bottom = 0;
    };
    std::vector<Line> lines_;
};

/// Words in a place, scrolled where they do not fit, with one node for as much of them as is seen. True when their end
/// has been on the screen.
bool read_words(shell::Ui& ui, ReadSoFar& read, std::string_view id, std::string_view about, shell::Rect where,
                std::string_view words, const shell::TextStyle& style);

} // namespace rapport::kiosk
