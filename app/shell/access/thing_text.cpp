#include "app/shell/access/thing.h"

/// Text is read, never written: what a person types comes through the keyboard. Offsets count code points, as AT-SPI's.
namespace rapport::access {
namespace {

struct Span {
    glong from = 0;
    glong to = 0;
};

const std::string& words_of(AtkText* text)
{
    return text_of(thing_of(text).entry);
}

glong length_of(AtkText* text)
{
    return g_utf8_strlen(words_of(text).c_str(), -1);
}

gchar* piece(AtkText* text, Span span)
{
    return g_utf8_substring(words_of(text).c_str(), span.from, span.to);
}

gunichar point_at(AtkText* text, glong offset)
{
    const gchar* words = words_of(text).c_str();
    return g_utf8_get_char(g_utf8_offset_to_pointer(words, offset));
}

/// A word is what stands between spaces, with the space after it: a reader goes from start to start.
Span word_at(AtkText* text, glong offset)
{
    const glong length = length_of(text);
    Span word{offset, offset};
    while (word.from > 0 && !(g_unichar_isspace(point_at(text, word.from - 1)) != 0 &&
                              g_unichar_isspace(point_at(text, word.from)) == 0))
        --word.from;
    while (word.to < length && g_unichar_isspace(point_at(text, word.to)) == 0)
        ++word.to;
    while (word.to < length && g_unichar_isspace(point_at(text, word.to)) != 0)
        ++word.to;
    return word;
}

gchar* get_text(AtkText* text, gint from, gint to)
{
    const glong length = length_of(text);
    const glong end = to < 0 || to > length ? length : to;
    if (from < 0 || from > end) return g_strdup("");
    return piece(text, {from, end});
}

gchar* string_at(AtkText* text, gint offset, AtkTextGranularity granularity, gint* start, gint* end)
{
    const glong length = length_of(text);
    Span span{0, length};
    if (offset < 0 || offset >= length) {
        span = {length, length};
        if (granularity != ATK_TEXT_GRANULARITY_CHAR && offset == length && length > 0) span = {0, length};
    } else if (granularity == ATK_TEXT_GRANULARITY_CHAR) {
        span = {offset, offset + 1};
    } else if (granularity == ATK_TEXT_GRANULARITY_WORD) {
        span = word_at(text, offset);
    }
    *start = static_cast<gint>(span.from);
    *end = static_cast<gint>(span.to);
    return piece(text, span);
}

gchar* text_at(AtkText* text, gint offset, AtkTextBoundary boundary, gint* start, gint* end)
{
    AtkTextGranularity granularity = ATK_TEXT_GRANULARITY_LINE;
    if (boundary == ATK_TEXT_BOUNDARY_CHAR) granularity = ATK_TEXT_GRANULARITY_CHAR;
    if (boundary == ATK_TEXT_BOUNDARY_WORD_START || boundary == ATK_TEXT_BOUNDARY_WORD_END)
        granularity = ATK_TEXT_GRANULARITY_WORD;
    return string_at(text, offset, granularity, start, end);
}

gunichar character_at(AtkText* text, gint offset)
{
    return offset < 0 || offset >= length_of(text) ? 0 : point_at(text, offset);
}

gint count_characters(AtkText* text)
{
    return static_cast<gint>(length_of(text));
}

gint caret(AtkText* text)
{
    const shell::Node& node = thing_of(text).entry.node;
    return node.role == shell::Role::text_entry ? count_characters(text) : -1;
}

void character_extents(AtkText* text, gint, gint* x, gint* y, gint* width, gint* height, AtkCoordType from)
{
    atk_component_get_extents(ATK_COMPONENT(text), x, y, width, height, from);
}

} // namespace

void implement_text(AtkTextIface& face)
{
    face.get_text = get_text;
    face.get_string_at_offset = string_at;
    face.get_text_at_offset = text_at;
    face.get_character_at_offset = character_at;
    face.get_character_count = count_characters;
    face.get_caret_offset = caret;
    face.get_character_extents = character_extents;
    face.get_n_selections = [](AtkText*) { return 0; };
}

} // namespace rapport::access
