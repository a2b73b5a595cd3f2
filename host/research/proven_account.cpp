#include "research/proven_account.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view schema = "tradelab.paper-account/1";
constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 10U;
constexpr std::size_t name_bytes_max = 256;
// As many as a list in the settings may have; more proven ones wait for a place.
constexpr std::size_t members_max = 32;
constexpr std::string_view remedy =
    "restore it from a backup, or take it away: a new account "
    "begins with all that is proven";

Disk::Path file_in(const Disk::Path& paper) {
    return paper / "account.json";
}

JsonValue json_of(const ProvenAccount& account) {
    JsonArray members;
    for (const ProvenMember& one : account.members) {
        members.push_back(JsonObject{{"strategy", one.strategy}, {"name", one.name}});
    }
    return JsonObject{{"schema", schema},
                      {"number", account.number},
                      {"from", account.from ? JsonValue(iso_text(*account.from)) : JsonValue()},
                      {"members", std::move(members)}};
}

std::vector<ProvenMember> read_members(JsonFields& fields, std::optional<Error>& problem) {
    std::vector<ProvenMember> out;
    const JsonArray& rows = fields.array("members");
    for (std::size_t at = 0; at < rows.size(); ++at) {
        JsonFields row(rows[at], "/members/" + std::to_string(at), {"strategy", "name"}, problem);
        out.push_back(
            {.strategy = row.text("strategy", 64), .name = row.text("name", name_bytes_max)});
    }
    return out;
}

Result<ProvenAccount> parse(std::string_view text) {
    const auto document = parse_json(text, {.bytes_max = file_bytes_max, .depth_max = 4});
    if (!document) {
        return fail(document.error());
    }
    std::optional<Error> problem;
    JsonFields fields(*document, "", {"schema", "number", "from", "members"}, problem);
    if (const std::string said = fields.text("schema", 60); said != schema && !problem) {
        fields.refuse("/schema = \"" + said + "\" is another one", std::string(remedy));
    }
    const std::int64_t number = fields.integer("number");
    if (number < 1 && !problem) {
        fields.refuse("/number is below 1", std::string(remedy));
    }
    ProvenAccount out{.number = static_cast<std::uint64_t>(std::max<std::int64_t>(number, 1))};
    if (!fields.value("from").is_null()) {
        const auto from = parse_iso(fields.text("from", 40));
        if (!from && !problem) {
            fields.refuse("/from is no time", std::string(remedy));
        }
        out.from = from ? std::optional(*from) : std::nullopt;
    }
    out.members = read_members(fields, problem);
    return problem ? Result<ProvenAccount>(fail(*std::move(problem))) : out;
}

bool is_member(const std::optional<ProvenAccount>& account, const std::string& strategy) {
    return account && std::ranges::find(account->members, strategy, &ProvenMember::strategy) !=
                          account->members.end();
}

bool is_fit(const StrategyLife& life, const NextAccount& asked) {
    const VaultBinding* binding = proven_binding(life);
    return life.stage >= LifeStage::vaulted && life.stage < LifeStage::retired &&
           (!is_demoted(life) || is_sat_out(life)) && binding != nullptr &&
           binding->fill_model == asked.fill_model && !asked.unfit.contains(life.strategy);
}

}  // namespace

const VaultBinding* proven_binding(const StrategyLife& life) {
    const StageStep* bound = bound_step(life);
    return bound == nullptr ? nullptr : &*bound->edge.binding;
}

Disk::Path folder_of(const Disk::Path& paper, const ProvenAccount& account) {
    return paper / ("account-" + std::to_string(account.number));
}

std::vector<std::string> files_of(const Disk::Path& state, const ProvenAccount& account) {
    std::vector<std::string> out;
    for (const ProvenMember& one : account.members) {
        out.push_back((state / "found" / (one.name + ".json")).string());
    }
    return out;
}

Result<std::optional<ProvenAccount>> read_account(const Disk& disk, const Disk::Path& paper) {
    const auto path = file_in(paper);
    const auto text = disk.read_file(path, {.size_max = file_bytes_max});
    if (!text) {
        return text.error().code == ErrorCode::not_found ? Result<std::optional<ProvenAccount>>()
                                                         : fail(text.error());
    }
    auto account = parse(*text);
    return account ? Result<std::optional<ProvenAccount>>(*std::move(account))
                   : fail(std::move(account).error(), "'" + path.string() + "'");
}

Status keep_account(Disk& disk, const Disk::Path& paper, const ProvenAccount& account) {
    if (auto made = disk.make_directories(paper); !made) {
        return made;
    }
    return write_atomically(disk, file_in(paper), pretty_json(json_of(account)) + "\n");
}

std::optional<ProvenAccount> next_account(const NextAccount& asked) {
    ProvenAccount out{.number = asked.standing ? asked.standing->number + 1 : 1,
                      .from = asked.from,
                      .members = {}};
    // What was proven on recorded data is never stamped synthetic because of its neighbours.
    const bool has_recorded = std::ranges::any_of(asked.lives, [&](const StrategyLife& life) {
        return life.basis == VerdictBasis::recorded && is_fit(life, asked);
    });
    const VerdictBasis basis = has_recorded ? VerdictBasis::recorded : VerdictBasis::synthetic;
    bool has_new = false;
    for (const StrategyLife& life : asked.lives) {
        if (life.basis != basis || !is_fit(life, asked) || out.members.size() == members_max) {
            continue;
        }
        out.members.push_back({.strategy = life.strategy, .name = life.name});
        out.from = std::max(out.from, std::optional(proven_binding(life)->vault_to));
        has_new = has_new || !is_member(asked.standing, life.strategy);
    }
    return has_new ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace tradelab
