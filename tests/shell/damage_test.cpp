#include <algorithm>
#include <random>

#include <gtest/gtest.h>
#include <imgui.h>

#include "app/shell/damage.h"

namespace rapport::shell::test {

namespace {

constexpr int width = 70;
constexpr int height = 40;

using Picture = std::vector<std::uint64_t>;

/// A frame as ImGui gives it: corners, triangles, commands with clips.
struct Frame {
    ImDrawList list{nullptr};
    ImDrawData data;
    Frame()
    {
        lists[0] = &list;
        data.CmdLists = lists;
        data.CmdListsCount = 1;
    }
    ImDrawList* lists[1];
};

void add_rectangle(ImDrawList& list, float x, float y, float w, float h, ImU32 colour, ImVec4 clip)
{
    const auto first = static_cast<ImDrawIdx>(list.VtxBuffer.Size);
    for (const ImVec2 corner : {ImVec2{x, y}, ImVec2{x + w, y}, ImVec2{x + w, y + h}, ImVec2{x, y + h}})
        list.VtxBuffer.push_back({corner, {0, 0}, colour});
    ImDrawCmd command{};
    command.ClipRect = clip;
    command.IdxOffset = static_cast<unsigned>(list.IdxBuffer.Size);
    command.ElemCount = 6;
    for (const int corner : {0, 1, 2, 0, 2, 3})
        list.IdxBuffer.push_back(static_cast<ImDrawIdx>(first + corner));
    list.CmdBuffer.push_back(command);
}

/// What each pixel has had painted on it, in order: by the definition of a triangle, and nothing of ours.
Picture paint(const ImDrawList& list)
{
    Picture picture(width * height, 1);
    for (const ImDrawCmd& command : list.CmdBuffer)
        for (unsigned at = 0; at < command.ElemCount; at += 3) {
            const auto corner = [&](unsigned which) {
                return list.VtxBuffer[list.IdxBuffer[static_cast<int>(command.IdxOffset + at + which)]];
            };
            const ImVec2 a = corner(0).pos;
            const ImVec2 b = corner(1).pos;
            const ImVec2 c = corner(2).pos;
            const int left = std::max(0, static_cast<int>(std::min({a.x, b.x, c.x})));
            const int top = std::max(0, static_cast<int>(std::min({a.y, b.y, c.y})));
            const int right = std::min(width, static_cast<int>(std::max({a.x, b.x, c.x})) + 1);
            const int bottom = std::min(height, static_cast<int>(std::max({a.y, b.y, c.y})) + 1);
            for (int y = top; y < bottom; ++y)
                for (int x = left; x < right; ++x) {
                    const float px = static_cast<float>(x) + 0.5F;
                    const float py = static_cast<float>(y) + 0.5F;
                    const auto side = [&](ImVec2 from, ImVec2 to) {
                        return (to.x - from.x) * (py - from.y) - (to.y - from.y) * (px - from.x);
                    };
                    const bool inside = side(a, b) >= 0 && side(b, c) >= 0 && side(c, a) >= 0;
                    const ImVec4& clip = command.ClipRect;
                    if (!inside || px < clip.x || py < clip.y || px > clip.z || py > clip.w) continue;
                    auto& pixel = picture[static_cast<std::size_t>(y * width + x)];
                    pixel = pixel * 31 + corner(0).col;
                }
        }
    return picture;
}

void random_rectangle(ImDrawList& list, std::mt19937& dice)
{
    const auto whole = [&](int most) { return static_cast<float>(dice() % static_cast<std::uint32_t>(most)); };
    const float left = whole(width);
    const float top = whole(height);
    add_rectangle(list, whole(width) - 10, whole(height) - 10, 1 + whole(30), 1 + whole(20),
                  1 + static_cast<ImU32>(dice() % 5),
                  dice() % 3 == 0 ? ImVec4{left, top, left + whole(50), top + whole(30)} : ImVec4{0, 0, width, height});
}

bool inside(const std::vector<Rect>& parts, int x, int y)
{
    return std::ranges::any_of(parts, [&](const Rect& part) {
        return part.contains({static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F});
    });
}

} // namespace

TEST(Damage, every_pixel_that_is_painted_otherwise_lies_in_a_part)
{
    std::mt19937 dice(20'261'129);
    std::size_t smaller = 0;
    for (int round = 0; round < 10'000; ++round) {
        Frame before;
        Frame after;
        add_rectangle(before.list, 0, 0, width, height, 9, {0, 0, width, height});
        add_rectangle(after.list, 0, 0, width, height, 9, {0, 0, width, height});
        const auto both = static_cast<unsigned>(dice() % 4);
        for (unsigned i = 0; i < both; ++i) {
            std::mt19937 same(static_cast<std::uint32_t>(dice()));
            std::mt19937 again = same;
            random_rectangle(before.list, same);
            random_rectangle(after.list, again);
        }
        // One more before, one more after, or both.
        const auto which = static_cast<unsigned>(dice() % 4);
        if ((which & 1U) != 0) random_rectangle(before.list, dice);
        if ((which & 2U) != 0) random_rectangle(after.list, dice);

        Damage damage;
        ASSERT_EQ(damage.since_last(before.data, width, height).size(), 1U);
        const std::vector<Rect> parts = damage.since_last(after.data, width, height);
        const Picture old_picture = paint(before.list);
        const Picture new_picture = paint(after.list);
        Picture in_parts;
        {
            const OnlyParts only(after.list, parts);
            in_parts = paint(after.list);
        }
        EXPECT_EQ(paint(after.list), new_picture) << "the list was not put back";
        std::size_t area = 0;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const auto at = static_cast<std::size_t>(y * width + x);
                const bool damaged = inside(parts, x, y);
                area += damaged ? 1 : 0;
                ASSERT_TRUE(damaged || old_picture[at] == new_picture[at]) << "round " << round << ' ' << x << ' ' << y;
                // Painted in parts, over what was there: the new picture, and nothing outside.
                ASSERT_EQ(in_parts[at], damaged ? new_picture[at] : 1) << "round " << round << ' ' << x << ' ' << y;
            }
        smaller += area < static_cast<std::size_t>(width * height) ? 1 : 0;
        if (which == 0) {
            ASSERT_TRUE(parts.empty()) << "round " << round;
        }
    }
    EXPECT_GT(smaller, 6'000U) << "it damages everything, which is no use";
}

TEST(Damage, of_another_size_or_after_forgetting_is_the_whole_window)
{
    Frame frame;
    add_rectangle(frame.list, 0, 0, width, height, 9, {0, 0, width, height});
    Damage damage;
    const auto whole = [](const std::vector<Rect>& parts, float w, float h) {
        return parts.size() == 1 && parts[0].x == 0 && parts[0].y == 0 && parts[0].w == w && parts[0].h == h;
    };
    EXPECT_TRUE(whole(damage.since_last(frame.data, width, height), width, height));
    EXPECT_TRUE(damage.since_last(frame.data, width, height).empty());
    EXPECT_TRUE(whole(damage.since_last(frame.data, width + 50, height), width + 50, height));
    damage.forget();
    EXPECT_TRUE(whole(damage.since_last(frame.data, width + 50, height), width + 50, height));
}

} // namespace rapport::shell::test
