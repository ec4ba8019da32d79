#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/library.h"
#include "instruments/base/result.h"

/// One page of paper, drawn on in points (1/72 inch) from the top left. Only paper.cpp knows cairo and pango.
namespace rapport::person_sheet {

struct Spot {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double w = 0;
    double h = 0;
    [[nodiscard]] double right() const { return x + w; }
    [[nodiscard]] double bottom() const { return y + h; }
};

/// Grey from 0, black, to 1, white: the sheet must read alike on every printer.
struct Tone {
    double grey = 0;
};
inline constexpr Tone black{0};
inline constexpr Tone soft{0.32};
inline constexpr Tone rule_tone{0.72};
inline constexpr Tone band_tone{0.93};
inline constexpr Tone cut_tone{0.85};

enum class Side { left, right, centre };

struct Print {
    double size = 8; ///< points
    bool strong = false;
    Tone tone = black;
    Side side = Side::left;
    int most_lines = 0; ///< 0: as many as it takes; else the last ends with an ellipsis
};

enum class PaperSize { a4, letter };

inline constexpr Fault no_paper{"sheet_not_made"}; ///< cairo's own error; detail holds its name

class Paper {
public:
    /// `title` and `created` (ISO 8601) stand in the file's description and name nobody.
    [[nodiscard]] static Result<Paper> make(PaperSize size, const std::string& title, const std::string& created);
    Paper(Paper&&) noexcept;
    Paper& operator=(Paper&&) noexcept;
    ~Paper();

    [[nodiscard]] double width() const;
    [[nodiscard]] double height() const;

    /// Words wrapped in `width`, their top at `at.y`; at the left, the right or the middle of the width. Gives the
    /// height taken.
    double write(Spot at, double width, std::string_view words, const Print& print);
    [[nodiscard]] double height_of(double width, std::string_view words, const Print& print) const;
    [[nodiscard]] double width_of(std::string_view words, const Print& print) const;

    void fill(Box box, Tone tone);
    void stroke(Spot from, Spot to, Tone tone, double thick = 0.5, double dash = 0);
    void polyline(std::span<const Spot> points, Tone tone, double thick);
    void dot(Spot centre, double radius, Tone tone);
    void ring(Spot centre, double radius, Tone tone, double thick = 1);

    /// The file's bytes. Errors: no_paper.
    [[nodiscard]] Result<std::string> finish();

private:
    struct State;
    explicit Paper(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// cairo, Pango and Fontconfig.
[[nodiscard]] std::vector<Library> paper_libraries();

} // namespace rapport::person_sheet
