#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 8: open alerts are read in the order of their list, as many as it shows, and counted as they come and go; those of
// one person lie together. No row changes.
const std::string_view schema_step_8 = R"sql(
DROP INDEX main.alert_open;
DROP INDEX main.alert_of_person;
CREATE INDEX main.alert_escalated ON alert (gravity DESC, happened_ms, id, person, kind, instrument, flag, item, answer,
    previous_answer, previous_day, context, raised_ms, raised_day, session, changed_to, escalated_ms, acknowledged)
    WHERE acknowledged = 0 AND escalated_ms > 0;
CREATE INDEX main.alert_open ON alert (gravity DESC, happened_ms, id, person, kind, instrument, flag, item, answer,
    previous_answer, previous_day, context, raised_ms, raised_day, session, changed_to, escalated_ms, acknowledged)
    WHERE acknowledged = 0 AND escalated_ms = 0;
CREATE INDEX main.alert_open_by_day ON alert (raised_day, gravity DESC, happened_ms, id, person, kind, instrument, flag,
    item, answer, previous_answer, previous_day, context, raised_ms, session, changed_to, escalated_ms, acknowledged)
    WHERE acknowledged = 0 AND escalated_ms = 0;
CREATE INDEX main.alert_of_person ON alert (person, raised_ms DESC, id, kind, instrument, flag, item, answer,
    previous_answer, previous_day, context, raised_day, session, happened_ms, gravity, changed_to, escalated_ms,
    acknowledged);

INSERT INTO main.list_count (list, day, n) SELECT 'alert', 0, count(*) FROM main.alert WHERE acknowledged = 0;
CREATE TRIGGER main.count_alert_in AFTER INSERT ON alert WHEN NEW.acknowledged = 0
BEGIN INSERT INTO list_count (list, day, n) VALUES ('alert', 0, 1) ON CONFLICT (list, day) DO UPDATE SET n = n + 1; END;
CREATE TRIGGER main.count_alert_out AFTER DELETE ON alert WHEN OLD.acknowledged = 0
BEGIN UPDATE list_count SET n = n - 1 WHERE list = 'alert' AND day = 0; END;
CREATE TRIGGER main.count_alert_changed AFTER UPDATE OF acknowledged ON alert WHEN NEW.acknowledged <> OLD.acknowledged
BEGIN INSERT INTO list_count (list, day, n) VALUES ('alert', 0, 1 - 2 * NEW.acknowledged)
    ON CONFLICT (list, day) DO UPDATE SET n = n + excluded.n; END;
)sql";

} // namespace rapport::vault
