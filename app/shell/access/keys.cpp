#include "app/shell/access/keys.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace rapport::access {
namespace {

struct Named {
    int key;      ///< glfw3.h
    guint symbol; ///< keysymdef.h
    std::string_view name;
};

constexpr std::array named{
    Named{32, 0x20, "space"},          Named{256, 0xFF1B, "Escape"},    Named{257, 0xFF0D, "Return"},
    Named{258, 0xFF09, "Tab"},         Named{259, 0xFF08, "BackSpace"}, Named{260, 0xFF63, "Insert"},
    Named{261, 0xFFFF, "Delete"},      Named{262, 0xFF53, "Right"},     Named{263, 0xFF51, "Left"},
    Named{264, 0xFF54, "Down"},        Named{265, 0xFF52, "Up"},        Named{266, 0xFF55, "Page_Up"},
    Named{267, 0xFF56, "Page_Down"},   Named{268, 0xFF50, "Home"},      Named{269, 0xFF57, "End"},
    Named{280, 0xFFE5, "Caps_Lock"},   Named{282, 0xFF7F, "Num_Lock"},  Named{320, 0xFF9E, "KP_Insert"},
    Named{321, 0xFF9C, "KP_End"},      Named{322, 0xFF99, "KP_Down"},   Named{323, 0xFF9B, "KP_Page_Down"},
    Named{324, 0xFF96, "KP_Left"},     Named{325, 0xFF9D, "KP_Begin"},  Named{326, 0xFF98, "KP_Right"},
    Named{327, 0xFF95, "KP_Home"},     Named{328, 0xFF97, "KP_Up"},     Named{329, 0xFF9A, "KP_Page_Up"},
    Named{330, 0xFF9F, "KP_Delete"},   Named{331, 0xFFAF, "KP_Divide"}, Named{332, 0xFFAA, "KP_Multiply"},
    Named{333, 0xFFAD, "KP_Subtract"}, Named{334, 0xFFAB, "KP_Add"},    Named{335, 0xFF8D, "KP_Enter"},
    Named{340, 0xFFE1, "Shift_L"},     Named{341, 0xFFE3, "Control_L"}, Named{342, 0xFFE9, "Alt_L"},
    Named{343, 0xFFEB, "Super_L"},     Named{344, 0xFFE2, "Shift_R"},   Named{345, 0xFFE4, "Control_R"},
    Named{346, 0xFFEA, "Alt_R"},       Named{347, 0xFFEC, "Super_R"},
};

/// GLFW's bits are shift, control, alt, super, caps, num; X11's are at other places.
guint state_of(int modifiers)
{
    constexpr std::array<guint, 6> bits{1U, 4U, 8U, 64U, 2U, 16U};
    guint state = 0;
    for (std::size_t bit = 0; bit < bits.size(); ++bit)
        if ((static_cast<unsigned>(modifiers) >> bit & 1U) != 0) state |= bits[bit];
    return state;
}

} // namespace

AtkKeyEventStruct key_event(const shell::KeyStroke& stroke, KeyWords& words)
{
    words.fill('\0');
    AtkKeyEventStruct event{};
    event.type = stroke.down ? ATK_KEY_EVENT_PRESS : ATK_KEY_EVENT_RELEASE;
    event.state = state_of(stroke.modifiers);
    event.keycode = static_cast<guint16>(stroke.scan_code);
    const auto known = std::ranges::find(named, stroke.key, &Named::key);
    constexpr int f1 = 290;
    if (known != named.end()) {
        event.keyval = known->symbol;
        std::ranges::copy(known->name, words.begin());
    } else if (stroke.key >= f1 && stroke.key < f1 + 12) {
        event.keyval = 0xFFBEU + static_cast<guint>(stroke.key - f1);
        g_snprintf(words.data(), words.size(), "F%d", stroke.key - f1 + 1);
    } else if (stroke.key > ' ' && stroke.key < 127) {
        words[0] = static_cast<char>(std::tolower(stroke.key));
        event.keyval = static_cast<guint>(words[0]);
    }
    event.string = words.data();
    event.length = static_cast<gint>(std::string_view(words.data()).size());
    event.timestamp = static_cast<guint32>(g_get_monotonic_time() / 1000);
    return event;
}

} // namespace rapport::access
