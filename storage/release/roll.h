#pragma once

#include <deque>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "storage/release/record.h"

/// Everybody at once, without what they answered: what is held while a release is planned and written. Answers are read
/// again, a person at a time.
namespace rapport::release {

/// What many administrations have in common; kept once.
struct Form {
    std::string instrument;
    std::string version;
    std::string visit;
    std::string language;
    int session_number = 0;
    auto operator<=>(const Form&) const = default;
};

/// One administration: all that decides whether it leaves. 24 bytes.
struct Row {
    const Form* form = nullptr;
    std::uint64_t check = 0; ///< a sum over all of it, answers included: what is read again must come to it
    std::int32_t day = 0;    ///< civil day since 1970-01-01
    std::uint32_t place = 0; ///< among the person's of that instrument
};

/// One person and all of theirs, by day.
struct Who {
    std::string person; ///< Record::person
    std::string code;
    int year_of_birth = 0;
    const std::string* age_band = nullptr; ///< instead, where it is not empty
    const std::string* sex = nullptr;
    const std::string* site = nullptr;
    const std::string* arm = nullptr;
    const std::string* clinician = nullptr;
    std::vector<Row> rows{};
};

/// Everybody. Rows and people stay where they are for as long as it lives.
class Roll {
public:
    Roll() = default;
    Roll(const Roll&) = delete;
    Roll& operator=(const Roll&) = delete;
    ~Roll() = default;

    /// All records of one person, in any order, each once; a person comes once.
    void add(std::span<const Record* const> records);
    [[nodiscard]] const std::deque<Who>& people() const { return people_; }
    /// Whether everybody's records all have the same code.
    [[nodiscard]] bool one_code_each() const { return one_code_each_; }

private:
    const std::string* word(const std::string& text);

    std::deque<Who> people_;
    std::set<Form> forms_;
    std::set<std::string> words_;
    bool one_code_each_ = true;
};

/// Where answers are read again.
class Source {
public:
    virtual ~Source() = default;
    /// Somebody's records of one instrument, of all of them when it is empty, in any order; they last until the next
    /// call. Only what `Form` and `Row` have of a record and its answers need be in them.
    [[nodiscard]] virtual Result<std::span<const Record>> again(const std::string& person,
                                                                std::string_view instrument) = 0;
};

struct Gathered {
    std::shared_ptr<const Roll> roll;
    std::shared_ptr<Source> source;
};
/// Of records that are held: a copy of them is the source.
[[nodiscard]] Gathered gathered(std::span<const Record> records);

/// One person's answers, read again. Errors of both: the source's, changed_since when a row is not what it was.
class Again {
public:
    explicit Again(Source& source) : source_(&source) {}
    [[nodiscard]] Status turn_to(const Who& who, std::string_view instrument = {});
    [[nodiscard]] Result<const instruments::Response*> of(const Row& row) const;

private:
    Source* source_;
    std::vector<const Record*> records_; ///< by instrument, then as rows are ordered
};

} // namespace rapport::release
