// Writes a release of a made-up clinic into a new folder, by the real sink: every instrument of the library that is
// named, every reason for a missing answer, names with every trick. release_bundle FOLDER [PEOPLE] [VISITS] [SEED]
// [INSTRUMENT...]
#include <cstdio>
#include <cstdlib>

#include "storage/outlet/folder_sink.h"
#include "storage/sealed/secret.h"
#include "tests/release/clinic.h"

using namespace clinic;

int main(int count, char** words)
{
    if (count < 2) return 2;
    if (!sealed::prepare_process()) return 3;
    Shape shape;
    shape.people = count > 2 ? std::atoi(words[2]) : 300;
    shape.least_visits = shape.most_visits = count > 3 ? std::atoi(words[3]) : 6;
    Random random(static_cast<std::uint64_t>(count > 4 ? std::atoi(words[4]) : 1));
    shape.missing_of_100 = 6;
    shape.skips_of_100 = 20;
    shape.sites = 2;
    shape.instruments.clear();
    for (int at = 5; at < count; ++at)
        shape.instruments.emplace_back(words[at]);
    if (shape.instruments.empty())
        shape.instruments = {"pcl-5", "phq-9", "gad-7", "wai-sr-client", "audit-c", "phq-15", "check-in-patient"};
    auto records = make(shape, random);
    for (auto& record : records) {
        if (record.site == "Site A") record.site = "=North, \"A\" <&> | \xD7\x90 \xF0\x9F\x98\x80;\nward";
        // What is not for somebody is not asked of them, as the tablet does it.
        const auto* definition = instruments::find_in_library(record.instrument);
        for (std::size_t item = 0; item < definition->items.size(); ++item) {
            const auto not_for = definition->items[item].not_for;
            const bool theirs = (not_for == instruments::Sex::male && record.sex == "male") ||
                                (not_for == instruments::Sex::female && record.sex == "female");
            if (theirs) record.response.items[item] = instruments::Answer::none(instruments::Missing::not_asked);
        }
    }
    auto policy = clinic::policy();
    policy.suppress_at_most = 0.2;
    const auto data = release::deidentify(records, policy);
    if (!data) return std::fprintf(stderr, "%s %s\n", data.error().fault.name.data(), data.error().detail.c_str()), 1;
    const auto table = release::aggregate(records, library(), policy);
    auto sink = outlet::FolderSink::make(words[1]);
    if (!sink) return std::fprintf(stderr, "%s\n", sink.error().fault.name.data()), 1;
    const auto written = release::write_bundle(*data, table, library(), policy, **sink);
    if (!written)
        return std::fprintf(stderr, "%s %s\n", written.error().fault.name.data(), written.error().detail.c_str()), 1;
    return (*sink)->deliver() ? 0 : 1;
}
