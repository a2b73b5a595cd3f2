#pragma once

#include "portfolio/portfolio.hpp"
#include "risk/protection.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace tradelab {

// What is open, and how much of it something protects.
struct Coverage {
    Cash open;     // notional at the marks, without regard to sign
    Cash guarded;  // of it
    std::array<Cash, protection_kind_count> of = {};  // of it, by kind: of `none` is what is bare

    void add(const Coverage& other);
    // Rounded down.  Nothing when nothing is open: undefined is not "fully covered".
    [[nodiscard]] std::optional<Rate> share() const;
};

// Which protection each position of each instance has.
//
// A long and a short of one instrument have each their own: on the way through zero the old one
// holds until the old position is gone, and the new one waits for the new position.
//
// Invariant: an instrument of an instance is either protected alone or a leg of one pair, never
// both. Allocates in the constructor only.
class ProtectionBook {
public:
    // The portfolio outlives it.
    explicit ProtectionBook(const Portfolio& portfolio);

    // Replaces what protected the position of that side.  Refused: a stop or a target on a leg of a
    // pair, because closing one leg alone would leave the other without its hedge; a stop on the
    // wrong side of the reference price; a pair whose leg has a protection of its own or belongs to
    // another pair.
    [[nodiscard]] Status protect(InstanceId instance,
                                 InstrumentId instrument,
                                 Side opened,
                                 Price reference,
                                 const StopProtection& protection);
    [[nodiscard]] Status protect(InstanceId instance,
                                 InstrumentId instrument,
                                 Side opened,
                                 Price reference,
                                 const StopAndTarget& protection);
    [[nodiscard]] Status protect(InstanceId instance, const HedgePair& pair);

    // Takes it away: of a leg, from both legs.
    void release(InstanceId instance, InstrumentId instrument);
    // Only what protects a position of that side alone.
    void release(InstanceId instance, InstrumentId instrument, Side opened);

    // Of the side that is held, or of either where nothing is; of a leg, the pair.
    [[nodiscard]] const Protection& of(InstanceId instance, InstrumentId instrument) const;

    // A stop covers its whole position.  A pair within its delta band is covered as a whole; beyond
    // it, what its legs share: the smaller of the two, on both sides; and neither leg where they do
    // not stand against each other.
    [[nodiscard]] Coverage coverage(InstanceId instance) const {
        return coverage_without(instance, {});
    }
    // Of all instruments but one.
    [[nodiscard]] Coverage coverage_without(InstanceId instance, InstrumentId left_out) const;

private:
    struct Row {
        InstanceId instance;
        InstrumentId instrument;
        Side opened = Side::buy;
        Protection protection;
    };

    [[nodiscard]] Status protect_alone(InstanceId instance,
                                       InstrumentId instrument,
                                       Side opened,
                                       Price reference,
                                       const Protection& protection);
    [[nodiscard]] Cash value_of(InstanceId instance, InstrumentId instrument) const;
    [[nodiscard]] Cash covered(InstanceId instance, InstrumentId instrument, Cash value) const;
    void put(const Row& row);

    const Portfolio* portfolio_;
    std::vector<Row> rows_;
};

}  // namespace tradelab
