#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "tests/desk/clinic.h"

namespace rapport::desk::test {

void Desk::choose(std::string_view id, std::size_t line)
{
    click(id);
    click(std::string(id) + "." + std::to_string(line));
}

void Desk::unlock_as(std::string_view name, std::string_view words)
{
    click("unlock.name");
    EXPECT_TRUE(harness.click_named(shell::Role::radio, name)) << harness.tree().spoken();
    click("unlock.passphrase");
    unlock(words);
}

void Desk::unlock(std::string_view words)
{
    harness.type(words);
    harness.key(shell::Key::enter);
    for (int tries = 0; tries < 2000 && program.done() == false; ++tries) {
        const shell::Node* const go = harness.tree().by_id("unlock.go");
        if (go == nullptr || go->name != "Opening") return;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        harness.settle();
    }
}

bool Desk::wait_for(std::string_view id)
{
    for (int tries = 0; tries < 2000; ++tries) {
        harness.settle();
        if (harness.tree().by_id(id) != nullptr) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

std::string Desk::said(std::string_view id)
{
    const shell::Node* const node = harness.tree().by_id(id);
    return node == nullptr ? std::string() : node->name;
}

void Desk::open_person(std::string_view who)
{
    click("tab.people");
    for (int n = 0; n < 5; ++n) {
        const std::string id = "person_row." + std::to_string(n);
        if (said(id).starts_with(who)) return click(id);
    }
    ADD_FAILURE() << who << " is not listed";
}

void Desk::open_mend(std::string_view who)
{
    open_person(who);
    click("person.mend");
    EXPECT_TRUE(on_page("mend")) << harness.tree().spoken();
}

void Desk::click(std::string_view id)
{
    EXPECT_TRUE(harness.click(id)) << id << "\n" << harness.tree().spoken();
}

void Desk::type_into(std::string_view id, std::string_view words)
{
    click(id);
    harness.type(words);
}

} // namespace rapport::desk::test
