#include <gtest/gtest.h>

#include <algorithm>

#include "clinic.h"

using namespace rapport;
using namespace rapport::vault;
using namespace rapport::vault::test;

namespace {

instruments::SiteNorm norm_of(double sd)
{
    return {"phq-9", "total", sd, 0.75, std::nullopt, "our intake", "Clinic 2025", "Report 7, 2025"};
}

const instruments::ChangeThreshold* site_rule(const Vault& vault)
{
    const auto& changes = vault.instrument("phq-9")->changes;
    const auto found = std::ranges::find(changes, "site-total", &instruments::ChangeThreshold::id);
    return found == changes.end() ? nullptr : &*found;
}

} // namespace

TEST(Norms, a_norm_stands_beside_its_instrument_from_then_on_and_leaves_its_line)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        EXPECT_EQ(site_rule(vault), nullptr);
        ASSERT_TRUE(vault.set_norm(norm_of(5)).ok());
        ASSERT_NE(site_rule(vault), nullptr);
        ASSERT_TRUE(vault.set_norm(norm_of(6)).ok()) << "one a score: the newer stands";
        EXPECT_EQ(vault.norms()->size(), 1U);
    }
    Vault vault = clinic.open();
    ASSERT_NE(site_rule(vault), nullptr);
    EXPECT_NEAR(site_rule(vault)->points, 1.96 * 6 * 0.5 * 1.4142135623730951, 1e-9);
    EXPECT_EQ(vault.norms()->front().actor, user);
    ASSERT_TRUE(vault.remove_norm("phq-9", "total").ok());
    EXPECT_EQ(site_rule(vault), nullptr);
    EXPECT_EQ(vault.remove_norm("phq-9", "total").error().fault, fault::unknown_norm);
    const auto lines = *vault.audit(1, 1000);
    EXPECT_EQ(std::ranges::count(lines, "norm_set", &AuditEntry::event), 2);
    EXPECT_EQ(std::ranges::count(lines, "norm_removed", &AuditEntry::event), 1);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Norms, what_is_refused_leaves_nothing)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EXPECT_EQ(vault.set_norm(norm_of(20)).error().fault, instruments::norm_out_of_range);
    auto norm = norm_of(5);
    norm.citation.clear();
    EXPECT_EQ(vault.set_norm(norm).error().fault, instruments::norm_without_papers);
    norm = norm_of(5);
    norm.instrument = "no-such";
    EXPECT_EQ(vault.set_norm(norm).error().fault, fault::unknown_instrument);
    norm = norm_of(5);
    norm.citation = std::string(2000, 'x');
    EXPECT_EQ(vault.set_norm(norm).error().fault, fault::too_long);
    EXPECT_TRUE(vault.norms()->empty());
    EXPECT_EQ(site_rule(vault), nullptr);
}

TEST(Norms, bytes_that_are_no_text_stand_as_marks_and_do_not_end_the_program)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    auto norm = norm_of(5);
    norm.population = "intake \xff";
    ASSERT_TRUE(vault.set_norm(norm).ok());
    EXPECT_EQ(vault.norms()->front().norm.population, "intake \xEF\xBF\xBD");
}
