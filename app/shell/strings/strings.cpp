#include "app/shell/strings/strings.h"

#include <cassert>
#include <functional>
#include <map>

#include <nlohmann/json.hpp>

namespace rapport::strings {
namespace {

using Sentences = std::map<std::string, std::string, std::less<>>;

/// One JSON object of strings. Anything else gives nothing at all, and the bundled files are ours: a test reads them.
Sentences parse(std::string_view json)
{
    Sentences sentences;
    const auto read = nlohmann::json::parse(json, nullptr, false);
    if (!read.is_object()) return sentences;
    for (const auto& [key, value] : read.items())
        if (value.is_string()) sentences.emplace(key, value.get<std::string>());
    return sentences;
}

struct Voice {
    std::string code;
    Sentences sentences;
};

/// Every bundled language, parsed once, in the order of their codes.
const std::map<std::string, Voice, std::less<>>& voices()
{
    static const auto all = [] {
        std::map<std::string, Voice, std::less<>> read;
        for (const BundledLanguage& language : bundled_languages()) {
            const std::string code(language.name.substr(0, language.name.find('.')));
            read.emplace(code, Voice{code, parse(language.json)});
        }
        return read;
    }();
    return all;
}

const Voice*& chosen()
{
    static const Voice* voice = [] {
        const auto english = voices().find("en");
        assert(english != voices().end());
        return &english->second;
    }();
    return voice;
}

/// English has every key; the others have those a patient meets, and staff read the rest in English.
const std::string* sentence(std::string_view key)
{
    const auto found = chosen()->sentences.find(key);
    if (found != chosen()->sentences.end()) return &found->second;
    const Sentences& english = voices().find("en")->second.sentences;
    const auto fallback = english.find(key);
    return fallback == english.end() ? nullptr : &fallback->second;
}

} // namespace

bool use_language(std::string_view code)
{
    const auto found = voices().find(code);
    if (found == voices().end()) return false;
    chosen() = &found->second;
    return true;
}

std::string_view language()
{
    return chosen()->code;
}

bool has(std::string_view key)
{
    return sentence(key) != nullptr;
}

std::string_view say(std::string_view key)
{
    const std::string* const found = sentence(key);
    assert(found != nullptr && "a key of assets/strings");
    return *found;
}

std::string say(std::string_view key, const Fill& fill)
{
    const std::string_view pattern = say(key);
    std::string said;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
        const std::string* value = nullptr;
        if (end != std::string_view::npos) {
            const std::string_view name = pattern.substr(at + 1, end - at - 1);
            for (const auto& [placeholder, filling] : fill)
                if (placeholder == name) value = &filling;
        }
        if (value == nullptr) {
            said += pattern[at++];
            continue;
        }
        said += *value;
        at = end + 1;
    }
    return said;
}

std::string hint(const Error& error)
{
    const std::string key = "fault." + std::string(error.fault.name) + "." + error.detail;
    return has(key) ? std::string(say(key)) : std::string();
}

std::string explain(const Error& error)
{
    const std::string key = "fault." + std::string(error.fault.name);
    if (!has(key)) return say("fault.other", {{"name", std::string(error.fault.name)}});
    const std::string more = hint(error);
    return std::string(say(key)) + (more.empty() ? "" : " " + more);
}

} // namespace rapport::strings
