#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "app/shell/faces.h"
#include "app/shell/geometry.h"

struct ImDrawList;
struct ImFontAtlas;

namespace rapport::shell {

/// How a run of text is to be drawn.
struct Ink {
    Weight weight = Weight::regular;
    float px = 16;
    Colour colour{};
};

/// The glyphs that have been on the screen, drawn by FreeType and kept in ImGui's atlas, so that shapes and text share
/// one texture. A glyph is drawn at four places within a pixel: spacing then is the font's own at every size, which
/// ImGui's own builders, with one picture a glyph, cannot give. Nothing is baked that was not asked for.
class GlyphAtlas {
public:
    enum class Baking : std::uint8_t { on, off };

    /// Off: text is measured but not drawn, for programs with no screen.
    GlyphAtlas(std::shared_ptr<Faces> faces, Baking baking);

    /// Draws along a baseline that starts at `pen`. A glyph not baked yet is left out and asked for.
    void draw(ImDrawList& list, Point pen, std::string_view words, const Ink& ink);
    /// True when the last frame asked for glyphs that were not there: bake, and build the frame again.
    [[nodiscard]] bool wants_bake() const { return wants_bake_; }
    /// Packs every glyph known so far. Invalidates the texture; `built` counts how often.
    void bake(ImFontAtlas& atlas);
    [[nodiscard]] int built() const { return built_; }
    /// Forgets every glyph, when another text size makes the old ones useless.
    void forget();

private:
    struct Glyph {
        GlyphBitmap bitmap;
        int rect = -1;
        float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
        bool baked = false;
    };
    Glyph& glyph(const Ink& ink, char32_t point, unsigned quarter);

    std::shared_ptr<Faces> faces_;
    Baking baking_;
    std::unordered_map<std::uint64_t, Glyph> glyphs_;
    bool wants_bake_ = false;
    int built_ = 0;
};

} // namespace rapport::shell
