#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "app/shell/theme.h"
#include "instruments/base/result.h"

namespace rapport::shell {

/// One glyph as FreeType drew it: `width` x `height` coverage bytes, placed from the pen and the baseline in pixels.
struct GlyphBitmap {
    int width = 0;
    int height = 0;
    int left = 0;
    int top = 0; ///< rows above the baseline
    std::vector<std::uint8_t> coverage;
};

/// Inter in two weights, and for each script it lacks the first installed face that has it. Sizes are pixels of the em.
/// Widths are the font's own, not rounded, so that what is measured does not depend on what has been drawn.
class Faces {
public:
    /// Looks in $RAPPORT_FONT_DIR, then where Debian puts fonts-inter. Errors: no_font.
    [[nodiscard]] static Result<std::shared_ptr<Faces>> open();
    ~Faces();
    Faces(const Faces&) = delete;
    Faces& operator=(const Faces&) = delete;

    /// Digits stand in cells as wide as the widest digit (TOKENS section 2), so that figures neither dance nor
    /// misalign.
    [[nodiscard]] float advance(Weight weight, float px, char32_t point) const;
    /// How far into its cell a glyph is drawn: 0 for all but digits, which stand in the middle of theirs.
    [[nodiscard]] float inset(Weight weight, float px, char32_t point) const;
    [[nodiscard]] float width(std::string_view words, Weight weight, float px) const;
    /// Whether an installed face has a shape for every character.
    [[nodiscard]] bool can_show(std::string_view words) const;
    /// Pixels from the top of a line box down to the baseline, whole.
    [[nodiscard]] static float baseline(float px, float line);
    /// `shift` moves the outline right by that part of a pixel before it is drawn.
    [[nodiscard]] GlyphBitmap draw(Weight weight, float px, char32_t point, float shift) const;

private:
    struct Library;
    explicit Faces(std::unique_ptr<Library> library);
    std::unique_ptr<Library> library_;
};

} // namespace rapport::shell
