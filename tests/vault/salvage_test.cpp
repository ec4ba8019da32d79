#include "storage/vault/salvage.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/vault/salvage_scan.h"
#include "tests/vault/clinic.h"
#include "tests/vault/disk_shim.h"

namespace rapport::vault::test {

namespace {

constexpr std::size_t page = 4096;
constexpr int people = 40;

std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void spoil(const std::string& path, std::size_t number)
{
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(number * page + 100));
    file.write("spoilt", 6);
}

class Salvage : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        DiskShim::instance().be_quiet(true);
        clinic = new Clinic;
        Vault vault = clinic->open();
        ASSERT_TRUE(vault
                        .together([&] {
                            for (int i = 0; i < people; ++i) {
                                const Person person = somebody(vault, "Person " + std::to_string(i));
                                auto what = all_items(0, 20, i % 5);
                                for (const Do& one : all_items(1, 10, i % 4))
                                    what.push_back(one);
                                Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), what);
                            }
                            return Status();
                        })
                        .ok());
        ASSERT_EQ(vault.ingest()->sessions, people);
    }
    static void TearDownTestSuite()
    {
        DiskShim::instance().be_quiet(false);
        delete clinic;
    }

    void SetUp() override { copy = Clinic::copy_of(*clinic); }
    [[nodiscard]] Result<Salvaged> save() const
    {
        return salvage(copy->folder, to(), user, secret(passphrase), copy->clock());
    }
    [[nodiscard]] std::string to() const { return copy->folder + "-saved"; }
    void lose_originals() const { ASSERT_EQ(std::system(("rm '" + copy->folder + "'/inbox/taken/*").c_str()), 0); }
    [[nodiscard]] Result<Vault> saved() const
    {
        return Vault::open(to(), user, secret(passphrase), copy->clock(), copy->boot_clock());
    }

    static inline Clinic* clinic = nullptr;
    std::unique_ptr<Clinic> copy;
};

} // namespace

TEST_F(Salvage, of_a_whole_vault_everything_comes_over_with_its_audit)
{
    const auto out = save();
    ASSERT_TRUE(out.ok()) << out.error().fault.name << " " << out.error().detail;
    EXPECT_EQ(out->people, people);
    EXPECT_EQ(out->identities, people);
    EXPECT_EQ(out->administrations, 2 * people);
    EXPECT_EQ(out->refused, 0);
    EXPECT_TRUE(out->sessions_lost.empty());
    EXPECT_TRUE(out->audit_whole);
    auto vault = saved();
    ASSERT_TRUE(vault.ok());
    EXPECT_TRUE(vault->verify().ok());
    EXPECT_TRUE(vault->verify_history(copy->recovery_key()).ok());
}

TEST_F(Salvage, what_a_bad_page_held_is_taken_in_again_from_the_sealed_originals)
{
    const std::string path = copy->folder + "/responses.db";
    const std::string whole = bytes_of(path);
    int again = 0;
    for (std::size_t number = whole.size() / page - 1; number > 20 && again < 1; number -= 4) {
        {
            std::ofstream(path, std::ios::binary) << whole;
        }
        spoil(path, number);
        const auto out = save();
        ASSERT_TRUE(out.ok()) << out.error().fault.name << " " << out.error().detail;
        EXPECT_GE(out->administrations + 2 * static_cast<std::int64_t>(out->sessions_lost.size()), 2 * people);
        if (out->sessions_again > 0) {
            ++again;
            EXPECT_EQ(out->administrations, 2 * people);
            EXPECT_TRUE(out->sessions_lost.empty());
            EXPECT_TRUE(saved()->verify().ok());
        }
        remove_folder(to());
    }
    EXPECT_EQ(again, 1);
}

TEST_F(Salvage, for_every_page_gone_at_most_the_rows_of_that_page_are_lost_and_each_lost_session_is_named)
{
    lose_originals();
    const std::string path = copy->folder + "/responses.db";
    const std::string whole = bytes_of(path);
    int saved_anything = 0;
    int nothing = 0;
    const std::size_t pages = whole.size() / page;
    for (std::size_t number = 1; number < pages; number += 13) {
        {
            std::ofstream(path, std::ios::binary) << whole;
        }
        spoil(path, number);
        const auto out = save();
        ASSERT_TRUE(out.ok()) << number << " " << out.error().fault.name << " " << out.error().detail;
        if (out->administrations == 0) {
            ++nothing; // a page of the schema itself
            remove_folder(to());
            continue;
        }
        // A session of two administrations is lost when one of them is; both are then counted here.
        EXPECT_GE(out->administrations + 2 * static_cast<std::int64_t>(out->sessions_lost.size()), 2 * people)
            << number;
        ++saved_anything;
        remove_folder(to());
    }
    EXPECT_GT(saved_anything, 2);
    std::printf("             %d pages tried, with %d of them gone nothing could be saved\n", saved_anything + nothing,
                nothing);
    EXPECT_LT(nothing, 3);
}

