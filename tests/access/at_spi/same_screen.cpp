#include "tests/access/at_spi/same_screen.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace rapport::access::test {
namespace {

/// AT-SPI's own meaning of each of our roles, from its reference.
const std::map<std::string, AtspiRole> roles = {{"page", ATSPI_ROLE_PANEL},
                                                {"heading", ATSPI_ROLE_HEADING},
                                                {"text", ATSPI_ROLE_LABEL},
                                                {"button", ATSPI_ROLE_PUSH_BUTTON},
                                                {"link", ATSPI_ROLE_LINK},
                                                {"radio", ATSPI_ROLE_RADIO_BUTTON},
                                                {"check", ATSPI_ROLE_CHECK_BOX},
                                                {"text_entry", ATSPI_ROLE_ENTRY},
                                                {"secret_entry", ATSPI_ROLE_PASSWORD_TEXT},
                                                {"choice_entry", ATSPI_ROLE_COMBO_BOX},
                                                {"row", ATSPI_ROLE_LIST_ITEM},
                                                {"tab", ATSPI_ROLE_PAGE_TAB},
                                                {"image", ATSPI_ROLE_IMAGE},
                                                {"chart", ATSPI_ROLE_CHART},
                                                {"cell", ATSPI_ROLE_TABLE_CELL},
                                                {"progress", ATSPI_ROLE_PROGRESS_BAR},
                                                {"alert", ATSPI_ROLE_NOTIFICATION}};

/// What holds things that say which of how many they are.
const std::map<std::string, AtspiRole> holders = {
    {"row", ATSPI_ROLE_LIST}, {"tab", ATSPI_ROLE_PAGE_TAB_LIST}, {"cell", ATSPI_ROLE_TABLE}};

AtspiRole holder_of(const std::string& role)
{
    const auto found = holders.find(role);
    return found == holders.end() ? ATSPI_ROLE_GROUPING : found->second;
}

bool holds_others(AtspiRole role)
{
    return role == ATSPI_ROLE_FRAME || role == ATSPI_ROLE_GROUPING || role == ATSPI_ROLE_LIST ||
           role == ATSPI_ROLE_PAGE_TAB_LIST || role == ATSPI_ROLE_TABLE;
}

void expect_same(const Object& told, const cli::SeenNode& seen)
{
    SCOPED_TRACE(seen.id);
    EXPECT_EQ(told.name, seen.name);
    EXPECT_EQ(told.role, roles.at(seen.role));
    EXPECT_EQ(told.is(ATSPI_STATE_ENABLED), seen.enabled);
    EXPECT_EQ(told.is(ATSPI_STATE_FOCUSED), seen.focused);
    EXPECT_EQ(told.is(seen.role == "tab" ? ATSPI_STATE_SELECTED : ATSPI_STATE_CHECKED), seen.checked);
    EXPECT_EQ(told.actions, seen.focusable ? 1 : 0);
    EXPECT_NEAR(told.x, seen.x, 1);
    EXPECT_NEAR(told.y, seen.y, 1);
    EXPECT_NEAR(told.width, seen.width, 1);
    EXPECT_NEAR(told.height, seen.height, 1);
    EXPECT_EQ(told.position, seen.position > 0 ? std::to_string(seen.position) : "");
    EXPECT_EQ(told.set_size, seen.set_size > 0 ? std::to_string(seen.set_size) : "");
    if (seen.position == 0) return;
    EXPECT_EQ(told.parent_role, holder_of(seen.role));
}

bool has_arrived(const std::vector<Object>& told, const std::vector<cli::SeenNode>& seen)
{
    return told.size() == seen.size() && std::ranges::all_of(seen, [&](const cli::SeenNode& node) {
               return std::ranges::any_of(told, [&](const Object& object) {
                   return object.id == node.id && object.role == roles.at(node.role) && object.name == node.name &&
                          object.is(ATSPI_STATE_FOCUSED) == node.focused;
               });
           });
}

} // namespace

void expect_same_screen(Reader& reader, cli::Automation& screen)
{
    // What has changed is told over a bus: on a busy machine a little after the screen shows it. And some pages change
    // by themselves, when work behind them is done.
    std::vector<Object> told;
    auto seen = screen.tree();
    for (int times = 0; times < 100; ++times) {
        ASSERT_TRUE(screen.settle());
        reader.listen_for(50);
        seen = screen.tree();
        ASSERT_TRUE(seen.ok());
        told = reader.everything();
        std::erase_if(told, [](const Object& object) { return holds_others(object.role); });
        if (has_arrived(told, *seen)) break;
    }
    ASSERT_EQ(told.size(), seen->size());
    for (const cli::SeenNode& node : *seen) {
        const auto same = [&](const Object& object) {
            return object.id == node.id && object.role == roles.at(node.role);
        };
        ASSERT_EQ(std::ranges::count_if(told, same), 1) << node.id;
        expect_same(*std::ranges::find_if(told, same), node);
    }
}

bool any_says(const std::vector<Object>& objects, const std::string& words)
{
    return std::ranges::any_of(objects, [&](const Object& object) {
        return object.name.find(words) != std::string::npos || object.text.find(words) != std::string::npos ||
               object.description.find(words) != std::string::npos;
    });
}

} // namespace rapport::access::test
