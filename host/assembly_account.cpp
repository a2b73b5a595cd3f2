#include "assembly_account.hpp"

#include "assembly_paper.hpp"
#include "cli/backtest_setup.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/footing_now.hpp"

#include <utility>

namespace tradelab {
namespace {

BacktestOptions options_for(const AssembledSettings& settings, const DaemonMachine& machine) {
    BacktestOptions options = paper_options(settings.file, settings.risk);
    options.is_interrupted = machine.is_ending;
    return options;
}

Result<std::vector<Candidate>> candidates_of(const AssembledSettings& settings,
                                             const DaemonMachine& machine,
                                             const std::vector<std::string>& files) {
    OwnCommandLine line(settings, machine);
    return load_candidates(line.session(), files);
}

Result<AccountFeed> feed_of(const AssembledSettings& settings,
                            const DaemonMachine& machine,
                            const std::vector<Candidate>& candidates) {
    auto venues = VenueBook::read(
        machine.disk, settings.layout.config / "venues", instruments_of(candidates));
    if (!venues) {
        return fail(std::move(venues).error());
    }
    return AccountFeed{.venues = *std::move(venues),
                       .catalogue = Catalogue(machine.disk, settings.places.store)};
}

}  // namespace

Result<OpenAccount> open_account(const AssembledSettings& settings,
                                 const DaemonMachine& machine,
                                 Companions& companions,
                                 Log& log,
                                 const AccountTerms& listed) {
    OpenAccount out;
    if (listed.files.empty()) {
        auto idle =
            PaperAccount::idle(machine.disk, settings.places.paper, settings.file.paper.capital);
        if (!idle) {
            return fail(std::move(idle).error());
        }
        out.account.emplace(*std::move(idle));
        out.decay.emplace(no_decay(machine.disk));
        return out;
    }
    auto candidates = candidates_of(settings, machine, listed.files);
    auto feed = candidates ? feed_of(settings, machine, *candidates)
                           : Result<AccountFeed>(fail(candidates.error()));
    if (!feed) {
        return fail(std::move(feed).error());
    }
    out.feed = std::make_unique<AccountFeed>(*std::move(feed));
    for (const Candidate& one : *candidates) {
        out.members.push_back({.strategy = one.file_sha256, .name = one.name});
        auto footing = footing_now(one, out.feed->venues, out.feed->catalogue);
        if (!footing) {
            return fail(std::move(footing).error(), "looking what " + one.name + " runs with");
        }
        out.footings.emplace(one.file_sha256, *std::move(footing));
    }
    if (listed.account && out.members != listed.account->members) {
        return fail(ErrorCode::hash_mismatch,
                    "a parameter file is not the one that the gate has passed: " +
                        listed.files.front() + " or one beside it",
                    "restore the folder `found` from a backup");
    }
    BacktestOptions options = options_for(settings, machine);
    options.from = listed.from;
    const PaperCells cells = cells_of(companions, settings.layout.program, log);
    auto session = PaperSession::open({.disk = machine.disk,
                                       .catalogue = out.feed->catalogue,
                                       .venues = out.feed->venues,
                                       .folder = listed.folder,
                                       .latch_folder = settings.places.paper,
                                       .candidates = *candidates,
                                       .options = options,
                                       .cells = cells});
    if (!session) {
        return fail(std::move(session).error(), "opening the paper session");
    }
    out.decay.emplace(decay_of(machine.disk,
                               settings.places.state,
                               {.candidates = *candidates,
                                .catalogue = out.feed->catalogue,
                                .venues = out.feed->venues,
                                .options = options},
                               session->plan().from,
                               cells,
                               log));
    out.account.emplace(*std::move(session));
    return out;
}

AccountTerms listed_of(const AssembledSettings& settings,
                       const std::optional<ProvenAccount>& account) {
    AccountTerms out{.files = {},
                     .folder = settings.places.paper,
                     .from = settings.file.feed.from,
                     .account = account};
    if (account) {
        out.files = files_of(settings.places.state, *account);
        out.folder = folder_of(settings.places.paper, *account);
        out.from = account->from;
    }
    for (const auto& path : settings.file.paper.strategies) {
        out.files.push_back(path.string());
    }
    return out;
}

}  // namespace tradelab
