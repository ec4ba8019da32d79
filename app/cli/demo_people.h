#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "instruments/definition.h"
#include "instruments/response.h"
#include "storage/vault/model.h"

namespace rapport::cli {

/// Reproducible on every platform: the standard's distributions are not, so these are worked from raw bits.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : bits_(seed) {}
    [[nodiscard]] double uniform();                      ///< [0, 1)
    [[nodiscard]] double normal(double mean, double sd); ///< sum of twelve uniforms; tails end at six SD
    [[nodiscard]] int between(int lowest, int highest);  ///< both included
    [[nodiscard]] bool chance(double probability);

private:
    std::mt19937_64 bits_;
};

/// How one invented person fares: severity and alliance as shares of a scale, 0 to 1, by visit.
struct Course {
    double severity_start = 0.6;
    double severity_step = 0; ///< change per visit; negative is better
    double alliance_start = 0.6;
    double alliance_step = 0.02;
    int rupture_visit = -1;   ///< alliance drops here, then mends
    double declines = 0.01;   ///< chance per item
    std::uint64_t habits = 0; ///< seed of the person's own item profile
};

struct InventedPerson {
    vault::Person person;
    vault::Identity identity;
    Course course;
};

/// The n-th invented person of a clinic, clearly fictional by name.
[[nodiscard]] InventedPerson invent_person(int n, std::int32_t first_day, Dice& dice);

/// Answers to an instrument at a visit. Higher latent shares give higher values; items keep the person's own profile.
[[nodiscard]] instruments::Response invent_answers(const instruments::Definition& definition, const Course& course,
                                                   int visit, Dice& dice);

} // namespace rapport::cli
