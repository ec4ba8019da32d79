#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace rapport::hub::test {

/// A link to the server that can be cut: it carries so many bytes, both ways together, and then is dead until it is
/// mended. Connections are carried one after another.
class Link {
public:
    explicit Link(int to_port);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    [[nodiscard]] int port() const { return port_; }
    void mend() { left_ = whole; }
    void cut_after(std::int64_t bytes) { left_ = bytes; }
    [[nodiscard]] std::int64_t carried() const { return carried_; }

private:
    static constexpr std::int64_t whole = std::int64_t{1} << 60;
    void carry();
    void carry_one(int from) const;
    int to_port_;
    int port_ = 0;
    int listener_ = -1;
    mutable std::atomic<std::int64_t> left_{whole};
    mutable std::atomic<std::int64_t> carried_{0};
    std::atomic<bool> ends_{false};
    std::thread thread_;
};

} // namespace rapport::hub::test
