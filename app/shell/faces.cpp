#include "app/shell/faces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <unordered_map>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "app/shell/bidi.h"
#include "app/shell/program.h"
#include "app/shell/utf8.h"

namespace rapport::shell {
namespace {

// Inter's own ascender, descender and em (2728, -680, 2816 units), as its hhea table gives them.
constexpr float ascent = 2728.0F / 2816.0F;
constexpr float descent = 680.0F / 2816.0F;

/// For the scripts that Inter lacks, one weight: fonts-droid-fallback (Chinese, Japanese, Korean), or what else of the
/// kind is installed. The face within a collection is the one for simplified Chinese.
struct FallbackFile {
    const char* path;
    FT_Long face;
};
constexpr std::array fallbacks = {FallbackFile{"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0},
                                  FallbackFile{"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0},
                                  FallbackFile{"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2}};

constexpr std::array folders = {"/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/inter",
                                "/usr/share/fonts/inter", "/usr/local/share/fonts/inter"};

/// Stands where no face has the character: a sign that people can read, never the empty box of a font. Whoever shows
/// what must be understood asks `can_show` before.
constexpr char32_t unknown = U'?';

bool is_digit(char32_t point)
{
    return point >= U'0' && point <= U'9';
}

/// Every other script in the world, each in a file of its own; opened when one of its letters is first asked for.
constexpr const char* other_scripts = "/usr/share/fonts/truetype/noto";

/// Noto's letters for Arabic and Hebrew are drawn smaller in the em than Inter's: as large beside it as they are alone.
float scale_of(std::string_view file)
{
    if (file.find("Arabic") != std::string_view::npos) return 1.3F;
    return file.find("Hebrew") != std::string_view::npos ? 1.08F : 1.0F;
}

/// Those with the letters of many come first, then by name.
std::vector<std::string> other_files(const char* folder)
{
    std::vector<std::string> files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        const std::string name = entry.path().filename().string();
        // Tibetan has no sans of its own.
        if ((name.starts_with("NotoSans") && name.ends_with("-Regular.ttf")) || name == "NotoSerifTibetan-Regular.ttf")
            files.push_back(entry.path().string());
    }
    if (files.empty()) return files;
    // The shortest name is NotoSans itself.
    std::ranges::sort(files, [](const std::string& a, const std::string& b) {
        const bool plain_a = a.ends_with("/NotoSans-Regular.ttf");
        const bool plain_b = b.ends_with("/NotoSans-Regular.ttf");
        return plain_a != plain_b ? plain_a : a < b;
    });
    return files;
}

/// A fallback has one weight; its strokes are made as much thicker as Inter's are from 400 to 600.
void embolden(FT_Outline& outline, float px)
{
    const auto strength = static_cast<FT_Pos>(std::lround(px * 64 / 28));
    FT_Outline_Embolden(&outline, strength);
    FT_Outline_Translate(&outline, -strength / 2, -strength / 2);
}

} // namespace

struct Faces::Library {
    FT_Library freetype = nullptr;
    std::array<FT_Face, 2> faces{};
    std::array<std::unordered_map<char32_t, float>, 2> advances; // in ems, filled as asked for
    std::array<float, 2> widest_digit{};
    struct Other {
        FT_Face face = nullptr; ///< null: no file has it
        float scale = 1;
    };
    FT_Face fallback = nullptr; ///< may be missing: then those scripts cannot be shown
    std::string others_folder;
    std::optional<std::vector<std::string>> files; ///< of the other scripts, once one was needed
    std::map<std::string, Other> opened;
    std::unordered_map<char32_t, Other> others; ///< by character

    ~Library()
    {
        if (fallback != nullptr) FT_Done_Face(fallback);
        for (const auto& [name, other] : opened)
            FT_Done_Face(other.face);
        for (FT_Face face : faces)
            if (face != nullptr) FT_Done_Face(face);
        if (freetype != nullptr) FT_Done_FreeType(freetype);
    }

    bool open_from(const std::string& folder)
    {
        static constexpr std::array names = {"/Inter-Regular.otf", "/Inter-SemiBold.otf"};
        for (std::size_t weight = 0; weight < names.size(); ++weight) {
            if (faces[weight] != nullptr) FT_Done_Face(faces[weight]);
            faces[weight] = nullptr;
            if (FT_New_Face(freetype, (folder + names[weight]).c_str(), 0, &faces[weight]) != 0) return false;
            if (faces[weight]->units_per_EM == 0) return false;
        }
        return true;
    }

    void open_fallback(const char* chosen_folder)
    {
        const std::string chosen =
            chosen_folder != nullptr ? std::string(chosen_folder) + "/DroidSansFallbackFull.ttf" : std::string();
        if (!chosen.empty() && FT_New_Face(freetype, chosen.c_str(), 0, &fallback) == 0) return;
        if (!chosen.empty()) return;
        for (const FallbackFile& file : fallbacks)
            if (FT_New_Face(freetype, file.path, file.face, &fallback) == 0) return;
    }

    static bool has(FT_Face face, char32_t point) { return face != nullptr && FT_Get_Char_Index(face, point) != 0; }

    Other other_for(char32_t point)
    {
        const auto known = others.find(point);
        if (known != others.end()) return known->second;
        Other found;
        // Letters of one script come together: the files in use are asked first.
        for (const auto& [name, other] : opened)
            if (found.face == nullptr && has(other.face, point)) found = other;
        if (!files) files = other_files(others_folder.c_str());
        for (auto file = files->begin(); found.face == nullptr && file != files->end(); ++file) {
            if (opened.contains(*file)) continue;
            FT_Face face = nullptr;
            if (FT_New_Face(freetype, file->c_str(), 0, &face) != 0) continue;
            if (has(face, point))
                opened.emplace(*file, found = {face, scale_of(*file)});
            else
                FT_Done_Face(face);
        }
        others.emplace(point, found);
        return found;
    }

    /// The face that has the character, Inter before all; null when none has.
    [[nodiscard]] Other face_for(std::size_t weight, char32_t point)
    {
        // The full-width signs that Inter has too are made for its letters and not for those they stand between.
        const bool east = point >= 0x3000 && point <= 0xFFEF && has(fallback, point);
        if (!east && has(faces[weight], point)) return {faces[weight]};
        return has(fallback, point) ? Other{fallback} : other_for(point);
    }

    float ems(std::size_t weight, char32_t point)
    {
        const char32_t asked = point;
        const auto known = advances[weight].find(point);
        if (known != advances[weight].end()) return known->second;
        auto [face, scale] = face_for(weight, point);
        float ems = 0;
        if (bidi::is_invisible(point)) return advances[weight].emplace(asked, 0.0F).first->second;
        if (face == nullptr) {
            face = faces[weight];
            point = unknown;
        }
        if (FT_Load_Char(face, point, FT_LOAD_NO_SCALE) == 0)
            ems = scale * static_cast<float>(face->glyph->advance.x) / static_cast<float>(face->units_per_EM);
        advances[weight].emplace(asked, ems);
        return ems;
    }
};

Faces::Faces(std::unique_ptr<Library> library) : library_(std::move(library)) {}
Faces::~Faces() = default;

Result<std::shared_ptr<Faces>> Faces::open()
{
    auto library = std::make_unique<Library>();
    if (FT_Init_FreeType(&library->freetype) != 0) return Error{fault::no_font, "FreeType did not start"};

    bool found = false;
    const char* const chosen = std::getenv("RAPPORT_FONT_DIR");
    library->open_fallback(chosen);
    library->others_folder = chosen != nullptr ? chosen : other_scripts;
    if (chosen != nullptr) {
        found = library->open_from(chosen);
    } else {
        found = std::ranges::any_of(folders, [&](const char* folder) { return library->open_from(folder); });
    }
    if (!found) return Error{fault::no_font, "Inter-Regular.otf and Inter-SemiBold.otf"};

    for (std::size_t weight = 0; weight < 2; ++weight)
        for (char32_t digit = U'0'; digit <= U'9'; ++digit)
            library->widest_digit[weight] = std::max(library->widest_digit[weight], library->ems(weight, digit));
    return std::shared_ptr<Faces>(new Faces(std::move(library)));
}

float Faces::advance(Weight weight, float px, char32_t point) const
{
    const auto which = static_cast<std::size_t>(weight);
    return px * (is_digit(point) ? library_->widest_digit[which] : library_->ems(which, point));
}

float Faces::inset(Weight weight, float px, char32_t point) const
{
    if (!is_digit(point)) return 0;
    const auto which = static_cast<std::size_t>(weight);
    return px * (library_->widest_digit[which] - library_->ems(which, point)) / 2;
}

float Faces::width(std::string_view words, Weight weight, float px) const
{
    float sum = 0;
    for (std::size_t at = 0; at < words.size();) {
        const auto [point, bytes] = utf8::decode(words, at);
        sum += advance(weight, px, point);
        at += bytes;
    }
    return sum;
}

bool Faces::can_show(std::string_view words) const
{
    for (std::size_t at = 0; at < words.size();) {
        const auto [point, bytes] = utf8::decode(words, at);
        const bool drawn = point != U'\n' && !bidi::is_invisible(point);
        if (drawn && library_->face_for(0, point).face == nullptr) return false;
        at += bytes;
    }
    return true;
}

float Faces::baseline(float px, float line)
{
    return std::round((line - px * (ascent + descent)) / 2 + px * ascent);
}

GlyphBitmap Faces::draw(Weight weight, float px, char32_t point, float shift) const
{
    GlyphBitmap drawn;
    if (bidi::is_invisible(point)) return drawn;
    auto [face, scale] = library_->face_for(static_cast<std::size_t>(weight), point);
    if (face == nullptr) {
        face = library_->faces[static_cast<std::size_t>(weight)];
        point = unknown;
    }
    if (FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(std::lround(px * scale))) != 0) return drawn;
    // Light hinting moves outlines up and down only, so the font's own widths stay true.
    if (FT_Load_Char(face, point, FT_LOAD_NO_BITMAP | FT_LOAD_TARGET_LIGHT) != 0) return drawn;
    FT_GlyphSlot slot = face->glyph;
    if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return drawn;
    const bool one_weight = std::ranges::find(library_->faces, face) == library_->faces.end();
    if (one_weight && weight == Weight::semibold) embolden(slot->outline, px);
    FT_Outline_Translate(&slot->outline, static_cast<FT_Pos>(std::lround(shift * 64)), 0);
    if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return drawn;

    const FT_Bitmap& bitmap = slot->bitmap;
    drawn.width = static_cast<int>(bitmap.width);
    drawn.height = static_cast<int>(bitmap.rows);
    drawn.left = slot->bitmap_left;
    drawn.top = slot->bitmap_top;
    drawn.coverage.reserve(static_cast<std::size_t>(bitmap.width) * bitmap.rows);
    for (unsigned row = 0; row < bitmap.rows; ++row) {
        const std::uint8_t* from = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
        drawn.coverage.insert(drawn.coverage.end(), from, from + bitmap.width);
    }
    return drawn;
}

} // namespace rapport::shell
