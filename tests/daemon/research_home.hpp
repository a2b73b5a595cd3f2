#pragma once

#include "daemon/running_daemon.hpp"
#include "document/json_value.hpp"
#include "lifecycle/lifecycle.hpp"
#include "strategy/parameter_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

// As people read it: text without its quotes.
[[nodiscard]] std::string text_of(const JsonValue& value);

// A proven strategy again with another tick and name, as if a second campaign had proven it; its
// file is beside the first one's.
[[nodiscard]] ParameterFile another_like(const std::filesystem::path& file,
                                         const std::string& name);

// As the gate would have recorded it, as far as vaulted.
void prove_like(const StrategyLife& first,
                Lifecycle& record,
                const std::string& strategy,
                const std::string& name);

// A home with three generated years, with an edge that 24 trials find, and settings for a daemon
// that searches until 2022-06-01 and puts on paper what it proves.
class ResearchHome {
public:
    DaemonHome home;

    ResearchHome();

    [[nodiscard]] std::filesystem::path store() const { return home.file().parent_path() / "edge"; }
    // Another market in place of the one that is there.
    void make_market(const std::string& seed,
                     const std::vector<std::string>& more = {"--days", "1096"}) const;
    // Its own settings, and these.
    void settings(const std::vector<std::pair<std::string, std::string>>& more) const;
    // What `tradelab` answers to these words.
    [[nodiscard]] JsonValue json_of(std::vector<std::string> words) const;
    // What the ledger holds, but for when it was written.
    [[nodiscard]] std::vector<std::string> trials() const;
    // The life of the first strategy; null: there is none.
    [[nodiscard]] JsonValue best() const;
    // Its stage as the record has it.  Starts no process, so who waits for it takes nothing from
    // research, which has the lowest priority.
    [[nodiscard]] std::optional<LifeStage> stage() const;
};

}  // namespace tradelab
