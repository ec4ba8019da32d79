// What the three programs contain, asked of the linker's result and not of the sources.
#include <array>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>

namespace {

std::string output_of(const std::string& command)
{
    std::string text;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return text;
    std::array<char, 1 << 16> chunk{};
    for (std::size_t got = 0; (got = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
        text.append(chunk.data(), got);
    ::pclose(pipe);
    return text;
}

std::string program(const char* name)
{
    return std::string(RAPPORT_BIN) + "/" + name;
}

/// Every symbol, defined or wanted, of the whole program.
std::string symbols(const char* name)
{
    return output_of("nm -C " + program(name) + " && nm -D " + program(name));
}

std::string libraries(const char* name)
{
    return output_of("ldd " + program(name));
}

bool has(const std::string& text, const char* word)
{
    return text.find(word) != std::string::npos;
}

} // namespace

TEST(Programs, the_kiosk_has_no_database_in_it)
{
    const std::string found = symbols("rapport-kiosk");
    ASSERT_TRUE(has(found, "rapport::sealed::SessionLog::append"));
    EXPECT_FALSE(has(found, "sqlite3_"));
    EXPECT_FALSE(has(found, "sqlcipher"));
    EXPECT_FALSE(has(found, "rapport::vault::"));
    EXPECT_FALSE(has(found, "rapport::release::"));
    EXPECT_FALSE(has(libraries("rapport-kiosk"), "libsql"));
    EXPECT_FALSE(has(libraries("rapport-kiosk"), "libpq"));
    EXPECT_FALSE(has(found, "rapport::hub::"));
}

TEST(Programs, the_command_line_has_no_window_in_it)
{
    const std::string found = symbols("rapport");
    ASSERT_TRUE(has(found, "rapport::vault::Vault::open"));
    EXPECT_FALSE(has(found, "ImGui"));
    EXPECT_FALSE(has(found, "glfw"));
    EXPECT_FALSE(has(found, "rapport::shell::"));
    EXPECT_FALSE(has(libraries("rapport"), "libglfw"));
    EXPECT_FALSE(has(libraries("rapport"), "libGL"));
}

TEST(Programs, the_desk_runs_on_the_cipher_and_on_no_plain_sqlite)
{
    const std::string found = libraries("rapport-desk") + libraries("rapport");
    EXPECT_TRUE(has(found, "libsqlcipher"));
    EXPECT_FALSE(has(found, "libsqlite3"));
}

TEST(Programs, this_check_would_see_a_database)
{
    EXPECT_TRUE(has(symbols("rapport-desk"), "sqlite3_key"));
    EXPECT_TRUE(has(symbols("rapport-desk"), "ImGui"));
}
