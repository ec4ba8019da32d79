# Base R works out again what statistics.cpp printed: Rscript statistics.R FILE
lines <- readLines(commandArgs(TRUE)[1])
bad <- 0
said <- 0
numbers <- function(text) if (nzchar(text)) as.numeric(strsplit(text, " ")[[1]]) else numeric()
near <- function(what, line, got, wanted, limit) {
  said <<- said + 1
  if (is.na(got) != is.na(wanted) || (!is.na(got) && abs(got - wanted) > limit * max(1, abs(wanted)))) {
    bad <<- bad + 1
    if (bad < 20) cat("line", line, what, got, "R has", wanted, "\n")
  }
}
for (i in seq_along(lines)) {
  f <- strsplit(lines[i], "\t")[[1]]
  a <- numbers(f[1]); b <- numbers(f[2]); after <- numbers(f[3])
  got <- suppressWarnings(as.numeric(f[4:16]))
  near("n", i, got[1], length(a), 0)
  if (length(a) > 0) {
    near("mean", i, got[2], mean(a), 1e-9)
    q <- quantile(a, c(.25, .5, .75), type = 7)
    for (k in 1:3) near("quartile", i, got[3 + k], q[[k]], 1e-9)
  }
  if (length(a) > 1) {
    near("sd", i, got[3], sd(a), 1e-9)
    change <- after - a
    if (sd(change) > 0) near("change low", i, got[7], t.test(after, a, paired = TRUE)$conf.int[1], 1e-9)
    over <- function(sd) if (sd > 0) mean(change) / sd else NA
    near("d_pre", i, got[8], over(sd(a)), 1e-9)
    near("d_av", i, got[9], over((sd(a) + sd(after)) / 2), 1e-9)
    near("d_z", i, got[10], over(sd(change)), 1e-9)
  }
  m <- length(a) + length(b) - 2
  if (length(a) > 1 && length(b) > 1) {
    pooled <- sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / m)
    if (pooled > 0) {
      d <- (mean(a) - mean(b)) / pooled
      j <- exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)
      near("g", i, got[11], d * j, 1e-6)
      size <- sqrt(length(a) * length(b) / (length(a) + length(b)))
      limit <- function(p) uniroot(function(ncp) suppressWarnings(pt(d * size, m, ncp)) - p,
                                   c(d * size - 8, d * size + 8), extendInt = "downX", tol = 1e-10)$root / size
      if (abs(d * size) < 30) {
        near("g low", i, got[12], limit(.975), 1e-6)
        near("g high", i, got[13], limit(.025), 1e-6)
      }
    } else near("g", i, got[11], NA, 0)
  } else near("g", i, got[11], NA, 0)
}
cat(sprintf("R: %d numbers, %d differ\n", said, bad))
if (bad) quit(status = 1)
