#include "animal.hpp"

// Leaves something out of its state.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.forgets", "1.0.0", "a sick animal: forgets"};

    template <class Archive>
    void state(Archive& archive) {
        archive(fast, bars);
    }
};
TL_STRATEGY(Sick)
