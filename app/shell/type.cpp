#include <array>
#include <cmath>

#include "app/shell/theme.h"

namespace rapport::shell {

TypeMetrics metrics(Type type, TextSize size)
{
    static constexpr std::array<TypeMetrics, 9> at_rest = {
        {{13, 20}, {16, 24}, {20, 24}, {25, 32}, {31, 40}, {20, 25}, {24, 32}, {30, 38}, {38, 48}}};
    static constexpr std::array<float, 4> factors = {1.0F, 1.25F, 1.5F, 2.0F};

    TypeMetrics chosen = at_rest[static_cast<std::size_t>(type)];
    if (type < Type::patient_small) return chosen;
    const float factor = factors[static_cast<std::size_t>(size)];
    return {std::round(chosen.px * factor), std::round(chosen.line * factor)};
}

} // namespace rapport::shell
