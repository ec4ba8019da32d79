#include <algorithm>

#include <fmt/format.h>

#include "storage/release/csv.h"
#include "storage/release/fixed_time.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "storage/release/variables.h"
#include "storage/release/writers.h"
#include "storage/release/xml.h"

namespace rapport::release {

namespace {

/// An attribute of the element that is open.
struct Attribute {
    const char* name;
    std::string value;
};

/// Study, definitions and data of one release. OIDs are made of variable names, so that each is there exactly once.
class Odm {
public:
    Odm(Xml& xml, const Codebook& book, const Policy& policy)
        : xml_(xml), book_(book), project_(text_cell(without_clock(policy.project))), notice_(notice_of(policy.profile))
    {
    }

    void head()
    {
        begin("ODM", {{"xmlns", "http://www.cdisc.org/ns/odm/v1.3"},
                      {"ODMVersion", "1.3.2"},
                      {"FileType", "Snapshot"},
                      {"FileOID", "rapport-release"},
                      {"CreationDateTime", std::string(fixed_time_iso)},
                      {"SourceSystem", "Rapport"},
                      {"SourceSystemVersion", RAPPORT_VERSION}});
        begin("Study", {{"OID", "ST.1"}});
        xml_.begin("GlobalVariables");
        xml_.leaf("StudyName", project_.empty() ? "release" : project_);
        xml_.leaf("StudyDescription", notice_);
        xml_.leaf("ProtocolName", project_.empty() ? "release" : project_);
        xml_.end();
        begin("MetaDataVersion", {{"OID", "MDV.1"}, {"Name", "Release"}});
        xml_.begin("Protocol");
        empty("StudyEventRef", {{"StudyEventOID", "SE.PERSON"}, {"Mandatory", "Yes"}});
        empty("StudyEventRef", {{"StudyEventOID", "SE.OCCASION"}, {"Mandatory", "No"}});
        xml_.end();
        begin("StudyEventDef", {{"OID", "SE.PERSON"}, {"Name", "Person"}, {"Repeating", "No"}, {"Type", "Common"}});
        empty("FormRef", {{"FormOID", "F.person"}, {"Mandatory", "Yes"}});
        xml_.end();
        begin("StudyEventDef",
              {{"OID", "SE.OCCASION"}, {"Name", "Administration"}, {"Repeating", "Yes"}, {"Type", "Scheduled"}});
        for (const Sheet& sheet : book_.wide)
            empty("FormRef", {{"FormOID", "F." + sheet.stem}, {"Mandatory", "No"}});
        xml_.end();
    }

    void definitions()
    {
        form("person", "Person");
        for (const Sheet& sheet : book_.wide)
            form(sheet.stem, sheet.title);
        group("person", "Person", book_.wide.front(), person_from, person_to);
        for (const Sheet& sheet : book_.wide)
            group(sheet.stem, sheet.title, sheet, person_to, sheet.missing_words);
        const Sheet& first = book_.wide.front();
        for (std::size_t at = person_from; at < person_to; ++at)
            item("person", first.variables[at]);
        for (const Sheet& sheet : book_.wide)
            for (std::size_t at = person_to; at < sheet.missing_words; ++at)
                item(sheet.stem, sheet.variables[at]);
        for (const Sheet& sheet : book_.wide)
            for (const Variable& variable : sheet.variables)
                if (!variable.labels.empty()) code_list(sheet.stem, variable);
        begin("CodeList", {{"OID", "CL.missing"}, {"Name", "Why there is no answer"}, {"DataType", "text"}});
        for (const ReasonCode& reason : reason_codes())
            listed(std::string(instruments::word(reason.why)), instruments::word(reason.why));
        xml_.end();
        xml_.end(); // MetaDataVersion
        xml_.end(); // Study
    }

    void begin_data() { begin("ClinicalData", {{"StudyOID", "ST.1"}, {"MetaDataVersionOID", "MDV.1"}}); }
    void end_data()
    {
        close_person();
        xml_.end(); // ClinicalData
        xml_.end(); // ODM
    }

    void row(const DeidentifiedRecord& record, const Sheet& sheet, std::span<const Cell> cells)
    {
        if (record.code() != person_) {
            close_person();
            person_ = record.code();
            occasion_ = 0;
            begin("SubjectData", {{"SubjectKey", record.code()}});
            begin("StudyEventData", {{"StudyEventOID", "SE.PERSON"}});
            begin("FormData", {{"FormOID", "F.person"}});
            begin("ItemGroupData", {{"ItemGroupOID", "IG.person"}});
            values("person", sheet, cells, person_from, person_to);
            xml_.end();
            xml_.end();
            xml_.end();
        }
        begin("StudyEventData",
              {{"StudyEventOID", "SE.OCCASION"}, {"StudyEventRepeatKey", std::to_string(++occasion_)}});
        begin("FormData", {{"FormOID", "F." + sheet.stem}});
        begin("ItemGroupData", {{"ItemGroupOID", "IG." + sheet.stem}});
        values(sheet.stem, sheet, cells, person_to, sheet.missing_words);
        xml_.end();
        xml_.end();
        xml_.end();
    }

private:
    // Within a wide sheet: code, then what is the person's, then what is the occasion's.
    static constexpr std::size_t person_from = 1;
    static constexpr std::size_t person_to = 5;

