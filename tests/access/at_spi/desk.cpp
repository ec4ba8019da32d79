#include "tests/access/at_spi/desk.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "app/cli/child.h"
#include "app/cli/demo.h"
#include "storage/vault/clocks.h"

namespace rapport::access::test {

Desk::Desk()
{
    std::string name = (std::filesystem::temp_directory_path() / "rapport-desk-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    top_ = name;
    cli::DemoWishes wishes;
    wishes.folder = clinic();
    wishes.patients = 14;
    wishes.visits = 4;
    EXPECT_TRUE(cli::make_demo(wishes, vault::system_clock()).ok());
    auto socket = cli::make_socket_pair();
    EXPECT_TRUE(socket.ok());
    auto child = cli::start(std::string(RAPPORT_BIN) + "/rapport-desk",
                            {clinic(), "--automation-fd", "3", "--window", "1280x800"}, {socket->second.get()});
    EXPECT_TRUE(child.ok());
    process = *child;
    socket->second.close();
    screen.emplace(std::move(socket->first), 60);
    EXPECT_TRUE(screen->wait_for_page("unlock"));
}

Desk::~Desk()
{
    end();
    std::error_code gone;
    std::filesystem::remove_all(top_, gone);
}

void Desk::unlock()
{
    EXPECT_TRUE(screen->click("unlock.passphrase"));
    EXPECT_TRUE(screen->type(cli::demo_passphrase()));
    EXPECT_TRUE(screen->key("enter"));
    EXPECT_TRUE(screen->wait_for_page("worklist"));
}

void Desk::end()
{
    if (process == 0) return;
    ::kill(process, SIGKILL);
    static_cast<void>(cli::wait_for(process));
    process = 0;
}

} // namespace rapport::access::test
