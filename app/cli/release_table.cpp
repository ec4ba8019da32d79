#include "app/cli/release_table.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "storage/outlet/tables.h"
#include "storage/release/writers.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

/// The bytes of the file that would leave, on standard output.
class OnScreen final : public release::Sink {
public:
    Status open(std::string_view) override { return {}; }
    Status write(std::string_view bytes) override
    {
        if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size())
            return Error{release::fault::cannot_write_release, "standard output"};
        return {};
    }
    Result<std::string> close() override { return std::string(); }
};

void print_json(const outlet::PreparedTable& table, const outlet::Done* done)
{
    json rows = json::array();
    for (const release::Statistic& one : table.table.outcomes.rows)
        rows.push_back({{"by", one.by},
                        {"group", one.group},
                        {"visit", one.visit},
                        {"statistic", one.name},
                        {"value", one.value},
                        {"why", word(one.why)}});
    json answer{{"instrument", table.wish.instrument},
                {"score", table.wish.score},
                {"by", table.wish.by},
                {"threshold", table.table.threshold},
                {"withheld_cells", table.table.withheld_cells},
                {"rows", std::move(rows)}};
    if (done != nullptr) {
        answer["out"] = done->folder;
        answer["ledger"] = done->ledger_number;
        answer["manifest_sha256"] = done->written.manifest_sha256;
    }
    std::printf("%s\n", answer.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

} // namespace

std::string_view word(release::Why why)
{
    switch (why) {
    case release::Why::too_few:
        return "too_few";
    case release::Why::each_side:
        return "each_side";
    case release::Why::small_part:
        return "small_part";
    case release::Why::earlier:
        return "earlier";
    case release::Why::as_released:
        return "as_released";
    case release::Why::shown:
        break;
    }
    return "";
}

int release_table(vault::Vault& vault, const TableOrder& order)
{
    const auto source = outlet::table_source(vault, order.policy);
    if (!source) return fail(source.error());
    const auto table = outlet::prepare_table(vault, *source, order.wish);
    if (!table) return fail(table.error());
    std::optional<outlet::Done> done;
    if (!order.out.empty()) {
        auto written = outlet::write_table(vault, *table, order.out);
        if (!written) return fail(written.error());
        done = std::move(*written);
    }
    if (order.as_json) {
        print_json(*table, done ? &*done : nullptr);
    } else {
        OnScreen screen;
        if (const auto shown = release::write_statistics(table->table, screen); !shown) return fail(shown.error());
    }
    if (done)
        std::fprintf(stderr, "rapport: release %lld, a table, in %s. %d of its %zu numbers are withheld.\n",
                     static_cast<long long>(done->ledger_number), done->folder.c_str(), table->table.withheld_cells,
                     table->table.outcomes.rows.size());
    else
        std::fprintf(stderr,
                     "rapport: only shown; with --out this is what would leave. %d of %zu numbers are withheld.\n",
                     table->table.withheld_cells, table->table.outcomes.rows.size());
    return code(Exit::done);
}

} // namespace rapport::cli
