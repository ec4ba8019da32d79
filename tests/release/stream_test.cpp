// What a release holds while it is written, and that what is read again is what was measured.
#include <gtest/gtest.h>

#include <malloc.h>

#include "storage/release/packed.h"
#include "storage/release/roll.h"
#include "storage/release/writers.h"
#include "tests/release/clinic.h"

namespace {

using namespace clinic;

/// Hands out one person's records at a time and counts who is asked for; somebody's answer can be changed.
class Asked final : public release::Source {
public:
    explicit Asked(const std::vector<release::Record>& records)
    {
        for (const release::Record& record : records)
            of_[record.person].push_back(record);
    }
    Result<std::span<const release::Record>> again(const std::string& person, std::string_view instrument) override
    {
        ++asked;
        given_.clear();
        for (const release::Record& record : of_.at(person))
            if (instrument.empty() || record.instrument == instrument) given_.push_back(record);
        return std::span<const release::Record>(given_);
    }
    std::vector<release::Record>& of(const std::string& person) { return of_.at(person); }
    release::Gathered gathered(std::shared_ptr<Asked> self) const
    {
        auto roll = std::make_shared<release::Roll>();
        for (const auto& [person, records] : of_) {
            std::vector<const release::Record*> all;
            for (const release::Record& record : records)
                all.push_back(&record);
            roll->add(all);
        }
        return {std::move(roll), std::move(self)};
    }
    int asked = 0;

private:
    std::map<std::string, std::vector<release::Record>> of_;
    std::vector<release::Record> given_;
};

/// Makes everybody's answers anew whenever they are asked for, so that nothing but the release holds memory.
class MadeAgain final : public release::Source {
public:
    explicit MadeAgain(int visits) : visits_(visits) {}
    Result<std::span<const release::Record>> again(const std::string& person, std::string_view) override
    {
        Random random(std::stoull(person));
        const std::string code = random_code(random);
        given_.clear();
        for (int visit = 1; visit <= visits_; ++visit)
            given_.push_back(row(person, code, "gad-7", visit, 19000 + 7 * visit, random));
        return std::span<const release::Record>(given_);
    }
    static release::Gathered gathered(int people, int visits)
    {
        auto source = std::make_shared<MadeAgain>(visits);
        auto roll = std::make_shared<release::Roll>();
        for (int person = 0; person < people; ++person) {
            std::vector<const release::Record*> all;
            for (const release::Record& record : *source->again(std::to_string(person), {}))
                all.push_back(&record);
            roll->add(all);
        }
        return {std::move(roll), std::move(source)};
    }

private:
    int visits_;
    std::vector<release::Record> given_;
};

/// Forgets what it is given, and remembers how much memory was in use at most.
class Watch final : public release::Sink {
public:
    Status open(std::string_view) override { return look(); }
    Status write(std::string_view) override { return look(); }
    Result<std::string> close() override { return std::string("none"); }
    std::size_t most = 0;

private:
    Status look()
    {
        const auto used = mallinfo2();
        most = std::max(most, used.uordblks + used.hblkhd);
        return {};
    }
};

std::size_t most_held(int people, int visits)
{
    const auto before = mallinfo2();
    const auto data = release::deidentify(MadeAgain::gathered(people, visits), policy());
    EXPECT_TRUE(data);
    Watch sink;
    EXPECT_TRUE(release::write_bundle(*data, {}, library(), policy(), sink));
    return sink.most - std::min(sink.most, before.uordblks + before.hblkhd);
}

} // namespace

TEST(Streaming, an_administration_is_held_in_64_bytes_and_a_person_in_512_however_many_answers_there_are)
{
    // Once before, so that what libraries keep for ever is not counted.
    most_held(20, 4);
    const std::size_t few = most_held(100, 4);
    const std::size_t many = most_held(700, 4);
    const std::size_t longer = most_held(100, 28);
    EXPECT_LE(many, few + 600 * (512 + 4 * 64));
    EXPECT_LE(longer, few + std::size_t{100} * 24 * 64);
}

TEST(Streaming, a_file_asks_for_each_person_once)
{
    Random random(301);
    Shape shape;
    shape.people = 30;
    shape.least_visits = shape.most_visits = 2;
    const auto records = make(shape, random);
    const auto source = std::make_shared<Asked>(records);
    const auto data = release::deidentify(source->gathered(source), policy());
    ASSERT_TRUE(data);
    EXPECT_EQ(source->asked, 0) << "what leaves is settled without an answer";
    const auto book = release::make_codebook(*data, library());
    ASSERT_TRUE(book);
    source->asked = 0;
    MemorySink sink;
    ASSERT_TRUE(release::write_items_csv(*data, *book, sink));
    EXPECT_EQ(source->asked, 30);
}

