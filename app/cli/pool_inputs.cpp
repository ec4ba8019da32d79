#include "app/cli/pool_inputs.h"

#include <algorithm>
#include <set>

#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/cli/release_check.h"
#include "storage/release/text.h"

namespace rapport::cli {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30U;
constexpr std::size_t longest_name = 40;

/// One folder of the command line.
struct Input {
    std::string folder;
    std::string name; ///< empty: it gets one
    std::string manifest;
    std::string digest;
    release::ManifestFacts facts{};
};

Error misused(std::string sentence)
{
    return {bad_pool_words, std::move(sentence)};
}

/// What stands before the first "=" and after it.
Result<std::pair<std::string, std::string>> split(const std::string& option, const std::string& words)
{
    const auto at = words.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == words.size())
        return misused(option + " takes two things with = between them, not “" + words + "”.");
    return std::pair(words.substr(0, at), words.substr(at + 1));
}

/// A name stands in a cell of every row and in tables: words that mean something there, or a date, are no names.
bool may_be_name(const std::string& name)
{
    return name.size() <= longest_name && release::clean(name) == name && !release::has_clock(name) &&
           name != release::pooled_word && name != release::withheld_word && name.find_first_of(",\n") == name.npos &&
           std::string_view("=+-@'\t ").find(name.front()) == std::string_view::npos;
}

Result<std::vector<Input>> inputs_of(const PoolWishes& wishes)
{
    std::vector<Input> out;
    for (const std::string& words : wishes.names) {
        const auto named = split("--name", words);
        if (!named) return named.error();
        if (!may_be_name(named->first)) return misused("“" + named->first + "” cannot be the name of a site.");
        out.push_back({named->second, named->first, {}, {}});
    }
    for (const std::string& folder : wishes.folders)
        out.push_back({folder, {}, {}, {}});
    if (out.size() < 2) return misused("pool needs two folders or more.");
    return out;
}

/// In the order of the digests; everybody has a name, and nobody another's.
Status give_names(std::vector<Input>& inputs)
{
    std::ranges::stable_sort(inputs, [](const Input& one, const Input& other) {
        return std::pair(one.digest, one.name) < std::pair(other.digest, other.name);
    });
    std::set<std::string> taken;
    for (std::size_t at = 0; at < inputs.size(); ++at) {
        if (inputs[at].name.empty()) inputs[at].name = "site " + std::to_string(at + 1);
        if (!taken.insert(inputs[at].name).second) return misused("Two sites are called “" + inputs[at].name + "”.");
    }
    return {};
}

Status hold_against_ledgers(const PoolWishes& wishes, const std::vector<Input>& inputs, PoolReport& report)
{
    for (const std::string& words : wishes.ledger) {
        const auto said = split("--ledger", words);
        if (!said) return said.error();
        const auto at = std::ranges::find_if(
            inputs, [&](const Input& one) { return one.name == said->first || one.folder == said->first; });
        if (at == inputs.end()) return misused("--ledger: there is no site or folder “" + said->first + "”.");
        std::string digest = said->second;
        for (char& c : digest)
            if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        if (digest == at->digest)
            report.in_ledger(at->name);
        else
            report.problem(at->folder, "Its manifest is not the one that the site's ledger has.");
    }
    return {};
}

Result<std::vector<const instruments::Definition*>> definitions_for(const PoolWishes& wishes,
                                                                    const std::vector<Input>& inputs)
{
    std::vector<const instruments::Definition*> out;
    std::set<std::string> given;
    for (const std::string& file : wishes.definitions) {
        const auto definition = instrument_named(file.find('/') == std::string::npos ? "./" + file : file);
        if (!definition) return definition.error();
        out.push_back(*definition);
        given.insert((*definition)->id);
    }
    std::set<std::string> wanted;
    for (const Input& input : inputs)
        for (const auto& [id, version] : input.facts.instruments)
            if (!given.contains(id)) wanted.insert(id);
    for (const std::string& id : wanted)
        // An id of a hostile manifest is no path. One that is not known shows as such where its rows are read.
        if (id.find_first_of("/.") == std::string::npos)
            if (const auto definition = instrument_named(id)) out.push_back(*definition);
    return out;
}

Status check(Input& input, PoolReport& report)
{
    const auto manifest = read_all(input.folder + "/manifest.json", most_bytes);
    if (!manifest) return manifest.error();
    input.manifest = *manifest;
    input.digest = sha256_hex(*manifest);
    auto facts = release::read_manifest(*manifest);
    if (!facts) {
        report.problem(input.folder, facts.error().detail);
        return {};
    }
    input.facts = std::move(*facts);
    const auto found = check_bundle(input.folder);
    if (!found) return found.error();
    for (const std::string& problem : found->problems)
        report.problem(input.folder, problem);
    return {};
}

/// Reads the rows. A file that is no longer the one that was checked is told.
Result<std::optional<release::Contribution>> contribution(const Input& input, release::Known definitions,
                                                          PoolReport& report)
{
    release::BundleFiles files;
    for (const std::string_view name : release::pooled_files) {
        auto bytes = read_all(input.folder + "/" + std::string(name), most_bytes);
        if (!bytes) return bytes.error();
        const auto listed = input.facts.digests.find(std::string(name));
        if (listed == input.facts.digests.end() || listed->second != sha256_hex(*bytes)) {
            report.problem(input.folder, std::string(name) + " is not the file that was released.");
            return std::optional<release::Contribution>();
        }
        files.emplace(name, std::move(*bytes));
    }
    release::ManifestFacts facts = input.facts;
    facts.from.site = input.name;
    facts.from.manifest_sha256 = input.digest;
    auto read = release::read_contribution(std::move(facts), files, definitions);
    if (read) return std::optional(std::move(*read));
    report.problem(input.folder, read.error().detail);
    return std::optional<release::Contribution>();
}

} // namespace

Result<std::vector<release::Contribution>> read_pool_inputs(const PoolWishes& wishes, PoolReport& report)
{
    auto inputs = inputs_of(wishes);
    if (!inputs) return inputs.error();
    for (Input& input : *inputs)
        if (Status checked = check(input, report); !checked) return checked.error();
    if (Status named = give_names(*inputs); !named) return named.error();
    if (Status held = hold_against_ledgers(wishes, *inputs, report); !held) return held.error();
    std::vector<release::Contribution> out;
    if (report.refused()) return out;
    const auto definitions = definitions_for(wishes, *inputs);
    if (!definitions) return definitions.error();
    for (const Input& input : *inputs) {
        report.folder_of(input.name, input.folder);
        auto read = contribution(input, *definitions, report);
        if (!read) return read.error();
        if (*read) out.push_back(std::move(**read));
    }
    return out;
}

std::string common_project(const std::vector<release::Contribution>& sites)
{
    const std::string& first = sites.front().facts.from.project;
    const bool one = std::ranges::all_of(sites, [&](const auto& site) { return site.facts.from.project == first; });
    return one && !first.empty() ? first : "pool";
}

} // namespace rapport::cli
