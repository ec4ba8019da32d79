#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "storage/sealed/secret.h"

/// What a person at the desk can ask for. Screens return one of these at most; only desk_acts.cpp carries them out.
namespace rapport::desk {

using sealed::Id;

enum class Page : std::uint8_t {
    worklist,
    people,
    add_person,
    start_session,
    person,
    release,
    users,
    backups,
    record,
    policy,
    mend
};

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
/// From the unlock page: the page of the recovery sheet, its key typed, the new passphrase chosen.
struct RecoveryWanted {};
struct RecoveryTyped {};
struct RecoverySet {};
/// The act on a user that the form holds.
struct UserActWanted {};
struct BackUpWanted {};
struct DrillWanted {};
struct RecordWanted {};
struct RecordMoreWanted {};
struct RecordExportWanted {};
struct SlipWanted {};
struct AnchorTyped {};
struct PolicyWanted {};
/// The page on which a person's answers are put right, and from which a person goes.
struct MendWanted {
    Id person{};
};
struct CorrectWanted {};
struct WithdrawWanted {};
struct EraseWanted {};
struct MeasureWanted {};
struct WriteWanted {};
struct BannerClosed {};
struct WentBack {};

using Intent =
    std::variant<UnlockWanted, LockWanted, PageWanted, SearchTyped, SearchEntered, PersonWanted, AlertWanted,
                 AlertNoted, StartWanted, ResumeWanted, HandOverWanted, AddPersonSaved, MeasureWanted, WriteWanted,
                 BannerClosed, WentBack, RecoveryWanted, RecoveryTyped, RecoverySet, UserActWanted, BackUpWanted,
                 DrillWanted, RecordWanted, RecordMoreWanted, RecordExportWanted, SlipWanted, AnchorTyped, PolicyWanted,
                 MendWanted, CorrectWanted, WithdrawWanted, EraseWanted>;

} // namespace rapport::desk
