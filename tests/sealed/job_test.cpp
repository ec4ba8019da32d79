#include "storage/sealed/job.h"

#include "tests/sealed/support.h"

namespace rapport::sealed {

namespace {

std::string random_text(std::mt19937_64& random, std::size_t most)
{
    std::string text(random() % (most + 1), '\0');
    for (char& byte : text)
        byte = static_cast<char>(1 + random() % 255);
    return text;
}

Job random_job(std::mt19937_64& random)
{
    Job job;
    job.session = random_id();
    job.key = Secret::random(32);
    job.inbox = InboxKeys::make().public_key;
    job.drafts_folder = random_text(random, 60);
    job.inbox_folder = random_text(random, 60);
    job.language = random_text(random, 10);
    job.label = random_text(random, 30);
    for (std::size_t i = random() % 4; i > 0; --i)
        job.words.push_back({random_text(random, 5), random_text(random, 100), random_text(random, 100)});
    job.auto_advance = random() % 2 == 0;
    job.asked = static_cast<Asked>(random() % 4);
    job.layout = static_cast<Layout>(random() % 2);
    job.demo = random() % 2 == 0;
    job.therapist_reads = random() % 2 == 0;
    job.expires_utc_ms = static_cast<std::int64_t>(random());
    const std::size_t instruments = random() % 5;
    for (std::size_t i = 0; i < instruments; ++i)
        job.instruments.push_back({random_text(random, 20), random_text(random, 300),
                                   std::vector<std::string>(random() % 4, random_text(random, 8))});
    return job;
}

void expect_same(const Job& one, const Job& two)
{
    ASSERT_EQ(one.session, two.session);
    ASSERT_EQ(one.key.view(), two.key.view());
    ASSERT_EQ(one.inbox, two.inbox);
    ASSERT_EQ(one.drafts_folder, two.drafts_folder);
    ASSERT_EQ(one.inbox_folder, two.inbox_folder);
    ASSERT_EQ(one.language, two.language);
    ASSERT_EQ(one.label, two.label);
    ASSERT_EQ(one.words, two.words);
    ASSERT_EQ(one.auto_advance, two.auto_advance);
    ASSERT_EQ(one.asked, two.asked);
    ASSERT_EQ(one.layout, two.layout);
    ASSERT_EQ(one.demo, two.demo);
    ASSERT_EQ(one.expires_utc_ms, two.expires_utc_ms);
    ASSERT_EQ(one.therapist_reads, two.therapist_reads);
    ASSERT_EQ(one.instruments.size(), two.instruments.size());
    for (std::size_t i = 0; i < one.instruments.size(); ++i) {
        ASSERT_EQ(one.instruments[i].id, two.instruments[i].id);
        ASSERT_EQ(one.instruments[i].definition_json, two.instruments[i].definition_json);
        ASSERT_EQ(one.instruments[i].not_asked, two.instruments[i].not_asked);
    }
}

void mutate(std::string& bytes, std::mt19937_64& random)
{
    const std::size_t changes = 1 + random() % 4;
    for (std::size_t i = 0; i < changes; ++i) {
        const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
        switch (random() % 5) {
        case 0:
            bytes.resize(at);
            break;
        case 1:
            bytes.insert(at, random_text(random, 8));
            break;
        case 2:
            bytes.erase(at, random() % 8);
            break;
        case 3:
            bytes.append(random_text(random, 8));
            break;
        default:
            if (!bytes.empty()) bytes[at] = static_cast<char>(random());
        }
    }
}

} // namespace

TEST(Job, comes_back_as_it_was)
{
    std::mt19937_64 random(3);
    for (int i = 0; i < 1'000; ++i) {
        const Job job = random_job(random);
        const auto back = read_job(write_job(job).view());
        ASSERT_TRUE(back.ok()) << back.error().detail;
        expect_same(job, *back);
    }
}

TEST(Job, a_changed_job_is_refused_or_means_exactly_what_its_bytes_say)
{
    std::mt19937_64 random(4);
    int refused = 0;
    int changed = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Secret good = write_job(random_job(random));
        std::string bytes(good.view());
        mutate(bytes, random);
        changed += bytes != good.view() ? 1 : 0;
        const auto job = read_job(bytes);
        if (job.ok()) {
            // One job has one form: nothing was skipped, guessed or read twice.
            ASSERT_EQ(write_job(*job).view(), bytes);
        } else {
            ASSERT_EQ(test::fault_name(job), "damaged_job");
            ++refused;
        }
    }
    EXPECT_GT(changed, 9'000);
    EXPECT_GT(refused, 3'000);
}

TEST(Job, every_shortened_or_lengthened_job_is_refused)
{
    std::mt19937_64 random(5);
    const Secret good = write_job(random_job(random));
    const std::string bytes(good.view());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        ASSERT_EQ(test::fault_name(read_job(ByteView(bytes).substr(0, size))), "damaged_job") << size;
    EXPECT_EQ(test::fault_name(read_job(bytes + '\0')), "damaged_job");
}

TEST(Job, another_version_or_magic_is_refused)
{
    std::mt19937_64 random(6);
    const Secret good = write_job(random_job(random));
    for (const std::size_t at : {0U, 1U, 2U, 3U, 4U, 5U, 6U}) {
        std::string bytes(good.view());
        bytes[at] = static_cast<char>(bytes[at] + 1);
        EXPECT_EQ(test::fault_name(read_job(bytes)), "damaged_job") << at;
    }
}

TEST(Job, a_job_at_its_limits_is_written_and_one_beyond_is_not)
{
    std::mt19937_64 random(7);
    const auto written = [&](auto change) {
        Job job = random_job(random);
        change(job);
        return !write_job(job).empty();
    };
    EXPECT_TRUE(written([](Job& job) { job.instruments.assign(32, {"pcl-5", "{}"}); }));
    EXPECT_FALSE(written([](Job& job) { job.instruments.assign(33, {"pcl-5", "{}"}); }));
    EXPECT_TRUE(written([](Job& job) { job.instruments = {{"a", std::string(1024 * 1024, 'x')}}; }));
    EXPECT_FALSE(written([](Job& job) { job.instruments = {{"a", std::string(1024 * 1024 + 1, 'x')}}; }));
    EXPECT_FALSE(written([](Job& job) { job.instruments.assign(4, {"a", std::string(1024 * 1024, 'x')}); }));
    EXPECT_FALSE(written([](Job& job) { job.instruments = {{std::string(65, 'x'), "{}"}}; }));
    EXPECT_FALSE(written([](Job& job) { job.instruments = {{"a", "{}", {std::string(65, 'x')}}}; }));
    EXPECT_TRUE(written([](Job& job) { job.instruments = {{"a", "{}", std::vector<std::string>(255, "x")}}; }));
    EXPECT_FALSE(written([](Job& job) { job.instruments = {{"a", "{}", std::vector<std::string>(256, "x")}}; }));
    EXPECT_FALSE(written([](Job& job) { job.key = Secret(31); }));
    EXPECT_FALSE(written([](Job& job) { job.drafts_folder = std::string("a\0b", 3); }));
    EXPECT_FALSE(written([](Job& job) { job.inbox_folder = std::string("a\0b", 3); }));
    EXPECT_TRUE(written([](Job& job) { job.drafts_folder = std::string(4096, 'x'); }));
    EXPECT_FALSE(written([](Job& job) { job.drafts_folder = std::string(4097, 'x'); }));
    EXPECT_FALSE(written([](Job& job) { job.inbox_folder = std::string(4097, 'x'); }));
    EXPECT_FALSE(written([](Job& job) { job.language = std::string(65, 'x'); }));
    EXPECT_FALSE(written([](Job& job) { job.label = std::string(1025, 'x'); }));
    EXPECT_TRUE(written([](Job& job) { job.words.assign(8, {"en", std::string(4096, 'x'), std::string(4096, 'x')}); }));
    EXPECT_FALSE(written([](Job& job) { job.words.assign(9, {"en", {}, {}}); }));
    EXPECT_FALSE(read_job(std::string(3 * 1024 * 1024 + 1, 'x')).ok());
}

TEST(Job, a_count_of_instruments_above_the_limit_is_refused)
{
    Job job;
    job.key = Secret(32);
    const Secret good = write_job(job);
    std::string bytes(good.view());
    bytes.back() = 33; // the count is the last byte of a job without instruments
    for (int i = 0; i < 33; ++i)
        bytes.append(std::string(9, '\0')); // an empty id, an empty definition, and no item that is not asked
    EXPECT_EQ(test::fault_name(read_job(bytes)), "damaged_job");
    bytes.resize(bytes.size() - 9);
    bytes[good.size() - 1] = 32;
    EXPECT_TRUE(read_job(bytes).ok());
}

TEST(Job, a_folder_with_a_nul_in_it_is_refused_when_read)
{
    Job job;
    job.key = Secret(32);
    job.drafts_folder = "/the/drafts";
    const Secret good = write_job(job);
    std::string bytes(good.view());
    ASSERT_TRUE(read_job(bytes).ok());
    bytes[bytes.find("/drafts")] = '\0'; // a path cut short there would be another folder
    EXPECT_EQ(test::fault_name(read_job(bytes)), "damaged_job");
}

} // namespace rapport::sealed
