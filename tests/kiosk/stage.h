#pragma once

#include "app/kiosk/kiosk_program.h"
#include "app/shell/program.h"
#include "tests/session/support.h"

namespace rapport::kiosk::test {

using session::test::Folder;
using session::test::FullDisk;
using session::test::Handover;

/// A patient's session on a screen of a given size, with time in the test's hand.
class Stage {
public:
    explicit Stage(const std::vector<std::string>& instruments, int width = 1280, int height = 800);
    /// The same of definitions that are not bundled.
    Stage(std::vector<sealed::JobInstrument> instruments, int width, int height, std::string language = "en");

    void wait(double seconds);
    /// Lets a shown choice pass to the next question.
    void let_advance() { wait(0.25); }
    void click(std::string_view id);
    /// Chooses a presentation as the sheet would, without opening it.
    void show(const session::Presentation& presentation);
    /// Presses the strip until the words under `id` have been seen to their end.
    void read_to_the_end();
    /// From the welcome page to the first question, by clicks.
    void to_first_question();
    /// Answers the question on the screen and waits for the next page.
    void answer(int value);

    [[nodiscard]] const shell::SemanticTree& tree() const { return harness->tree(); }
    [[nodiscard]] const shell::Node& node(std::string_view id) const;
    [[nodiscard]] bool has(std::string_view id) const { return tree().by_id(id) != nullptr; }
    /// The id of the page shown.
    [[nodiscard]] std::string page() const;
    /// "7 of 20"
    [[nodiscard]] std::string progress() const { return node("progress").value; }
    [[nodiscard]] const session::Survey& survey() const { return program->survey(); }
    [[nodiscard]] std::vector<sealed::Act> acts_on_disk() const;

    Folder folder;
    FullDisk disk;
    Handover handover;
    std::int64_t now_ms = 1'700'000'000'000;
    std::int64_t a_look_takes_ms = 0; ///< what each look at the clock moves it by
    std::unique_ptr<KioskProgram> program;
    std::unique_ptr<shell::Harness> harness;
};

} // namespace rapport::kiosk::test
