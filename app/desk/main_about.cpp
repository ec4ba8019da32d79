#include <algorithm>

#include "app/about/about.h"
#include "app/desk/about_screen.h"
#include "app/sheet/paper.h"
#include "app/shell/access/libraries.h"
#include "app/shell/libraries.h"
#include "storage/hub/libraries.h"
#include "storage/release/libraries.h"
#include "storage/sealed/library.h"
#include "storage/vault/libraries.h"

namespace rapport::desk {

AboutView about_this_program()
{
    const about::Build& build = about::this_build();
    AboutView view{build.version, build.commit, build.compiler, {sealed::sodium_library()}};
    const auto add = [&view](const std::vector<Library>& libraries) {
        for (const Library& one : libraries)
            if (std::ranges::none_of(view.libraries, [&](const Library& had) { return had.name == one.name; }))
                view.libraries.push_back(one);
    };
    add(vault::libraries());
    add(release::libraries());
    add({hub::database_client_library()});
    add(person_sheet::paper_libraries());
    add(shell::libraries());
    add(access::libraries());
    add(about::header_libraries());
    add(about::window_libraries()); // what the kiosk alone has
    return view;
}

} // namespace rapport::desk
