// Which room may include which: ARCHITECTURE in a table, held against every include line of the tree.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fs = std::filesystem;

namespace {

const std::map<std::string, std::set<std::string>> allowed = {
    {"instruments/base", {}},
    {"instruments", {"instruments/base"}},
    {"instruments/exchange", {"instruments/base", "instruments"}},
    {"instruments/sheet", {"instruments/base", "instruments"}},
    {"storage/sealed", {"instruments/base"}},
    {"storage/hub", {"instruments/base", "storage/sealed"}},
    {"storage/vault", {"instruments/base", "instruments", "storage/sealed"}},
    {"storage/release", {"instruments/base", "instruments", "instruments/exchange"}},
    {"storage/outlet", {"instruments/base", "instruments", "storage/sealed", "storage/vault", "storage/release"}},
    {"app/about", {"instruments/base"}},
    {"app/shell/strings", {"instruments/base"}},
    {"app/shell", {"instruments/base", "app/shell/strings"}},
    {"app/shell/access", {"instruments/base", "app/shell"}},
    {"app/shell/voice", {"instruments/base"}},
    {"app/session", {"instruments/base", "instruments", "storage/sealed"}},
    {"app/kiosk",
     {"instruments/base", "instruments", "storage/sealed", "app/shell/strings", "app/shell", "app/shell/access",
      "app/shell/voice", "app/session", "app/about"}},
    {"app/person", {"instruments/base", "instruments", "storage/sealed", "storage/vault", "app/shell/strings"}},
    {"app/sheet",
     {"instruments/base", "instruments", "storage/sealed", "storage/vault", "app/shell/strings", "app/person"}},
    {"app/desk",
     {"app/person", "app/sheet", "instruments/base", "instruments", "storage/sealed", "storage/vault",
      "storage/release", "storage/outlet", "storage/hub", "app/shell/strings", "app/shell", "app/shell/access",
      "app/shell/voice", "app/session", "app/kiosk", "app/about"}},
    {"app/cli",
     {"instruments/base", "instruments", "instruments/exchange", "instruments/sheet", "storage/sealed", "storage/vault",
      "storage/release", "storage/outlet", "storage/hub", "app/shell/strings", "app/person", "app/sheet", "app/about"}},
};

/// The room a path of the tree lies in: the longest name that is a folder above it.
std::string room_of(const std::string& path)
{
    std::string found;
    for (const auto& [room, may] : allowed)
        if (path.starts_with(room + "/") && room.size() > found.size()) found = room;
    return found;
}

struct Include {
    std::string file;
    std::string target;
    bool system = false;
};

std::vector<Include> includes_of_tree()
{
    std::vector<Include> includes;
    const fs::path source = RAPPORT_SOURCE;
    for (const char* top : {"instruments", "storage", "app"}) {
        for (const auto& entry : fs::recursive_directory_iterator(source / top)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".h") continue;
            std::ifstream text(entry.path());
            for (std::string line; std::getline(text, line);) {
                // FreeType names its headers by macro; those have neither quotes nor brackets.
                if (!line.starts_with("#include ") || line.find_first_of("<\"") == std::string::npos) continue;
                const bool system = line.find('<') != std::string::npos;
                const auto from = line.find_first_of("<\"") + 1;
                const auto to = line.find_first_of(">\"", from);
                includes.push_back({fs::relative(entry.path(), source).string(), line.substr(from, to - from), system});
            }
        }
    }
    return includes;
}

bool one_of(const std::string& room, std::initializer_list<const char*> rooms)
{
    return std::any_of(rooms.begin(), rooms.end(), [&](const char* name) { return room == name; });
}

} // namespace

TEST(Architecture, no_room_includes_what_its_line_does_not_allow)
{
    const auto includes = includes_of_tree();
    ASSERT_GT(includes.size(), 400U);
    for (const Include& include : includes) {
        if (include.system) continue;
        const std::string from = room_of(include.file);
        const std::string to = room_of(include.target);
        ASSERT_FALSE(from.empty()) << include.file;
        if (to.empty()) {
            // A library's own header in quotes: only Dear ImGui's backends are written so.
            EXPECT_TRUE(include.target.starts_with("backends/")) << include.file << " includes " << include.target;
            continue;
        }
        EXPECT_TRUE(from == to || allowed.at(from).contains(to)) << include.file << " includes " << include.target;
    }
}

TEST(Architecture, each_library_has_its_rooms)
{
    for (const Include& include : includes_of_tree()) {
        const std::string room = room_of(include.file);
        const std::string& target = include.target;
        const auto only = [&](bool is_library, std::initializer_list<const char*> rooms) {
            EXPECT_TRUE(!is_library || one_of(room, rooms)) << include.file << " includes " << target;
        };
        only(target.find("imgui") != std::string::npos, {"app/shell"});
        only(target.find("GLFW") != std::string::npos || target.starts_with("GL/"), {"app/shell"});
        only(target == "fribidi.h" || target.starts_with("X11/"), {"app/shell"});
        only(target.find("sqlite3") != std::string::npos, {"storage/vault"});
        only(target.starts_with("cereal/"), {"storage/vault"});
        only(target.starts_with("alsa/"), {"app/shell/voice"});
        only(target.starts_with("atk") || target.starts_with("dbus/"), {"app/shell/access"});
        only(target.starts_with("cairo") || target.starts_with("pango/"), {"app/sheet"});
        only(target == "zip.h", {"instruments/exchange"});
        only(target == "libpq-fe.h" || target == "pg_config.h", {"storage/hub"});
        only(target == "sodium.h", {"storage/sealed", "storage/hub", "storage/vault", "storage/outlet", "app/cli"});
        only(target.starts_with("CLI/"), {"app/cli", "app/kiosk", "app/desk"});
        const auto door = [&](bool is_library, const char* file) {
            EXPECT_TRUE(!is_library || include.file == file) << include.file << " includes " << target;
        };
        door(target == "readstat.h", "storage/release/stat_file.cpp");
        door(target == "xlsxwriter.h", "storage/release/workbook.cpp");
        door(target.starts_with("libxml/"), "storage/release/xml.cpp");
        door(target == "glpk.h", "storage/release/linear_program.cpp");
        door(target.starts_with("boost/"), "storage/release/distributions.cpp");
        EXPECT_NE(target, "regex") << include.file;
    }
}

TEST(Architecture, headers_stay_light)
{
    static const std::set<std::string> heavy = {"filesystem", "regex", "nlohmann/json.hpp", "nlohmann/json_fwd.hpp",
                                                "iostream"};
    for (const Include& include : includes_of_tree())
        EXPECT_FALSE(include.file.ends_with(".h") && heavy.contains(include.target))
            << include.file << " includes " << include.target;
}
