#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "instruments/base/library.h"
#include "storage/vault/model.h"

namespace rapport::desk {

/// Which Rapport this is; nothing of the clinic or of anybody.
struct AboutView {
    std::string version;
    std::string commit;
    std::string compiler;
    std::vector<Library> libraries;
};

struct AboutState {
    float content_height = 0; ///< last frame's
};

/// Asked of the program and of what it has loaded (main_about.cpp, which no test links).
[[nodiscard]] AboutView about_this_program();

/// "4.6.1 community"; "2.46.1, built with 2.46.0" where what is loaded is not what it was compiled against.
[[nodiscard]] std::string version_words(const Library& library);

/// Node ids "about.version", ".commit", ".compiler", ".licence", ".linked", ".terms", "about.library.0" with
/// ".version". Below the top bar; `role` says which parts of the set-up stand above it. A researcher has no set-up.
[[nodiscard]] std::optional<Intent> draw_about(shell::Ui& ui, const AboutView& view, AboutState& state,
                                               vault::Role role);

} // namespace rapport::desk
