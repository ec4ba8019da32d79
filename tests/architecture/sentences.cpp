// Every way to fail has a sentence for people.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

TEST(Sentences, every_fault_has_one)
{
    const fs::path source = RAPPORT_SOURCE;
    const std::string english = text_of(source / "assets/strings/en.json");
    int faults = 0;
    for (const char* top : {"instruments", "storage", "app"}) {
        for (const auto& entry : fs::recursive_directory_iterator(source / top)) {
            if (entry.path().extension() != ".h") continue;
            const std::string header = text_of(entry.path());
            const std::string declares = "inline constexpr Fault ";
            for (auto at = header.find(declares); at != std::string::npos; at = header.find(declares, at + 1)) {
                const auto from = header.find('"', at) + 1;
                const std::string name = header.substr(from, header.find('"', from) - from);
                EXPECT_NE(english.find("\"fault." + name + "\":"), std::string::npos)
                    << name << " in " << entry.path().filename();
                ++faults;
            }
        }
    }
    EXPECT_GT(faults, 40);
}
