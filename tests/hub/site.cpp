#include "site.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/hub/enrol.h"

namespace rapport::hub::test {

namespace fs = std::filesystem;

Secret secret(std::string_view text)
{
    return Secret::copy_of(text);
}

Exchanged TestDevice::push() const
{
    const auto done = hub::push(home, means);
    EXPECT_TRUE(done.ok()) << name << ": " << done.error().fault.name << " " << done.error().detail;
    return done ? *done : Exchanged{};
}

Exchanged TestDevice::pull() const
{
    const auto done = hub::pull(home, means);
    EXPECT_TRUE(done.ok()) << name << ": " << done.error().fault.name << " " << done.error().detail;
    return done ? *done : Exchanged{};
}

Seat TestDevice::seat() const
{
    auto seat = load_seat(sealed::posix_files(), home);
    EXPECT_TRUE(seat.ok());
    return std::move(*seat);
}

std::vector<std::string> TestDevice::digest() const
{
    std::vector<std::string> all;
    for (const std::string& folder : {home.inbox(), home.taken()}) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() != ".rvs") continue;
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes(std::istreambuf_iterator<char>(file), {});
            all.push_back(entry.path().filename().string() + " " + sealed::hex(hash_of(bytes)));
        }
    }
    std::ranges::sort(all);
    return all;
}

Site::Site(int devices, const std::string& at, bool begun)
    : url(at.empty() ? Cluster::get().url() : at), root_(make_signing_pair()), vault_(sealed::random_id()),
      inbox_(sealed::InboxKeys::make())
{
    std::string pattern = "/tmp/rapport-hub-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count();
    for (int i = 0; i < devices; ++i)
        add("Tablet " + std::to_string(i + 1));
    if (!begun || devices == 0) return;
    const Status made = init(devices_[0]->home, url, devices_[0]->name, signer(), devices_[0]->means);
    EXPECT_TRUE(made.ok()) << made.error().fault.name << " " << made.error().detail;
    site_ = devices_[0]->seat().site;
    for (int i = 1; i < devices; ++i)
        join(*devices_.at(static_cast<std::size_t>(i)));
}

Site::~Site()
{
    std::error_code problem;
    fs::remove_all(folder_, problem);
}

Signer Site::signer() const
{
    return [this](ByteView bytes) -> Result<Signature> { return sign(root_.private_key, roster_purpose, bytes); };
}

TestDevice& Site::add(const std::string& name)
{
    auto device = std::make_unique<TestDevice>();
    device->name = name;
    device->home.folder = folder_ + "/" + std::to_string(devices_.size());
    device->home.vault = vault_;
    device->home.root = root_.public_key;
    device->home.key = Secret::random(32);
    for (const char* const below : {"", "/inbox", "/inbox/taken", "/drafts"})
        fs::create_directory(device->home.folder + below);
    device->means.password = secret(Cluster::password);
    device->means.clock = [this] { return now; };
    device->means.tries = 1;
    devices_.push_back(std::move(device));
    return *devices_.back();
}

void Site::join(TestDevice& device)
{
    CodeKey code{Secret::random(32), {}};
    const Id tag = sealed::random_id();
    std::ranges::copy(tag, code.tag.begin());
    constexpr std::int64_t hour = 3'600'000;
    const TestDevice& first = *devices_.front();
    const Status invited = invite_by(code, first.home, device.name, now + hour, signer(), first.means);
    EXPECT_TRUE(invited.ok()) << invited.error().fault.name << " " << invited.error().detail;
    const auto joined = join_by(code, device.home, url, device.means);
    EXPECT_TRUE(joined.ok()) << joined.error().fault.name << " " << joined.error().detail;
}

Id Site::answer(const TestDevice& device, int acts) const
{
    sealed::Job job;
    job.session = sealed::random_id();
    job.key = Secret::random(32);
    job.inbox = inbox_.public_key;
    job.drafts_folder = device.home.folder + "/drafts";
    job.inbox_folder = device.home.inbox();
    std::vector<sealed::Act> replay;
    auto log = sealed::SessionLog::open(job, replay);
    EXPECT_TRUE(log.ok());
    for (int i = 0; i < acts; ++i) {
        sealed::Act act;
        act.kind = sealed::ActKind::answered;
        act.item = std::to_string(i + 1);
        act.value = i % 5;
        EXPECT_TRUE(log->append(act).ok());
    }
    EXPECT_TRUE(log->finish().ok());
    return job.session;
}

bool has(const std::vector<Finding>& findings, Fault fault)
{
    return std::ranges::find(findings, fault, &Finding::fault) != findings.end();
}

std::string names(const std::vector<Finding>& findings)
{
    std::string out;
    for (const Finding& finding : findings)
        out += std::string(finding.fault.name) + " at " + std::to_string(finding.sequence) + "; ";
    return out;
}

} // namespace rapport::hub::test
