#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::strings {

struct BundledLanguage {
    std::string_view name; ///< "en.json"
    std::string_view json;
};
[[nodiscard]] const std::vector<BundledLanguage>& bundled_languages();

/// Chooses the language of everything said from now on ("en"). Unknown: stays as it was and false.
bool use_language(std::string_view code);
[[nodiscard]] std::string_view language();

/// The sentence for a key of assets/strings/<language>.json ("kiosk.back"). Keys are code: a missing one asserts.
/// What a language has no words of its own for is said in English.
/// The view stays valid for the life of the program.
[[nodiscard]] std::string_view say(std::string_view key);
[[nodiscard]] bool has(std::string_view key);

/// The same with {name} placeholders filled: say("kiosk.progress", {{"n", "7"}, {"of", "20"}}).
/// One pass, so a value that looks like a placeholder stays as it is.
using Fill = std::vector<std::pair<std::string_view, std::string>>;
[[nodiscard]] std::string say(std::string_view key, const Fill& fill);

/// What would help against this very case, the sentence of "fault.<name>.<detail>"; empty where there is none.
[[nodiscard]] std::string hint(const Error& error);

/// What happened, what is safe, what to do: the sentence of "fault.<name>" and its hint; for one without a sentence,
/// "fault.other" with the name.
[[nodiscard]] std::string explain(const Error& error);

} // namespace rapport::strings
