#pragma once

/// The one place that knows which Dear ImGui is there. We use its context, one undecorated window, its draw lists, its
/// atlas and its OpenGL backend; pointer, keys and text never enter it, so its input interface, which changed between
/// 1.86 and 1.90, does not concern us.
#include <imgui.h>

static_assert(IMGUI_VERSION_NUM >= 18600 && IMGUI_VERSION_NUM < 19200,
              "written for Dear ImGui 1.86 to 1.91; 1.92 changed the atlas");

#include "app/shell/geometry.h"
#include "app/shell/theme.h"

namespace rapport::shell::port {

inline ImU32 pack(Colour colour)
{
    const std::uint32_t rgb = colour.rgb;
    return (0xFFU << IM_COL32_A_SHIFT) | (((rgb >> 16U) & 0xFFU) << IM_COL32_R_SHIFT) |
           (((rgb >> 8U) & 0xFFU) << IM_COL32_G_SHIFT) | ((rgb & 0xFFU) << IM_COL32_B_SHIFT);
}

inline ImVec2 vec(Point point)
{
    return {point.x, point.y};
}

/// A custom rectangle of the atlas after Build(); its type lost a name in later versions.
inline const auto& placed(ImFontAtlas& atlas, int index)
{
    return *atlas.GetCustomRectByIndex(index);
}

} // namespace rapport::shell::port
