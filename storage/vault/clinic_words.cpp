#include "storage/vault/audit.h"
#include "storage/vault/begin_session.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

constexpr std::string_view moment = "moment_text:";
constexpr std::string_view safety = "safety_text:";

Status keep_one(Core& core, std::string_view kind, const std::string& language, const std::string& words)
{
    const std::string name = std::string(kind) + language;
    const auto now = read_setting(core.database, name);
    if (!now) return now.error();
    if (now->value_or("") == words) return {};
    return act(core, {"clinic_words", name, {}, {}, {}, {}}, [&] { return write_setting(core.database, name, words); });
}

} // namespace

Result<std::vector<sealed::ClinicWords>> read_clinic_words(Core& core)
{
    std::vector<sealed::ClinicWords> all;
    for (const std::string_view language : sealed::languages()) {
        sealed::ClinicWords words;
        words.language = language;
        for (const auto& [kind, to] : {std::pair{moment, &words.moment}, std::pair{safety, &words.safety}}) {
            auto kept = read_setting(core.database, std::string(kind) + words.language);
            if (!kept) return kept.error();
            *to = kept->value_or("");
        }
        if (!words.moment.empty() || !words.safety.empty()) all.push_back(std::move(words));
    }
    return all;
}

Result<std::vector<sealed::ClinicWords>> Vault::clinic_words()
{
    return read_clinic_words(*state_);
}

Status Vault::set_clinic_words(const sealed::ClinicWords& words)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "clinic_words"); !may) return may;
    if (!sealed::speaks(words.language)) return Error{fault::bad_policy, "language"};
    for (const std::string* text : {&words.moment, &words.safety})
        if (text->size() > sealed::JobLimits::clinic_words) return Error{fault::too_long, "words"};
    return together([&]() -> Status {
        if (Status kept = keep_one(core, moment, words.language, words.moment); !kept) return kept;
        return keep_one(core, safety, words.language, words.safety);
    });
}

} // namespace rapport::vault
