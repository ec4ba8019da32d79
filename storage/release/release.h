#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "storage/release/ledger.h"
#include "storage/release/record.h"
#include "storage/release/roll.h"

namespace rapport::release {

namespace fault {
inline constexpr Fault nothing_to_release{"nothing_to_release"};
inline constexpr Fault too_few_people{"too_few_people"}; ///< fewer people than k; detail holds both numbers
inline constexpr Fault too_rare{"too_rare"}; ///< no coarsening within the limit; detail names the column to coarsen
inline constexpr Fault unclassified_column{"unclassified_column"};
inline constexpr Fault cannot_write_release{"cannot_write_release"};
inline constexpr Fault policy_refused{
    "policy_refused"}; ///< a profile not built, or a number outside its range; detail names it
inline constexpr Fault cancelled{"cancelled"};
inline constexpr Fault bad_table{"bad_table"};
inline constexpr Fault bad_codes{"bad_codes"};         ///< a person without exactly one code of their own
inline constexpr Fault changed_since{"changed_since"}; ///< not everybody and every answer is as it was measured
} // namespace fault

/// One administration that may leave. There is no public constructor: only `deidentify` makes one, and writers take
/// nothing else.
class DeidentifiedRecord {
public:
    [[nodiscard]] const std::string& code() const;
    [[nodiscard]] const std::string& age_band() const; ///< "40-49", "withheld"
    [[nodiscard]] const std::string& sex() const;      ///< "female", "male", "withheld", "" not recorded
    [[nodiscard]] const std::string& site() const;
    [[nodiscard]] const std::string& arm() const;
    [[nodiscard]] const std::string& instrument() const;
    [[nodiscard]] const std::string& version() const;
    [[nodiscard]] const std::string& visit() const;
    [[nodiscard]] int week() const;                        ///< since the person's first administration
    [[nodiscard]] std::optional<std::int32_t> day() const; ///< civil day since 1970-01-01; of profile B alone
    [[nodiscard]] const instruments::Response& response() const;

private:
    friend class Deidentifier;
    DeidentifiedRecord() = default;
    std::string code_, age_band_, sex_, site_, arm_, instrument_, version_, visit_;
    int week_ = 0;
    std::optional<std::int32_t> day_;
    instruments::Response response_;
};

/// Risk measured on the very rows that would be written.
struct Risk {
    int people = 0;
    int rows = 0;
    int classes = 0;
    int smallest_class = 0;
    double worst = 0;                  ///< 1 / smallest class (prosecutor)
    double average = 0;                ///< classes / people (marketer)
    double lost_a_value = 0;           ///< share of people with a suppressed value
    std::vector<int> class_sizes;      ///< ascending
    std::map<std::string, int> levels; ///< quasi-identifier -> generalisation level chosen
    int left_out = 0;                  ///< administrations that stay behind, of people who are in the release
};

/// The administrations that leave, by code, then week; never in order of arrival. Who, when and which is held; what was
/// answered is read again for every pass, one person at a time.
class Leaving {
public:
    using Visitor = std::function<Status(const DeidentifiedRecord& record)>;
    Leaving() = default;
    /// Of records that are held already.
    explicit Leaving(std::vector<DeidentifiedRecord> records);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    /// A record lasts until the next. Stops at the first error of `visit`. Errors: its, the source's, changed_since.
    [[nodiscard]] Status each(const Visitor& visit) const;
    /// Of one instrument alone.
    [[nodiscard]] Status each_of(std::string_view instrument, const Visitor& visit) const;
    /// The same records without their answers, which nothing is read for.
    void each_unanswered(const std::function<void(const DeidentifiedRecord& record)>& visit) const;

private:
    friend class Deidentifier;
    struct Held;
    explicit Leaving(std::shared_ptr<const Held> held) : held_(std::move(held)) {}
    std::shared_ptr<const Held> held_{};
};

struct Deidentified {
    Leaving records;
    Risk risk;
    std::vector<Withheld> withheld;
};

/// Order of work: allow-listed columns, codes, relative time, generalise, suppress, measure, refuse or give.
/// Errors: nothing_to_release, too_few_people, too_rare, policy_refused, bad_codes.
[[nodiscard]] Result<Deidentified> deidentify(const Gathered& all, const Policy& policy);
/// The same of records that are held.
[[nodiscard]] Result<Deidentified> deidentify(std::span<const Record> records, const Policy& policy);

/// Why a number is withheld, or is another than was asked for. Said on screens to whoever asks for a table; files have
/// one mark for all of it.
enum class Why : std::uint8_t {
    shown,
    too_few,     ///< fewer people than the threshold, values almost alike, or another number would give it away
    each_side,   ///< not enough people on either side of a quartile
    small_part,  ///< the share, or what is left of it, is of fewer people than the threshold
    earlier,     ///< with a table that left before it would tell of fewer people than the threshold
    as_released, ///< shown of the people of an earlier release: those who came since would be told apart
};

/// One cell row of the aggregate: n, mean and SD of a score by instrument and visit. Below the threshold every number
/// of the row is withheld, and enough others that it cannot be worked out.
struct TableRow {
    std::string instrument;
    std::string score;
    std::string visit;
    bool withheld = false;
    int n = 0; ///< distinct patients with a value; meaningless when withheld
    double mean = 0;
    double sd = 0;                     ///< sample SD (n - 1)
    std::vector<std::string> people{}; ///< Record::person of those who fed it, sorted; for the ledger, never written
    Why why = Why::shown;
};
/// One number of the wider table, as every surface shows it: EXPORT.md section 5 says which may be shown how.
struct Statistic {
    std::string instrument;
    std::string score;
    std::string by;    ///< "all", "arm", "site", "clinician"
    std::string group; ///< "all", an arm's or site's name, "clinician 2"
    std::string visit; ///< a change: from the first visit to this one
    std::string name;  ///< "n", "median", "reliably_improved"
    std::string value; ///< a number, or "withheld"
    Why why = Why::shown;
};
struct Outcomes {
    std::vector<Statistic> rows;
    std::vector<LedgerRow> fed; ///< who fed what is shown
};
struct Table {
    std::vector<TableRow> rows;
    int threshold = 0;
    int withheld_cells = 0;
    Outcomes outcomes{};
};
/// Counts the very administrations that `deidentify` lets out, so that file and table cannot be subtracted from each
/// other. A person with two values at one visit counts with the earlier one. A row that with `earlier` ones would fix a
/// number of fewer people than the threshold counts those of the last release again, where all of them are still there,
/// or is withheld.
/// Errors: of reading again.
[[nodiscard]] Result<Table> aggregate(const Gathered& all, std::span<const instruments::Definition* const> definitions,
                                      const Policy& policy, std::span<const LedgerRow> earlier = {});
/// The same of records that are held.
[[nodiscard]] Table aggregate(std::span<const Record> records,
                              std::span<const instruments::Definition* const> definitions, const Policy& policy,
                              std::span<const LedgerRow> earlier = {});
/// A table asked for by itself: one score at every visit, of everybody or by one grouping.
struct TableWish {
    std::string instrument;
    std::string score;
    std::string by = "all"; ///< "all", "arm", "site", "clinician"
};
/// The statistics of `aggregate` for that wish alone, over the same people: `rows` stays empty, so what has no need to
/// leave is not charged to the ledger. A visit that may not be told of stands there as withheld.
/// Errors: nothing_to_release, bad_codes, of reading again; bad_table when the wish names no score or grouping there
/// is.
[[nodiscard]] Result<Table> make_table(const Gathered& all, const instruments::Definition& definition,
                                       const Policy& policy, const TableWish& wish,
                                       std::span<const LedgerRow> earlier = {});
/// The same of records that are held.
[[nodiscard]] Result<Table> make_table(std::span<const Record> records, const instruments::Definition& definition,
                                       const Policy& policy, const TableWish& wish,
                                       std::span<const LedgerRow> earlier = {});
/// What the ledger keeps of a table: the rows that are not withheld.
[[nodiscard]] std::vector<LedgerRow> fed_by(const Table& table);

/// A table row as every surface shows it: mean to one decimal, SD to one decimal and at most two digits, or "withheld"
/// three times.
struct TableWords {
    std::string n;
    std::string mean;
    std::string sd;
};
[[nodiscard]] TableWords table_words(const TableRow& row);

/// Where files go. `open` starts one, `write` adds bytes, `close` ends it and gives its SHA-256 in hex.
class Sink {
public:
    virtual ~Sink() = default;
    virtual Status open(std::string_view name) = 0;
    virtual Status write(std::string_view bytes) = 0;
    virtual Result<std::string> close() = 0;
    /// A private folder for what a library must write beside; empty: a writer makes one of its own.
    [[nodiscard]] virtual std::string scratch() const { return {}; }
};

struct WrittenFile {
    std::string name;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::int64_t rows = 0;
    int columns = 0;
};

struct Written {
    /// README.txt says what each is. manifest.json is last and lists the others.
    std::vector<WrittenFile> files;
    std::string manifest_sha256;
    std::vector<std::string>
        cut; ///< text that a format could not hold whole: "pcl5.xpt: label of pcl5_01 cut to 40 bytes"
};

/// Told how many files are written, of how many. Gives false to stop: nothing more is written.
using Progress = std::function<bool(int files, int of)>;

/// Writes every file of the bundle. Deterministic: same records, policy and version give the same bytes in any locale
/// or time zone. Errors: cancelled, cannot_write_release, nothing_to_release, unclassified_column, and the sink's.
[[nodiscard]] Result<Written> write_bundle(const Deidentified& data, const Table& table,
                                           std::span<const instruments::Definition* const> definitions,
                                           const Policy& policy, Sink& sink, const Progress& progress = {});

/// Writes one table by itself: statistics.csv, README.txt, SHA256SUMS and manifest.json, which says it is a table.
/// Errors: nothing_to_release when every number of it is withheld, cannot_write_release, and the sink's.
[[nodiscard]] Result<Written> write_table_bundle(const Table& table, const TableWish& wish,
                                                 const instruments::Definition& definition, const Policy& policy,
                                                 Sink& sink);

/// The first rows of the wide file of an instrument, as the writer writes them: header first. What the screen shows.
[[nodiscard]] std::vector<std::vector<std::string>>
preview(const Deidentified& data, const instruments::Definition& definition, std::size_t rows);

} // namespace rapport::release
