#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

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
/// ImGui's own builders, with one picture a glyph, cannot give. Nothing is drawn that was not asked for. Glyphs are
/// added on shelves of a room set apart in the atlas and never move, so that a new word costs its own glyphs and what
/// is on the screen stays as it is; only when the room is full is a larger one made and everything placed again.
class GlyphAtlas {
public:
    enum class Baking : std::uint8_t { on, off };

    /// Off: text is measured but not drawn, for programs with no screen.
    GlyphAtlas(std::shared_ptr<Faces> faces, Baking baking);

    /// Draws along a baseline that starts at `pen`. A glyph that found no room is left out and asked for.
    void draw(ImDrawList& list, Point pen, std::string_view words, const Ink& ink);
    /// True when the last frame asked for glyphs that found no room: bake, and build the frame again.
    [[nodiscard]] bool wants_bake() const { return wants_bake_; }
    /// Makes the atlas with room enough for every glyph known so far. Every place in it changes; `built` counts.
    void bake(ImFontAtlas& atlas);
    [[nodiscard]] int built() const { return built_; }
    /// Rows of the atlas that got glyphs since it was asked last, from and to; both 0 for none.
    struct Rows {
        int from = 0;
        int to = 0;
    };
    [[nodiscard]] Rows take_fresh() { return std::exchange(fresh_, {}); }
    /// Forgets every glyph, when another text size makes the old ones useless.
    void forget();

private:
    struct Glyph {
        GlyphBitmap bitmap;
        float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
        bool baked = false;
    };
    Glyph& glyph(const Ink& ink, char32_t point, unsigned quarter);
    bool put(Glyph& glyph);
    [[nodiscard]] int room_needed() const;

    std::shared_ptr<Faces> faces_;
    Baking baking_;
    std::unordered_map<std::uint64_t, Glyph> glyphs_;
    bool wants_bake_ = false;
    int built_ = 0;

    /// The room in the atlas, in its pixels, and where on its last shelf the next glyph goes.
    ImFontAtlas* atlas_ = nullptr;
    int room_x_ = 0, room_y_ = 0, room_height_ = 0;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
    Rows fresh_;
};

} // namespace rapport::shell
