// A clinic's own norms from the command line.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"

using namespace rapport::test;
using nlohmann::json;

TEST(Norm, a_clinics_norm_gives_its_rule_and_is_listed_with_its_papers)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const std::string papers = " --population 'our intake' --source 'Clinic 2025' --citation 'Report 7, 2025'";
    const Ran ran = run("instruments norm set --json " + vault + " phq-9 --sd 5 --reliability 0.75" + papers);
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_NEAR(json::parse(ran.out)["reliable_change"].get<double>(), 6.9296, 5e-5); // tests/vectors/rci.json
    const json rows = json::parse(run("instruments norm list --json " + vault).out);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["citation"], "Report 7, 2025");
    EXPECT_EQ(rows[0]["actor"], "A. Staff");
    EXPECT_EQ(rows[0]["end_point"], nullptr);
    EXPECT_EQ(run("instruments norm remove " + vault + " phq-9").code, 0);
    EXPECT_EQ(run("instruments norm remove " + vault + " phq-9").code, 1);
    EXPECT_EQ(json::parse(run("instruments norm list --json " + vault).out), json::array());
    EXPECT_EQ(run("vault verify " + vault).code, 0);
}

TEST(Norm, figures_nobody_can_have_and_missing_papers_are_refused)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const std::string papers = " --population P --source S --citation C";
    EXPECT_EQ(run("instruments norm set " + vault + " phq-9 --sd 14 --reliability 0.75" + papers).code, 1);
    EXPECT_EQ(run("instruments norm set " + vault + " phq-9 --sd 5 --reliability 1" + papers).code, 1);
    EXPECT_EQ(run("instruments norm set " + vault + " phq-9 --score no-such --sd 5 --reliability 0.7" + papers).code,
              1);
    EXPECT_EQ(run("instruments norm set " + vault + " no-such --sd 5 --reliability 0.7" + papers).code, 1);
    EXPECT_EQ(run("instruments norm set " + vault + " phq-9 --sd 5 --reliability 0.7 --population P --source S").code,
              2);
    EXPECT_EQ(json::parse(run("instruments norm list --json " + vault).out), json::array());
}
