#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/release/naming.h"
#include "storage/release/release.h"

namespace rapport::release {

/// What a variable's values are. `whole` numbers may carry labels.
enum class Kind : std::uint8_t { text, whole, number };
enum class Measure : std::uint8_t { nominal, ordinal, scale };

/// What one whole number stands for; `words` is empty where a licence keeps the wording back.
struct ValueLabel {
    int value = 0;
    std::string words;
};

/// One variable as every format describes it: there is no second description anywhere.
struct Variable {
    std::string name;       ///< [a-z][a-z0-9_]*, at most 26
    std::string short_name; ///< at most 8, different within its file: for SAS transport files
    std::string label;
    Kind kind = Kind::text;
    Measure measure = Measure::nominal;
    std::optional<double> minimum{}; ///< of a complete answer
    std::optional<double> maximum{};
    std::vector<ValueLabel> labels{};
    std::vector<std::string> levels{}; ///< the words of a closed text variable, in their order; empty: open
    bool has_reasons = false;          ///< without a value, one of the five reasons stands in its place
    std::size_t width = 1;             ///< of text: bytes of the longest value

    // For the codebook alone.
    std::string values{}; ///< what words like "other" mean, where there are no labels
    std::string missing{};
    std::string wording{};
    std::string scoring{};
    std::string least_answered{};
    std::string missing_rule{};
    std::string bands{};
    std::string cut_offs{};
    std::string changes{};
    std::string source{};
    std::string loinc{};
};

/// One value of one variable on one row. Text is a view that lives as long as its row.
class Cell {
public:
    static Cell none() { return {}; }
    static Cell of(double value)
    {
        Cell cell;
        cell.what_ = What::number;
        cell.value_ = value;
        return cell;
    }
    static Cell of(std::string_view text)
    {
        Cell cell;
        cell.what_ = What::text;
        cell.text_ = text;
        return cell;
    }
    static Cell of(instruments::Missing why)
    {
        Cell cell;
        cell.what_ = What::reason;
        cell.why_ = why;
        return cell;
    }

    [[nodiscard]] bool is_number() const { return what_ == What::number; }
    [[nodiscard]] bool is_text() const { return what_ == What::text; }
    [[nodiscard]] bool is_reason() const { return what_ == What::reason; }
    [[nodiscard]] double value() const { return value_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] instruments::Missing why() const { return why_; }

private:
    enum class What : std::uint8_t { none, number, text, reason };
    What what_ = What::none;
    instruments::Missing why_{};
    double value_ = 0;
    std::string_view text_{};
};

/// One table of a release: its variables, and its rows whenever they are asked for.
struct Sheet {
    std::string name;                                    ///< "pcl5_wide": its CSV file is "pcl5_wide.csv"
    std::string stem;                                    ///< "pcl5": its other files are "pcl5.sav" and so on
    std::string title;                                   ///< "PCL-5"
    const instruments::Definition* definition = nullptr; ///< null for a sheet of several instruments
    std::vector<Variable> variables;
    std::int64_t rows = 0;

    /// Answers and scores begin here; who and when stand before.
    std::size_t first_item = 0;
    std::size_t first_score = 0;
    std::size_t first_criterion = 0;
    std::size_t missing_words = 0; ///< the last variable: the reasons as one text
};

/// Everything that leaves, described once. Every writer takes it.
struct Codebook {
    std::vector<const instruments::Definition*> definitions; ///< by id
    std::vector<Sheet> wide;                                 ///< one an instrument
    Sheet items;                                             ///< one row an item
    Sheet scores;                                            ///< one row a score
    [[nodiscard]] const Sheet& of(const DeidentifiedRecord& record) const;
};

/// Errors: cannot_write_release when a row has no definition that fits it, or an instrument stands in two versions.
[[nodiscard]] Result<Codebook> make_codebook(const Deidentified& data,
                                             std::span<const instruments::Definition* const> definitions);

/// The reasons in their order, with the numbers and letters that stand for them where a format has no words.
struct ReasonCode {
    instruments::Missing why;
    int code;              ///< SPSS and REDCap
    char tag;              ///< Stata and SAS: .a and so on
    std::string_view fhir; ///< data-absent-reason
};
[[nodiscard]] std::span<const ReasonCode> reason_codes();
[[nodiscard]] const ReasonCode& code_of(instruments::Missing why);

/// Fills the cells of one administration's row in its wide sheet. The cells live until the next call.
class WideRow {
public:
    explicit WideRow(const Sheet& sheet);
    std::span<const Cell> fill(const DeidentifiedRecord& record);
    [[nodiscard]] const instruments::Scored& scored() const { return scored_; }

private:
    const Sheet* sheet_;
    Names names_;
    instruments::Scored scored_;
    std::vector<Cell> cells_;
    std::vector<std::string> held_;
};

/// Every row of a wide sheet, in the order of the release. Stops at the first error of `visit`.
using RowVisitor = std::function<Status(const DeidentifiedRecord& record, std::span<const Cell> cells)>;
[[nodiscard]] Status each_row(const Deidentified& data, const Sheet& sheet, const RowVisitor& visit);

/// A cell as text: a number in its shortest form, a reason as nothing.
[[nodiscard]] std::string words_of(const Cell& cell);

/// `text` cut to at most so many bytes, never inside a character.
[[nodiscard]] std::string_view cut_at(std::string_view text, std::size_t bytes);

} // namespace rapport::release
