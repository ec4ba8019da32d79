// The visit sheet from the command line.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"
#include "storage/vault/vault.h"

using namespace rapport::test;
using nlohmann::json;

TEST(PersonSheet, an_unknown_person_and_a_file_that_is_there_are_refused_and_nothing_is_written)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const std::string out = folder / "sheet.pdf";
    EXPECT_EQ(run("person sheet " + vault + " 'Heron 999' --out " + out).code, 1);
    EXPECT_NE(run_shell("test -e " + out).code, 0);
    write_text(out, "mine");
    EXPECT_EQ(run("person sheet " + vault + " 'Heron 999' --out " + out).code, 1);
    EXPECT_EQ(file_text(out), "mine");
    EXPECT_EQ(run("person sheet " + vault + " 'Heron 999' --out " + out + " --paper a3").code, 2);
    EXPECT_EQ(run("person sheet " + vault + " 'Heron 999'").code, 2);
}

TEST(PersonSheet, page_and_text_of_somebody_are_written_privately_and_each_is_a_line_of_the_record)
{
    const Folder folder;
    const std::string clinic = folder / "clinic";
    ASSERT_EQ(run_shell("cp -r " + demo_clinic() + " " + clinic).code, 0);
    const std::string door = clinic + " --passphrase-file " + demo_passphrase_file();
    std::string words = file_text(demo_passphrase_file());
    while (!words.empty() && words.back() == '\n')
        words.pop_back();
    const auto open = [&] {
        return rapport::vault::Vault::open(clinic, rapport::vault::look_at_door(clinic)->users.front(),
                                           rapport::sealed::Secret::copy_of(words), rapport::vault::system_clock());
    };
    std::string who;
    std::string name;
    {
        auto vault = open();
        ASSERT_TRUE(vault.ok()) << vault.error().fault.name;
        const auto person = vault->people()->front().person;
        who = person.pseudonym;
        name = vault->identity(person.id)->name;
    }
    const std::string pdf = folder / "sheet.pdf";
    const Ran made = run("person sheet " + door + " '" + who + "' --out " + pdf + " --json");
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_EQ(json::parse(made.out)["names"], false);
    EXPECT_EQ(file_text(pdf).substr(0, 5), "%PDF-");
    EXPECT_EQ(run_shell("stat -c %a " + pdf).out, "600\n");
    const Ran text = run("person sheet " + door + " '" + who + "' --out - --text");
    ASSERT_EQ(text.code, 0) << text.err;
    EXPECT_NE(text.out.find(who), std::string::npos) << text.out;
    EXPECT_EQ(text.out.find(name), std::string::npos);
    const Ran named = run("person sheet " + door + " '" + who + "' --out - --text --names --language es");
    EXPECT_NE(named.out.find(name), std::string::npos) << named.out;
    EXPECT_NE(named.out.find("Hoja de visita"), std::string::npos) << named.out;
    auto vault = open();
    ASSERT_TRUE(vault.ok());
    int lines = 0;
    for (const auto& line : *vault->audit(1, 100'000))
        lines += line.event == "sheet_made" ? 1 : 0;
    EXPECT_EQ(lines, 3);
    EXPECT_TRUE(vault->verify().ok());
}

TEST(PersonSheet, half_a_dyad_changes_no_word_of_it)
{
    const Folder folder;
    std::string words = file_text(demo_passphrase_file());
    while (!words.empty() && words.back() == '\n')
        words.pop_back();
    std::vector<std::string> said;
    for (const int value : {1, 5}) {
        const std::string clinic = folder / ("clinic" + std::to_string(value));
        ASSERT_EQ(run_shell("cp -r " + demo_clinic() + " " + clinic).code, 0);
        std::string who;
        {
            auto vault =
                rapport::vault::Vault::open(clinic, rapport::vault::look_at_door(clinic)->users.front(),
                                            rapport::sealed::Secret::copy_of(words), rapport::vault::system_clock());
            ASSERT_TRUE(vault.ok()) << vault.error().fault.name;
            const auto person = vault->people()->front().person;
            who = person.pseudonym;
            rapport::vault::Administration form;
            form.person = person.id;
            form.instrument = "check-in-patient";
            form.session_number = 900;
            form.started_ms = form.finished_ms = vault->now_ms();
            form.response.items.assign(5, rapport::instruments::Answer::chose(value));
            ASSERT_TRUE(vault->add_administration(form).ok());
        }
        const Ran text = run("person sheet " + clinic + " --passphrase-file " + demo_passphrase_file() + " '" + who +
                             "' --out - --text");
        ASSERT_EQ(text.code, 0) << text.err;
        EXPECT_NE(text.out.find("Waiting for the therapist form"), std::string::npos) << text.out;
        // The minute it was made in is another.
        said.push_back(text.out.substr(0, text.out.find("Made by")));
    }
    EXPECT_EQ(said[0], said[1]);
}
