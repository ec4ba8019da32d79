#include "tests/sealed/support.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace rapport::sealed::test {

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "rapport-sealed-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
    std::filesystem::create_directory(drafts());
    std::filesystem::create_directory(inbox());
}

Folder::~Folder()
{
    remove_path(path_);
}

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::string bytes;
    std::vector<char> piece(64 * 1024); // read to the end and not to a size: files of /proc have none
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0)
        bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    return bytes;
}

void write_file(const std::string& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

bool is_there(const std::string& path)
{
    return std::filesystem::exists(path);
}

void remove_path(const std::string& path)
{
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

Job make_job(const std::string& drafts, const std::string& inbox, const InboxKeys& keys)
{
    Job job;
    job.session = random_id();
    job.key = Secret::random(32);
    job.inbox = keys.public_key;
    job.drafts_folder = drafts;
    job.inbox_folder = inbox;
    return job;
}

Job make_job(const Folder& folder, const InboxKeys& keys)
{
    return make_job(folder.drafts(), folder.inbox(), keys);
}

Act numbered_act(std::int32_t number)
{
    std::mt19937_64 random(static_cast<std::uint64_t>(number) + 977);
    Act act;
    act.kind = static_cast<ActKind>(1 + random() % 12);
    act.part = static_cast<std::uint16_t>(random());
    const auto letter = static_cast<char>('a' + random() % 26);
    act.item = std::string(random() % 65, letter);
    act.value = number;
    act.utc_ms = static_cast<std::int64_t>(random());
    act.boot_ms = static_cast<std::int64_t>(random());
    act.input = static_cast<InputMethod>(1 + random() % 5);
    return act;
}

std::vector<Act> numbered_acts(std::int32_t count)
{
    std::vector<Act> acts;
    for (std::int32_t i = 0; i < count; ++i)
        acts.push_back(numbered_act(i));
    return acts;
}

void write_session(const Job& job, std::int32_t count, bool finish)
{
    std::vector<Act> replay;
    auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    ASSERT_TRUE(log.ok()) << log.error().fault.name << log.error().detail;
    for (const Act& act : numbered_acts(count))
        ASSERT_TRUE(log->append(act).ok());
    if (finish) {
        ASSERT_TRUE(log->finish().ok());
    }
}

} // namespace rapport::sealed::test
