#include "instruments/exchange/archive.h"
#include "instruments/exchange/draft.h"
#include "instruments/exchange/redcap_words.h"
#include "instruments/utf8.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t largest = std::size_t{16} << 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

Result<Imported> import_questionnaire(std::string_view bytes)
{
    if (bytes.size() > largest) return Error{not_a_questionnaire, "The file is larger than 16 MiB."};
    if (bytes.starts_with("PK")) {
        auto table = unpack(bytes, std::string(redcap::instrument_file), largest);
        if (!table) return Error{not_a_questionnaire, "The archive cannot be read: " + table.error().detail + "."};
        if (first_invalid_utf8(*table))
            return Error{not_a_questionnaire, "The dictionary in the archive is not UTF-8."};
        return import_redcap(*table);
    }
    if (first_invalid_utf8(bytes)) return Error{not_a_questionnaire, "The file is not UTF-8 text."};
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && bytes[first] == '{') return import_fhir(bytes);
    return import_redcap(bytes);
}

} // namespace rapport::instruments
