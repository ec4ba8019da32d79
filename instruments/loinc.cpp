#include "instruments/loinc.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

bool is_number_and_check(std::string_view text)
{
    if (text.size() < 3 || text.size() > 9 || text[text.size() - 2] != '-' || text.front() == '0') return false;
    return std::all_of(text.begin(), text.end() - 2, [](char c) { return c >= '0' && c <= '9'; }) &&
           text.back() >= '0' && text.back() <= '9';
}

} // namespace

bool is_loinc_term(std::string_view code)
{
    if (!is_number_and_check(code)) return false;
    int sum = 0;
    bool doubled = true; // from the last digit of the number leftwards, every other one counts twice
    for (std::size_t i = code.size() - 2; i-- > 0; doubled = !doubled) {
        const int digit = (code[i] - '0') * (doubled ? 2 : 1);
        sum += digit / 10 + digit % 10;
    }
    return (10 - sum % 10) % 10 == code.back() - '0';
}

bool is_loinc_answer(std::string_view code)
{
    return code.starts_with("LA") && is_number_and_check(code.substr(2));
}

} // namespace rapport::instruments
