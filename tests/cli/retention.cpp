// How long people are kept, from the command line, by the real program.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/cli/demo.h"
#include "clinic_vault.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

/// Words for a retention command on a vault, and its answer as JSON.
json answer(const Ran& ran)
{
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out);
}

} // namespace

TEST(Retention, is_set_shown_listed_and_put_off_and_nobody_goes_before_their_time)
{
    const Folder folder;
    ASSERT_EQ(run_shell("cp -r " + demo_clinic() + " " + (folder / "v")).code, 0);
    const std::string vault = (folder / "v") + " --passphrase-file " + demo_passphrase_file() + " ";
    const auto retention = [&](const std::string& name, const std::string& rest) {
        return run("vault retention " + name + " " + vault + rest);
    };

    EXPECT_EQ(answer(retention("show", "--json")), (json{{"years", 0}, {"years_after_episode", 0}, {"until_age", 0}}));
    EXPECT_EQ(answer(retention("due", "--on 2199-01-01 --json")), json::array());
    EXPECT_EQ(retention("set", "--years 10").code, 2); // no reason
    EXPECT_EQ(retention("set", "--years 0 --until-age 25 --reason law").code, 1);
    EXPECT_EQ(retention("set", "--years 151 --reason law").code, 2);
    EXPECT_EQ(answer(retention("set", "--years 10 --years-after-episode 5 --reason law --json"))["years"], 10);
    EXPECT_EQ(answer(retention("show", "--json")), (json{{"years", 10}, {"years_after_episode", 5}, {"until_age", 0}}));

    EXPECT_EQ(answer(retention("due", "--json")), json::array());
    EXPECT_EQ(retention("due", "--on 2199-02-30").code, 1);
    const json later = answer(retention("due", "--on 2199-01-01 --json"));
    ASSERT_EQ(later.size(), 14U);
    const std::string person = later[0]["person"];
    EXPECT_TRUE(later[0]["due"].get<bool>());
    EXPECT_TRUE(later[0]["episode_end"].is_null());

    // Nobody is due today, so nothing goes.
    const std::string name = "'" + person + "' ";
    EXPECT_EQ(retention("apply", name + "--reason over --json").code, 1);
    EXPECT_EQ(retention("defer", name + "--until soon --reason court").code, 1);
    EXPECT_EQ(retention("defer", name + "--until 2198-12-31 --reason court --json").code, 0);
    EXPECT_EQ(retention("episode-end", name + "--on 2020-05-31 --reason discharged").code, 0);
    EXPECT_EQ(retention("episode-end", "'Nobody 1' --on 2020-05-31 --reason x").code, 1);
    for (const json& one : answer(retention("due", "--on 2198-12-30 --json"))) {
        EXPECT_EQ(one["due"].get<bool>(), one["person"] != person);
        if (one["person"] != person) continue;
        EXPECT_EQ(one["deferred"]["until"], "2198-12-31");
        EXPECT_EQ(one["deferred"]["reason"], "court");
        EXPECT_EQ(one["episode_end"], "2020-05-31");
    }
}

TEST(Retention, who_is_due_goes_for_good_and_the_next_release_has_no_trace)
{
    const Folder folder;
    constexpr std::int64_t long_ago = 1'262'600'000'000; // January 2010
    const auto clinic =
        rapport::cli::make_demo({folder / "v", 14, 6, 7, rapport::vault::KdfCost::floor()}, [] { return long_ago; });
    ASSERT_TRUE(clinic.ok());
    const std::string vault = (folder / "v") + " --passphrase-file " + demo_passphrase_file() + " ";
    EXPECT_EQ(run("vault retention set " + vault + "--years 10 --reason law").code, 0);

    const auto released = [&](const std::string& out) {
        const Ran ran = run("release " + vault + "--profile A -k 5 --project trial --out " + (folder / out));
        EXPECT_EQ(ran.code, 0) << ran.err;
        return run_shell("cat " + (folder / out) + "/*").out;
    };
    const json due = answer(run("vault retention due " + vault + "--json"));
    ASSERT_EQ(due.size(), 14U);
    const std::string before = released("before");
    std::string gone;
    std::string code;
    {
        auto open = rapport::vault::Vault::open(folder / "v", rapport::cli::demo_user(),
                                                rapport::sealed::Secret::copy_of(rapport::cli::demo_passphrase()),
                                                rapport::vault::system_clock());
        ASSERT_TRUE(open.ok());
        for (const auto& row : *open->people()) {
            code = *open->project_code("trial", row.person.id);
            gone = row.person.pseudonym;
            if (before.find(code) != std::string::npos) break; // one who was released
        }
    }
    ASSERT_NE(before.find(code), std::string::npos);

    const Ran erased = run("vault retention apply " + vault + "'" + gone + "' --reason 'Ten years are over' --json");
    ASSERT_EQ(erased.code, 0) << erased.err;
    EXPECT_EQ(answer(erased)["done"], "erased");
    EXPECT_EQ(run("vault retention apply " + vault + "'" + gone + "' --reason again").code, 1);
    EXPECT_EQ(answer(run("vault retention due " + vault + "--json")).size(), 13U);
    EXPECT_EQ(run("vault verify " + vault).code, 0);
    const std::string after = released("after");
    EXPECT_GT(after.size(), before.size() / 2);
    EXPECT_EQ(after.find(code), std::string::npos);
}
