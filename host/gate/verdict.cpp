#include "gate/verdict.hpp"

#include <algorithm>

namespace tradelab {

std::string_view outcome_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::pass:
            return "pass";
        case Outcome::fail:
            return "fail";
        case Outcome::not_enough_data:
            return "not enough data";
    }
    return "";
}

std::string_view reason_text(Reason reason) {
    switch (reason) {
        case Reason::proven:
            return "proven";
        case Reason::undefined:
            return "undefined";
        case Reason::minimum_evidence:
            return "minimum evidence";
        case Reason::loses:
            return "loses";
        case Reason::costs:
            return "costs";
        case Reason::correction:
            return "correction";
        case Reason::vault:
            return "vault";
    }
    return "";
}

const Figure* GateVerdict::find(std::string_view name) const {
    const auto found = std::ranges::find(figures, name, &Figure::name);
    return found == figures.end() ? nullptr : &*found;
}

}  // namespace tradelab
