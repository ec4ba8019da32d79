#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "storage/sealed/secret.h"

/// What a person at the desk can ask for. Screens return one of these at most; only desk_acts.cpp carries them out.
namespace rapport::desk {

using sealed::Id;

enum class Page : std::uint8_t { worklist, people, add_person, start_session, person, release };

struct UnlockWanted {};
struct LockWanted {
    bool by_idling = false;
};
struct PageWanted {
    Page page = Page::worklist;
};
/// Typing in the field of the top bar.
struct SearchTyped {};
/// Enter in it: the first person found.
struct SearchEntered {};
struct PersonWanted {
    Id person{};
};
/// The work list, with the line of this alert open.
struct AlertWanted {
    Id alert{};
};
struct AlertNoted {
    Id alert{};
    std::string note;
};
/// The page on which a session is chosen; `planned_visit` all zero when none was planned.
struct StartWanted {
    Id person{};
    Id planned_visit{};
};
struct ResumeWanted {
    Id session{};
};
/// The session chosen on that page begins: the tablet goes to the patient.
struct HandOverWanted {};
struct AddPersonSaved {};
struct MeasureWanted {};
struct WriteWanted {};
struct BannerClosed {};
struct WentBack {};

using Intent = std::variant<UnlockWanted, LockWanted, PageWanted, SearchTyped, SearchEntered, PersonWanted, AlertWanted,
                            AlertNoted, StartWanted, ResumeWanted, HandOverWanted, AddPersonSaved, MeasureWanted,
                            WriteWanted, BannerClosed, WentBack>;

} // namespace rapport::desk
