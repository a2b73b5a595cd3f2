#include "gate/verdict.hpp"

#include <algorithm>

namespace tradelab {

std::string_view outcome_text(GateOutcome outcome) {
    switch (outcome) {
        case GateOutcome::pass:
            return "pass";
        case GateOutcome::fail:
            return "fail";
        case GateOutcome::not_enough_data:
            return "not enough data";
    }
    return "";
}

std::string_view reason_text(GateReason reason) {
    switch (reason) {
        case GateReason::proven:
            return "proven";
        case GateReason::undefined:
            return "undefined";
        case GateReason::minimum_evidence:
            return "minimum evidence";
        case GateReason::loses:
            return "loses";
        case GateReason::costs:
            return "costs";
        case GateReason::correction:
            return "correction";
        case GateReason::holding:
            return "holding";
        case GateReason::vault:
            return "vault";
        case GateReason::looked_at:
            return "looked at";
    }
    return "";
}

const Figure* GateVerdict::find(std::string_view name) const {
    const auto found = std::ranges::find(figures, name, &Figure::name);
    return found == figures.end() ? nullptr : &*found;
}

}  // namespace tradelab
