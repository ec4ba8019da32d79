// rapport_man FOLDER VERSION: writes the manual pages of the three programs and the completion for bash into FOLDER,
// from the very declarations the programs parse with. Run by the build; installed nowhere.
#include <cstdio>
#include <fstream>
#include <string>

#include "app/cli/commands.h"
#include "app/desk/options.h"
#include "app/kiosk/options.h"
#include "packaging/man/completion.h"
#include "packaging/man/page.h"

namespace {

using namespace rapport;

constexpr const char* exit_codes = R"(.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
refused, or found wrong
.TP
.B 2
bad usage of the command line
.TP
.B 3
failure of the environment: no display, a full disk, a missing file
)";

constexpr const char* files = R"(.SH FILES
.TP
\fI\(ti/.local/share/rapport/vault\fR
the vault that \fBrapport run\fR opens when it is given no folder; below \fB$XDG_DATA_HOME\fR where that is set
.TP
\fI../share/rapport/packs\fR
from the program's folder: questionnaires under licences of their own
.SH ENVIRONMENT
.TP
.B RAPPORT_FONT_DIR
folder with the Inter fonts, where they are not installed
)";

bool write_page(const std::string& path, const std::string& text)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) std::fprintf(stderr, "rapport_man: %s was not written\n", path.c_str());
    return static_cast<bool>(file);
}

std::string see_also(const char* pages)
{
    return std::string(".SH SEE ALSO\n") + pages + "\n";
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("rapport_man FOLDER VERSION\n", stderr);
        return 2;
    }
    const std::string into = std::string(argv[1]) + "/";
    const std::string version = argv[2];

    int exit = 0;
    CLI::App rapport_app;
    cli::add_everything(rapport_app, exit);
    desk::ProgramOptions desk_options;
    CLI::App desk_app;
    desk::add_options(desk_app, desk_options);
    desk_app.set_version_flag("--version", version);
    kiosk::ProgramOptions kiosk_options;
    CLI::App kiosk_app;
    kiosk::add_options(kiosk_app, kiosk_options);
    kiosk_app.set_version_flag("--version", version);

    const man::PageFrame rapport_page{
        "rapport", "ask patients scored questions and keep the answers on the device", version,
        std::string(exit_codes) + files + see_also("\\fBrapport\\-desk\\fR(1), \\fBrapport\\-kiosk\\fR(1)")};
    const man::PageFrame desk_page{"rapport-desk", "the part of Rapport for staff", version,
                                   see_also("\\fBrapport\\fR(1), \\fBrapport\\-kiosk\\fR(1)")};
    const man::PageFrame kiosk_page{"rapport-kiosk", "the part of Rapport that patients answer on", version,
                                    see_also("\\fBrapport\\fR(1), \\fBrapport\\-desk\\fR(1)")};
    const bool written = write_page(into + "rapport.1", man::manual_page(rapport_app, rapport_page)) &&
                         write_page(into + "rapport-desk.1", man::manual_page(desk_app, desk_page)) &&
                         write_page(into + "rapport-kiosk.1", man::manual_page(kiosk_app, kiosk_page)) &&
                         write_page(into + "rapport.bash", man::bash_completion(rapport_app, "rapport"));
    return written ? 0 : 1;
}
