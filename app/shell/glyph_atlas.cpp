#include "app/shell/glyph_atlas.h"

#include <cmath>
#include <cstring>

#include "app/shell/imgui_port.h"
#include "app/shell/utf8.h"

namespace rapport::shell {

GlyphAtlas::GlyphAtlas(std::shared_ptr<Faces> faces, Baking baking) : faces_(std::move(faces)), baking_(baking) {}

GlyphAtlas::Glyph& GlyphAtlas::glyph(const Ink& ink, char32_t point, unsigned quarter)
{
    // 21 bits of code point, 2 of quarter, 1 of weight, the rest pixel size.
    const auto px = static_cast<std::uint64_t>(std::lround(ink.px));
    const std::uint64_t key =
        point | (std::uint64_t{quarter} << 21U) | (static_cast<std::uint64_t>(ink.weight) << 23U) | (px << 24U);
    const auto [place, added] = glyphs_.try_emplace(key);
    if (added) {
        place->second.bitmap = faces_->draw(ink.weight, ink.px, point, static_cast<float>(quarter) / 4.0F);
        wants_bake_ = true;
    }
    return place->second;
}

void GlyphAtlas::draw(ImDrawList& list, Point pen, std::string_view words, const Ink& ink)
{
    if (baking_ == Baking::off) return;
    const ImU32 colour = port::pack(ink.colour);
    const float baseline = std::round(pen.y);
    float x = pen.x;
    for (std::size_t at = 0; at < words.size();) {
        const auto [point, bytes] = utf8::decode(words, at);
        at += bytes;
        const float place = x + faces_->inset(ink.weight, ink.px, point);
        x += faces_->advance(ink.weight, ink.px, point);
        const float steps = std::floor(place * 4.0F + 0.5F);
        const float whole = std::floor(steps / 4.0F);
        const Glyph& seen = glyph(ink, point, static_cast<unsigned>(steps - whole * 4.0F));
        if (!seen.baked || seen.bitmap.width == 0) continue;
        const float left = whole + static_cast<float>(seen.bitmap.left);
        const float top = baseline - static_cast<float>(seen.bitmap.top);
        list.PrimReserve(6, 4);
        list.PrimRectUV({left, top},
                        {left + static_cast<float>(seen.bitmap.width), top + static_cast<float>(seen.bitmap.height)},
                        {seen.u0, seen.v0}, {seen.u1, seen.v1}, colour);
    }
}

void GlyphAtlas::bake(ImFontAtlas& atlas)
{
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
    // ImGui will not start a frame without a font. No text is drawn with it, so its shapes are never looked at.
    ImFontConfig needed;
    needed.SizePixels = 13;
    static const ImWchar only_space[] = {' ', ' ', 0};
    needed.GlyphRanges = only_space;
    atlas.AddFontDefault(&needed);
    for (auto& [key, glyph] : glyphs_)
        if (glyph.bitmap.width > 0)
            glyph.rect = atlas.AddCustomRectRegular(glyph.bitmap.width + 1, glyph.bitmap.height + 1);
    atlas.Build();

    const auto across = static_cast<std::size_t>(atlas.TexWidth);
    for (auto& [key, glyph] : glyphs_) {
        glyph.baked = true;
        if (glyph.bitmap.width == 0) continue;
        const auto& where = port::placed(atlas, glyph.rect);
        const auto width = static_cast<std::size_t>(glyph.bitmap.width);
        for (std::size_t row = 0; row < static_cast<std::size_t>(glyph.bitmap.height); ++row)
            std::memcpy(atlas.TexPixelsAlpha8 + (where.Y + row) * across + where.X,
                        glyph.bitmap.coverage.data() + row * width, width);
        glyph.u0 = static_cast<float>(where.X) * atlas.TexUvScale.x;
        glyph.v0 = static_cast<float>(where.Y) * atlas.TexUvScale.y;
        glyph.u1 = static_cast<float>(where.X + glyph.bitmap.width) * atlas.TexUvScale.x;
        glyph.v1 = static_cast<float>(where.Y + glyph.bitmap.height) * atlas.TexUvScale.y;
    }
    wants_bake_ = false;
    ++built_;
}

void GlyphAtlas::forget()
{
    glyphs_.clear();
    wants_bake_ = true;
}

} // namespace rapport::shell
