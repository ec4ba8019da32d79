#include "app/desk/hub_page.h"

#include <set>

#include <gtest/gtest.h>

#include "app/shell/program.h"
#include "storage/hub/faults.h"

namespace rapport::desk::test {

namespace {

/// The page alone, with whatever there may be to say.
class PageProgram final : public shell::Program {
public:
    void frame(shell::Ui& ui) override
    {
        ui.page("hub", "Hub");
        if (auto asked = draw_hub(ui, view, state)) intent = std::move(asked);
    }
    [[nodiscard]] bool done() const override { return false; }

    HubView view;
    HubState state;
    std::optional<Intent> intent;
};

HubView busy_hub()
{
    HubKnown known;
    known.joined = true;
    hub::HubStatus status;
    status.shown = "hub.a-long-name-of-a-clinic.example.org:5432/north_and_south_clinic";
    status.to_send = 12;
    status.aside = 2;
    for (std::uint8_t n = 1; n <= 7; ++n) {
        hub::DeviceStatus device;
        device.name = n == 3
                          ? "The tablet of the waiting room on the second floor, beside the window, with the blue cover"
                          : "Tablet " + std::to_string(n);
        device.device[0] = n;
        device.is_this = n == 1;
        device.revoked = n == 5;
        device.last_hour = 500'600U - n;
        device.waiting = n;
        status.devices.push_back(device);
        status.findings.push_back({n % 2 == 0 ? hub::fault::record_dropped : hub::fault::hub_forked, device.device, n});
    }
    known.status = status;
    known.error = Error{hub::fault::hub_certificate, {}};
    return make_hub_view(known, 1'802'169'000'000);
}

void set_up(PageProgram& program, const std::string& what)
{
    program.view = what == "alone" ? make_hub_view({}, 1'802'169'000'000) : busy_hub();
    program.state.approvers = {"M. Brandt", "The recovery sheet"};
    if (what == "invite" || what == "invite by sheet") program.state.form = HubAct::invite;
    if (what == "invite by sheet") program.state.approver = 1;
    if (what == "revoke") {
        program.state.form = HubAct::revoke;
        program.state.target = program.view.devices[2].name;
    }
    if (what == "leave") program.state.form = HubAct::leave;
    if (what == "code") {
        program.state.done = "There is a seat for Tablet 8 now.";
        program.state.code_for = "For Tablet 8. Lets it in once, until today 11:30.";
        program.state.shown_code =
            sealed::Secret::copy_of("cathedral mountain afternoon waterfall lantern september umbrella violin");
    }
    if (what == "working") program.state.working = "Exchanging";
    if (what == "alone") program.state.trouble = "These words have expired. Nothing was changed. Ask for new ones.";
}

constexpr std::array<const char*, 8> states{"alone",  "exchange", "invite", "invite by sheet",
                                            "revoke", "leave",    "code",   "working"};

bool lie_over(const shell::Rect& a, const shell::Rect& b)
{
    return a.x < b.right() - 0.5F && b.x < a.right() - 0.5F && a.y < b.bottom() - 0.5F && b.y < a.bottom() - 0.5F;
}

bool is_words(const shell::Node& node)
{
    return node.role == shell::Role::text || node.role == shell::Role::heading || node.role == shell::Role::alert;
}

/// Nothing that can be pressed or read lies over another, none leaves the window sideways, staff targets are 40 high.
void expect_in_order(const shell::SemanticTree& tree, float width, const std::string& when)
{
    const auto& nodes = tree.nodes();
    for (std::size_t a = 0; a < nodes.size(); ++a) {
        const shell::Node& one = nodes[a];
        if (one.role == shell::Role::page) continue;
        EXPECT_GE(one.rect.x, -0.5F) << when << " " << one.id;
        EXPECT_LE(one.rect.right(), width + 0.5F) << when << " " << one.id;
        if (one.focusable) {
            EXPECT_GE(one.rect.h, 39.5F) << when << " " << one.id;
        }
        for (std::size_t b = a + 1; b < nodes.size(); ++b) {
            const bool both_words = is_words(one) && is_words(nodes[b]);
            const bool either =
                (one.focusable && (nodes[b].focusable || is_words(nodes[b]))) || (nodes[b].focusable && is_words(one));
            // A secret's field has its "Show" within it.
            const bool within = nodes[b].id == one.id + ".show";
            if (!within && (both_words || either)) {
                EXPECT_FALSE(lie_over(one.rect, nodes[b].rect)) << when << ": " << one.id << " and " << nodes[b].id;
            }
        }
    }
}

} // namespace

TEST(HubPage, in_every_state_size_and_theme_nothing_lies_over_anything)
{
    constexpr std::array<std::pair<int, int>, 4> sizes{{{1440, 900}, {1280, 800}, {1024, 768}, {800, 1280}}};
    for (const char* const what : states)
        for (const auto& [width, height] : sizes)
            for (const auto theme :
                 {shell::ThemeName::light, shell::ThemeName::dark, shell::ThemeName::high_contrast}) {
                PageProgram program;
                set_up(program, what);
                const shell::Harness harness(program, width, height, theme);
                expect_in_order(harness.tree(), static_cast<float>(width),
                                std::string(what) + " at " + std::to_string(width));
            }
}

TEST(HubPage, everything_that_can_be_pressed_is_reached_by_tab_alone)
{
    for (const char* const what : states) {
        PageProgram program;
        set_up(program, what);
        shell::Harness harness(program, 1280, 800);
        std::set<std::string> wanted;
        for (const shell::Node& node : harness.tree().nodes())
            if (node.focusable && node.enabled) wanted.insert(node.id);
        const std::size_t all = wanted.size();
        EXPECT_GT(all, 10U) << what;
        for (std::size_t n = 0; n < all; ++n) {
            harness.key(shell::Key::tab);
            wanted.erase(std::string(harness.ui().focused()));
        }
        EXPECT_TRUE(wanted.empty()) << what << ": " << *wanted.begin();
    }
}

TEST(HubPage, nothing_is_asked_before_what_it_takes_is_typed)
{
    PageProgram program;
    set_up(program, "invite");
    shell::Harness harness(program, 1280, 800);
    EXPECT_TRUE(harness.click("hub.form.go"));
    EXPECT_FALSE(program.intent.has_value());
    EXPECT_NE(harness.tree().by_id("hub.trouble"), nullptr);
    EXPECT_TRUE(harness.click("hub.form.name"));
    harness.type("Tablet 9");
    EXPECT_TRUE(harness.click("hub.form.go"));
    EXPECT_FALSE(program.intent.has_value()) << "nobody has agreed";
    EXPECT_TRUE(harness.click("hub.form.approval"));
    harness.type("slow ferns cover old walls");
    EXPECT_TRUE(harness.click("hub.form.go"));
    ASSERT_TRUE(program.intent.has_value());
    EXPECT_EQ(std::get<HubWanted>(*program.intent).act, HubAct::invite);
}

TEST(HubPage, a_device_is_taken_out_only_after_it_was_said_what_that_does)
{
    PageProgram program;
    set_up(program, "exchange");
    shell::Harness harness(program, 1280, 800);
    EXPECT_TRUE(harness.click("hub.device.1.remove"));
    EXPECT_FALSE(program.intent.has_value());
    EXPECT_EQ(harness.tree().by_id("hub.form.title")->name, "Take Tablet 2 out?");
    EXPECT_NE(harness.tree().by_id("hub.form.about")->name.find("counts for nobody"), std::string::npos);
    harness.key(shell::Key::escape);
    EXPECT_EQ(harness.tree().by_id("hub.form.title"), nullptr);
    EXPECT_NE(harness.tree().by_id("hub.go"), nullptr);
}

} // namespace rapport::desk::test
