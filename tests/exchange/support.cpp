#include "tests/exchange/support.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace rapport::instruments::test {

namespace fs = std::filesystem;

Definition read(const std::string& text)
{
    Reading reading = read_definition(text);
    for (const Problem& problem : reading.problems)
        ADD_FAILURE() << problem.pointer << ": " << problem.what;
    return reading.definition.value_or(Definition{});
}

std::vector<std::pair<std::string, std::string>> every_definition()
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const fs::path& folder :
         {fs::path(RAPPORT_DEFINITIONS) / "definitions", fs::path(RAPPORT_DEFINITIONS) / "packs",
          fs::path(RAPPORT_TEST_DATA) / "exchange/made_up"}) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".json") continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            all.emplace_back(entry.path().string(), text.str());
        }
    }
    std::sort(all.begin(), all.end());
    EXPECT_GE(all.size(), 40U);
    return all;
}

std::string definition_text(const std::string& id)
{
    for (const auto& [name, text] : every_definition())
        if (nlohmann::json::parse(text)["id"] == id) return text;
    ADD_FAILURE() << "there is no definition " << id;
    return {};
}

} // namespace rapport::instruments::test
