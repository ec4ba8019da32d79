#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace rapport::release {

/// Unknowns of nought or more under equations: what an outsider knows of withheld counts. linear_program.cpp is the one
/// door to GLPK.
class LinearProgram {
public:
    /// One equation: the sum of coefficient times unknown is `equals`.
    struct Equation {
        std::vector<std::pair<std::size_t, double>> terms;
        double equals = 0;
    };
    LinearProgram(std::size_t unknowns, const std::vector<Equation>& equations);
    ~LinearProgram();
    LinearProgram(const LinearProgram&) = delete;
    LinearProgram& operator=(const LinearProgram&) = delete;

    /// The least and the most that an unknown can be; the most is infinite where nothing bounds it.
    [[nodiscard]] double least(std::size_t unknown);
    [[nodiscard]] double most(std::size_t unknown);

private:
    double optimum(std::size_t unknown, bool highest);
    struct Problem;
    std::unique_ptr<Problem> problem_;
};

} // namespace rapport::release
