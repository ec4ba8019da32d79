#include "app/desk/desk_tables.h"

#include "app/desk/desk_release.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

/// The files' project where one is named: so the ledger says of both what they belong to.
release::Policy policy_of(const OpenDesk& open)
{
    const int year = local_time(open.vault.now_ms()).year;
    release::Policy policy;
    policy.project = open.release_state.measured_project.empty()
                         ? say("desk.release.default_project", {{"year", std::to_string(year)}})
                         : open.release_state.measured_project;
    policy.recipient = trimmed(open.tables_state.recipient.text);
    policy.purpose = trimmed(open.tables_state.purpose.text);
    policy.release_year = year;
    return policy;
}

void refuse(OpenDesk& open, const Error& error)
{
    open.shown_table.reset();
    open.tables.parts.clear();
    open.tables.may_leave = false;
    open.tables_state.stage = TablesStage::refused;
    open.tables_state.refusal = sentence_of(error);
}

void take_table(OpenDesk& open, Result<outlet::PreparedTable> table)
{
    if (!table) return refuse(open, table.error());
    open.shown_table = std::move(*table);
    fill_tables_view(open.tables, *open.shown_table);
    open.tables_state.stage = TablesStage::ready;
}

void measure(OpenDesk& open)
{
    const auto wish = table_wish(open.tables, open.tables_state);
    if (!wish || !open.table_source) return;
    open.tables_state.stage = TablesStage::measuring;
    open.tables_state.open_line.clear();
    open.shown_table.reset();
    open.working.start([vault = &open.vault, source = open.table_source, wish = *wish]() -> Finish {
        auto table = std::make_shared<Result<outlet::PreparedTable>>(outlet::prepare_table(*vault, *source, wish));
        return [table](OpenDesk& desk) { take_table(desk, std::move(*table)); };
    });
}

void take_source(OpenDesk& open, Result<outlet::TableSource> source)
{
    if (!source) return refuse(open, source.error());
    open.table_source = std::make_shared<const outlet::TableSource>(std::move(*source));
    open.tables.instruments = table_instruments(open.vault.instruments(), open.table_source->gathered.administrations);
    TablesState& state = open.tables_state;
    if (state.instrument >= open.tables.instruments.size()) state.instrument = state.score = 0;
    if (open.tables.instruments.empty()) return refuse(open, Error{release::fault::nothing_to_release, {}});
    if (state.score >= open.tables.instruments[state.instrument].scores.size()) state.score = 0;
    measure(open);
}

void begin_reading(OpenDesk& open)
{
    open.tables_state.stage = TablesStage::measuring;
    open.shown_table.reset();
    open.working.start([vault = &open.vault, policy = policy_of(open)]() -> Finish {
        auto source = std::make_shared<Result<outlet::TableSource>>(outlet::table_source(*vault, policy));
        return [source](OpenDesk& desk) { take_source(desk, std::move(*source)); };
    });
}

void take_done(OpenDesk& open, const Result<outlet::Done>& done)
{
    if (!done) {
        // What it was made of may be what is out of date.
        open.table_source.reset();
        return refuse(open, done.error());
    }
    open.tables.done = say("desk.tables.done", {{"folder", done->folder}, {"n", std::to_string(done->ledger_number)}});
    // The ledger has gone on: what may be shown next is measured against it.
    begin_reading(open);
}

} // namespace

void open_tables(OpenDesk& open)
{
    open.turn_to(Page::tables);
    open.focus_first = "release.part.tables";
    open.tables.done.clear();
    open.tables_state.open_line.clear();
    open.tables.under = policy_of(open).project + ". " + std::string(say("desk.release.profile"));
    begin_reading(open);
}

void begin_table(OpenDesk& open)
{
    open.tables.done.clear();
    if (open.table_source)
        measure(open);
    else
        begin_reading(open);
}

void begin_writing_table(OpenDesk& open, const std::string& releases_folder)
{
    if (!open.shown_table || open.tables_state.stage != TablesStage::ready) return;
    open.tables_state.stage = TablesStage::writing;
    // Typed after the table was made, and no part of it.
    outlet::PreparedTable table = *open.shown_table;
    table.policy.recipient = trimmed(open.tables_state.recipient.text);
    table.policy.purpose = trimmed(open.tables_state.purpose.text);
    open.working.start([vault = &open.vault, table = std::move(table), releases_folder]() -> Finish {
        auto done =
            write_to_first_free(releases_folder, folder_name(table.policy.project) + "-table",
                                [&](const std::string& out) { return outlet::write_table(*vault, table, out); });
        return [done = std::move(done)](OpenDesk& desk) { take_done(desk, done); };
    });
}

} // namespace rapport::desk
