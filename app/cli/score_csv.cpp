#include "app/cli/score_csv.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "app/cli/score_csv_columns.h"
#include "app/cli/score_csv_reader.h"
#include "app/cli/score_output.h"
#include "app/shell/strings/strings.h"
#include "instruments/prepared.h"
#include "storage/sealed/faults.h"

namespace rapport::cli {

using instruments::Definition;
using strings::say;

namespace {

constexpr unsigned most_workers = 16;

std::string_view sentence(RowFault fault)
{
    return say(fault == RowFault::open_quote ? "cli.csv.open_quote" : "cli.csv.stray_quote");
}

/// Everything that can be done with one piece of the file by itself.
struct Piece {
    CsvChunk chunk;
    std::string scores;
    std::size_t rows = 0;
    std::vector<BadRow> bad;
};

/// A worker's own memory, used again from row to row.
struct Desk {
    CsvAnswers answers;
    instruments::Scored scored;
};

void score_piece(const Definition& definition, const instruments::PreparedKey& key, const CsvColumns& columns,
                 bool keep_going, Desk& desk, Piece& piece)
{
    CsvAnswers& answers = desk.answers;
    piece.scores.clear();
    piece.rows = 0;
    piece.bad.clear();
    CsvRows rows(piece.chunk.text, piece.chunk.line);
    while (rows.next()) {
        if (rows.fault() != RowFault::none)
            answers.wrong = sentence(rows.fault());
        else
            read_answers(definition, columns, rows.cells(), answers);
        if (!answers.wrong.empty()) {
            piece.bad.push_back({rows.line(), answers.wrong});
            if (!keep_going) return;
            continue;
        }
        key.score(answers.response, answers.context, desk.scored);
        append_scores(definition, answers, desk.scored, piece.scores);
        ++piece.rows;
    }
}

/// Several workers, each taking the next piece of the file, scoring it, and waiting for its turn to write.
class Work {
public:
    Work(const Definition& definition, const CsvColumns& columns, CsvChunks& chunks, WholeFile& out, bool keep_going,
         const std::function<void(const BadRow&)>& tell)
        : definition_(definition), key_(definition), columns_(columns), chunks_(chunks), out_(out),
          keep_going_(keep_going), tell_(tell)
    {
    }

    void go(unsigned workers, std::size_t first_piece)
    {
        turn_ = first_piece;
        std::vector<std::jthread> threads;
        for (unsigned i = 1; i < workers; ++i)
            threads.emplace_back([this] { work(); });
        work();
    }

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    [[nodiscard]] const CsvReport& report() const { return report_; }

private:
    void work()
    {
        Piece piece;
        Desk desk;
        while (take(piece.chunk)) {
            score_piece(definition_, key_, columns_, keep_going_, desk, piece);
            if (!put(piece)) return;
        }
    }

    bool take(CsvChunk& chunk)
    {
        const std::lock_guard lock(reading_);
        if (ended_) return false;
        const auto there = chunks_.next(chunk);
        ended_ = !there || !*there;
        if (!there) {
            const std::lock_guard also(writing_);
            if (!error_) error_ = there.error();
        }
        return !ended_;
    }

    bool put(const Piece& piece)
    {
        std::unique_lock lock(writing_);
        its_turn_.wait(lock, [&] { return turn_ == piece.chunk.number; });
        if (!stopped_) {
            report_.rows += piece.rows;
            report_.bad += piece.bad.size();
            for (const BadRow& bad : piece.bad)
                tell_(bad);
            if (!piece.bad.empty() && !keep_going_)
                stop(Error{fault::rows_refused, {}});
            else if (const Status written = out_.write(piece.scores); !written)
                stop(written.error());
        }
        ++turn_;
        its_turn_.notify_all();
        return !stopped_;
    }

    void stop(Error why)
    {
        stopped_ = true;
        if (!error_) error_ = std::move(why);
    }

    const Definition& definition_;
    const instruments::PreparedKey key_;
    const CsvColumns& columns_;
    CsvChunks& chunks_;
    WholeFile& out_;
    const bool keep_going_;
    const std::function<void(const BadRow&)>& tell_;

    std::mutex reading_; ///< guards chunks_ and ended_; taken before writing_
    bool ended_ = false;
    std::mutex writing_; ///< guards all below
    std::condition_variable its_turn_;
    std::size_t turn_ = 0;
    bool stopped_ = false;
    std::optional<Error> error_;
    CsvReport report_;
};

class InFile {
public:
    explicit InFile(const std::string& path)
        : descriptor(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {
    }
    ~InFile()
    {
        if (descriptor > STDERR_FILENO) ::close(descriptor);
    }
    InFile(const InFile&) = delete;
    InFile& operator=(const InFile&) = delete;
    const int descriptor;
};

/// Why the first row is no header, or nothing; otherwise `columns` is read from it.
std::string read_columns(const Definition& definition, const CsvChunk& row, CsvColumns& columns)
{
    CsvRows header(row.text, row.line);
    if (!header.next()) return std::string(say("cli.csv.no_header"));
    if (header.fault() != RowFault::none) return std::string(sentence(header.fault()));
    columns = read_header(definition, header.cells());
    return columns.wrong;
}

} // namespace

Result<CsvReport> score_csv(const Definition& definition, const CsvWish& wish,
                            const std::function<void(const BadRow&)>& tell)
{
    const InFile in(wish.in);
    if (in.descriptor < 0) return Error{sealed::fault::missing_file, wish.in};
    auto out = WholeFile::begin(wish.out);
    if (!out) return out.error();

    CsvChunks chunks(in.descriptor);
    CsvChunk first;
    const auto there = chunks.first_row(first);
    if (!there) return there.error();
    CsvColumns columns;
    std::string wrong =
        chunks.too_long_line() != 0 ? std::string(say("cli.csv.too_long")) : read_columns(definition, first, columns);
    if (!wrong.empty()) {
        tell({1, std::move(wrong)});
        return fault::header_refused;
    }
    if (Status written = out->write(columns.out_header); !written) return written.error();

    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    Work work(definition, columns, chunks, *out, wish.keep_going, tell);
    work.go(std::min(wish.workers == 0 ? cores : wish.workers, most_workers), first.number + 1);
    if (work.error()) return *work.error();
    CsvReport report = work.report();
    if (chunks.too_long_line() != 0) {
        tell({chunks.too_long_line(), std::string(say("cli.csv.too_long"))});
        ++report.bad;
        if (!wish.keep_going) return fault::rows_refused;
    }
    if (Status finished = out->finish(); !finished) return finished.error();
    return report;
}

} // namespace rapport::cli
