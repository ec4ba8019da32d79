#include "storage/vault/passphrase.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "storage/vault/faults.h"

namespace rapport::vault {

namespace {

/// Fifteen characters or more that stand on every guesser's list, or are what a clinic would type first.
/// Compared without case, spaces and hyphens.
constexpr std::array<std::string_view, 20> common = {
    "123456789012345",       "1234567890123456",   "passwordpassword",          "password12345678",
    "password123456789",     "qwertyuiopasdfgh",   "qwertyuiopasdfghjkl",       "qwertyuiop12345",
    "letmeinletmein1",       "iloveyouiloveyou",   "correcthorsebatterystaple", "changemechangeme",
    "administrator123",      "adminadminadmin",    "thisismypassword",          "rapportrapport1",
    "rapportrapportrapport", "clinicclinicclinic", "questionnaire12",           "passphrasepassphrase",
};

struct Shape {
    std::size_t code_points = 0;
    bool valid = true;
};

/// Counts code points and checks that lead and continuation bytes follow one another as UTF-8 has it.
Shape shape_of(std::string_view bytes)
{
    Shape shape;
    std::size_t open = 0;
    for (const char character : bytes) {
        const auto byte = static_cast<unsigned char>(character);
        const bool continues = (byte & 0xC0U) == 0x80U;
        if (continues != (open > 0)) shape.valid = false;
        if (continues) {
            if (open > 0) --open;
            continue;
        }
        ++shape.code_points;
        if (byte < 0x80U)
            open = 0;
        else if ((byte & 0xE0U) == 0xC0U)
            open = 1;
        else if ((byte & 0xF0U) == 0xE0U)
            open = 2;
        else if ((byte & 0xF8U) == 0xF0U)
            open = 3;
        else
            shape.valid = false;
    }
    if (open != 0) shape.valid = false;
    return shape;
}

/// Lower case, without spaces and hyphens, in locked memory as the original is.
sealed::Secret plain_form(const sealed::Secret& passphrase)
{
    sealed::Secret out;
    for (const char character : passphrase.view()) {
        if (character == ' ' || character == '-') continue;
        const char lower = character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
        out.append({&lower, 1});
    }
    return out;
}

bool few_different(std::string_view bytes)
{
    constexpr std::size_t enough = 5;
    std::array<bool, 256> seen{};
    for (const char character : bytes)
        seen[static_cast<unsigned char>(character)] = true;
    return static_cast<std::size_t>(std::ranges::count(seen, true)) < enough;
}

} // namespace

Status check_passphrase(const sealed::Secret& passphrase)
{
    const Shape shape = shape_of(passphrase.view());
    if (!shape.valid) return Error{fault::weak_passphrase, "utf-8"};
    if (shape.code_points < least_passphrase) return Error{fault::weak_passphrase, "short"};
    const sealed::Secret plain = plain_form(passphrase);
    if (few_different(plain.view())) return Error{fault::weak_passphrase, "pattern"};
    if (std::ranges::find(common, plain.view()) != common.end()) return Error{fault::weak_passphrase, "common"};
    return {};
}

} // namespace rapport::vault
