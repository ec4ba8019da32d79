#include "app/shell/surface.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"

namespace rapport::shell {

Surface::Surface(std::shared_ptr<Faces> faces, GlyphAtlas::Baking baking, ThemeName name)
    : faces_(std::move(faces)), atlas_(faces_, baking), theme_(&shell::theme(name)),
      keeps_words_(baking == GlyphAtlas::Baking::off)
{
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    // Neither file may exist: window titles and drag logs would reach the disk in clear.
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    ImGui::GetStyle().CircleTessellationMaxError = 0.1F;
    atlas_.bake(*io.Fonts);
}

Surface::~Surface()
{
    ImGui::SetCurrentContext(context_);
    ImGui::DestroyContext(context_);
}

float Surface::patient_target() const
{
    const float most = std::floor(std::min(window_.w, window_.h) / 6);
    return std::max(least_patient_target, std::min(patient_target_, most));
}

void Surface::begin_frame(double now, int width, int height)
{
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    window_ = {0, 0, static_cast<float>(width), static_cast<float>(height)};
    io.DisplaySize = {window_.w, window_.h};
    io.DeltaTime = 1.0F / 60;
    now_ = now;
    if (!started_) last_activity_ = now;
    started_ = true;

    std::swap(tree_, last_tree_);
    tree_.begin_frame();
    std::swap(hits_, last_hits_);
    hits_.clear();
    std::swap(frame_scrolls_, last_scrolls_);
    frame_scrolls_.clear();
    ids_.clear();
    rings_.clear();
    clips_.assign(1, window_);
    drawn_words_.clear();
    wake_at_.reset();
    again_ = false;
    last_patient_page_ = patient_page_;
    patient_page_ = false;
    popup_.drawn = false;

    take_input();

    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({window_.w, window_.h});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("Rapport", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav);
    list_ = ImGui::GetWindowDrawList();
    brush::fill(*list_, window_, theme_->ground, 0);
}

void Surface::end_frame()
{
    assert(open_scrolls_.empty() && "every begin_scroll has its end_scroll");
    scroll_input();
    if (frame_.key && !key_taken_) arrow_focus(*frame_.key);
    draw_rings();
    draw_reading_mark();
    if (popup_open() && !popup_.drawn) close_popup();
    draw_popup();
    draw_rings();
    settle_focus();
    if (last_patient_page_ != patient_page_) again_ = true;
    clicked_.clear();
    frame_.character = 0;

    ImGui::End();
    ImGui::PopStyleVar(2);
    ImGui::Render();
    hash_picture();
    list_ = nullptr;
}

void Surface::take_input()
{
    frame_ = queue_.take(page_number_, pointer_);
    took_input_ = frame_.any;
    key_taken_ = character_taken_ = false;
    if (frame_.any || std::exchange(handled_, false)) last_activity_ = now_;
    hovered_ = pointer_ ? std::string(reached(*pointer_)) : std::string();
    take_press();
    if (frame_.key_up && (*frame_.key_up == Key::space || *frame_.key_up == Key::enter)) key_held_.clear();
    if (frame_.key) take_key(*frame_.key);
}

void Surface::take_press()
{
    if (frame_.pressed) {
        keyboard_last_ = false;
        last_input_ = frame_.from;
        press_at_ = *pointer_;
        const Node* node = last_node(hovered_);
        if (popup_open() && (node == nullptr || node->group != popup_.owner)) {
            close_popup();
            return;
        }
        active_ = node != nullptr && node->enabled ? hovered_ : std::string();
        if (node != nullptr && node->focusable) move_focus(hovered_);
        dragged_.clear();
        for (const std::string& id : last_scrolls_)
            if (scrolls_[id].where.contains(press_at_)) dragged_ = id;
        if (!dragged_.empty()) drag_from_ = scrolls_[dragged_].offset;
    }
    if (frame_.released) {
        if (!active_.empty() && active_ == hovered_) clicked_ = active_;
        active_.clear();
        dragged_.clear();
        dragging_ = false;
    }
}

bool Surface::entry_focused() const
{
    const Node* node = last_node(focus_);
    return node != nullptr && node->focusable && (node->role == Role::text_entry || node->role == Role::secret_entry);
}

void Surface::take_key(Key key)
{
    const bool ring_was_seen = keyboard_last_;
    if (key == Key::other) return;
    keyboard_last_ = true;
    if (frame_.from != Input::program) frame_.from = scanning_ ? Input::switch_scan : Input::keyboard;
    last_input_ = frame_.from;
    if (scanning_ && key == Key::space && !entry_focused()) {
        key_taken_ = true;
        queue_.drop_character(U' ');
        return step_focus(1);
    }

    if (key == Key::tab || key == Key::back_tab) {
        key_taken_ = true;
        if (popup_open()) close_popup();
        return step_focus(key == Key::tab ? 1 : -1);
    }
    if (key == Key::escape && popup_open()) {
        key_taken_ = true;
        return close_popup();
    }
    if (entry_focused()) {
        static constexpr Key editing[] = {Key::left,  Key::right,     Key::home, Key::end,
                                          Key::enter, Key::backspace, Key::del,  Key::space};
        key_taken_ = std::ranges::find(editing, key) != std::end(editing);
        return;
    }
    const Node* node = last_node(focus_);
    if (node == nullptr || !node->focusable) return;
    const bool opens = node->role == Role::choice_entry && key == Key::down;
    if (key != Key::enter && key != Key::space && !opens) return;
    key_taken_ = true;
    key_held_ = focus_;
    if (key == Key::space) queue_.drop_character(U' ');
    // An answer is never chosen by a key while nobody can see which one it would be.
    if (node->role == Role::radio && !ring_was_seen) return;
    clicked_ = focus_;
}

void Surface::leave_page()
{
    clicked_.clear();
    active_.clear();
    key_held_.clear();
    dragged_.clear();
    dragging_ = false;
    frame_.key.reset();
    frame_.character = 0;
    picked_.reset();
    popup_ = {};
    scrolls_.clear();
    reveal_.clear();
}

void Surface::page(std::string_view id, std::string_view name, std::string_view focus_first)
{
    if (id != page_ || page_number_ == 0) {
        leave_page();
        page_ = id;
        ++page_number_;
        focus_ = focus_first;
        focus_wanted_ = true;
        again_ = true;
    }
    tree_.add({.id = std::string(id), .role = Role::page, .name = std::string(name), .rect = window_});
}

std::string_view Surface::reached(Point at) const
{
    for (auto hit = last_hits_.rbegin(); hit != last_hits_.rend(); ++hit)
        if (hit->seen.contains(at)) return hit->id;
    return {};
}

void Surface::set_theme(ThemeName name)
{
    if (name == theme_->name) return;
    theme_ = &shell::theme(name);
    again_ = true;
}

void Surface::set_scanning(bool on)
{
    if (on == scanning_) return;
    scanning_ = on;
    keyboard_last_ = keyboard_last_ || on; // what Enter would press is seen from the start
    again_ = true;
}

void Surface::set_text_size(TextSize size)
{
    if (size == text_size_) return;
    text_size_ = size;
    atlas_.forget();
    again_ = true;
}

void Surface::wake_after(double seconds)
{
    // Nothing on these screens moves faster than a display does.
    const double at = now_ + std::max(seconds, 1.0 / 60);
    wake_at_ = wake_at_ ? std::min(*wake_at_, at) : at;
}

bool Surface::pressed(Key key)
{
    if (popup_open() || key_taken_) return false;
    if (key == Key::slash) return typed(U'/');
    if (frame_.key != key) return false;
    key_taken_ = true;
    return true;
}

bool Surface::typed(char32_t character)
{
    if (popup_open() || character_taken_ || entry_focused() || frame_.character != character || character == 0)
        return false;
    character_taken_ = true;
    return true;
}

void Surface::hash_picture()
{
    // FNV-1a over words: only equality matters, and only between frames of this process.
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto mix = [&](std::uint64_t word) { hash = (hash ^ word) * 0x100000001B3U; };
    const auto mix_bytes = [&](const void* from, std::size_t bytes) {
        const auto* at = static_cast<const std::uint8_t*>(from);
        for (; bytes >= sizeof(std::uint32_t); bytes -= sizeof(std::uint32_t), at += sizeof(std::uint32_t)) {
            std::uint32_t word = 0;
            std::copy_n(at, sizeof word, reinterpret_cast<std::uint8_t*>(&word));
            mix(word);
        }
        for (; bytes > 0; --bytes, ++at)
            mix(*at);
    };
    const ImDrawData& drawn = *ImGui::GetDrawData();
    mix(static_cast<std::uint64_t>(window_.w) << 32U | static_cast<std::uint64_t>(window_.h));
    mix(static_cast<std::uint64_t>(atlas_.built()));
    for (int at = 0; at < drawn.CmdListsCount; ++at) {
        const ImDrawList& list = *drawn.CmdLists[at];
        mix_bytes(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
        mix_bytes(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list.CmdBuffer) {
            mix_bytes(&command.ClipRect, sizeof command.ClipRect);
            mix(command.ElemCount);
        }
    }
    picture_hash_ = hash;
}

} // namespace rapport::shell
