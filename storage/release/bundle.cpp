#include "storage/release/csv.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

/// Hears of everything that leaves, and may stop it.
class Watched final : public Sink {
public:
    Watched(Sink& inner, const Progress& progress) : inner_(inner), progress_(progress) {}
    Status open(std::string_view name) override
    {
        if (Status on = go_on(); !on) return on;
        return inner_.open(name);
    }
    Status write(std::string_view bytes) override
    {
        if (Status on = go_on(); !on) return on;
        return inner_.write(bytes);
    }
    Result<std::string> close() override
    {
        auto digest = inner_.close();
        ++files;
        return digest;
    }
    [[nodiscard]] std::string scratch() const override { return inner_.scratch(); }

    int files = 0;
    int expected = 1;

private:
    Status go_on()
    {
        if (!progress_ || progress_(files, expected)) return {};
        return Error{fault::cancelled, {}};
    }
    Sink& inner_;
    const Progress& progress_;
};

/// The files of a bundle, one after another, each with its digest; after the first error nothing more is written.
class Writing {
public:
    explicit Writing(Written& out) : out_(out) {}
    template <class Write>
    void file(Write&& write)
    {
        if (!failed_) return;
        auto made = write();
        if (!made)
            failed_ = made.error();
        else
            out_.files.push_back(std::move(*made));
    }
    [[nodiscard]] const Status& so_far() const { return failed_; }

private:
    Written& out_;
    Status failed_{};
};

} // namespace

Result<WrittenFile> write_sums(std::span<const WrittenFile> files, Sink& sink)
{
    std::string text;
    for (const WrittenFile& file : files)
        text += file.sha256 + "  " + file.name + "\n";
    return write_text(sink, "SHA256SUMS", text);
}

Result<Written> write_bundle(const Deidentified& data, const Table& table,
                             std::span<const instruments::Definition* const> definitions, const Policy& policy,
                             Sink& to, const Progress& progress)
{
    if (data.records.empty()) return Error{fault::nothing_to_release, {}};
    const auto book = make_codebook(data, definitions);
    if (!book) return book.error();

    Watched sink(to, progress);
    sink.expected = static_cast<int>(20 + 6 * book->wide.size() + (policy.pooled ? 2 : 0));
    Written out;
    Writing all(out);
    all.file([&] { return write_items_csv(data, *book, sink); });
    all.file([&] { return write_scores_csv(data, *book, sink); });
    for (const Sheet& sheet : book->wide) {
        all.file([&] { return write_wide_csv(data, sheet, sink); });
        for (const StatFormat format : {StatFormat::sav, StatFormat::dta, StatFormat::xpt})
            all.file([&] { return write_stat_file(data, sheet, format, sink, out.cut); });
        all.file([&] { return write_workbook(data, *book, sheet, sink); });
        all.file([&] { return write_redcap_zip(sheet, sink); });
    }
    all.file([&] { return write_redcap_dictionary(*book, sink); });
    all.file([&] { return write_redcap_data(data, *book, sink); });
    all.file([&] { return write_fhir(data, *book, policy, sink); });
    all.file([&] { return write_odm(data, *book, policy, sink); });
    all.file([&] { return write_table(table, sink); });
    all.file([&] { return write_statistics(table, sink); });
    all.file([&] { return write_labels(*book, sink); });
    all.file([&] { return write_codebook(*book, sink); });
    all.file([&] { return write_codebook_page(*book, sink); });
    all.file([&] { return write_r_loader(sink); });
    all.file([&] { return write_python_loader(sink); });
    all.file([&] { return write_sas_program(*book, sink); });
    if (policy.pooled)
        for (const SqlDialect dialect : {SqlDialect::postgresql, SqlDialect::duckdb})
            all.file([&] { return write_sql_loader(*book, dialect, sink); });
    all.file([&] { return write_risk(data, policy, sink); });
    all.file([&] { return write_readme(data, table, policy, sink); });
    all.file([&] { return write_data_package(*book, policy, out.files, sink); });
    all.file([&] { return write_crate(policy, out.files, sink); });
    all.file([&] { return write_sums(out.files, sink); });
    all.file([&] { return write_manifest(data, book->definitions, policy, out.files, out.cut, sink); });
    if (!all.so_far()) return all.so_far().error();
    out.manifest_sha256 = out.files.back().sha256;
    return out;
}

} // namespace rapport::release
