#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "instruments/definition.h"
#include "instruments/response.h"
#include "instruments/scoring.h"

namespace rapport::release {

/// One administration as the vault knows it, still identifiable by time and rarity. No name is in it, but it must not
/// leave.
struct Record {
    std::string person; ///< the vault's own key of a person; never written
    std::string code;   ///< the person's random code in this project
    int year_of_birth = 0;
    std::string sex;
    std::string site;
    std::string arm;
    std::string clinician;
    std::string language;
    std::string instrument;
    std::string version;
    std::string visit;
    int session_number = 0;
    std::int32_t day = 0; ///< civil day since 1970-01-01
    bool complete = false;
    instruments::Response response;
    std::string age_band{}; ///< instead of a year of birth, of somebody who left before: as their bundle has it
};

/// One thing kept back: what, how much, and why, as the release screen and the manifest say it.
struct Withheld {
    std::string what;
    std::string how_much;
    std::string why;
};

/// One bundle that pooled rows come from, as its manifest says and as the pooled one says again.
struct Contributor {
    std::string site;            ///< as the pooled rows name it
    std::string manifest_sha256; ///< what the site's ledger has of it
    std::string program;         ///< version of Rapport that wrote it
    int schema = 0;
    std::string project;
    std::string audit_anchor;
    int people = 0;
    int rows = 0;
    int k = 0;
    int cell_threshold = 0;
    std::vector<Withheld> withheld{};
};

/// Records that left their sites before: none may be left out any more, and no value told more finely.
struct Pooling {
    std::array<int, 5> finest{}; ///< the least level of each quasi-identifier (generalise.h)
    std::vector<Contributor> contributors{};
};

/// The rules a release obeys; one object for screen, files and tables. EXPORT.md sections 2 and 5 name the defaults as
/// judgement.
struct Policy {
    std::string profile = "A";
    std::string project;            ///< names the domain of the codes
    std::string recipient;          ///< who gets it, for the ledger; in no file
    std::string purpose;            ///< what for, likewise
    int k = 11;                     ///< people alike at least
    int cell_threshold = 11;        ///< patients in a published cell at least
    double suppress_at_most = 0.05; ///< share of people who may lose a quasi-identifier value
    double cut_at_most = 0.5;       ///< share of administrations that may stay behind because few people came as often
    int release_year = 0;           ///< ages are taken at the end of this year; 0 is the year of the latest record
    std::vector<std::string> instruments; ///< ids; empty is all
    bool demo = false;                    ///< everybody is invented: every bundle says so
    std::string audit_anchor;        ///< how far the vault's audit had come, for the manifest; empty outside a vault
    std::optional<Pooling> pooled{}; ///< of what left before; nothing in a release from a vault
};

} // namespace rapport::release
