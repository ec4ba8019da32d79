#include "storage/sealed/confine.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "storage/sealed/faults.h"

namespace rapport::sealed {

namespace {

constexpr std::uint64_t rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
/// A finished session goes from one folder to the other, which a confined process is refused unless it may
/// (Linux 5.19).
constexpr std::uint64_t moving = LANDLOCK_ACCESS_FS_REFER;
constexpr long knows_moving = 2;

Error failed(const char* step)
{
    return {fault::cannot_harden, std::string(step) + ", errno " + std::to_string(errno)};
}

std::string absolute(const std::string& path)
{
    const std::unique_ptr<char, decltype(&std::free)> found(::realpath(path.c_str(), nullptr), &std::free);
    return found == nullptr ? std::string() : std::string(found.get());
}

class Rules {
public:
    explicit Rules(int descriptor) : descriptor_(descriptor) {}
    Rules(const Rules&) = delete;
    Rules& operator=(const Rules&) = delete;
    ~Rules() { ::close(descriptor_); }
    [[nodiscard]] int get() const { return descriptor_; }

    /// A file, or a folder with everything below it. What is gone or cannot be named needs no right.
    [[nodiscard]] Status allow(const std::string& path, std::uint64_t what = rights) const
    {
        const int opened = ::open(path.c_str(), O_PATH | O_CLOEXEC | O_NOFOLLOW);
        if (opened < 0) return {};
        landlock_path_beneath_attr rule{};
        rule.allowed_access = what;
        rule.parent_fd = opened;
        const long done = ::syscall(SYS_landlock_add_rule, descriptor_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        const int why = errno;
        ::close(opened);
        errno = why;
        // A socket, a pipe or a link is no place that rights lie on.
        if (done != 0 && why != EINVAL && why != EBADFD) return failed("allow");
        return {};
    }

    /// Everything in a folder but one name.
    [[nodiscard]] Status allow_beside(const std::string& folder, const std::string& but) const
    {
        const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), &::closedir);
        if (listing == nullptr) return failed("look");
        const std::string front = folder == "/" ? folder : folder + "/";
        while (const dirent* entry = ::readdir(listing.get())) {
            const std::string name = entry->d_name;
            if (name == "." || name == ".." || name == but) continue;
            if (Status done = allow(front + name); !done) return done;
        }
        return {};
    }

private:
    int descriptor_;
};

} // namespace

Result<Confined> confine(const std::string& drafts_folder, const std::string& inbox_folder)
{
    if (::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < knows_moving)
        return Confined::not_here;
    const std::string drafts = absolute(drafts_folder);
    const std::string inbox = absolute(inbox_folder);
    const std::string vault = drafts.substr(0, drafts.rfind('/'));
    if (vault.empty() || inbox.empty()) return Error{fault::cannot_harden, "folders"};

    landlock_ruleset_attr handled{};
    handled.handled_access_fs = rights | moving;
    const long made = ::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (made < 0) return failed("rules");
    const Rules rules(static_cast<int>(made));
    // On the way down to the vault everything is allowed but the next step; in the vault only the two folders are.
    for (std::size_t at = 0; at != std::string::npos;) {
        const std::size_t next = vault.find('/', at + 1);
        const std::string folder = at == 0 ? "/" : vault.substr(0, at);
        const std::string step = vault.substr(at + 1, next == std::string::npos ? next : next - at - 1);
        if (Status done = rules.allow_beside(folder, step); !done) return done.error();
        at = next;
    }
    for (const std::string& folder : {drafts, inbox})
        if (Status done = rules.allow(folder, rights | moving); !done) return done.error();
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("no new privileges");
    if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0) return failed("restrict");
    return Confined::yes;
}

} // namespace rapport::sealed
