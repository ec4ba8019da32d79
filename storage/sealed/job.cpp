#include "storage/sealed/job.h"

#include <algorithm>
#include <utility>

#include "storage/sealed/faults.h"
#include "storage/sealed/wire.h"
#include "storage/sealed/words_code.h"

namespace rapport::sealed {

namespace {

constexpr ByteView magic = "RVJOB";
constexpr std::uint16_t version = 4;
constexpr std::size_t key_bytes = 32;

bool holds_nul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

bool within_limits(const Job& job)
{
    if (job.key.size() != key_bytes || job.instruments.size() > JobLimits::instruments) return false;
    if (job.drafts_folder.size() > JobLimits::folder || job.inbox_folder.size() > JobLimits::folder) return false;
    if (holds_nul(job.drafts_folder) || holds_nul(job.inbox_folder)) return false;
    if (job.language.size() > JobLimits::language || job.label.size() > JobLimits::label) return false;
    if (!words_fit(job.words)) return false;
    return std::ranges::all_of(job.instruments, [](const JobInstrument& instrument) {
        return instrument.id.size() <= JobLimits::instrument_id &&
               instrument.definition_json.size() <= JobLimits::definition &&
               instrument.not_asked.size() <= JobLimits::not_asked &&
               std::ranges::all_of(instrument.not_asked,
                                   [](const std::string& id) { return id.size() <= JobLimits::instrument_id; });
    });
}

void put(wire::Writer& out, const Job& job)
{
    out.raw({reinterpret_cast<const unsigned char*>(magic.data()), magic.size()});
    out.number(version);
    out.raw(job.session);
    out.raw({job.key.data(), job.key.size()});
    out.raw(job.inbox);
    out.text(job.drafts_folder);
    out.text(job.inbox_folder);
    out.text(job.language);
    out.text(job.label);
    wire::put_words(out, job.words);
    out.number(static_cast<std::uint8_t>(job.auto_advance));
    out.number(static_cast<std::uint8_t>(job.asked));
    out.number(static_cast<std::uint8_t>(job.layout));
    out.number(static_cast<std::uint8_t>(job.demo));
    out.number(job.expires_utc_ms);
    out.number(static_cast<std::uint8_t>(job.therapist_reads));
    out.number(static_cast<std::uint8_t>(job.instruments.size()));
    for (const JobInstrument& instrument : job.instruments) {
        out.text(instrument.id);
        out.text(instrument.definition_json);
        out.number(static_cast<std::uint8_t>(instrument.not_asked.size()));
        for (const std::string& id : instrument.not_asked)
            out.text(id);
    }
}

std::string folder(wire::Reader& in)
{
    const ByteView text = in.text(JobLimits::folder);
    if (holds_nul(text)) in.fail();
    return std::string(text);
}

} // namespace

Secret write_job(const Job& job)
{
    if (!within_limits(job)) return {};
    wire::Writer measure({});
    put(measure, job);
    if (measure.needed() > JobLimits::whole) return {};

    Secret bytes(measure.needed());
    wire::Writer out({bytes.data(), bytes.size()});
    put(out, job);
    return bytes;
}

Result<Job> read_job(ByteView bytes)
{
    if (bytes.size() > JobLimits::whole) return Error{fault::damaged_job, "too long"};
    wire::Reader in(bytes);
    if (in.raw(magic.size()) != magic) return Error{fault::damaged_job, "magic"};
    if (in.number<std::uint16_t>() != version) return Error{fault::damaged_job, "version"};

    Job job;
    in.into(job.session);
    job.key = Secret::copy_of(in.raw(key_bytes));
    in.into(job.inbox);
    job.drafts_folder = folder(in);
    job.inbox_folder = folder(in);
    job.language = in.text(JobLimits::language);
    job.label = in.text(JobLimits::label);
    job.words = wire::take_words(in);
    job.auto_advance = in.flag();
    const auto asked = in.number<std::uint8_t>();
    if (asked > static_cast<std::uint8_t>(Asked::from_paper)) in.fail();
    job.asked = static_cast<Asked>(asked);
    const auto layout = in.number<std::uint8_t>();
    if (layout > static_cast<std::uint8_t>(Layout::several)) in.fail();
    job.layout = static_cast<Layout>(layout);
    job.demo = in.flag();
    job.expires_utc_ms = in.number<std::int64_t>();
    job.therapist_reads = in.flag();
    const auto instruments = in.number<std::uint8_t>();
    if (instruments > JobLimits::instruments) in.fail();
    for (unsigned i = 0; i < instruments && in.ok(); ++i) {
        JobInstrument instrument;
        instrument.id = in.text(JobLimits::instrument_id);
        instrument.definition_json = in.text(JobLimits::definition);
        const auto left = in.number<std::uint8_t>();
        for (unsigned item = 0; item < left && in.ok(); ++item)
            instrument.not_asked.emplace_back(in.text(JobLimits::instrument_id));
        job.instruments.push_back(std::move(instrument));
    }
    if (!in.complete()) return Error{fault::damaged_job, "length"};
    return job;
}

} // namespace rapport::sealed
