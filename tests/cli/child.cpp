#include "app/cli/child.h"

#include <array>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace rapport::cli {

namespace {

std::string all_of(int descriptor)
{
    std::string bytes;
    std::array<char, 256> chunk{};
    for (ssize_t got = 0; (got = ::read(descriptor, chunk.data(), chunk.size())) > 0;)
        bytes.append(chunk.data(), static_cast<std::size_t>(got));
    return bytes;
}

} // namespace

// A complaint of a library must never run into the pipe that carries a session.
TEST(Child, what_it_is_given_and_its_standard_error_stay_apart_wherever_their_descriptors_stand)
{
    for (const int low : {3, 4, 5}) {
        auto given = make_pipe();
        auto log = make_pipe();
        ASSERT_TRUE(given);
        ASSERT_TRUE(log);
        for (Descriptor* end : {&given->first, &given->second, &log->first, &log->second})
            *end = Descriptor(::fcntl(end->get(), F_DUPFD_CLOEXEC, 200)); // out of the way of what is tried here
        const Descriptor before(::fcntl(low, F_DUPFD_CLOEXEC, 100));      // what the test program itself keeps there
        ASSERT_EQ(::dup3(log->second.get(), low, O_CLOEXEC), low);
        auto child = start("/bin/sh", {"-c", "echo job >&3; echo complaint >&2"}, {given->second.get()}, low);
        if (before.get() >= 0)
            ::dup3(before.get(), low, O_CLOEXEC);
        else
            ::close(low);
        ASSERT_TRUE(child);
        EXPECT_EQ(wait_for(*child).code, 0);
        given->second.close();
        log->second.close();
        EXPECT_EQ(all_of(given->first.get()), "job\n") << low;
        EXPECT_EQ(all_of(log->first.get()), "complaint\n") << low;
    }
}

} // namespace rapport::cli
