// Exchanges that nobody wants any more: they end at once, and nothing is lost by that.
#include <thread>

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "proxy.h"
#include "site.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

namespace {

/// A wish to stop, and means that go by it. Without it they would wait for minutes.
class Wish {
public:
    Wish() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~Wish() { ::close(descriptor_); }
    Wish(const Wish&) = delete;
    Wish& operator=(const Wish&) = delete;
    void stop() const { EXPECT_EQ(::eventfd_write(descriptor_, 1), 0); }
    [[nodiscard]] Means means(const TestDevice& device) const
    {
        Means means;
        means.password = device.means.password.copy();
        means.clock = device.means.clock;
        means.tries = 5;
        means.patience = {std::chrono::minutes(3), std::chrono::minutes(3), descriptor_};
        return means;
    }

private:
    int descriptor_;
};

} // namespace

TEST(Stopped, a_wait_for_a_server_that_stands_still_ends_at_the_wish)
{
    Site site(2);
    static_cast<void>(site.answer(site[0]));
    const Wish wish;
    Fault fault{};
    Cluster::get().freeze();
    std::thread exchange([&] {
        const auto pushed = hub::push(site[0].home, wish.means(site[0]));
        if (!pushed) fault = pushed.error().fault;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200)); // into its wait, most likely; before it is as well
    wish.stop();
    exchange.join();
    Cluster::get().thaw();
    EXPECT_EQ(fault.name, fault::hub_stopped.name);
    EXPECT_EQ(site[0].push().sessions, 1U);
    EXPECT_EQ(site[1].pull().sessions, 1U);
    EXPECT_EQ(site[0].digest(), site[1].digest());
}

TEST(Stopped, what_is_not_wanted_from_the_beginning_asks_no_server)
{
    Site site(1);
    const Wish wish;
    wish.stop();
    Cluster::get().freeze();
    const auto pushed = hub::push(site[0].home, wish.means(site[0]));
    Cluster::get().thaw();
    ASSERT_FALSE(pushed.ok());
    EXPECT_EQ(pushed.error().fault.name, fault::hub_stopped.name);
}

TEST(Stopped, after_so_many_bytes_on_the_way_and_made_again_nothing_is_lost_or_doubled)
{
    Link link(Cluster::get().port());
    Site site(2, Cluster::get().url("hub", link.port()));
    std::size_t answered = 0;
    int stopped = 0;
    for (std::int64_t bytes = 0; bytes < 12'000; bytes += 600) {
        static_cast<void>(site.answer(site[0]));
        ++answered;
        const Wish wish;
        const std::int64_t until = link.carried() + bytes;
        std::atomic<bool> over{false};
        std::thread watcher([&] {
            while (!over && link.carried() < until)
                std::this_thread::yield();
            wish.stop();
        });
        const auto pushed = hub::push(site[0].home, wish.means(site[0]));
        const auto pulled = hub::pull(site[1].home, wish.means(site[1]));
        over = true;
        watcher.join();
        for (const auto& exchanged : {pushed, pulled})
            if (!exchanged) {
                EXPECT_EQ(exchanged.error().fault.name, fault::hub_stopped.name) << bytes;
                ++stopped;
            }
        site[0].push();
        const Exchanged last = site[1].pull();
        EXPECT_TRUE(last.findings.empty()) << bytes << ": " << names(last.findings);
        ASSERT_EQ(site[1].sessions(), answered) << bytes;
        ASSERT_EQ(site[0].digest(), site[1].digest()) << bytes;
    }
    EXPECT_GT(stopped, 10) << "hardly any was stopped: this shows nothing";
}
