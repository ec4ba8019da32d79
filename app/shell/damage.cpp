#include "app/shell/damage.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "app/shell/imgui_port.h"

namespace rapport::shell {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    // FNV-1a's step over words, with the high half folded in: only equality matters, between frames of one process.
    hash = (hash ^ word) * 0x100000001B3U;
    return hash ^ (hash >> 29U);
}

std::uint64_t number_of(const ImDrawVert& corner)
{
    static_assert(sizeof(ImDrawVert) == 5 * sizeof(std::uint32_t));
    std::uint32_t words[5];
    std::memcpy(words, &corner, sizeof corner);
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const std::uint32_t word : words)
        hash = mixed(hash, word);
    return hash;
}

struct Box {
    float left, top, right, bottom;
    [[nodiscard]] bool empty() const { return right <= left || bottom <= top; }
    [[nodiscard]] Box cut(const Box& other) const
    {
        return {std::max(left, other.left), std::max(top, other.top), std::min(right, other.right),
                std::min(bottom, other.bottom)};
    }
};

/// Clips end on whole pixels, so that a frame painted in parts is the same as one painted at once.
Box box_of(const ImVec4& clip)
{
    return {std::round(clip.x), std::round(clip.y), std::round(clip.z), std::round(clip.w)};
}

Box box_of(const Rect& rect)
{
    return {rect.x, rect.y, rect.right(), rect.bottom()};
}

Box box_of(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c)
{
    return {std::min({a.pos.x, b.pos.x, c.pos.x}), std::min({a.pos.y, b.pos.y, c.pos.y}),
            std::max({a.pos.x, b.pos.x, c.pos.x}), std::max({a.pos.y, b.pos.y, c.pos.y})};
}

int square_at(float pixel, int most)
{
    return std::clamp(static_cast<int>(std::floor(pixel)) / Damage::square, 0, most - 1);
}

/// Runs of squares, one row after the other; a run like the one right above it makes that one higher. Runs with less
/// than this between them are one: a rectangle has its own cost.
constexpr int bridged = 3;

struct Run {
    int left, right, top, bottom; ///< squares; right and bottom are one past
};

void add_run(std::vector<Run>& runs, Run run)
{
    for (Run& above : runs)
        if (above.bottom == run.top && above.left == run.left && above.right == run.right) {
            above.bottom = run.bottom;
            return;
        }
    runs.push_back(run);
}

/// More parts than this would cost more than what lies between them.
constexpr std::size_t most_parts = 12;

void join(std::vector<Run>& runs)
{
    if (runs.size() <= most_parts) return;
    Run whole = runs.front();
    for (const Run& run : runs)
        whole = {std::min(whole.left, run.left), std::max(whole.right, run.right), std::min(whole.top, run.top),
                 std::max(whole.bottom, run.bottom)};
    runs.assign(1, whole);
}

} // namespace

void Damage::take(const ImDrawList& list)
{
    corners_.clear();
    for (const ImDrawVert& corner : list.VtxBuffer)
        corners_.push_back(number_of(corner));
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const Box clip = box_of(command.ClipRect);
        std::uint64_t clip_number = 0xCBF29CE484222325U;
        std::uint32_t words[4];
        std::memcpy(words, &command.ClipRect, sizeof words);
        for (const std::uint32_t word : words)
            clip_number = mixed(clip_number, word);
        const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
        for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
            const std::size_t a = command.VtxOffset + index[at];
            const std::size_t b = command.VtxOffset + index[at + 1];
            const std::size_t c = command.VtxOffset + index[at + 2];
            const auto corner = [&](std::size_t which) -> const ImDrawVert& { return list.VtxBuffer.Data[which]; };
            const Box seen = box_of(corner(a), corner(b), corner(c))
                                 .cut(clip)
                                 .cut({0, 0, static_cast<float>(width_), static_cast<float>(height_)});
            if (seen.empty()) continue;
            const std::uint64_t number = mixed(mixed(mixed(clip_number, corners_[a]), corners_[b]), corners_[c]);
            const int right = square_at(seen.right, across_);
            const int bottom = square_at(seen.bottom, down_);
            for (int y = square_at(seen.top, down_); y <= bottom; ++y)
                for (int x = square_at(seen.left, across_); x <= right; ++x) {
                    auto& square_number = squares_[static_cast<std::size_t>(y * across_ + x)];
                    square_number = mixed(square_number, number);
                }
        }
    }
}