TEST_F(Salvage, nothing_of_the_original_is_changed_but_its_count_of_tries)
{
    spoil(copy->folder + "/responses.db", 30);
    const auto all_but_the_count = [&] {
        auto files = all_bytes(copy->folder);
        EXPECT_EQ(std::erase_if(files, [](const auto& file) { return file.first.ends_with("/auth.state"); }), 1U);
        return files;
    };
    const auto before = all_but_the_count();
    ASSERT_TRUE(save().ok());
    EXPECT_TRUE(all_but_the_count() == before);
    EXPECT_EQ(save().error().fault, fault::vault_exists);
}

TEST_F(Salvage, a_row_that_is_not_as_it_was_written_is_not_kept)
{
    {
        auto raw = copy->raw_with_keys();
        ASSERT_TRUE(raw.database
                        .run("UPDATE score SET value = 3 WHERE id = 'total' AND administration = (SELECT id FROM "
                             "administration ORDER BY id LIMIT 1)")
                        .ok());
    }
    lose_originals();
    const auto out = save();
    ASSERT_TRUE(out.ok());
    EXPECT_EQ(out->refused, 1);
    EXPECT_EQ(out->administrations, 2 * people - 1);
    EXPECT_EQ(out->sessions_lost.size(), 1U);
    EXPECT_TRUE(saved()->verify().ok());
}

TEST_F(Salvage, a_damaged_header_is_replaced_by_the_one_before_it)
{
    std::ofstream(copy->folder + "/header.rvh", std::ios::binary) << "not a header";
    const auto out = save();
    ASSERT_TRUE(out.ok()) << out.error().fault.name;
    EXPECT_EQ(out->people, people);
    EXPECT_EQ(salvage(copy->folder, to() + "2", user, secret("wrong"), copy->clock()).error().fault,
              fault::wrong_passphrase);
}

TEST_F(Salvage, while_it_is_open_into_nowhere_or_without_a_header_nothing_is_begun)
{
    const auto refusal = [&](const std::string& into) {
        const auto out = salvage(copy->folder, into, user, secret(passphrase), copy->clock(), copy->boot_clock());
        return out ? std::string_view("saved") : std::string_view(out.error().fault.name);
    };
    {
        const Vault vault = copy->open();
        EXPECT_EQ(refusal(to()), "vault_in_use");
    }
    EXPECT_EQ(refusal(to() + "/no/such"), "vault_missing");
    for (const char* const ending : {"", ".previous"})
        std::ofstream(copy->folder + "/header.rvh" + ending, std::ios::binary) << "not a header";
    EXPECT_EQ(refusal(to()), "vault_damaged");
    for (const char* const ending : {"", ".previous"})
        std::filesystem::remove(copy->folder + "/header.rvh" + ending);
    EXPECT_EQ(refusal(to()), "vault_missing");
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(to()).parent_path()))
        EXPECT_EQ(entry.path().string(), copy->folder) << "left behind";
}

TEST_F(Salvage, into_a_file_or_a_folder_with_anything_in_it_nothing_is_saved)
{
    std::ofstream(to()) << "kept";
    EXPECT_EQ(save().error().fault, fault::vault_exists);
    EXPECT_EQ(bytes_of(to()), "kept");
    std::filesystem::remove(to());
    std::filesystem::create_directory(to());
    std::ofstream(to() + "/inside") << "kept";
    EXPECT_EQ(save().error().fault, fault::vault_exists);
    EXPECT_EQ(bytes_of(to() + "/inside"), "kept");
    remove_folder(to());
    std::filesystem::create_directory(to());
    EXPECT_TRUE(save().ok()) << "an empty one is taken";
}

TEST_F(Salvage, of_a_database_that_is_no_more_nothing_is_read_and_what_the_other_holds_is_saved)
{
    const sealed::Secret key = sealed::Secret::random(32);
    const auto rows = DamagedFile(copy->folder + "/no such/responses.db", key).read("administration");
    EXPECT_TRUE(rows.columns.empty());
    EXPECT_TRUE(rows.rows.empty());
    EXPECT_FALSE(rows.whole);
    std::filesystem::remove(copy->folder + "/responses.db");
    std::filesystem::remove(copy->folder + "/vault.lock");
    const auto out = save();
    ASSERT_TRUE(out.ok()) << out.error().fault.name << " " << out.error().detail;
    EXPECT_EQ(out->identities, people);
    EXPECT_EQ(out->administrations, 0) << "the sessions' keys went with it";
    EXPECT_FALSE(out->audit_whole);
    EXPECT_EQ(out->sessions_lost.size(), static_cast<std::size_t>(people)) << "each is named by its sealed original";
    EXPECT_TRUE(saved()->verify().ok());
}

} // namespace rapport::vault::test
