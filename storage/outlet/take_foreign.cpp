#include "storage/outlet/take_foreign.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "storage/outlet/imported_id.h"
#include "storage/vault/clocks.h"
#include "storage/vault/released.h"

namespace rapport::outlet {

namespace {

using release::Foreign;

/// Give up what was done; neither leaves this file.
constexpr Fault foreign_tried{"foreign_tried"};
constexpr Fault foreign_refused{"foreign_refused"};

/// What the vault has of a person already.
struct Had {
    std::map<vault::Id, instruments::Response> answers;
    std::set<vault::Id> corrected;
    int sessions = 0; ///< the highest number of one
};

class ForeignTaking {
public:
    ForeignTaking(vault::Vault& vault, const release::ForeignMap& map, const TakeForeign& how)
        : vault_(vault), map_(map), how_(how)
    {
    }

    Status run(const release::ForeignRead& read)
    {
        out.wrong = read.wrong;
        if (Status begun = begin(); !begun) return begun;
        rows_ = read.rows;
        std::vector<std::size_t> order(rows_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (Foreign& row : rows_)
            row.row.day = row.row.day ? row.row.day : *how_.first_day + 7 * row.row.week;
        // Sessions are numbered in their order, whatever the file's.
        std::ranges::stable_sort(order, {}, [&](std::size_t at) { return *rows_[at].row.day; });
        std::set<vault::Id> ids;
        for (const std::size_t at : order)
            ids.insert(id_of(rows_[at], at));
        auto there = vault::people_of_administrations(vault_, ids);
        if (!there) return there.error();
        there_ = std::move(*there);
        const auto erased = vault::erased_among(vault_, ids);
        if (!erased) return erased.error();
        std::set<std::string> gone;
        for (const std::size_t at : order)
            if (erased->contains(id_of(rows_[at], at))) gone.insert(rows_[at].subject);
        std::vector<std::size_t> good;
        for (const std::size_t at : order) {
            if (gone.contains(rows_[at].subject)) {
                ++out.erased;
                continue;
            }
            const auto met = meets(at);
            if (!met) return met.error();
            if (*met) good.push_back(at);
        }
        const auto differing = recompute(good);
        if (how_.differing == Differing::refuse_all && (!out.wrong.empty() || !differing.empty()))
            return foreign_refused;
        for (const std::size_t at : good)
            if (!differing.contains(at))
                if (Status taken = take(at); !taken) return taken;
        if (how_.only_try) return foreign_tried;
        return vault_.note(
            "foreign_taken_in", map_.source,
            fmt::format("{} administrations, {} people, SHA-256 {}", out.administrations, out.people, how_.digest));
    }

    TakenForeign out;

private:
    Status begin()
    {
        const auto people = vault_.people();
        if (!people) return people.error();
        for (const vault::PersonRow& row : *people)
            people_[row.person.pseudonym] = row.person;
        return {};
    }

    void wrong(const Foreign& row, std::string field, const char* what)
    {
        out.wrong.push_back({row.place, std::move(field), what});
    }

    [[nodiscard]] std::string own_name(const std::string& subject) const { return map_.source + " " + subject; }

    /// The pseudonym of whoever the source means, or nobody.
    const vault::Person* person_of(const Foreign& row)
    {
        const auto find = [&](const std::string& pseudonym) {
            const auto found = people_.find(pseudonym);
            return found == people_.end() ? nullptr : &found->second;
        };
        if (const auto said = map_.people.find(row.subject); said != map_.people.end()) return find(said->second);
        const vault::Person* const came_before = find(own_name(row.subject));
        if (how_.strangers == Strangers::add) return came_before;
        const vault::Person* const by_word = find(row.subject);
        return came_before != nullptr && by_word != nullptr ? nullptr : came_before != nullptr ? came_before : by_word;
    }

    /// Whether a row can come in, so far as can be told before its scores.
    Result<bool> meets(std::size_t at)
    {
        Foreign& row = rows_[at];
        if (*row.row.day > vault_.today()) {
            wrong(row, row.day_field, "a day that is yet to come");
            return false;
        }
        const vault::Person* const person = person_of(row);
        if (person == nullptr && (how_.strangers == Strangers::refuse || map_.people.contains(row.subject))) {
            wrong(row, "subject", "nobody of this vault, or more than one");
            return false;
        }
        row.row.code = person == nullptr ? own_name(row.subject) : person->pseudonym;
        if (person != nullptr) {
            if (!row.row.sex.empty() && !person->sex.empty() && row.row.sex != person->sex) {
                wrong(row, "sex", "not that of the person in this vault");
                return false;
            }
            row.row.sex = person->sex;
            if (person->year_of_birth > 0) row.row.age = vault::year_of(*row.row.day) - person->year_of_birth;
        }
        const auto had = had_of(row.row.code, person);
        if (!had) return had.error();
        const vault::Id id = id_of(row, at);
        if ((*had)->corrected.contains(id)) {
            ++out.there_already;
            return false;
        }
        const auto there = (*had)->answers.find(id);
        if (there == (*had)->answers.end()) {
            if (!there_.contains(id)) return true;
            wrong(row, "subject", "taken in before, for another person of this vault");
            return false;
        }
        if (there->second == row.row.response)
            ++out.there_already;
        else
            wrong(row, "", "the vault has it with other answers");
        return false;
    }

    Result<Had*> had_of(const std::string& pseudonym, const vault::Person* person)
    {
        const auto [at, fresh] = had_.try_emplace(pseudonym);
        if (!fresh || person == nullptr) return &at->second;
        const auto rows = vault_.administrations(person->id);
        if (!rows) return rows.error();
        const auto corrected = vault_.corrections(person->id);
        if (!corrected) return corrected.error();
        for (const vault::Administration& one : *rows) {
            at->second.answers[one.id] = one.response;
            at->second.sessions = std::max(at->second.sessions, one.session_number);
        }
        for (const vault::Corrected& one : *corrected)
            at->second.corrected.insert(one.before);
        return &at->second;
    }

    /// Of the source's own words for it, so that a file that came before is known again.
    vault::Id id_of(const Foreign& row, std::size_t at)
    {
        const auto known = ids_.find(at);
        if (known != ids_.end()) return known->second;
        std::string key = row.key;
        if (key.empty()) {
            const std::string when = row.sitting + " " + std::to_string(*row.row.day);
            key = when + " " + std::to_string(++alike_[{row.subject, row.row.definition->id, when}]);
        }
        return ids_[at] =
                   imported_id({"foreign administration", map_.source, row.subject, row.row.definition->id, key});
    }

    /// The rows that do not come to what they state.
    std::set<std::size_t> recompute(const std::vector<std::size_t>& good)
    {
        std::vector<release::Returned> rows;
        for (const std::size_t at : good)
            rows.push_back(rows_[at].row);
        std::set<std::size_t> differing;
        for (release::Mismatch& one : release::recompute(rows)) {
            one.row = good[one.row];
            differing.insert(one.row);
            out.mismatches.push_back(std::move(one));
        }
        std::ranges::stable_sort(out.mismatches, {}, &release::Mismatch::row);
        return differing;
    }

    Status take(std::size_t at)
    {
        const Foreign& row = rows_[at];
        if (!people_.contains(row.row.code))
            if (Status added = add_person(row); !added) return added;
        vault::Administration one;
        one.id = id_of(row, at);
        one.person = people_.at(row.row.code).id;
        one.instrument = row.row.definition->id;
        one.version = row.row.definition->version;
        one.language = row.row.definition->language;
        one.visit = row.row.visit;
        one.day = *row.row.day;
        one.session = imported_id({"foreign session", map_.source, row.row.code, row.sitting, std::to_string(one.day)});
        const auto [session, fresh] = sessions_.try_emplace(one.session, 0);
        if (fresh) session->second = ++had_[row.row.code].sessions;
        one.session_number = session->second;
        one.started_ms = one.finished_ms = noon_of(one.day);
        one.input = input_of_import;
        one.response = row.row.response;
        const auto added = vault_.add_administration(std::move(one));
        if (!added) return added.error();
        ++out.administrations;
        return {};
    }

    Status add_person(const Foreign& row)
    {
        vault::Person person;
        person.pseudonym = row.row.code;
        person.sex = row.row.sex;
        person.episode_start_day = *row.row.day;
        auto added = vault::add_person_of_release(vault_, person);
        if (!added) return added.error();
        ++out.people;
        people_[row.row.code] = std::move(*added);
        return {};
    }

    vault::Vault& vault_;
    const release::ForeignMap& map_;
    const TakeForeign& how_;
    std::vector<Foreign> rows_{};
    std::map<std::string, vault::Person> people_{};
    std::map<std::string, Had> had_{};
    std::map<std::size_t, vault::Id> ids_{};
    std::map<vault::Id, vault::Id> there_{};
    std::map<std::vector<std::string>, int> alike_{};
    std::map<vault::Id, int> sessions_{};
};

} // namespace

Result<TakenForeign> take_foreign(vault::Vault& vault, const release::ForeignMap& map, const release::ForeignRead& read,
                                  const TakeForeign& how)
{
    const bool dated = std::ranges::all_of(read.rows, [](const Foreign& row) { return row.row.day.has_value(); });
    if (!dated && !how.first_day) return Error{fault::no_first_day, {}};
    ForeignTaking taking(vault, map, how);
    const Status done = vault.together([&] { return taking.run(read); });
    if (!done && done.error().fault == foreign_refused) {
        taking.out.refused = true;
        taking.out.people = taking.out.administrations = 0;
    } else if (!done && !(done.error().fault == foreign_tried)) {
        return done.error();
    }
    return std::move(taking.out);
}

} // namespace rapport::outlet
