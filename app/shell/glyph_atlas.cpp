#include "app/shell/glyph_atlas.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "app/shell/imgui_port.h"
#include "app/shell/utf8.h"

namespace rapport::shell {
namespace {

/// Pixels of the atlas. A page in one size needs some 250 rows; a texture of 8,192 rows every driver takes.
constexpr int room_width = 992;
constexpr int least_room = 512;
constexpr int most_room = 7680;

} // namespace

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
        if (!put(place->second) && room_height_ < most_room) wants_bake_ = true;
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

/// Puts the glyph on the shelf, or on a new one below it. False when the room is full.
bool GlyphAtlas::put(Glyph& glyph)
{
    if (atlas_ == nullptr) return false;
    glyph.baked = true;
    if (glyph.bitmap.width == 0) return true;
    const int width = glyph.bitmap.width + 1;
    const int height = glyph.bitmap.height + 1;
    if (shelf_x_ + width > room_width) {
        shelf_y_ += shelf_height_;
        shelf_x_ = shelf_height_ = 0;
    }
    if (shelf_y_ + std::max(shelf_height_, height) > room_height_) return glyph.baked = false;
    const int x = room_x_ + shelf_x_;
    const int y = room_y_ + shelf_y_;
    shelf_x_ += width;
    shelf_height_ = std::max(shelf_height_, height);

    const auto bytes = static_cast<std::size_t>(glyph.bitmap.width);
    for (int row = 0; row < glyph.bitmap.height; ++row)
        std::memcpy(atlas_->TexPixelsAlpha8 + static_cast<std::ptrdiff_t>(y + row) * atlas_->TexWidth + x,
                    glyph.bitmap.coverage.data() + static_cast<std::size_t>(row) * bytes, bytes);
    glyph.u0 = static_cast<float>(x) * atlas_->TexUvScale.x;
    glyph.v0 = static_cast<float>(y) * atlas_->TexUvScale.y;
    glyph.u1 = static_cast<float>(x + glyph.bitmap.width) * atlas_->TexUvScale.x;
    glyph.v1 = static_cast<float>(y + glyph.bitmap.height) * atlas_->TexUvScale.y;
    const bool none = fresh_.to == 0;
    fresh_ = {none ? y : std::min(fresh_.from, y), std::max(fresh_.to, y + glyph.bitmap.height)};
    return true;
}

/// Shelves waste some of a room; twice what the glyphs cover, and as much again for those to come.
int GlyphAtlas::room_needed() const
{
    int covered = 0;
    for (const auto& [key, glyph] : glyphs_)
        covered += (glyph.bitmap.width + 1) * (glyph.bitmap.height + 1);
    int height = least_room;
    while (height * room_width < 4 * covered)
        height *= 2;
    return std::min(height, most_room);
}

void GlyphAtlas::bake(ImFontAtlas& atlas)
{
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoPowerOfTwoHeight;
    atlas.TexDesiredWidth = room_width + 32;
    // ImGui will not start a frame without a font. No text is drawn with it, so its shapes are never looked at.
    ImFontConfig needed;
    needed.SizePixels = 13;
    static const ImWchar only_space[] = {' ', ' ', 0};
    needed.GlyphRanges = only_space;
    atlas.AddFontDefault(&needed);
    room_height_ = baking_ == Baking::on ? room_needed() : 1;
    const int room = atlas.AddCustomRectRegular(room_width, room_height_);
    atlas.Build();

    atlas_ = &atlas;
    room_x_ = port::placed(atlas, room).X;
    room_y_ = port::placed(atlas, room).Y;
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
    wants_bake_ = false;
    // A room as large as a texture may be holds more than a screen can show; what still finds none is left out.
    for (auto& [key, glyph] : glyphs_)
        static_cast<void>(put(glyph));
    fresh_ = {};
    ++built_;
}

void GlyphAtlas::forget()
{
    glyphs_.clear();
    wants_bake_ = true;
}

} // namespace rapport::shell
