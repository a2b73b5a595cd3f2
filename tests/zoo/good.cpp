#include "animal.hpp"

// Keeps every rule: no check may say a word against it.
struct Good : zoo::Animal<Good> {
    static constexpr tradelab::About about = {"zoo.good", "1.0.0", "a healthy animal: good"};
};
TL_STRATEGY(Good)
