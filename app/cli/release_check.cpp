#include "app/cli/release_check.h"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "app/cli/files.h"
#include "instruments/exchange/csv.h"
#include "storage/sealed/secret.h"

namespace rapport::cli {

namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 30U;

class Check {
public:
    explicit Check(std::string folder) : folder_(std::move(folder)) {}

    Result<BundleCheck> run()
    {
        const auto text = read_all(folder_ + "/manifest.json", most_bytes);
        if (!text) return text.error();
        const auto manifest = nlohmann::json::parse(*text, nullptr, false);
        if (!manifest.is_object() || !manifest.contains("files") || !manifest["files"].is_array())
            return Error{bad_manifest, {}};
        for (const auto& file : manifest["files"]) {
            if (!file.is_object() || !file.contains("name") || !file.contains("sha256") || !file["name"].is_string() ||
                !file["sha256"].is_string() || file["name"].get<std::string>().find('/') != std::string::npos)
                return Error{bad_manifest, {}};
            listed_[file["name"]] = file["sha256"];
        }
        k_ = manifest.contains("policy") ? manifest["policy"].value("k", 0) : 0;
        profile_ = manifest.contains("policy") ? manifest["policy"].value("profile", "") : "";
        for (const auto& [name, digest] : listed_)
            look_at(name, digest);
        look_for_others();
        look_at_sums();
        found_.files = static_cast<int>(listed_.size()) + 1;
        if (profile_ == "A" && found_.smallest_group > 0 && found_.smallest_group < k_)
            say("A group of " + std::to_string(found_.smallest_group) + " people is smaller than k.");
        // A table that left by itself, or a named person's record, has no rows of codes to count.
        const bool has_rows = !manifest.contains("kind");
        if (has_rows && manifest.value("people", -1) != found_.people)
            say("The manifest counts other people than the files.");
        return found_;
    }

private:
    void say(std::string problem) { found_.problems.push_back(std::move(problem)); }

    void look_at(const std::string& name, const std::string& digest)
    {
        const auto bytes = read_all(folder_ + "/" + name, most_bytes);
        if (!bytes) return say(name + " cannot be read.");
        if (sha256_hex(*bytes) != digest) return say(name + " is not the file that was released.");
        if (name.ends_with("_wide.csv") || name == "long.csv") count_groups(name, *bytes);
    }

    void look_for_others()
    {
        const auto all = files_below(folder_);
        if (!all) return say("The folder cannot be listed.");
        for (const std::string& path : *all) {
            const std::string name = path.substr(path.rfind('/') + 1);
            if (name != "manifest.json" && !listed_.contains(name)) say(name + " is not in the manifest.");
        }
    }

    void look_at_sums()
    {
        const auto text = read_all(folder_ + "/SHA256SUMS", most_bytes);
        if (!text) return say("SHA256SUMS cannot be read.");
        std::set<std::string> summed;
        for (std::size_t at = 0; at < text->size();) {
            const std::size_t end = std::min(text->find('\n', at), text->size());
            const std::string line = text->substr(at, end - at);
            at = end + 1;
            const std::string name = line.size() > 66 ? line.substr(66) : std::string();
            summed.insert(name);
            if (!listed_.contains(name) || listed_.at(name) != line.substr(0, 64))
                say("SHA256SUMS and the manifest differ on " + (name.empty() ? "a line" : name) + ".");
        }
        for (const auto& [name, digest] : listed_)
            if (name != "SHA256SUMS" && !summed.contains(name)) say("SHA256SUMS lacks " + name + ".");
    }

    /// People alike in what the file itself shows of them.
    void count_groups(const std::string& name, const std::string& bytes)
    {
        const auto rows = instruments::read_csv(bytes);
        if (!rows || rows->empty()) return say(name + " is no CSV file.");
        std::map<std::string, std::size_t> column;
        for (std::size_t at = 0; at < rows->front().size(); ++at)
            column[rows->front()[at]] = at;
        std::map<std::string, std::vector<std::string>> looks;
        for (const char* const needed : {"code", "age_band", "sex", "site", "arm"})
            if (!column.contains(needed)) return say(name + " lacks the column " + needed + ".");
        for (std::size_t row = 1; row < rows->size(); ++row) {
            const auto& cells = (*rows)[row];
            if (cells.size() != rows->front().size()) return say(name + " has rows of different width.");
            std::vector<std::string> look;
            for (const char* const one : {"age_band", "sex", "site", "arm"})
                look.push_back(cells[column[one]]);
            const auto [at, fresh] = looks.try_emplace(cells[column["code"]], look);
            if (!fresh && at->second != look) return say(name + " says two things of one person.");
        }
        std::map<std::vector<std::string>, int> groups;
        for (const auto& [code, look] : looks)
            ++groups[look];
        for (const auto& [look, people] : groups)
            if (found_.smallest_group == 0 || people < found_.smallest_group) found_.smallest_group = people;
        if (name == "long.csv") found_.people = static_cast<int>(looks.size());
    }

    std::string folder_;
    std::map<std::string, std::string> listed_;
    std::string profile_;
    int k_ = 0;
    BundleCheck found_;
};

} // namespace

std::string sha256_hex(const std::string& bytes)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
    crypto_hash_sha256(sum.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return sealed::hex(sum);
}

Result<BundleCheck> check_bundle(const std::string& folder)
{
    return Check(folder).run();
}

} // namespace rapport::cli
