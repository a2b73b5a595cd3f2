#pragma once

#include "lab/backtest_result.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

// What the numbers of a record are called.  Refers to the manifest, which outlives it.
class RecordNames {
public:
    explicit RecordNames(const RunManifest& manifest) : manifest_(manifest) {}

    // "#3" where the manifest does not know the number: a record is shown, not dropped.
    [[nodiscard]] std::string instrument(InstrumentId id) const;
    // Without its venue: "BTC-USDT-PERP", for columns that have little room.
    [[nodiscard]] std::string symbol(InstrumentId id) const;
    [[nodiscard]] std::string instance(InstanceId id) const;
    [[nodiscard]] std::string reason(InstanceId instance, std::uint32_t reason) const;

    // Exact decimal text in the instrument's places.
    [[nodiscard]] std::string price(InstrumentId id, Price price) const;
    [[nodiscard]] std::string quantity(InstrumentId id, Quantity quantity) const;
    // The same without zeros at the end, for people.
    [[nodiscard]] std::string short_quantity(InstrumentId id, Quantity quantity) const;

    [[nodiscard]] Places places(InstrumentId id) const;

private:
    const RunManifest& manifest_;
};

[[nodiscard]] std::string_view fill_cause_text(FillCause cause);
[[nodiscard]] std::string_view order_purpose_text(OrderPurpose purpose);
[[nodiscard]] std::string_view mark_source_text(MarkSource source);
// "long" or "short": of a trade that a fill on this side opened.
[[nodiscard]] std::string_view direction_text(Side side);

}  // namespace tradelab
