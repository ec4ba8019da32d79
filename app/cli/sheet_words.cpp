#include "app/cli/sheet_words.h"

#include <sodium.h>

#include "app/shell/strings/strings.h"

namespace rapport::cli {

std::string fingerprint(const instruments::Definition& definition)
{
    const std::string& bytes = definition.source_text;
    unsigned char hash[32];
    crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                       0);
    char hex[2 * sizeof hash + 1];
    return sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
}

std::string sheet_of(const instruments::Definition& definition, SheetForm form)
{
    const auto say = [](std::string_view key, const instruments::Filling& filling) {
        return strings::say(key, filling);
    };
    const instruments::Document page =
        instruments::scoring_sheet(definition, {std::string(strings::language()), fingerprint(definition)}, say);
    return form == SheetForm::html ? instruments::print_html(page) : instruments::print_text(page);
}

} // namespace rapport::cli
