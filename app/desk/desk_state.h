#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/desk/about_screen.h"
#include "app/desk/add_person_form.h"
#include "app/desk/background.h"
#include "app/desk/backups_screen.h"
#include "app/desk/batteries_page.h"
#include "app/desk/care_view.h"
#include "app/desk/caseload_view.h"
#include "app/desk/clinic_page.h"
#include "app/desk/device_screen.h"
#include "app/desk/hub_desk.h"
#include "app/desk/instruments_page.h"
#include "app/desk/journal_screen.h"
#include "app/desk/mend_screen.h"
#include "app/desk/people_screen.h"
#include "app/desk/person_page.h"
#include "app/desk/policy_screen.h"
#include "app/desk/record_screen.h"
#include "app/desk/release_screen.h"
#include "app/desk/settle_screen.h"
#include "app/desk/start_session_view.h"
#include "app/desk/tables_page.h"
#include "app/desk/tickets_screen.h"
#include "app/desk/top_bar.h"
#include "app/desk/unlock_screen.h"
#include "app/desk/user_form.h"
#include "app/desk/worklist_screen.h"
#include "storage/sealed/device_check.h"
#include "storage/vault/vault.h"

namespace rapport::desk {

struct DeskSettings {
    std::string vault_folder;
    std::string releases_folder;
    std::string remembered;     ///< the name offered on the unlock page, or empty
    std::string backups_folder; ///< where backups go unless the clinic says otherwise
    std::string records_folder; ///< where lines of the audit and slips are written
    vault::Clock clock;
    /// Looks at a backup in another process; empty when there is no program to do it, and then none can be made.
    vault::BackupCheck check_backup;
    bool waiting_room = false; ///< as soon as it is unlocked, hand over the tickets
    bool see_first = false;    ///< the last person who answered should be seen first: the unlock page says so
    /// Whether this device is fit to be in a patient's hands; not set: nobody looks.
    std::function<std::vector<sealed::DeviceCheck>()> look_at_device;
    /// What the About page says; not set: nothing but the licence.
    std::function<AboutView()> look_at_program;
    /// Carries a session to whoever started the desk; empty when nobody is there to take it.
    std::function<Status(const sealed::Secret& job)> hand_over;
};

/// What came of unlocking, away from the drawing thread.
struct Opened {
    std::optional<vault::Vault> vault;
    std::optional<Error> error; ///< why there is no vault
    std::string administrator;  ///< whose passphrase was right and opens no data, or empty
    Fresh fresh;
    std::string ingest_trouble; ///< the vault is open, but the inbox could not be taken in
};

struct Measured {
    Result<outlet::Prepared> prepared;
    std::map<std::string, int> administrations;
};

struct OpenDesk;
/// What work away from the drawing thread leaves to be done when it has ended.
using Finish = std::function<void(OpenDesk&)>;

/// Everything that exists only while the vault is open; letting go of it closes the vault.
/// While `measuring` or `writing` runs, the vault belongs to that work and nothing else may touch it.
struct OpenDesk {
    explicit OpenDesk(vault::Vault opened) : vault(std::move(opened)) {}

    vault::Vault vault;
    /// A page is turned to on purpose; a search still waiting must not take it away again.
    void turn_to(Page to)
    {
        page = to;
        search_due = -1;
    }

    Page page = Page::worklist;
    Page list = Page::worklist; ///< where "back" leads
    std::string focus_first;    ///< on the page that comes next
    bool keys_shown = false;
    std::string banner; ///< one calm sentence at the foot of the window, or empty
    Fresh fresh;

    TopBarView bar;
    TopBarState bar_state;
    double search_due = -1; ///< Ui::now() at which what was typed is searched for; below 0: nothing waits

    WorklistView worklist;
    WorklistState worklist_state;
    PeopleView people;
    PeopleState people_state;
    AddPersonState add;
    StartSessionView start;
    StartSessionState start_state;
    Id person{};
    std::shared_ptr<const PersonView> person_view;
    bool to_review = false; ///< answers of theirs came in that nobody has opened yet
    PersonPageState person_state;
    ReleaseView release;
    ReleaseState release_state;
    std::optional<outlet::Prepared> prepared;
    TablesView tables;
    TablesState tables_state;
    std::shared_ptr<const outlet::TableSource> table_source; ///< while the page of tables is open
    std::optional<outlet::PreparedTable> shown_table;
    vault::ClinicPolicy policy;
    std::string backup_due; ///< said on the work list when the last backup is older than the policy allows
    UsersView users;
    UserFormState user_form;
    BackupsView backups;
    BackupsState backups_state;
    RecordView record;
    RecordState record_state;
    PolicyState policy_state;
    MendView mend;
    MendState mend_state;
    SettleView settle;
    SettleState settle_state;
    std::optional<Intent> held_back;      ///< what the tablet was to do, once somebody has seen to the alerts
    Page held_back_from = Page::worklist; ///< where it was wanted, and where its trouble is told
    std::int64_t escalate_at_ms = 0;      ///< when the next alert will have waited too long; 0: none does
    DeviceScreenView device;
    AboutView about;
    AboutState about_state;
    TicketsView tickets;
    TicketsState tickets_state;
    CareView care;
    CareState care_state;
    CaseloadView caseload;
    CaseloadState caseload_state;
    bool caseload_opened = false; ///< one's own people stand there the first time
    BatteriesView batteries;
    BatteriesState batteries_state;
    InstrumentsView instruments;
    InstrumentsState instruments_state;
    ClinicView clinic;
    ClinicState clinic_state;
    JournalState journal;

    // Last, so that they are waited for before anything they use goes.
    Background<Measured> measuring;
    Background<Result<outlet::Done>> writing;
    Background<Finish> working;
    HubDesk hub; ///< its worker never has the vault, and is the first to go
};

/// An administrator at the desk: no vault, and so nothing of any patient.
struct AdminDesk {
    std::string name;
    bool keys_shown = false;
    TopBarView bar;
    TopBarState bar_state;
    Page page = Page::users; ///< or about
    UsersView users;
    UserFormState form;
    AboutView about;
    AboutState about_state;
    Background<Status> working;
};

/// What came of the recovery sheet.
struct Recovered {
    std::shared_ptr<vault::Vault> vault;
    std::optional<Error> error;
};

/// The whole program: locked with `open` empty, then open, then gone with an exit code.
struct Desk {
    DeskSettings settings;
    UnlockView unlock;
    UnlockState unlock_state;
    std::unique_ptr<OpenDesk> open;
    std::unique_ptr<AdminDesk> admin;
    std::shared_ptr<vault::Vault> recovered; ///< open by the sheet until a passphrase is set
    std::optional<int> exit;                 ///< of sealed::exit_code; set means done
    int exit_when_closed = 0;                ///< the window was closed instead
    Background<Opened> opening;
    Background<Recovered> recovering;
};

} // namespace rapport::desk
