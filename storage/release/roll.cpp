#include "storage/release/roll.h"

#include <algorithm>
#include <tuple>

#include "storage/release/release.h"

namespace rapport::release {

namespace {

/// The order of one person's administrations. Those that are alike in all of this are the same for a release.
bool comes_earlier(const Record* left, const Record* right)
{
    const auto order = [](const Record& r) {
        return std::tie(r.day, r.instrument, r.version, r.visit, r.session_number);
    };
    if (order(*left) != order(*right)) return order(*left) < order(*right);
    const auto smaller = [](const instruments::Answer& a, const instruments::Answer& b) {
        return std::tuple(a.why(), a.value()) < std::tuple(b.why(), b.value());
    };
    return std::ranges::lexicographical_compare(left->response.items, right->response.items, smaller);
}

/// FNV-1a of 64 bits: against a vault that went on meanwhile. Against one that was tampered with stand its own MACs.
class Sum {
public:
    void number(std::uint64_t value)
    {
        for (unsigned at = 0; at < 8; ++at)
            byte(static_cast<unsigned char>(value >> 8 * at));
    }
    void text(std::string_view words)
    {
        number(words.size());
        for (const char c : words)
            byte(static_cast<unsigned char>(c));
    }
    [[nodiscard]] std::uint64_t value() const { return sum_; }

private:
    void byte(unsigned char one) { sum_ = (sum_ ^ one) * 1099511628211ULL; }
    std::uint64_t sum_ = 14695981039346656037ULL;
};

std::uint64_t check_of(const Record& record)
{
    Sum sum;
    sum.text(record.instrument);
    sum.text(record.version);
    sum.text(record.visit);
    sum.text(record.language);
    sum.number(static_cast<std::uint64_t>(record.session_number));
    sum.number(static_cast<std::uint64_t>(record.day));
    sum.number(record.response.items.size());
    for (const instruments::Answer& answer : record.response.items) {
        const auto value = static_cast<std::uint32_t>(answer.value());
        sum.number(static_cast<std::uint64_t>(answer.why()) << 32U | value);
    }
    return sum.value();
}

class Held final : public Source {
public:
    explicit Held(std::span<const Record> records) : records_(records.begin(), records.end())
    {
        std::ranges::stable_sort(records_, {}, key);
    }
    Result<std::span<const Record>> again(const std::string& person, std::string_view instrument) override
    {
        const std::pair<std::string_view, std::string_view> from(person, instrument);
        const auto first = std::ranges::lower_bound(records_, from, {}, key);
        const auto last = std::find_if_not(first, records_.end(), [&](const Record& record) {
            return record.person == person && (instrument.empty() || record.instrument == instrument);
        });
        return std::span<const Record>(first, last);
    }
    [[nodiscard]] std::span<const Record> all() const { return records_; }

private:
    static std::pair<std::string_view, std::string_view> key(const Record& record)
    {
        return {record.person, record.instrument};
    }
    std::vector<Record> records_;
};

} // namespace

const std::string* Roll::word(const std::string& text)
{
    return &*words_.insert(text).first;
}

void Roll::add(std::span<const Record* const> records)
{
    if (records.empty()) return;
    std::vector<const Record*> sorted(records.begin(), records.end());
    std::ranges::sort(sorted, comes_earlier);
    const Record& first = *sorted.front();
    Who& who = people_.emplace_back();
    who.person = first.person;
    who.code = first.code;
    who.year_of_birth = first.year_of_birth;
    who.age_band = word(first.age_band);
    who.sex = word(first.sex);
    who.site = word(first.site);
    who.arm = word(first.arm);
    who.clinician = word(first.clinician);
    who.rows.reserve(sorted.size());
    std::map<std::string_view, std::uint32_t> places;
    for (const Record* record : sorted) {
        one_code_each_ = one_code_each_ && record->code == who.code;
        const Form form{record->instrument, record->version, record->visit, record->language, record->session_number};
        who.rows.push_back({&*forms_.insert(form).first, check_of(*record), record->day, places[record->instrument]++});
    }
}

Gathered gathered(std::span<const Record> records)
{
    auto source = std::make_shared<Held>(records);
    auto roll = std::make_shared<Roll>();
    std::vector<const Record*> person;
    for (const Record& record : source->all()) {
        if (!person.empty() && person.front()->person != record.person) {
            roll->add(person);
            person.clear();
        }
        person.push_back(&record);
    }
    roll->add(person);
    return {std::move(roll), std::move(source)};
}

Status Again::turn_to(const Who& who, std::string_view instrument)
{
    const auto read = source_->again(who.person, instrument);
    if (!read) return read.error();
    records_.clear();
    for (const Record& record : *read)
        records_.push_back(&record);
    std::ranges::sort(records_, [](const Record* left, const Record* right) {
        if (left->instrument != right->instrument) return left->instrument < right->instrument;
        return comes_earlier(left, right);
    });
    return {};
}

Result<const instruments::Response*> Again::of(const Row& row) const
{
    const auto instrument = [](const Record* record) -> const std::string& { return record->instrument; };
    const auto first = std::ranges::lower_bound(records_, row.form->instrument, {}, instrument);
    const auto there = static_cast<std::size_t>(records_.end() - first);
    if (row.place >= there) return Error{fault::changed_since, {}};
    const Record* const record = *(first + row.place);
    if (check_of(*record) != row.check) return Error{fault::changed_since, {}};
    return &record->response;
}

} // namespace rapport::release
