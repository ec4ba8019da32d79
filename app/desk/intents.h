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
    tables,
    users,
    backups,
    record,
    policy,
    mend,
    settle,
    tickets,
    device,
    care,
    caseload,
    batteries,
    instruments,
    clinic,
    journal,
    about,
    hub
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
/// Why an alert is not seen to now, before the tablet goes on.
struct AlertLeft {
    Id alert{};
    std::string reason;
};
/// The session chosen on its page begins later, by a ticket.
struct TicketWanted {};
struct TicketRevoked {
    Id session{};
};
/// The tablet asks for tickets from here on.
struct WaitingRoomWanted {};
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
/// The same form, filled with what is known of somebody.
struct EditWanted {
    Id person{};
};
/// The list of people goes on below its last row.
struct PeopleMoreWanted {};
/// Every open alert, not the first few.
struct AlertsMoreWanted {};
/// The page of a person's care: episode, therapist, consent, schedule, and records that are of the same person.
struct CareWanted {
    Id person{};
};
/// One act of that page; `id` is the visit, plan or record it is about, where there is one.
enum class CareAct : std::uint8_t { open, close, therapist, consent, plan, end_plan, call_off, find, merge, unmerge };
struct CareActWanted {
    CareAct act = CareAct::open;
    Id id{};
};
/// Whose people are listed; the name stands in the page's own state.
struct CaseloadWanted {};
/// One act of a page of the set-up; what is typed stands in the page's own state.
enum class SetupAct : std::uint8_t {
    save_battery,
    retire_battery,
    save_schedule,
    retire_schedule,
    install_wording,
    remove_wording,
    sign_off,
    add_definition,
    save_texts,
    save_care,
    save_identity
};
struct SetupActWanted {
    SetupAct act = SetupAct::save_battery;
    Id id{};
};
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
/// The person's own record leaves with the name, as that page says.
struct IdentifiedWanted {};
struct EraseWanted {};
/// The page of a person's notes, events, signatures and sheet; `sheet`: they asked for the sheet.
struct JournalWanted {
    Id person{};
    bool sheet = false;
};
/// What the form of that page holds: a new entry, or one that takes another's place or takes it back.
struct EntryWanted {};
struct SignWanted {};
struct SheetWanted {
    bool text = false;
};
/// What a person, or the time, can want of the hub; what is typed for it stands in the page's own state.
enum class HubAct : std::uint8_t { look, exchange, invite, revoke, join, leave };
struct HubWanted {
    HubAct act = HubAct::exchange;
};
/// What is under way there is broken off.
struct HubStopWanted {};
struct MeasureWanted {};
struct WriteWanted {};
/// The table that is chosen on its page, measured; and written.
struct TablesWanted {};
struct TableWriteWanted {};
struct BannerClosed {};
struct WentBack {};

using Intent =
    std::variant<UnlockWanted, LockWanted, PageWanted, SearchTyped, SearchEntered, PersonWanted, AlertWanted,
                 AlertNoted, StartWanted, ResumeWanted, HandOverWanted, AddPersonSaved, MeasureWanted, WriteWanted,
                 BannerClosed, WentBack, RecoveryWanted, RecoveryTyped, RecoverySet, UserActWanted, BackUpWanted,
                 DrillWanted, RecordWanted, RecordMoreWanted, RecordExportWanted, SlipWanted, AnchorTyped, PolicyWanted,
                 MendWanted, CorrectWanted, WithdrawWanted, EraseWanted, AlertLeft, TicketWanted, TicketRevoked,
                 WaitingRoomWanted, EditWanted, PeopleMoreWanted, CareWanted, CareActWanted, CaseloadWanted,
                 SetupActWanted, TablesWanted, TableWriteWanted, IdentifiedWanted, JournalWanted, EntryWanted,
                 SignWanted, SheetWanted, AlertsMoreWanted, HubWanted, HubStopWanted>;

} // namespace rapport::desk
