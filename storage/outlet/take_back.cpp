#include "storage/outlet/take_back.h"

#include <algorithm>
#include <map>
#include <set>

#include "storage/outlet/imported_id.h"
#include "storage/release/text.h"
#include "storage/vault/released.h"

namespace rapport::outlet {

namespace {

/// Gives up what was tried; never leaves this file.
constexpr Fault only_tried{"only_tried"};

std::string known(const std::string& word)
{
    return word == release::withheld_word ? std::string() : word;
}

class Taking {
public:
    Taking(vault::Vault& vault, std::int32_t first_day) : vault_(vault), first_day_(first_day) {}

    Status begin(const std::vector<const release::Returned*>& rows)
    {
        const auto people = vault_.people();
        if (!people) return people.error();
        for (const vault::PersonRow& row : *people)
            person_[row.person.pseudonym] = row.person.id;
        for (const release::Returned* const row : rows)
            ids_.push_back(ids_of(*row));
        std::set<vault::Id> all;
        for (const Ids& ids : ids_)
            all.insert(ids.administration);
        const auto erased = vault::erased_among(vault_, all);
        if (!erased) return erased.error();
        for (std::size_t at = 0; at < rows.size(); ++at)
            if (erased->contains(ids_[at].administration)) gone_.insert(rows[at]->code);
        return {};
    }

    /// The one at that place of those that `begin` was given.
    Status take(const release::Returned& row, std::size_t at)
    {
        if (gone_.contains(row.code)) {
            ++out.erased;
            return {};
        }
        const auto person = person_of(row);
        if (!person) return person.error();
        vault::Administration one;
        one.person = *person;
        one.instrument = row.definition->id;
        one.version = row.definition->version;
        one.language = row.definition->language;
        one.visit = row.visit;
        one.day = day_of(row);
        one.id = ids_[at].administration;
        one.session = ids_[at].session;
        one.session_number = number_of(row.code, one.session);
        one.started_ms = one.finished_ms = noon_of(one.day);
        one.input = input_of_import;
        one.response = row.response;
        if (there_.contains(one.id)) {
            ++out.there_already;
            return {};
        }
        const auto added = vault_.add_administration(std::move(one));
        if (!added) return added.error();
        ++out.administrations;
        return {};
    }

    TakenBack out;

private:
    struct Ids {
        vault::Id administration{};
        vault::Id session{};
    };

    /// Of the row's own words and its place among those alike.
    Ids ids_of(const release::Returned& row)
    {
        const std::string& instrument = row.definition->id;
        const std::string when = std::to_string(day_of(row));
        const std::string alike = std::to_string(++alike_[{row.code, instrument, row.visit, when}]);
        return {imported_id({"administration", row.code, instrument, row.definition->version, row.visit, when, alike}),
                imported_id({"session", row.code, row.visit, when, alike})};
    }

    [[nodiscard]] std::int32_t day_of(const release::Returned& row) const
    {
        return row.day ? *row.day : first_day_ + 7 * row.week;
    }

    Result<vault::Id> person_of(const release::Returned& row)
    {
        const auto known_already = person_.find(row.code);
        if (known_already != person_.end()) {
            if (!seen_.insert(row.code).second) return known_already->second;
            const auto rows = vault_.administrations(known_already->second);
            if (!rows) return rows.error();
            const auto corrected = vault_.corrections(known_already->second);
            if (!corrected) return corrected.error();
            for (const vault::Administration& one : *rows)
                there_.insert(one.id);
            for (const vault::Corrected& one : *corrected)
                there_.insert(one.before);
            return known_already->second;
        }
        vault::Person person;
        person.pseudonym = row.code;
        person.sex = known(row.sex);
        person.site = known(row.site);
        person.arm = known(row.arm);
        person.episode_start_day = day_of(row);
        const auto added = vault::add_person_of_release(vault_, person);
        if (!added) return added.error();
        ++out.people;
        seen_.insert(row.code);
        return person_[row.code] = added->id;
    }

    /// Sessions of a person are numbered as they come.
    int number_of(const std::string& code, const vault::Id& session)
    {
        auto& sessions = sessions_[code];
        return sessions.try_emplace(session, static_cast<int>(sessions.size()) + 1).first->second;
    }

    vault::Vault& vault_;
    std::int32_t first_day_;
    std::map<std::string, vault::Id> person_{};
    std::set<std::string> seen_{};
    std::set<std::string> gone_{}; ///< codes of people who were erased
    std::vector<Ids> ids_{};
    std::set<vault::Id> there_{};
    std::map<std::vector<std::string>, int> alike_{};
    std::map<std::string, std::map<vault::Id, int>> sessions_{};
};

} // namespace

Result<TakenBack> take_back(vault::Vault& vault, std::span<const release::Returned> rows, const TakeBack& how)
{
    std::vector<release::Mismatch> mismatches = release::recompute(rows);
    if (!mismatches.empty() && how.differing == Differing::refuse_all)
        return Error{fault::scores_differ, std::to_string(mismatches.size())};
    std::set<std::size_t> left_out;
    for (const release::Mismatch& one : mismatches)
        left_out.insert(one.row);
    const bool dated = std::ranges::all_of(rows, [](const release::Returned& row) { return row.day.has_value(); });
    if (!dated && !how.first_day) return Error{fault::no_first_day, {}};

    Taking taking(vault, how.first_day.value_or(0));
    const Status done = vault.together([&]() -> Status {
        std::vector<const release::Returned*> good;
        for (std::size_t at = 0; at < rows.size(); ++at)
            if (!left_out.contains(at)) good.push_back(&rows[at]);
        if (Status begun = taking.begin(good); !begun) return begun;
        for (std::size_t at = 0; at < good.size(); ++at)
            if (Status taken = taking.take(*good[at], at); !taken) return taken;
        if (how.only_try) return only_tried;
        return vault.note("release_taken_back", std::to_string(taking.out.administrations),
                          std::to_string(taking.out.people));
    });
    if (!done && !(done.error().fault == only_tried)) return done.error();
    taking.out.mismatches = std::move(mismatches);
    return std::move(taking.out);
}

} // namespace rapport::outlet
