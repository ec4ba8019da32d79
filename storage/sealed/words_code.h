#pragma once

#include <algorithm>

#include "storage/sealed/job.h"
#include "storage/sealed/wire.h"

/// The clinic's words as bytes, for the two things that are handed to a kiosk.
namespace rapport::sealed {

[[nodiscard]] inline bool words_fit(const std::vector<ClinicWords>& words)
{
    return words.size() <= JobLimits::languages && std::ranges::all_of(words, [](const ClinicWords& one) {
               return one.language.size() <= JobLimits::language && one.moment.size() <= JobLimits::clinic_words &&
                      one.safety.size() <= JobLimits::clinic_words;
           });
}

namespace wire {

inline void put_words(Writer& out, const std::vector<ClinicWords>& words)
{
    out.number(static_cast<std::uint8_t>(words.size()));
    for (const ClinicWords& one : words) {
        out.text(one.language);
        out.text(one.moment);
        out.text(one.safety);
    }
}

[[nodiscard]] inline std::vector<ClinicWords> take_words(Reader& in)
{
    std::vector<ClinicWords> words;
    const auto languages = in.number<std::uint8_t>();
    if (languages > JobLimits::languages) in.fail();
    for (unsigned i = 0; i < languages && in.ok(); ++i) {
        ClinicWords one;
        one.language = in.text(JobLimits::language);
        one.moment = in.text(JobLimits::clinic_words);
        one.safety = in.text(JobLimits::clinic_words);
        words.push_back(std::move(one));
    }
    return words;
}

} // namespace wire

} // namespace rapport::sealed
