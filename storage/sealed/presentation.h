#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rapport::sealed {

/// Languages an interface can have. Their places are part of `Presentation::code`: never change one, only add.
[[nodiscard]] bool speaks(std::string_view language);
[[nodiscard]] std::span<const std::string_view> languages();

/// Who reads the questions and who says the answers. Numbers are the file format: never reuse one.
enum class Asked : std::uint8_t {
    self = 0,        ///< the person reads and answers
    staff_reads = 1, ///< staff read aloud and enter what the person says
    proxy = 2,       ///< somebody answers for the person
    from_paper = 3,  ///< staff enter what was written on paper
};

/// How a session looks, reads and is answered. It belongs to one person and one session.
struct Presentation {
    enum class Size : std::uint8_t { p100, p125, p150, p200 };
    enum class Colours : std::uint8_t { light, dark, high_contrast };
    Size size = Size::p100;
    Colours colours = Colours::light;
    bool less_motion = false;
    bool auto_advance = true;    ///< a chosen answer leads to the next question by itself
    bool scanning = false;       ///< two keys, one to go on and one to choose
    bool several = false;        ///< questions that share their answers stand on one page, as many as fit
    std::string language = "en"; ///< of the interface; an instrument keeps the language of its wording
    Asked asked = Asked::self;

    /// The `value` of the act `settings_changed`: bits 0-1 size, 2-3 colours, 4 less motion, 5 auto-advance, 6
    /// scanning, 7 several, 8-15 language, counted from 1, 16-17 asked.
    [[nodiscard]] std::int32_t code() const;
    /// None when the code is not one of ours.
    [[nodiscard]] static std::optional<Presentation> of(std::int32_t code);

    friend bool operator==(const Presentation&, const Presentation&) = default;
};

} // namespace rapport::sealed
