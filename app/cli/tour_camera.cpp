#include "app/cli/tour_camera.h"

#include <cstdio>

namespace rapport::cli {

namespace {

constexpr int long_side = 1280;
constexpr int short_side = 800;

} // namespace

Status TourCamera::shoot(Automation& program, std::string_view name)
{
    char number[16];
    std::snprintf(number, sizeof number, "%02d-", ++number_);
    const std::string path = folder_ + "/" + number + std::string(name) + ".png";
    if (auto settled = program.settle(); !settled) return settled;
    if (auto taken = program.screenshot(path); !taken) return taken;
    report_.picture(path.substr(path.rfind('/') + 1));
    return {};
}

Status TourCamera::shoot_both(Automation& program, std::string_view name)
{
    if (auto taken = shoot(program, name); !taken) return taken;
    if (auto turned = program.resize(short_side, long_side); !turned) return turned;
    if (auto taken = shoot(program, std::string(name) + "-portrait"); !taken) return taken;
    return program.resize(long_side, short_side);
}

} // namespace rapport::cli
