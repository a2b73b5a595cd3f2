#pragma once

#include "assembly.hpp"
#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "config/daemon_file.hpp"
#include "config/risk_file.hpp"
#include "core/result.hpp"
#include "daemon/log.hpp"
#include "daemon/paper_account.hpp"
#include "history/catalogue.hpp"
#include "lab/venue_book.hpp"
#include "lifecycle/footing.hpp"
#include "os/companion.hpp"
#include "research/proven_account.hpp"
#include "watch/decay_monitor.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What the daemon is made of before it looks at a strategy.
struct AssembledSettings {
    std::filesystem::path path;
    Layout layout;
    DaemonFile file;
    DaemonPlaces places;
    RiskFile risk;
};

// Commands of `tradelab` that the daemon needs, too, on its own state directory.
class OwnCommandLine {
public:
    OwnCommandLine(const AssembledSettings& settings, const DaemonMachine& machine)
        : output_({}), layout_(settings.layout) {
        layout_.state = settings.places.state;
        session_.emplace(Session{.output = output_,
                                 .disk = machine.disk,
                                 .process = machine.process,
                                 .layout = layout_});
    }
    OwnCommandLine(const OwnCommandLine&) = delete;
    OwnCommandLine& operator=(const OwnCommandLine&) = delete;
    OwnCommandLine(OwnCommandLine&&) = delete;
    OwnCommandLine& operator=(OwnCommandLine&&) = delete;
    ~OwnCommandLine() = default;

    [[nodiscard]] Session& session() { return *session_; }

private:
    Output output_;
    Layout layout_;
    std::optional<Session> session_;
};

// What a session refers to, and what must stay where it is while it runs.
struct AccountFeed {
    VenueBook venues;
    Catalogue catalogue;
};

// A list of strategies on one account, and where that is kept.
struct AccountTerms {
    std::vector<std::string> files;
    Disk::Path folder;
    std::optional<UnixNanos> from;
    std::optional<ProvenAccount> account;  // of what was proven
};

struct OpenAccount {
    std::unique_ptr<AccountFeed> feed;  // outlives the session
    std::optional<PaperAccount> account;
    std::optional<DecayMonitor> decay;
    std::vector<ProvenMember> members;
    std::map<std::string, Footing> footings;  // what each member runs with
};

// Opens it, or takes it up where it is, each strategy in a process of its own.
[[nodiscard]] Result<OpenAccount> open_account(const AssembledSettings& settings,
                                               const DaemonMachine& machine,
                                               Companions& companions,
                                               Log& log,
                                               const AccountTerms& listed);

// What the settings list, or what was proven.
[[nodiscard]] AccountTerms listed_of(const AssembledSettings& settings,
                                     const std::optional<ProvenAccount>& account);

}  // namespace tradelab
