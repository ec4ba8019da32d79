#include <gtest/gtest.h>

#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(Markers, no_byte_on_the_disk_tells_a_name_an_answer_a_key_or_a_plain_database)
{
    const Clinic clinic;
    std::vector<std::string> markers = {"Marguerite",
                                        "Vandersteen",
                                        "RN-5501",
                                        "1982-03-04",
                                        "Several days",
                                        "phq-9",
                                        "pcl-5",
                                        "suicide",
                                        "SQLite format 3",
                                        "safety plan marker",
                                        "CREATE TABLE",
                                        "handed_over",
                                        std::string(passphrase),
                                        "lantern over",
                                        "critical_item"};
    markers.emplace_back(clinic.recovery_key().view());
    {
        Vault vault = clinic.open();
        const Person person = somebody(vault);
        markers.push_back(person.pseudonym);
        markers.emplace_back(person.id.begin(), person.id.end());
        const sealed::Job finished = started(vault, person.id, {"phq-9"});
        markers.emplace_back(finished.key.view());
        Clinic::answer(finished, all_items(0, 10, 1));
        ASSERT_EQ(vault.ingest()->sessions, 1);
        ASSERT_TRUE(vault.acknowledge(vault.open_alerts()->front().id, "safety plan marker").ok());
        const sealed::Job draft = started(vault, person.id, {"phq-9"});
        markers.emplace_back(draft.key.view());
        Clinic::begin(draft, all_items(0, 3, 1));
        const auto files = all_bytes(clinic.folder); // with journals, while the vault is open
        EXPECT_GE(files.size(), 6U);
        for (const auto& [path, bytes] : files)
            for (const std::string& marker : markers)
                EXPECT_EQ(bytes.find(marker), std::string::npos) << path << " holds " << marker;
    }
    for (const auto& [path, bytes] : all_bytes(clinic.folder))
        for (const std::string& marker : markers)
            EXPECT_EQ(bytes.find(marker), std::string::npos) << path << " holds " << marker;
}

} // namespace rapport::vault::test
