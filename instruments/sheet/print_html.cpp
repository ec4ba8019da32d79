#include "instruments/sheet/document.h"

namespace rapport::instruments {

namespace {

// No outside file and no script: the policy says so to the browser as well.
constexpr std::string_view head = R"(<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<style>
@page { size: A4; margin: 16mm 14mm; }
body { font: 10.5pt/1.4 Inter, Helvetica, Arial, sans-serif; color: #111; max-width: 182mm; margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 4mm; }
h2 { font-size: 12.5pt; margin: 7mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; white-space: pre-line; }
ul { margin: 0 0 2mm; padding-left: 5mm; }
table { border-collapse: collapse; width: 100%; margin: 0 0 3mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.3mm solid #999; padding: 1mm 1.6mm; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { background: #eee; font-weight: 600; }
table.facts th { width: 38mm; }
table.facts td { overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; padding: 0; } th { print-color-adjust: exact; } }
</style>
)";

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string element(std::string_view name, std::string_view text)
{
    return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}

std::string cells(std::string_view name, const std::vector<std::string>& texts)
{
    std::string out = "<tr>";
    for (const std::string& text : texts)
        out += element(name, text);
    return out + "</tr>\n";
}

std::string block_html(const Block& block)
{
    std::string out;
    switch (block.kind) {
    case Block::Kind::heading:
        return element("h2", block.text) + "\n";
    case Block::Kind::paragraph:
        return element("p", block.text) + "\n";
    case Block::Kind::list:
        for (const std::string& line : block.lines)
            out += element("li", line) + "\n";
        return "<ul>\n" + out + "</ul>\n";
    case Block::Kind::facts:
        for (const auto& row : block.rows)
            out += "<tr>" + element("th", row.at(0)) + element("td", row.at(1)) + "</tr>\n";
        return "<table class=\"facts\">\n<tbody>\n" + out + "</tbody>\n</table>\n";
    case Block::Kind::table:
        for (const auto& row : block.rows)
            out += cells("td", row);
        return "<table>\n<thead>\n" + cells("th", block.columns) + "</thead>\n<tbody>\n" + out + "</tbody>\n</table>\n";
    }
    return out;
}

} // namespace

std::string print_html(const Document& document)
{
    std::string out = "<!DOCTYPE html>\n<html lang=\"" + escaped(document.language) + "\">\n<head>\n";
    out += head;
    out += element("title", document.title) + "\n</head>\n<body>\n" + element("h1", document.title) + "\n";
    for (const Block& block : document.blocks)
        out += block_html(block);
    return out + "</body>\n</html>\n";
}

} // namespace rapport::instruments
