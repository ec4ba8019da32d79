#include "storage/vault/passphrase.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

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

/// Pieces that make nothing longer to guess, wherever they stand.
constexpr std::array<std::string_view, 14> worn = {
    "password", "passwort", "passphrase", "rapport", "letmein",  "changeme",      "welcome",
    "admin",    "qwerty",   "clinic",     "secret",  "hospital", "questionnaire", "iloveyou",
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

/// Rows that fingers and children walk along, forwards or back.
constexpr std::array<std::string_view, 8> rows = {
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
};

bool follows(char left, char right)
{
    if (left == right) return true;
    return std::ranges::any_of(rows, [&](std::string_view row) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            if ((row[i] == left && row[i + 1] == right) || (row[i] == right && row[i + 1] == left)) return true;
        return false;
    });
}

/// Characters that a guesser has to guess: a run of four or more along a row counts as two, whatever its length.
std::size_t guessed_characters(std::string_view bytes)
{
    constexpr std::size_t least_run = 4;
    constexpr std::size_t run_counts = 2;
    std::size_t count = 0;
    for (std::size_t from = 0; from < bytes.size();) {
        std::size_t to = from + 1;
        while (to < bytes.size() && follows(bytes[to - 1], bytes[to]))
            ++to;
        count += to - from >= least_run ? run_counts : to - from;
        from = to;
    }
    return count;
}

/// The same piece over and over, the last one perhaps cut short.
bool repeats(std::string_view bytes)
{
    for (std::size_t period = 1; period <= bytes.size() / 2; ++period)
        if (bytes.substr(period) == bytes.substr(0, bytes.size() - period)) return true;
    return false;
}

bool is_letter_or_digit(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// The words of the names, in lower case, shorter ones left out since they stand in other words by chance; and the
/// worn.
std::vector<std::string> words_of(const PassphraseSetting& setting)
{
    constexpr std::size_t least = 4;
    std::vector<std::string> words;
    for (const std::string* name : {&setting.clinic, &setting.device, &setting.user}) {
        std::string word;
        for (const char character : *name + " ") {
            if (is_letter_or_digit(character)) {
                word.push_back(character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                                    : character);
                continue;
            }
            if (word.size() >= least) words.push_back(word);
            word.clear();
        }
    }
    words.insert(words.end(), worn.begin(), worn.end());
    // The longest first, so that a short one does not spoil it.
    std::ranges::sort(words, [](const auto& left, const auto& right) { return left.size() > right.size(); });
    return words;
}

/// How many characters are left when the names are taken out.
std::size_t beside_names(const sealed::Secret& plain, const PassphraseSetting& setting)
{
    const std::vector<std::string> words = words_of(setting);
    const std::string_view bytes = plain.view();
    std::size_t left = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto word =
            std::ranges::find_if(words, [&](const std::string& one) { return bytes.substr(at).starts_with(one); });
        if (word == words.end()) ++left;
        at += word == words.end() ? 1 : word->size();
    }
    return left;
}

} // namespace

Status check_passphrase(const sealed::Secret& passphrase, const PassphraseSetting& setting)
{
    constexpr std::size_t enough_guesses = 8;
    constexpr std::size_t enough_beside_names = 10;
    const Shape shape = shape_of(passphrase.view());
    if (!shape.valid) return Error{fault::weak_passphrase, "utf-8"};
    if (shape.code_points < least_passphrase) return Error{fault::weak_passphrase, "short"};
    const sealed::Secret plain = plain_form(passphrase);
    if (few_different(plain.view())) return Error{fault::weak_passphrase, "pattern"};
    if (std::ranges::find(common, plain.view()) != common.end()) return Error{fault::weak_passphrase, "common"};
    if (repeats(plain.view()) || guessed_characters(plain.view()) < enough_guesses)
        return Error{fault::weak_passphrase, "pattern"};
    if (beside_names(plain, {}) < enough_beside_names) return Error{fault::weak_passphrase, "common"};
    if (beside_names(plain, setting) < enough_beside_names) return Error{fault::weak_passphrase, "name"};
    return {};
}

} // namespace rapport::vault
