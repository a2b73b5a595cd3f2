#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Margin of linear perpetuals.  Maintenance margin of a position is notional x rate - amount, by
// the tier that its notional falls into; the amount makes the function continuous at each tier's
// floor (Binance, "Leverage and Margin of USD-M Futures").
namespace tradelab {

enum class MarginMode : std::uint8_t { cross, isolated };

struct MarginTerms {
    MarginMode mode = MarginMode::cross;
    int leverage = 1;  // 1 to 125
};

struct MaintenanceTier {
    Cash notional_max;  // the tier holds up to here, this value included
    Rate rate;
};

// The tiers of one instrument from a time on.
class MaintenanceTable {
public:
    struct Terms {
        UnixNanos valid_from;
        std::string source;  // where the numbers come from
        Rate liquidation_fee;
        std::vector<MaintenanceTier> tiers;  // ascending
    };

    // Refuses no tiers, caps or rates that do not ascend, rates outside (0, 1], a fee outside [0,
    // 1).
    [[nodiscard]] static Result<MaintenanceTable> make(Terms terms);

    // Rounded up.  A notional above the last cap is held to the last tier: the venue would not have
    // let it grow that far.  The notional is not negative.  Nothing when it does not fit.
    [[nodiscard]] std::optional<Cash> maintenance(Cash notional) const;

    // The cumulative amount of a tier, worked out from caps and rates.
    [[nodiscard]] Cash amount(std::size_t tier) const { return amounts_[tier]; }

    [[nodiscard]] const std::vector<MaintenanceTier>& tiers() const { return terms_.tiers; }
    [[nodiscard]] UnixNanos valid_from() const { return terms_.valid_from; }
    [[nodiscard]] const std::string& source() const { return terms_.source; }
    [[nodiscard]] Rate liquidation_fee() const { return terms_.liquidation_fee; }

private:
    MaintenanceTable(Terms terms, std::vector<Cash> amounts);

    Terms terms_;
    std::vector<Cash> amounts_;
};

// The tables of one instrument through time.
class MaintenanceHistory {
public:
    // Appends; refuses a time that is not after the last one.
    [[nodiscard]] Status add(MaintenanceTable table);

    // The table in force.  Nothing before the first: nobody knows what was asked then.
    [[nodiscard]] const MaintenanceTable* at(UnixNanos time) const;

    [[nodiscard]] const std::vector<MaintenanceTable>& all() const { return tables_; }

private:
    std::vector<MaintenanceTable> tables_;
};

// notional / leverage, rounded up.  Neither is negative; the leverage is at least 1.
[[nodiscard]] Cash initial_margin(Cash notional, int leverage);

}  // namespace tradelab
