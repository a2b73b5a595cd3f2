#pragma once

#include <tradelab/abi/base.h>

#include <cstdint>

namespace funding_carry {

// What stands behind the short, between two account events: the wallet's share of this instance
// when it was flat, and all that has come in and gone out since.  An estimate for deciding when to
// shrink; the host's ledger pays.
class ShortMargin {
public:
    // Flat, with this much in hand.
    void open(double cash) {
        cash_ = cash;
        position_ = 0;
    }
    struct Position {
        tl_fixed mantissa;  // signed, as the host tells it
        double short_size;  // in the base asset
        double average;
    };
    // A position that nobody saw being opened: as if it had been sold at its average price.
    void adopt(double cash, const Position& position) {
        cash_ = cash + position.short_size * position.average;
        position_ = position.mantissa;
    }
    struct Trade {
        std::int32_t side;  // +1 bought, -1 sold
        tl_fixed mantissa;  // how much
        double size;        // the same, in the base asset
        double price;
        double fee;
    };
    void fill(const Trade& trade) {
        const bool sold = trade.side < 0;
        cash_ += (sold ? trade.size : -trade.size) * trade.price - trade.fee;
        position_ += sold ? -trade.mantissa : trade.mantissa;
    }
    void receive(double cash) { cash_ += cash; }

    // As the fills add up to it: another than the host's means that some were not seen.
    [[nodiscard]] tl_fixed position() const { return position_; }
    // With the short valued at `mark`.
    [[nodiscard]] double balance(double size, double mark) const { return cash_ - size * mark; }

    template <class Archive>
    void state(Archive& archive) {
        archive(cash_, position_);
    }

private:
    double cash_ = 0;
    tl_fixed position_ = 0;
};

}  // namespace funding_carry
