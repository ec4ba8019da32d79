#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "instruments/reader.h"
#include "storage/release/release.h"

/// Made-up clinics, and an independent reader of what was written. Nothing here comes from the room under test but its
/// contract.
namespace clinic {

using namespace rapport;
using Random = std::mt19937_64;

inline int below(Random& random, int limit)
{
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
}

/// Random letters and figures in groups of four, as the vault makes them.
inline std::string random_code(Random& random)
{
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string code;
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0) code += '-';
        code += alphabet[static_cast<std::size_t>(below(random, 32))];
    }
    return code;
}

inline instruments::Response random_response(const instruments::Definition& definition, Random& random,
                                             int missing_of_100 = 3)
{
    instruments::Response response;
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        const auto& choices = definition.choices(item);
        if (below(random, 100) < missing_of_100)
            response.items.push_back(
                instruments::Answer::none(static_cast<instruments::Missing>(1 + below(random, 5))));
        else
            response.items.push_back(instruments::Answer::chose(
                choices[static_cast<std::size_t>(below(random, static_cast<int>(choices.size())))].value));
    }
    return response;
}

struct Shape {
    int people = 40;
    int least_visits = 1;
    int most_visits = 8;
    int sites = 3;
    int arms = 2;
    std::vector<std::string> instruments{"pcl-5"};
    int missing_of_100 = 3; ///< items without an answer
    int skips_of_100 = 0;   ///< chance that a person does not answer an instrument after the first at a visit
};

inline release::Record row(const std::string& person, const std::string& code, const std::string& instrument, int visit,
                           int day, Random& random, int missing_of_100 = 3)
{
    const auto* definition = instruments::find_in_library(instrument);
    release::Record record;
    record.person = person;
    record.code = code;
    record.instrument = instrument;
    record.version = definition->version;
    record.visit = "Visit " + std::to_string(visit);
    record.session_number = visit;
    record.day = day;
    record.language = "en";
    record.clinician = "Clinician-" + person;
    record.response = random_response(*definition, random, missing_of_100);
    return record;
}

inline std::vector<release::Record> make(const Shape& shape, Random& random)
{
    std::vector<release::Record> records;
    for (int person = 0; person < shape.people; ++person) {
        const std::string key = "PERSONKEY" + std::to_string(person);
        const std::string code = random_code(random);
        const int born = 1935 + below(random, 70);
        const char* const sexes[] = {"female", "male", "male", ""};
        const std::string sex = sexes[below(random, 4)];
        const std::string site = "Site " + std::string(1, static_cast<char>('A' + below(random, shape.sites)));
        const std::string arm = shape.arms == 0 ? "" : "arm " + std::to_string(below(random, shape.arms));
        int day = 19000 + person;
        const int visits = shape.least_visits + below(random, shape.most_visits - shape.least_visits + 1);
        for (int visit = 1; visit <= visits; ++visit) {
            for (const std::string& instrument : shape.instruments) {
                if (instrument != shape.instruments.front() && below(random, 100) < shape.skips_of_100) continue;
                records.push_back(row(key, code, instrument, visit, day, random, shape.missing_of_100));
                release::Record& made = records.back();
                made.year_of_birth = born;
                made.sex = sex;
                made.site = site;
                made.arm = arm;
            }
            day += 5 + below(random, 12);
        }
    }
    return records;
}

inline release::Policy policy(int k = 11)
{
    release::Policy p;
    p.project = "Sleep and alliance";
    p.k = k;
    p.release_year = 2026;
    return p;
}

inline std::vector<const instruments::Definition*> library()
{
    std::vector<const instruments::Definition*> all;
    for (const auto& definition : instruments::library())
        all.push_back(&definition);
    return all;
}

/// Keeps files in memory; can refuse to hold more than so many bytes. The digest is a plain checksum in a digest's
/// shape: what is under test is that the digest of the sink lands in the manifest, the real one is tested with the real
/// sink.
class MemorySink final : public release::Sink {
public:
    explicit MemorySink(std::size_t room = static_cast<std::size_t>(-1)) : room_(room) {}
    Status open(std::string_view name) override
    {
        current_ = std::string(name);
        if (files.contains(current_)) return Error{release::fault::cannot_write_release, "twice"};
        files[current_];
        return {};
    }
    Status write(std::string_view bytes) override
    {
        ++writes_after_failure_;
        if (bytes.size() > room_) return failed_ = true, writes_after_failure_ = 0, Error{Fault{"disk_full"}, {}};
        room_ -= bytes.size();
        files[current_] += bytes;
        return {};
    }
    Result<std::string> close() override
    {
        unsigned long long sum = 1469598103934665603ULL;
        for (const char c : files[current_])
            sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string out;
        for (unsigned at = 0; at < 64; ++at)
            out += digits[sum >> 4 * (at % 16) & 15U];
        return out;
    }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] int writes_after_failure() const { return writes_after_failure_; }

    std::map<std::string, std::string> files;

private:
    std::size_t room_;
    std::string current_;
    bool failed_ = false;
    int writes_after_failure_ = 0;
};

using Rows = std::vector<std::vector<std::string>>;

/// RFC 4180 with LF, read a character at a time. An unfinished quote or a missing last line end gives an empty answer.
inline Rows parse_csv(std::string_view text)
{
    Rows rows;
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"')
                cells.back() += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                cells.back() += text[++i];
            else
                quoted = false;
        } else if (c == '"' && cells.back().empty()) {
            quoted = true;
        } else if (c == ',') {
            cells.emplace_back();
        } else if (c == '\n') {
            rows.push_back(std::move(cells));
            cells.assign(1, {});
        } else {
            cells.back() += c;
        }
    }
    if (quoted || cells.size() != 1 || !cells.front().empty()) return {};
    return rows;
}

struct Frame {
    std::map<std::string, std::size_t> column;
    Rows rows;
    [[nodiscard]] const std::string& at(std::size_t row, const std::string& name) const
    {
        return rows[row][column.at(name)];
    }
};

inline Frame frame(const std::string& csv)
{
    Frame out;
    out.rows = parse_csv(csv);
    if (out.rows.empty()) return out;
    for (std::size_t i = 0; i < out.rows.front().size(); ++i)
        out.column[out.rows.front()[i]] = i;
    out.rows.erase(out.rows.begin());
    return out;
}

struct Bundle {
    release::Deidentified data;
    release::Table table;
    release::Written written;
    std::map<std::string, std::string> files;
};

/// Every record that leaves, kept.
inline std::vector<release::DeidentifiedRecord> all_of(const release::Deidentified& data)
{
    std::vector<release::DeidentifiedRecord> out;
    const Status read = data.records.each([&](const release::DeidentifiedRecord& record) {
        out.push_back(record);
        return Status();
    });
    if (!read) out.clear();
    return out;
}

inline Result<Bundle> bundle(const std::vector<release::Record>& records, const release::Policy& policy)
{
    auto data = release::deidentify(records, policy);
    if (!data) return data.error();
    Bundle out;
    out.table = release::aggregate(records, library(), policy);
    MemorySink sink;
    auto written = release::write_bundle(*data, out.table, library(), policy, sink);
    if (!written) return written.error();
    out.data = std::move(*data);
    out.written = std::move(*written);
    out.files = std::move(sink.files);
    return out;
}

} // namespace clinic
