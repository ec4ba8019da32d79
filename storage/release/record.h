#pragma once

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
    std::string audit_anchor; ///< how far the vault's audit had come, for the manifest; empty outside a vault
};

} // namespace rapport::release
