#include <fmt/format.h>

#include "storage/release/csv.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

constexpr std::string_view r_program = R"(# Reads this release with base R only, from any directory:
#   source("<folder>/load.R")   or   Rscript load.R
# Gives a list `release`: items (a row per item), scores (a row per score) and one wide frame a questionnaire, in which
# `<name>_f` is the answer as an ordered factor with its labels and `<name>_why` the reason where there is no answer.
local({
  here <- NULL
  for (frame in rev(sys.frames())) if (!is.null(frame$ofile)) { here <- dirname(frame$ofile); break }
  if (is.null(here)) {
    file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
    here <- if (length(file)) dirname(file[1]) else "."
  }
  texts <- c("code", "age_band", "sex", "site", "arm", "instrument", "version", "visit", "item", "missing_reason",
             "scale", "absent", "file", "name", "label")
  read <- function(name) {
    path <- file.path(here, name)
    head <- names(read.csv(path, nrows = 1, check.names = FALSE))
    classes <- ifelse(head %in% texts | grepl("_missing$", head), "character", NA)
    read.csv(path, check.names = FALSE, na.strings = "", colClasses = classes, encoding = "UTF-8")
  }
  labels <- read.csv(file.path(here, "labels.csv"), colClasses = "character", na.strings = "", encoding = "UTF-8")
  level <- function(data, file) {
    own <- labels[labels$file == file, ]
    for (name in unique(own$name)) {
      mine <- own[own$name == name, ]
      if (is.numeric(data[[name]]) || all(is.na(data[[name]])) && !name %in% texts)
        data[[paste0(name, "_f")]] <- factor(data[[name]], as.numeric(mine$value),
                                             make.unique(mine$label), ordered = TRUE)
      else
        data[[name]] <- factor(data[[name]], mine$value)
    }
    data
  }
  why <- function(data) {
    column <- grep("_missing$", names(data), value = TRUE)
    if (length(column) != 1) return(data)
    said <- strsplit(ifelse(is.na(data[[column]]), "", data[[column]]), "; ", fixed = TRUE)
    at <- rep(seq_along(said), lengths(said))
    pairs <- strsplit(unlist(said), "=", fixed = TRUE)
    for (name in unique(labels$name[grepl("^-?[0-9]+$", labels$value) & labels$name %in% names(data)])) {
      hit <- vapply(pairs, function(p) p[1] == name, logical(1))
      reason <- rep(NA_character_, nrow(data))
      reason[at[hit]] <- vapply(pairs[hit], function(p) p[2], "")
      data[[paste0(name, "_why")]] <- reason
    }
    data
  }
  out <- list(items = level(read("long.csv"), "long"), scores = level(read("scores.csv"), "scores"))
  out$scores$id <- out$scores$code
  for (path in sort(list.files(here, "_wide[.]csv$"))) {
    name <- sub("[.]csv$", "", path)
    out[[sub("_wide$", "", name)]] <- level(why(read(path)), name)
  }
  assign("release", out, envir = globalenv())
})
)";

constexpr std::string_view python_program =
    R"("""Reads this release with pandas only, from any directory: python3 load.py, or `from load import release`.