    void begin(const char* element, std::initializer_list<Attribute> attributes)
    {
        xml_.begin(element);
        for (const Attribute& one : attributes)
            xml_.attribute(one.name, one.value);
    }
    void empty(const char* element, std::initializer_list<Attribute> attributes)
    {
        begin(element, attributes);
        xml_.end();
    }
    void translated(const char* around, std::string_view words)
    {
        xml_.begin(around);
        xml_.begin("TranslatedText");
        xml_.text(without_clock(clean(words)));
        xml_.end();
        xml_.end();
    }

    void form(const std::string& stem, const std::string& name)
    {
        begin("FormDef", {{"OID", "F." + stem}, {"Name", name}, {"Repeating", "No"}});
        empty("ItemGroupRef", {{"ItemGroupOID", "IG." + stem}, {"Mandatory", "Yes"}});
        xml_.end();
    }

    void group(const std::string& stem, const std::string& name, const Sheet& sheet, std::size_t from, std::size_t to)
    {
        begin("ItemGroupDef", {{"OID", "IG." + stem}, {"Name", name}, {"Repeating", "No"}});
        for (std::size_t at = from; at < to; ++at)
            empty("ItemRef", {{"ItemOID", "I." + stem + "." + sheet.variables[at].name},
                              {"OrderNumber", std::to_string(at - from + 1)},
                              {"Mandatory", "No"}});
        xml_.end();
    }

    void item(const std::string& stem, const Variable& v)
    {
        begin("ItemDef", {{"OID", "I." + stem + "." + v.name}, {"Name", v.name}});
        xml_.attribute("DataType", v.kind == Kind::text ? "text" : v.kind == Kind::whole ? "integer" : "float");
        if (v.kind == Kind::text) xml_.attribute("Length", std::to_string(std::max<std::size_t>(v.width, 1)));
        if (v.kind == Kind::whole) xml_.attribute("Length", "6");
        if (v.kind == Kind::number) {
            xml_.attribute("Length", "20");
            xml_.attribute("SignificantDigits", "15");
        }
        xml_.attribute("SASFieldName", v.short_name);
        translated("Description", v.label);
        if (!v.wording.empty()) translated("Question", v.wording);
        if (!v.labels.empty()) empty("CodeListRef", {{"CodeListOID", "CL." + stem + "." + v.name}});
        if (!v.loinc.empty()) empty("Alias", {{"Context", "LOINC"}, {"Name", v.loinc}});
        xml_.end();
    }

    void listed(const std::string& value, std::string_view words)
    {
        begin("CodeListItem", {{"CodedValue", value}});
        translated("Decode", words);
        xml_.end();
    }

    void code_list(const std::string& stem, const Variable& v)
    {
        begin("CodeList", {{"OID", "CL." + stem + "." + v.name}, {"Name", v.name}, {"DataType", "integer"}});
        for (const ValueLabel& label : v.labels)
            listed(std::to_string(label.value), label.words.empty() ? std::to_string(label.value) : label.words);
        xml_.end();
    }

    void values(const std::string& stem, const Sheet& sheet, std::span<const Cell> cells, std::size_t from,
                std::size_t to)
    {
        for (std::size_t at = from; at < to; ++at) {
            const Cell& cell = cells[at];
            if (!cell.is_number() && !cell.is_text() && !cell.is_reason()) continue;
            begin("ItemData", {{"ItemOID", "I." + stem + "." + sheet.variables[at].name}});
            if (cell.is_reason()) {
                xml_.attribute("IsNull", "Yes");
                begin("Annotation", {{"SeqNum", "1"}});
                xml_.begin("Flag");
                begin("FlagValue", {{"CodeListOID", "CL.missing"}});
                xml_.text(instruments::word(cell.why()));
                xml_.end();
                xml_.end();
                xml_.end();
            } else {
                xml_.attribute("Value", words_of(cell));
            }
            xml_.end();
        }
    }

    void close_person()
    {
        if (!person_.empty()) xml_.end();
        person_.clear();
    }

    Xml& xml_;
    const Codebook& book_;
    std::string project_;
    std::string_view notice_;
    std::string person_;
    int occasion_ = 0;
};

} // namespace

Result<WrittenFile> write_odm(const Deidentified& data, const Codebook& book, const Policy& policy, Sink& sink)
{
    auto xml = Xml::open(sink, "odm.xml");
    if (!xml) return xml.error();
    Odm odm(**xml, book, policy);
    odm.head();
    odm.definitions();
    odm.begin_data();
    std::map<std::string_view, WideRow> rows;
    for (const Sheet& sheet : book.wide)
        rows.emplace(sheet.definition->id, WideRow(sheet));
    const Status all = data.records.each([&](const DeidentifiedRecord& record) {
        odm.row(record, book.of(record), rows.at(record.instrument()).fill(record));
        return (*xml)->so_far();
    });
    if (!all) return all.error();
    odm.end_data();
    return (*xml)->close();
}

} // namespace rapport::release
