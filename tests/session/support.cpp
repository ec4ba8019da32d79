#include "tests/session/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace rapport::session::test {

namespace {

void remove_sessions(const std::string& folder)
{
    const auto files = sealed::session_files(folder);
    if (files.ok())
        for (const std::string& file : *files)
            unlink(file.c_str());
    rmdir(folder.c_str());
}

} // namespace

Folder::Folder()
{
    const char* const memory = "/dev/shm";
    std::string name = std::string(access(memory, W_OK) == 0 ? memory : "/tmp") + "/rapport-session-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
    mkdir(drafts().c_str(), 0700);
    mkdir(inbox().c_str(), 0700);
}

Folder::~Folder()
{
    remove_sessions(drafts());
    remove_sessions(inbox());
    rmdir(path_.c_str());
}

std::int64_t FullDisk::write_at(int fd, const void* bytes, std::size_t size, std::uint64_t offset)
{
    return full ? -ENOSPC : disk_.write_at(fd, bytes, size, offset);
}

int FullDisk::sync_data(int fd)
{
    ++syncs;
    return full ? -ENOSPC : disk_.sync_data(fd);
}

std::string small_definition(const std::string& id, int items)
{
    std::string list;
    std::string ids;
    std::string answers;
    for (int i = 1; i <= items; ++i) {
        const std::string number = std::to_string(i);
        const std::string comma = i == 1 ? "" : ",";
        list += comma + R"({"id":")" + number + R"(","label":"Item )" + number + R"(","text":"Question )" + number +
                R"(?"})";
        ids += comma + "\"" + number + "\"";
        answers += comma + "\"" + number + "\":1";
    }
    return R"({"format":1,"id":")" + id +
           R"(","version":"1","title":"A small one","short_title":"Small","language":"en",)"
           R"("recall":"today","respondent":"patient","mode":"self","wording":"shipped","key_status":"verified",)"
           R"("licence":{"holder":"Rapport","terms":"CC0","may_ship_text":true,"may_release_text":true},)"
           R"("sources":["Written for this test."],"stem":"Today:","instructions":"Choose one.",)"
           R"("choices":{"c":[{"value":0,"text":"None"},{"value":1,"text":"Some"},{"value":2,"text":"Much"},{"value":3,"text":"All"}]},)"
           R"("items":[)" +
           list +
           R"(],"scores":[{"id":"total","name":"Total","method":"sum","direction":"higher_is_worse",)"
           R"("items":[)" +
           ids + R"(],"missing":{"max_missing":0,"id":"all","source":"Written for this test."},"min":0,"max":)" +
           std::to_string(3 * items) + R"(}],"examples":[{"name":"ones","source":"Added up by hand.","answers":{)" +
           answers + R"(},"expect":{"scores":{"total":)" + std::to_string(items) + "}}}]}";
}

std::string bundled(const std::string& id)
{
    for (const instruments::Bundled& row : instruments::bundled_definitions())
        if (row.name == id + ".json") return std::string(row.json);
    ADD_FAILURE() << "not bundled: " << id;
    return {};
}

Handover::Handover(const Folder& folder, std::vector<sealed::JobInstrument> instruments)
    : folder_(&folder), instruments_(std::move(instruments))
{
}

sealed::Job Handover::job() const
{
    sealed::Job job;
    job.session = session;
    job.key = key_.copy();
    job.inbox = keys.public_key;
    job.drafts_folder = folder_->drafts();
    job.inbox_folder = folder_->inbox();
    job.label = "Room 3, morning";
    job.words = {{"en", "Sit for as long as you like.", "Call us on 555 0100, day or night."}};
    job.instruments = instruments_;
    job.auto_advance = auto_advance;
    job.language = language;
    job.asked = asked;
    job.demo = demo;
    job.therapist_reads = therapist_reads;
    job.expires_utc_ms = expires_utc_ms;
    return job;
}

sealed::OpenedSession Handover::read(const std::string& folder) const
{
    Result<sealed::OpenedSession> opened =
        sealed::open_session_file(folder + "/" + sealed::hex(session) + ".rvs", keys, &key_);
    if (!opened) {
        ADD_FAILURE() << opened.error().fault.name;
        return {};
    }
    return *std::move(opened);
}

sealed::LogSettings on(sealed::FileOps& files)
{
    return {0, &files};
}

Survey begin(const Handover& handover, Instant now, const sealed::LogSettings& settings)
{
    Result<Survey> survey = Survey::begin(handover.job(), now, settings);
    if (!survey) ADD_FAILURE() << survey.error().fault.name << " " << survey.error().detail;
    return *std::move(survey);
}

Intent random_intent(std::mt19937_64& random)
{
    const auto roll = [&](int sides) { return static_cast<int>(random() % static_cast<std::uint64_t>(sides)); };
    const auto presentation = [&] {
        Presentation shown;
        shown.size = static_cast<Presentation::Size>(roll(4));
        shown.colours = static_cast<Presentation::Colours>(roll(3));
        shown.less_motion = roll(2) == 0;
        shown.auto_advance = roll(2) == 0;
        shown.scanning = roll(4) == 0;
        shown.language = roll(2) == 0 ? "es" : "zh";
        return shown;
    };
    switch (roll(26)) {
    case 20:
        return intent::Cleared{};
    case 21:
        return intent::ReadingWanted{};
    case 22:
        return intent::AboutWanted{};
    case 23:
        return intent::SheetDone{};
    case 24:
        return intent::PresentationChosen{presentation()};
    case 25:
        return intent::Answered{roll(4), false};
    case 0:
        return intent::Begin{};
    case 1:
    case 2:
        return intent::StartPart{};
    case 3:
        return intent::DeclineAsked{};
    case 4:
        return intent::DeclineConfirmed{};
    case 5:
        return intent::DeclineTakenBack{};
    case 6:
    case 7:
    case 8:
        return intent::Next{};
    case 9:
        return intent::Back{};
    case 10:
        return intent::GoTo{static_cast<std::size_t>(roll(6))};
    case 11:
        return intent::LeavePart{};
    case 12:
        return intent::Pause{};
    case 13:
        return intent::Resume{};
    case 14:
        return intent::NeedMoment{};
    case 15:
        return intent::NeedSomeone{};
    case 16:
        return intent::ReturnFromMoment{};
    case 17:
        return roll(8) == 0 ? Intent(intent::StaffWanted{}) : Intent(intent::Resume{});
    default:
        return intent::Answered{roll(6) - 1};
    }
}

Intent likely_intent(const Page& page, std::mt19937_64& random)
{
    if (random() % 4 == 0) return random_intent(random);
    if (std::holds_alternative<page::Welcome>(page)) return intent::Begin{};
    if (std::holds_alternative<page::Instructions>(page)) return intent::StartPart{};
    if (std::holds_alternative<page::Review>(page)) return intent::LeavePart{};
    if (std::holds_alternative<page::Moment>(page)) return intent::ReturnFromMoment{};
    if (std::holds_alternative<page::Cover>(page)) return intent::Resume{};
    if (std::holds_alternative<page::Reading>(page) || std::holds_alternative<page::About>(page))
        return intent::SheetDone{};
    if (std::holds_alternative<page::ConfirmDecline>(page)) return intent::DeclineConfirmed{};
    if (random() % 2 == 0) return intent::Next{};
    return intent::Answered{static_cast<int>(random() % 4)};
}

} // namespace rapport::session::test
