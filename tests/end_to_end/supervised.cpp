#include "tests/end_to_end/supervised.h"

#include <csignal>
#include <cstdlib>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/sealed/secret.h"

namespace rapport::test {

namespace {

constexpr int patience_ms = 60'000;
constexpr double patience = 60;

struct Note {
    cli::Stage stage;
    pid_t process;
};

union Control {
    cmsghdr aligned;
    char bytes[CMSG_SPACE(sizeof(int))];
};

void send_note(int socket, Note note, int descriptor)
{
    iovec words{&note, sizeof note};
    Control control{};
    msghdr message{};
    message.msg_iov = &words;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
    if (::sendmsg(socket, &message, 0) < 0) ::_exit(3);
}

[[noreturn]] void be_the_supervisor(int socket, cli::SupervisorWishes wishes)
{
    char go = 0;
    if (::read(socket, &go, 1) != 1) ::_exit(0);
    if (!sealed::prepare_process()) ::_exit(3);
    wishes.on_start = [socket](cli::Stage stage, pid_t process, cli::Descriptor automation) {
        send_note(socket, {stage, process}, automation.get());
    };
    const auto ended = cli::supervise(wishes);
    ::_exit(ended ? *ended : 3);
}

} // namespace

Supervised::Supervised(cli::SupervisorWishes wishes)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) std::abort();
    process_ = ::fork();
    if (process_ < 0) std::abort();
    if (process_ == 0) {
        ::close(ends[0]);
        be_the_supervisor(ends[1], std::move(wishes));
    }
    ::close(ends[1]);
    socket_ = cli::Descriptor(ends[0]);
}

Supervised::~Supervised()
{
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
}

void Supervised::begin()
{
    if (::write(socket_.get(), "g", 1) != 1) std::abort();
}

std::optional<Supervised::Started> Supervised::next()
{
    pollfd wait{socket_.get(), POLLIN, 0};
    if (::poll(&wait, 1, patience_ms) != 1) return std::nullopt;
    Note note{};
    iovec words{&note, sizeof note};
    Control control{};
    msghdr message{};
    message.msg_iov = &words;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    if (::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC) != static_cast<ssize_t>(sizeof note)) return std::nullopt;
    const cmsghdr* head = CMSG_FIRSTHDR(&message);
    if (head == nullptr || head->cmsg_type != SCM_RIGHTS) return std::nullopt;
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
    return Started{note.stage, note.process, cli::Automation(cli::Descriptor(descriptor), patience)};
}

} // namespace rapport::test
