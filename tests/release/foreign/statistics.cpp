// 1,000 random pairs of groups and what Rapport makes of them, for statistics.R to work out again.
#include <cstdio>

#include "storage/release/statistics.h"
#include "tests/release/clinic.h"

using namespace rapport;

namespace {

void put(const std::vector<double>& values)
{
    for (std::size_t at = 0; at < values.size(); ++at)
        std::printf("%s%.17g", at == 0 ? "" : " ", values[at]);
    std::printf("\t");
}

void put(const release::Summary& s)
{
    std::printf("%d\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\t", s.n, s.mean, s.sd, s.q1, s.median, s.q3);
}

void put(const std::optional<double>& value)
{
    if (value)
        std::printf("%.17g\t", *value);
    else
        std::printf("NA\t");
}

} // namespace

int main()
{
    clinic::Random random(83);
    for (int round = 0; round < 1000; ++round) {
        std::vector<double> a, b, after;
        const int kind = clinic::below(random, 4);
        const auto value = [&] {
            return kind == 0 ? clinic::below(random, 4) : clinic::below(random, 81) / (kind == 1 ? 1.0 : 7.0);
        };
        for (int n = round < 30 ? round % 3 : clinic::below(random, 120); n > 0; --n) {
            a.push_back(value());
            after.push_back(value());
        }
        for (int n = round < 30 ? round / 3 % 3 : clinic::below(random, 120); n > 0; --n)
            b.push_back(value());
        const auto first = release::summarise(a);
        const auto second = release::summarise(b);
        const auto paired = release::paired_change(a, after);
        const auto g = release::hedges_g(first, second);
        put(a), put(b), put(after), put(first);
        put(paired.ci ? std::optional(paired.ci->low) : std::nullopt);
        put(paired.d_pre), put(paired.d_av), put(paired.d_z);
        put(g ? std::optional(g->g) : std::nullopt);
        put(g ? std::optional(g->ci.low) : std::nullopt);
        put(g ? std::optional(g->ci.high) : std::nullopt);
        std::printf("\n");
    }
}
