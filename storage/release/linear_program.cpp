// The one door to GLPK.
#include "storage/release/linear_program.h"

#include <cassert>
#include <limits>

#include <glpk.h>

#include "storage/release/libraries.h"

namespace rapport::release {

struct LinearProgram::Problem {
    glp_prob* problem = glp_create_prob();
    glp_smcp how{};
    Problem()
    {
        glp_init_smcp(&how);
        how.msg_lev = GLP_MSG_OFF;
    }
    ~Problem() { glp_delete_prob(problem); }
    Problem(const Problem&) = delete;
    Problem& operator=(const Problem&) = delete;
};

LinearProgram::LinearProgram(std::size_t unknowns, const std::vector<Equation>& equations)
    : problem_(std::make_unique<Problem>())
{
    glp_prob* const problem = problem_->problem;
    if (unknowns > 0) glp_add_cols(problem, static_cast<int>(unknowns));
    for (std::size_t at = 0; at < unknowns; ++at)
        glp_set_col_bnds(problem, static_cast<int>(at) + 1, GLP_LO, 0, 0);
    for (const Equation& equation : equations) {
        if (equation.terms.empty()) continue;
        const int row = glp_add_rows(problem, 1);
        glp_set_row_bnds(problem, row, GLP_FX, equation.equals, equation.equals);
        std::vector<int> columns{0};
        std::vector<double> values{0};
        for (const auto& [unknown, coefficient] : equation.terms) {
            columns.push_back(static_cast<int>(unknown) + 1);
            values.push_back(coefficient);
        }
        glp_set_mat_row(problem, row, static_cast<int>(equation.terms.size()), columns.data(), values.data());
    }
}

LinearProgram::~LinearProgram() = default;

double LinearProgram::optimum(std::size_t unknown, bool highest)
{
    glp_prob* const problem = problem_->problem;
    const int column = static_cast<int>(unknown) + 1;
    glp_set_obj_dir(problem, highest ? GLP_MAX : GLP_MIN);
    glp_set_obj_coef(problem, column, 1);
    // Each question begins from the last answer, which is still one of the possible tables.
    const int solved = glp_simplex(problem, &problem_->how);
    const int status = glp_get_status(problem);
    const double value = glp_get_obj_val(problem);
    glp_set_obj_coef(problem, column, 0);
    if (status == GLP_UNBND) return std::numeric_limits<double>::infinity();
    // The true counts are a solution, so there is always one; anything else counts as fully known.
    if (solved != 0 || status != GLP_OPT) return highest ? 0 : std::numeric_limits<double>::infinity();
    return value;
}

double LinearProgram::least(std::size_t unknown)
{
    return optimum(unknown, false);
}

double LinearProgram::most(std::size_t unknown)
{
    return optimum(unknown, true);
}

Library linear_program_library()
{
    return {"GLPK", std::to_string(GLP_MAJOR_VERSION) + "." + std::to_string(GLP_MINOR_VERSION), glp_version()};
}

} // namespace rapport::release
