#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "gate/epochs.hpp"
#include "gate/explanation.hpp"
#include "gate/gate.hpp"
#include "gate/lifetime.hpp"
#include "gate/verdict_document.hpp"

#include <cstddef>
#include <functional>
#include <string>

// One campaign before the gate, on the record: the only order in which a lab may do these things.
namespace tradelab {

struct Hearing {
    std::string campaign = {};  // SHA-256 of everything that will be tested
    VerdictBasis basis = VerdictBasis::synthetic;
    UnixNanos now = {};
    Epochs epochs;
    GateRules rules = {};
    GateInput input = {};
    std::size_t vault_days = 0;
};

// What the lab knows and the gate does not.  `read_vault` runs the candidate on the vault; nothing
// of the vault may have been run before it is called.
struct HearingParties {
    std::function<std::string(std::size_t candidate)> name = {};
    std::function<VaultBinding(std::size_t candidate)> binding = {};
    // Asked once, after the first look has decided whom the verdict is about and before a vault is
    // opened.  May be empty: then the figures are undefined; its Err leaves the vault shut.
    std::function<Result<Explanation>(std::size_t candidate)> explain = {};
    // Told before the vault is opened: its power.  May be empty; its Err leaves the vault shut.
    std::function<Status(const FirstLook&)> before_opening = {};
    OpenVault read_vault = {};
};

struct Heard {
    Grant grant = {};
    std::size_t candidate = 0;  // place among the finalists
    std::string id = {};        // of the document
    VerdictDocument document;
    Explanation explanation = {};
};

// Spends a level, looks at walk-forward, has the candidate explained, tells the vault's power,
// records the opening, reads the vault, stores the verdict, and closes the grant; each step is
// durable before the next one begins.
// A candidate whose vault was opened for another campaign is a verdict too, without a second look.
// After an error, or kill -9, whatever was recorded counts: a vault that was opened stays opened,
// and a campaign that did not get that far may be heard again at the same level.
[[nodiscard]] Result<Heard> hear(Lifetime& lifetime,
                                 VerdictStore& store,
                                 const Hearing& hearing,
                                 const HearingParties& parties);

}  // namespace tradelab
