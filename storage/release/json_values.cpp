#include "storage/release/json_values.h"

namespace rapport::release {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Where the string that begins at `from` ends: behind its closing quote, or nowhere.
std::size_t behind_string(std::string_view text, std::size_t from)
{
    for (std::size_t at = from + 1; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return std::string_view::npos;
}

} // namespace

std::optional<std::vector<std::string_view>> json_values(std::string_view text, std::size_t most)
{
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::vector<std::string_view> out;
    std::size_t depth = 0;
    std::size_t values = 0;
    std::size_t begun = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (depth == 0 && is_space(c)) {
            ++at;
            continue;
        }
        if (depth == 0 && c != '{') return std::nullopt;
        if (c == '"') {
            at = behind_string(text, at);
            if (at == std::string_view::npos) return std::nullopt;
            continue;
        }
        if (c == '{' || c == '[') {
            if (depth == 0) begun = at;
            if (++depth > deepest) return std::nullopt;
        }
        if ((c == '{' || c == '[' || c == ',') && ++values > most) return std::nullopt;
        ++at;
        if ((c == '}' || c == ']') && --depth == 0) out.push_back(text.substr(begun, at - begun));
    }
    if (depth != 0 || out.empty()) return std::nullopt;
    return out;
}

} // namespace rapport::release
