#include "proxy.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rapport::hub::test {

namespace {

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

bool send_all(int socket, const char* bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

} // namespace

Link::Link(int to_port) : to_port_(to_port), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) == 0 && ::listen(listener_, 4) == 0 && ::getsockname(listener_, any, &size) == 0)
        port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { carry(); });
}

Link::~Link()
{
    ends_ = true;
    thread_.join();
    ::close(listener_);
}

void Link::carry()
{
    while (!ends_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) continue;
        const int from = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (from < 0) continue;
        carry_one(from);
        ::close(from);
    }
}

void Link::carry_one(int from) const
{
    const int to = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(to_port_);
    bool whole_link = left_ > 0 && ::connect(to, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    std::array<char, 16384> bytes{};
    while (whole_link && !ends_) {
        std::array<pollfd, 2> ends{pollfd{from, POLLIN, 0}, pollfd{to, POLLIN, 0}};
        if (::poll(ends.data(), ends.size(), 20) <= 0) continue;
        for (std::size_t i = 0; i < ends.size() && whole_link; ++i) {
            if (ends.at(i).revents == 0) continue;
            const ssize_t got = ::recv(ends.at(i).fd, bytes.data(), bytes.size(), 0);
            const auto may = static_cast<ssize_t>(std::min<std::int64_t>(got, std::max<std::int64_t>(left_, 0)));
            left_ -= std::max<ssize_t>(may, 0);
            carried_ += std::max<ssize_t>(may, 0);
            whole_link =
                got > 0 && send_all(ends.at(1 - i).fd, bytes.data(), static_cast<std::size_t>(may)) && may == got;
        }
    }
    ::close(to);
}

} // namespace rapport::hub::test