TEST(Streaming, the_files_of_a_source_are_those_of_held_records_whatever_their_order)
{
    Random random(302);
    Shape shape;
    shape.people = 40;
    shape.instruments = {"pcl-5", "gad-7"};
    auto records = make(shape, random);
    const auto held = bundle(records, policy());
    ASSERT_TRUE(held);
    std::ranges::shuffle(records, random);
    const auto source = std::make_shared<Asked>(records);
    const auto all = source->gathered(source);
    const auto data = release::deidentify(all, policy());
    ASSERT_TRUE(data);
    const auto table = release::aggregate(all, library(), policy());
    ASSERT_TRUE(table);
    MemorySink sink;
    ASSERT_TRUE(release::write_bundle(*data, *table, library(), policy(), sink));
    EXPECT_EQ(sink.files, held->files);
}

TEST(Streaming, packed_answers_are_the_answers_whatever_they_are)
{
    Random random(304);
    using instruments::Answer;
    using instruments::Missing;
    std::vector<release::Record> records;
    for (int person = 0; person < 200; ++person)
        for (int visit = 0; visit < 1 + below(random, 4); ++visit) {
            release::Record record;
            record.person = std::to_string(1000 + person);
            record.code = "C" + record.person;
            record.instrument = below(random, 2) == 0 ? "pcl-5" : "gad-7";
            record.version = "v" + std::to_string(below(random, 2));
            record.visit = "Visit " + std::to_string(visit);
            record.language = below(random, 2) == 0 ? "en" : "es";
            record.session_number = visit;
            record.day = below(random, 40000) - 20000;
            for (int item = below(random, 30); item > 0; --item)
                record.response.items.push_back(
                    below(random, 3) == 0
                        ? Answer::none(static_cast<Missing>(below(random, static_cast<int>(Missing::unrecorded) + 1)))
                        : Answer::chose(below(random, 64000) - 32000));
            records.push_back(record);
        }
    release::Packed packed;
    std::map<std::string, std::vector<const release::Record*>> of;
    for (const release::Record& record : records)
        of[record.person].push_back(&record);
    for (const auto& [person, all] : of)
        packed.add(all);
    const auto same = [](const release::Record& a, const release::Record& b) {
        return a.person == b.person && a.instrument == b.instrument && a.version == b.version && a.visit == b.visit &&
               a.language == b.language && a.session_number == b.session_number && a.day == b.day &&
               a.response == b.response;
    };
    for (const auto& [person, all] : of)
        for (const std::string instrument : {"", "pcl-5", "gad-7"}) {
            std::vector<release::Record> wanted;
            for (const release::Record* one : all)
                if (instrument.empty() || one->instrument == instrument) wanted.push_back(*one);
            const auto given = packed.again(person, instrument);
            ASSERT_TRUE(given);
            EXPECT_TRUE(std::ranges::equal(*given, wanted, same)) << person << instrument;
        }
    EXPECT_TRUE(packed.again("nobody", {})->empty());
}

TEST(Streaming, one_answer_that_changed_since_it_was_measured_stops_the_release)
{
    Random random(303);
    Shape shape;
    shape.people = 30;
    shape.least_visits = shape.most_visits = 2;
    const auto records = make(shape, random);
    const auto source = std::make_shared<Asked>(records);
    const auto all = source->gathered(source);
    const auto data = release::deidentify(all, policy());
    ASSERT_TRUE(data);
    const auto refused = [&] {
        MemorySink sink;
        const auto written = release::write_bundle(*data, {}, library(), policy(), sink);
        const auto table = release::aggregate(all, library(), policy());
        return !written && written.error().fault == release::fault::changed_since && !table &&
               table.error().fault == release::fault::changed_since;
    };
    EXPECT_FALSE(refused());
    release::Record& one = source->of("PERSONKEY7").back();
    const release::Record before = one;
    one.response.items[3] = one.response.items[3] == instruments::Answer::chose(1) ? instruments::Answer::chose(2)
                                                                                   : instruments::Answer::chose(1);
    EXPECT_TRUE(refused()) << "an answer";
    one = before;
    one.day += 1;
    EXPECT_TRUE(refused()) << "a day";
    one = before;
    one.visit = "Other";
    EXPECT_TRUE(refused()) << "a visit";
    one = before;
    EXPECT_FALSE(refused());
    source->of("PERSONKEY7").pop_back();
    EXPECT_TRUE(refused()) << "gone";
}
