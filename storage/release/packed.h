#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "storage/release/roll.h"

namespace rapport::release {

/// A source that need not go back to where the records were: two bytes an answer, sixteen an administration, and what
/// many have in common once. Reading a vault again for each of a bundle's files takes ten times as long.
class Packed final : public Source {
public:
    /// All records of one person, in any order; a person comes once. People come by `Record::person`, in its order.
    void add(std::span<const Record* const> records);
    Result<std::span<const Record>> again(const std::string& person, std::string_view instrument) override;

private:
    struct Kept {
        std::uint32_t form = 0;
        std::int32_t day = 0;
        std::uint64_t answers = 0; ///< where they begin; they end where the next begin
    };
    struct Person {
        std::string person;
        std::size_t first = 0; ///< of `kept_`; theirs end where the next person's begin
    };

    std::vector<Person> people_;
    std::deque<Kept> kept_;
    std::deque<std::int16_t> answers_;
    std::map<Form, std::uint32_t> numbers_;
    std::vector<const Form*> forms_;
    std::vector<Record> given_;
};

} // namespace rapport::release
