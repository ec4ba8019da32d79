# haven, data.table and lme4 read one release: every cell and every reason of .sav, .dta and .xpt against the wide CSV.
# Rscript haven.R FOLDER
suppressMessages({library(haven); library(data.table)})
folder <- commandArgs(TRUE)[1]
bad <- character()
checks <- 0
wrong <- function(...) bad <<- c(bad, paste(...))
codes <- c(`-99` = "declined", `-98` = "not_asked", `-97` = "not_reached", `-96` = "cleared", `-95` = "unrecorded")
tags <- c(a = "declined", b = "not_asked", c = "not_reached", d = "cleared", e = "unrecorded")
# fread leaves a doubled quote in a cell doubled, so text is held against what base R reads.
text_of <- function(path) as.data.table(read.csv(path, colClasses = "character", na.strings = character(), encoding = "UTF-8",
                                                 check.names = FALSE))
book <- text_of(file.path(folder, "codebook.csv"))
source(file.path(folder, "load.R"))
same <- function(what, got, wanted) {
  checks <<- checks + length(wanted)
  if (length(got) != length(wanted) || !isTRUE(all(got == wanted | (is.na(got) & is.na(wanted)))) ||
      any(is.na(got) != is.na(wanted))) wrong(what)
}
for (path in list.files(folder, "_wide[.]csv$", full.names = TRUE)) {
  stem <- sub("_wide[.]csv$", "", basename(path))
  head <- names(fread(path, nrows = 0))
  wide <- text_of(path)
  mine <- book[file == basename(path)]
  loaded <- release[[stem]]
  if (nrow(loaded) != nrow(wide)) wrong(stem, "load.R rows")
  for (format in c("sav", "dta", "xpt")) {
    file <- file.path(folder, paste0(stem, ".", format))
    data <- switch(format, sav = read_sav(file, user_na = TRUE), dta = read_dta(file), xpt = read_xpt(file))
    if (nrow(data) != nrow(wide)) { wrong(file, "rows", nrow(data), nrow(wide)); next }
    for (at in seq_len(nrow(mine))) {
      v <- mine[at]
      if (grepl("_missing$", v$name)) next
      column <- data[[if (format == "xpt") v$short_name else v$name]]
      where <- paste(stem, format, v$name)
      if (is.null(column)) { wrong(where, "is not there"); next }
      text <- wide[[v$name]]
      label <- attr(column, "label")
      most <- c(sav = 255, dta = 80, xpt = 40)[[format]]
      if (nchar(v$label, "bytes") <= most && !identical(label, v$label)) wrong(where, "label", label)
      if (v$type == "text") { same(where, as.character(column), text); next }
      reason <- loaded[[paste0(v$name, "_why")]]
      if (is.null(reason)) reason <- rep(NA_character_, nrow(wide))
      plain <- as.numeric(column)
      if (format == "sav") {
        said <- unname(codes[as.character(plain)])
        plain[!is.na(said)] <- NA
        if (v$measure == "ordinal" && !identical(as.numeric(attr(column, "na_range")), c(-99, -95))) wrong(where, "missing range")
      } else said <- unname(tags[tolower(na_tag(as.numeric(unclass(column))))])
      same(paste(where, "values"), plain, suppressWarnings(as.numeric(text)))
      same(paste(where, "reasons"), said, reason)
      if (format != "xpt" && v$measure == "ordinal" && grepl("=", v$values)) {
        labels <- attr(column, "labels")
        for (pair in strsplit(v$values, "; ")[[1]]) {
          value <- as.numeric(sub("=.*", "", pair)); word <- sub("^[^=]*=", "", pair)
          if (!is.na(value) && !identical(names(labels)[which(labels == value)], word)) wrong(where, "value label", pair)
        }
      }
    }
  }
  # load.R: ordered factors with their labels, in order.
  for (name in mine[measure == "ordinal" & type == "integer"]$name) {
    f <- loaded[[paste0(name, "_f")]]
    if (!is.ordered(f)) { wrong(stem, name, "is no ordered factor"); next }
    same(paste(stem, name, "load.R"), as.numeric(loaded[[name]]), suppressWarnings(as.numeric(wide[[name]])))
  }
}
long <- fread(file.path(folder, "long.csv"), na.strings = "")
if (!is.integer(long$value) || nrow(long) != nrow(release$items)) wrong("fread of long.csv")
if (requireNamespace("lme4", quietly = TRUE)) {
  scores <- release$scores
  most <- names(sort(table(scores$scale[!is.na(scores$score)]), decreasing = TRUE))[1]
  d <- scores[scores$scale == most, ]
  formula <- if (length(unique(na.omit(as.character(d$arm)))) > 1) score ~ week * arm + (week | id) else score ~ week + (week | id)
  fit <- tryCatch(suppressMessages(suppressWarnings(lme4::lmer(formula, data = d))), error = function(e) e)
  if (inherits(fit, "error")) wrong("lmer:", conditionMessage(fit)) else checks <- checks + 1
} else wrong("lme4 is not installed")
cat(sprintf("haven: %d cells, %d wrong\n", checks, length(bad)))
for (one in head(bad, 20)) cat("  ", one, "\n")
if (length(bad)) quit(status = 1)