std::vector<Rect> Damage::since_last(const ImDrawData& drawn, int width, int height)
{
    if (width != width_ || height != height_) known_ = false;
    width_ = width;
    height_ = height;
    across_ = (width + square - 1) / square;
    down_ = (height + square - 1) / square;
    std::swap(squares_, before_);
    squares_.assign(static_cast<std::size_t>(across_ * down_), 0);
    for (int at = 0; at < drawn.CmdListsCount; ++at)
        take(*drawn.CmdLists[at]);
    if (!std::exchange(known_, true)) return {{0, 0, static_cast<float>(width), static_cast<float>(height)}};

    std::vector<Run> runs;
    for (int y = 0; y < down_; ++y) {
        Run run{0, 0, y, y + 1};
        for (int x = 0; x < across_; ++x) {
            const auto at = static_cast<std::size_t>(y * across_ + x);
            if (squares_[at] == before_[at]) continue;
            if (run.right > 0 && x - run.right > bridged) {
                add_run(runs, run);
                run.right = 0;
            }
            if (run.right == 0) run.left = x;
            run.right = x + 1;
        }
        if (run.right > 0) add_run(runs, run);
    }
    join(runs);
    std::vector<Rect> parts;
    for (const Run& run : runs) {
        const int right = std::min(run.right * square, width);
        const int bottom = std::min(run.bottom * square, height);
        parts.push_back({static_cast<float>(run.left * square), static_cast<float>(run.top * square),
                         static_cast<float>(right - run.left * square), static_cast<float>(bottom - run.top * square)});
    }
    return parts;
}

struct OnlyParts::Kept {
    ImVector<ImDrawIdx> indices;
    ImVector<ImDrawCmd> commands;
};

OnlyParts::OnlyParts(ImDrawList& list, const std::vector<Rect>& parts) : list_(list), kept_(std::make_unique<Kept>())
{
    kept_->indices.swap(list_.IdxBuffer);
    kept_->commands.swap(list_.CmdBuffer);
    for (const Rect& part : parts)
        for (const ImDrawCmd& command : kept_->commands) {
            const Box clip = box_of(command.ClipRect).cut(box_of(part));
            if (clip.empty() || command.UserCallback != nullptr) continue;
            ImDrawCmd cut = command;
            cut.ClipRect = {clip.left, clip.top, clip.right, clip.bottom};
            cut.IdxOffset = static_cast<unsigned>(list_.IdxBuffer.Size);
            const ImDrawIdx* index = kept_->indices.Data + command.IdxOffset;
            const ImDrawVert* corners = list_.VtxBuffer.Data + command.VtxOffset;
            for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
                const Box box = box_of(corners[index[at]], corners[index[at + 1]], corners[index[at + 2]]);
                if (box.cut(clip).empty()) continue;
                for (unsigned corner = 0; corner < 3; ++corner)
                    list_.IdxBuffer.push_back(index[at + corner]);
            }
            cut.ElemCount = static_cast<unsigned>(list_.IdxBuffer.Size) - cut.IdxOffset;
            if (cut.ElemCount > 0) list_.CmdBuffer.push_back(cut);
        }
}

OnlyParts::~OnlyParts()
{
    kept_->indices.swap(list_.IdxBuffer);
    kept_->commands.swap(list_.CmdBuffer);
}

} // namespace rapport::shell