release is a dict: "items" (a row per item), "scores" (a row per score) and one wide frame a questionnaire, in which
<name>_f is the answer as an ordered category with its labels and <name>_why the reason where there is no answer.
"""
import os

import pandas as pd

here = os.path.dirname(os.path.abspath(__file__))
TEXTS = ["code", "age_band", "sex", "site", "arm", "instrument", "version", "visit", "item", "missing_reason",
         "scale", "absent", "file", "name", "value", "label"]


def read(name, texts):
    path = os.path.join(here, name)
    head = list(pd.read_csv(path, nrows=0).columns)
    kinds = {c: str for c in head if c in texts or c.endswith("_missing")}
    return pd.read_csv(path, dtype=kinds, keep_default_na=False, na_values=[""], encoding="utf-8")


labels = read("labels.csv", TEXTS)


def level(data, file):
    for name, mine in labels[labels["file"] == file].groupby("name", sort=False):
        if name in TEXTS[:12]:
            data[name] = pd.Categorical(data[name], list(mine["value"]))
            continue
        words, seen = [], {}
        for label in mine["label"]:
            seen[label] = seen.get(label, 0) + 1
            words.append(label if seen[label] == 1 else "%s.%d" % (label, seen[label] - 1))
        names = dict(zip([int(v) for v in mine["value"]], words))
        data[name] = data[name].astype("Int64")
        data[name + "_f"] = pd.Categorical(data[name].map(names), words, ordered=True)
    return data


def why(data, file):
    columns = [c for c in data.columns if c.endswith("_missing")]
    if len(columns) != 1:
        return data
    said = data[columns[0]].fillna("").str.split("; ")
    rows = [dict(p.split("=", 1) for p in parts if p) for parts in said]
    numbers = [n for n in labels[labels["file"] == file]["name"].unique() if n not in TEXTS]
    extra = {n + "_why": [row.get(n) for row in rows] for n in numbers}
    return pd.concat([data, pd.DataFrame(extra, index=data.index, dtype=object)], axis=1)


release = {"items": level(read("long.csv", TEXTS[:12]), "long"), "scores": level(read("scores.csv", TEXTS[:12]), "scores")}
release["items"]["value"] = release["items"]["value"].astype("Int64")
release["scores"]["id"] = release["scores"]["code"]
for path in sorted(f for f in os.listdir(here) if f.endswith("_wide.csv")):
    stem = path[: -len(".csv")]
    release[stem[: -len("_wide")]] = level(why(read(path, TEXTS[:12]), stem), stem)

if __name__ == "__main__":
    for key, frame in release.items():
        print(key, frame.shape)
)";

/// Text in a SAS literal: quotes doubled.
std::string quoted(std::string_view text)
{
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c == '\n' ? ' ' : c;
    }
    return out + "'";
}

/// The format's name: at most 8 characters, not ending in a digit, and none that SAS has itself.
std::string format_name(std::size_t number)
{
    std::string name = "RQ";
    for (; number > 0 || name.size() == 2; number /= 26)
        name += static_cast<char>('A' + number % 26);
    return name + "_";
}

} // namespace

Result<WrittenFile> write_r_loader(Sink& sink)
{
    return write_text(sink, "load.R", r_program);
}

Result<WrittenFile> write_python_loader(Sink& sink)
{
    return write_text(sink, "load.py", python_program);
}

Result<WrittenFile> write_sas_program(const Codebook& book, Sink& sink)
{
    std::string text =
        "/* Reads this release into the library WORK. Set the folder first:\n"
        "   %let here=...;\n   Text longer than a transport file holds is cut; the CSV files have it whole. "
        "*/\n\n";
    std::size_t formats = 0;
    for (const Sheet& sheet : book.wide) {
        std::string values;
        std::string uses;
        std::string labels;
        for (const Variable& v : sheet.variables) {
            if (&v == &sheet.variables[sheet.missing_words]) continue;
            labels += fmt::format("  label {} = {};\n", v.short_name, quoted(v.label));
            if (v.labels.empty()) continue;
            const std::string name = format_name(formats++);
            values += fmt::format("  value {}", name);
            for (const ValueLabel& label : v.labels)
                values += fmt::format("\n    {} = {}", label.value,
                                      quoted(label.words.empty() ? std::to_string(label.value) : label.words));
            if (v.has_reasons)
                for (const ReasonCode& reason : reason_codes())
                    values += fmt::format("\n    .{} = {}", static_cast<char>(reason.tag - 'a' + 'A'),
                                          quoted(instruments::word(reason.why)));
            values += ";\n";
            uses += fmt::format("  format {} {}.;\n", v.short_name, name);
        }
        std::string rename;
        for (const Variable& v : sheet.variables)
            if (v.short_name != v.name && &v != &sheet.variables[sheet.missing_words])
                rename += fmt::format("  rename {} = {};\n", v.short_name, v.name);
        text += fmt::format("proc format;\n{}run;\nlibname rapport xport \"&here./{}.xpt\";\ndata work.{};\n"
                            "  set rapport.{};\n{}{}{}run;\nlibname rapport clear;\n\n",
                            values, sheet.stem, sas_name(sheet), sas_name(sheet), labels, uses, rename);
    }
    return write_text(sink, "load.sas", text);
}

} // namespace rapport::release
