// The one door to libxml2.
#include "storage/release/xml.h"

#include <charconv>

#include <libxml/xmlIO.h>
#include <libxml/xmlwriter.h>

#include "storage/release/libraries.h"
#include "storage/release/stream.h"

namespace rapport::release {

struct Xml::Parts {
    explicit Parts(Stream opened) : stream(std::move(opened)) {}
    Stream stream;
    Status failed{};
    xmlTextWriterPtr writer = nullptr;
    std::string held{};
    bool broken = false; ///< the library refused something
};

namespace {

const xmlChar* chars(const char* text)
{
    return reinterpret_cast<const xmlChar*>(text);
}

} // namespace

Xml::Xml(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Xml::~Xml()
{
    if (parts_->writer != nullptr) xmlFreeTextWriter(parts_->writer);
}

Result<std::unique_ptr<Xml>> Xml::open(Sink& sink, std::string name)
{
    auto stream = Stream::open(sink, std::move(name));
    if (!stream) return stream.error();
    auto parts = std::make_unique<Parts>(std::move(*stream));
    const auto take = [](void* context, const char* bytes, int length) {
        Parts& to = *static_cast<Parts*>(context);
        if (to.failed) to.failed = to.stream.put({bytes, static_cast<std::size_t>(length)});
        return to.failed ? length : -1;
    };
    xmlOutputBufferPtr out = xmlOutputBufferCreateIO(
        take, [](void*) { return 0; }, parts.get(), nullptr);
    parts->writer = out == nullptr ? nullptr : xmlNewTextWriter(out);
    if (parts->writer == nullptr) return Error{fault::cannot_write_release, "xml"};
    parts->broken = xmlTextWriterStartDocument(parts->writer, "1.0", "UTF-8", nullptr) < 0;
    return std::unique_ptr<Xml>(new Xml(std::move(parts)));
}

void Xml::begin(const char* element)
{
    parts_->broken |= xmlTextWriterStartElement(parts_->writer, chars(element)) < 0;
}

void Xml::attribute(const char* name, std::string_view value)
{
    parts_->held = value;
    parts_->broken |= xmlTextWriterWriteAttribute(parts_->writer, chars(name), chars(parts_->held.c_str())) < 0;
}

void Xml::text(std::string_view words)
{
    parts_->held = words;
    parts_->broken |= xmlTextWriterWriteString(parts_->writer, chars(parts_->held.c_str())) < 0;
}

void Xml::end()
{
    parts_->broken |= xmlTextWriterEndElement(parts_->writer) < 0;
}

void Xml::leaf(const char* element, std::string_view words)
{
    begin(element);
    text(words);
    end();
}

Status Xml::so_far() const
{
    if (!parts_->failed) return parts_->failed;
    if (parts_->broken) return Error{fault::cannot_write_release, "xml"};
    return {};
}

Result<WrittenFile> Xml::close()
{
    parts_->broken |= xmlTextWriterEndDocument(parts_->writer) < 0;
    parts_->broken |= xmlTextWriterFlush(parts_->writer) < 0;
    if (Status written = so_far(); !written) return written.error();
    return parts_->stream.close();
}

Library xml_library()
{
    // It tells a number: 20914 is 2.9.14.
    constexpr int hundred = 100;
    const std::string_view told(xmlParserVersion);
    int number = 0;
    std::from_chars(told.data(), told.data() + told.size(), number);
    return {"libxml2", LIBXML_DOTTED_VERSION,
            dotted(number / hundred / hundred, number / hundred % hundred, number % hundred)};
}

} // namespace rapport::release
