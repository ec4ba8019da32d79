#include "storage/sealed/ticket_sheet.h"

#include <algorithm>

#include <sodium.h>

#include "storage/sealed/faults.h"
#include "storage/sealed/words_code.h"

namespace rapport::sealed {

namespace {

constexpr ByteView sheet_magic = "RVTICKETS";
constexpr ByteView body_magic = "RVTICKET";
constexpr std::uint16_t body_version = 1;
constexpr std::uint16_t sheet_version = 2;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t most_box = 64 * 1024;

void put_magic(wire::Writer& out, ByteView magic, std::uint16_t version)
{
    out.raw({reinterpret_cast<const unsigned char*>(magic.data()), magic.size()});
    out.number(version);
}

bool begins(wire::Reader& in, ByteView magic, std::uint16_t version)
{
    return in.raw(magic.size()) == magic && in.number<std::uint16_t>() == version;
}

template <class Put>
Secret written(const Put& put)
{
    wire::Writer measure({});
    put(measure);
    if (measure.needed() > JobLimits::whole) return {};
    Secret bytes(measure.needed());
    wire::Writer out({bytes.data(), bytes.size()});
    put(out);
    return bytes;
}

bool fits(const TicketBody& body)
{
    return body.key.size() == key_bytes && body.language.size() <= JobLimits::language &&
           body.label.size() <= JobLimits::label && body.instruments.size() <= JobLimits::instruments &&
           std::ranges::all_of(body.instruments, [](const TicketBody::Instrument& one) {
               return one.id.size() <= JobLimits::instrument_id && one.not_asked.size() <= JobLimits::not_asked &&
                      std::ranges::all_of(one.not_asked, [](const std::string& item) {
                          return item.size() <= JobLimits::instrument_id;
                      });
           });
}

bool is_folder(std::string_view name)
{
    return name.size() <= JobLimits::folder && name.find('\0') == std::string_view::npos;
}

bool fits(const TicketSheet& sheet)
{
    return is_folder(sheet.drafts_folder) && is_folder(sheet.inbox_folder) &&
           sheet.language.size() <= JobLimits::language && words_fit(sheet.words) &&
           sheet.definitions.size() <= 0xFFFF && sheet.tickets.size() <= TicketSheet::most_tickets &&
           std::ranges::all_of(sheet.definitions,
                               [](const std::string& json) { return json.size() <= JobLimits::definition; }) &&
           std::ranges::all_of(sheet.tickets, [](const OpenTicket& one) { return one.box.size() <= most_box; });
}

DefinitionHash hash_of(ByteView bytes)
{
    DefinitionHash hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    return hash;
}

} // namespace

Secret write_ticket_body(const TicketBody& body)
{
    if (!fits(body)) return {};
    return written([&](wire::Writer& out) {
        put_magic(out, body_magic, body_version);
        out.raw({body.key.data(), body.key.size()});
        out.text(body.language);
        out.text(body.label);
        out.number(static_cast<std::uint8_t>(body.auto_advance));
        out.number(static_cast<std::uint8_t>(body.asked));
        out.number(static_cast<std::uint8_t>(body.instruments.size()));
        for (const TicketBody::Instrument& one : body.instruments) {
            out.text(one.id);
            out.raw(one.definition);
            out.number(static_cast<std::uint8_t>(one.not_asked.size()));
            for (const std::string& item : one.not_asked)
                out.text(item);
        }
    });
}

Result<TicketBody> read_ticket_body(ByteView bytes)
{
    wire::Reader in(bytes);
    if (!begins(in, body_magic, body_version)) return Error{fault::damaged_job, "ticket"};
    TicketBody body;
    body.key = Secret::copy_of(in.raw(key_bytes));
    body.language = in.text(JobLimits::language);
    body.label = in.text(JobLimits::label);
    body.auto_advance = in.flag();
    const auto asked = in.number<std::uint8_t>();
    if (asked > static_cast<std::uint8_t>(Asked::from_paper)) in.fail();
    body.asked = static_cast<Asked>(asked);
    const auto instruments = in.number<std::uint8_t>();
    if (instruments > JobLimits::instruments) in.fail();
    for (unsigned i = 0; i < instruments && in.ok(); ++i) {
        TicketBody::Instrument one;
        one.id = in.text(JobLimits::instrument_id);
        in.into(one.definition);
        const auto left = in.number<std::uint8_t>();
        for (unsigned item = 0; item < left && in.ok(); ++item)
            one.not_asked.emplace_back(in.text(JobLimits::instrument_id));
        body.instruments.push_back(std::move(one));
    }
    if (!in.complete()) return Error{fault::damaged_job, "ticket"};
    return body;
}

Secret write_sheet(const TicketSheet& sheet)
{
    if (!fits(sheet)) return {};
    return written([&](wire::Writer& out) {
        put_magic(out, sheet_magic, sheet_version);
        out.raw(sheet.salt);
        out.raw(sheet.inbox);
        out.text(sheet.drafts_folder);
        out.text(sheet.inbox_folder);
        out.text(sheet.language);
        out.number(static_cast<std::uint8_t>(sheet.demo));
        out.number(static_cast<std::uint8_t>(sheet.therapist_reads));
        wire::put_words(out, sheet.words);
        out.number(static_cast<std::uint16_t>(sheet.definitions.size()));
        for (const std::string& json : sheet.definitions)
            out.text(json);
        out.number(static_cast<std::uint16_t>(sheet.tickets.size()));
        for (const OpenTicket& one : sheet.tickets) {
            out.raw(one.session);
            out.raw(one.tag);
            out.number(one.expires_utc_ms);
            out.text(one.box);
        }
    });
}

bool is_sheet(ByteView bytes)
{
    return bytes.starts_with(sheet_magic);
}

Result<TicketSheet> read_sheet(ByteView bytes)
{
    if (bytes.size() > JobLimits::whole) return Error{fault::damaged_job, "too long"};
    wire::Reader in(bytes);
    if (!begins(in, sheet_magic, sheet_version)) return Error{fault::damaged_job, "sheet"};
    TicketSheet sheet;
    in.into(sheet.salt);
    in.into(sheet.inbox);
    sheet.drafts_folder = in.text(JobLimits::folder);
    sheet.inbox_folder = in.text(JobLimits::folder);
    if (!is_folder(sheet.drafts_folder) || !is_folder(sheet.inbox_folder)) in.fail();
    sheet.language = in.text(JobLimits::language);
    sheet.demo = in.flag();
    sheet.therapist_reads = in.flag();
    sheet.words = wire::take_words(in);
    const auto definitions = in.number<std::uint16_t>();
    for (unsigned i = 0; i < definitions && in.ok(); ++i)
        sheet.definitions.emplace_back(in.text(JobLimits::definition));
    const auto tickets = in.number<std::uint16_t>();
    if (tickets > TicketSheet::most_tickets) in.fail();
    for (unsigned i = 0; i < tickets && in.ok(); ++i) {
        OpenTicket one;
        in.into(one.session);
        in.into(one.tag);
        one.expires_utc_ms = in.number<std::int64_t>();
        one.box = in.text(most_box);
        sheet.tickets.push_back(std::move(one));
    }
    if (!in.complete()) return Error{fault::damaged_job, "sheet"};
    return sheet;
}

Result<Job> job_of_ticket(const TicketSheet& sheet, const OpenTicket& ticket, const Secret& key)
{
    const auto opened = open_ticket(key, ticket.session, ticket.box);
    if (!opened) return Error{fault::damaged_job, "box"};
    auto body = read_ticket_body(opened->view());
    if (!body) return body.error();
    Job job;
    job.session = ticket.session;
    job.key = std::move(body->key);
    job.inbox = sheet.inbox;
    job.drafts_folder = sheet.drafts_folder;
    job.inbox_folder = sheet.inbox_folder;
    job.language = std::move(body->language);
    job.label = std::move(body->label);
    job.words = sheet.words;
    job.auto_advance = body->auto_advance;
    job.asked = body->asked;
    job.demo = sheet.demo;
    job.therapist_reads = sheet.therapist_reads;
    job.expires_utc_ms = ticket.expires_utc_ms;
    for (TicketBody::Instrument& one : body->instruments) {
        const auto json =
            std::ranges::find(sheet.definitions, one.definition, [](const std::string& text) { return hash_of(text); });
        if (json == sheet.definitions.end()) return Error{fault::damaged_job, "definition"};
        job.instruments.push_back({std::move(one.id), *json, std::move(one.not_asked)});
    }
    return job;
}

} // namespace rapport::sealed
