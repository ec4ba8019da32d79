#include "app/shell/gl_window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>

#include "app/shell/imgui_port.h"

namespace rapport::shell {
namespace {

ImFontAtlas& atlas_of(Surface& surface)
{
    ImGui::SetCurrentContext(surface.context());
    return *ImGui::GetIO().Fonts;
}

} // namespace

void GlWindow::attach(Surface& surface)
{
    surface_ = &surface;
    ImFontAtlas& atlas = atlas_of(surface);
    ImGui_ImplOpenGL3_Init("#version 150");
    ImGui_ImplOpenGL3_CreateDeviceObjects();
    // The backend's own texture has four bytes a pixel and is made whole each time; ours has one and grows by rows.
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    if (atlas.TexPixelsRGBA32 != nullptr) IM_FREE(atlas.TexPixelsRGBA32);
    atlas.TexPixelsRGBA32 = nullptr;
    make_texture();
}

void GlWindow::detach()
{
    if (surface_ == nullptr) return;
    atlas_of(*surface_).SetTexID(nullptr);
    glDeleteTextures(1, &texture_);
    texture_ = 0;
    ImGui_ImplOpenGL3_Shutdown();
    surface_ = nullptr;
}

void GlWindow::bake()
{
    surface_->atlas().bake(atlas_of(*surface_));
    make_texture();
}

/// White, with what the atlas says for how much of it covers what is below.
void GlWindow::make_texture()
{
    ImFontAtlas& atlas = atlas_of(*surface_);
    if (texture_ != 0) glDeleteTextures(1, &texture_);
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    static constexpr GLint white_and_cover[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
    glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, white_and_cover);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, atlas.TexWidth, atlas.TexHeight, 0, GL_RED, GL_UNSIGNED_BYTE, nullptr);
    upload(0, atlas.TexHeight);
    atlas.SetTexID(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture_)));
    damage_.forget(); // every glyph has another place in the atlas
}

void GlWindow::upload(int from, int to)
{
    const ImFontAtlas& atlas = atlas_of(*surface_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, from, atlas.TexWidth, to - from, GL_RED, GL_UNSIGNED_BYTE,
                    atlas.TexPixelsAlpha8 + static_cast<std::ptrdiff_t>(from) * atlas.TexWidth);
}

void GlWindow::upload_fresh()
{
    const GlyphAtlas::Rows fresh = surface_->atlas().take_fresh();
    if (fresh.to > fresh.from) upload(fresh.from, fresh.to);
}

/// The ground is the first thing every frame paints, over all of it, so nothing is cleared before.
void GlWindow::rasterise(const std::vector<Rect>& parts)
{
    upload_fresh();
    ImGui::SetCurrentContext(surface_->context());
    ImDrawData* drawn = ImGui::GetDrawData();
    if (drawn == nullptr) return;
    std::vector<std::unique_ptr<OnlyParts>> cut;
    for (int at = 0; at < drawn->CmdListsCount; ++at)
        cut.push_back(std::make_unique<OnlyParts>(*drawn->CmdLists[at], parts));
    ImGui_ImplOpenGL3_RenderDrawData(drawn);
}

void GlWindow::present(bool whole)
{
    ImGui::SetCurrentContext(surface_->context());
    const ImDrawData* drawn = ImGui::GetDrawData();
    if (drawn == nullptr) return;
    if (!show_part_ || whole) damage_.forget();
    const std::vector<Rect> parts = damage_.since_last(*drawn, width_, height_);
    if (parts.empty()) return;
    // Mesa's software renderer learns of another size only when buffers are swapped; a part copied by the old one would
    // lie outside of the window.
    const bool resized = shown_width_ != 0 && (shown_width_ != width_ || shown_height_ != height_);
    if (show_part_ && resized) glfwSwapBuffers(window_);
    shown_width_ = width_;
    shown_height_ = height_;
    rasterise(parts);
    for (const Rect& part : parts)
        painted_ += static_cast<std::uint64_t>(part.w * part.h);
    if (!show_part_) return glfwSwapBuffers(window_);
    for (const Rect& part : parts)
        show_part_({part.x, static_cast<float>(height_) - part.bottom(), part.w, part.h});
}

std::vector<std::uint8_t> GlWindow::read_back()
{
    // What was swapped away is undefined, so the same draw data is rasterised once more and not shown.
    rasterise({{0, 0, static_cast<float>(width_), static_cast<float>(height_)}});
    const auto row = static_cast<std::size_t>(width_) * 3;
    const auto rows = static_cast<std::size_t>(height_);
    std::vector<std::uint8_t> upward(row * rows);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, upward.data());
    std::vector<std::uint8_t> rgb;
    rgb.reserve(upward.size());
    for (std::size_t at = rows; at > 0; --at) {
        const auto from = upward.begin() + static_cast<std::ptrdiff_t>((at - 1) * row);
        rgb.insert(rgb.end(), from, from + static_cast<std::ptrdiff_t>(row));
    }
    return rgb;
}

} // namespace rapport::shell
