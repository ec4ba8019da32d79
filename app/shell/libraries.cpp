#include "app/shell/libraries.h"

#include <string_view>

#include <GLFW/glfw3.h>
#include <fribidi.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <png.h>

#include "app/shell/imgui_port.h"

namespace rapport::shell {

namespace {

Library glfw()
{
    int major = 0;
    int minor = 0;
    int revision = 0;
    glfwGetVersion(&major, &minor, &revision);
    return {"GLFW", dotted(GLFW_VERSION_MAJOR, GLFW_VERSION_MINOR, GLFW_VERSION_REVISION),
            dotted(major, minor, revision)};
}

Library freetype()
{
    Library found{"FreeType", dotted(FREETYPE_MAJOR, FREETYPE_MINOR, FREETYPE_PATCH), {}};
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return found;
    int major = 0;
    int minor = 0;
    int patch = 0;
    FT_Library_Version(library, &major, &minor, &patch);
    FT_Done_FreeType(library);
    found.runs = dotted(major, minor, patch);
    return found;
}

/// Its words begin "(GNU FriBidi) 1.0.8" and go on for some lines.
std::string fribidi_version()
{
    const std::string_view words(fribidi_version_info);
    const std::size_t from = words.find(") ");
    if (from == std::string_view::npos) return {};
    return std::string(words.substr(from + 2, words.find('\n') - from - 2));
}

} // namespace

std::vector<Library> libraries()
{
    return {{"Dear ImGui", IMGUI_VERSION, ImGui::GetVersion()},
            glfw(),
            freetype(),
            {"libpng", PNG_LIBPNG_VER_STRING, png_get_libpng_ver(nullptr)},
            {"FriBidi", FRIBIDI_VERSION, fribidi_version()}};
}

} // namespace rapport::shell
