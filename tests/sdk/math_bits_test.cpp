#include <tradelab/math.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <ios>
#include <limits>
#include <span>

namespace tradelab {
namespace {

// The bits every compiler and every CPU must give.  They were written down from one build and held
// against correctly rounded values computed with 2400 bits: 72 of the 81 are those, the others are
// their neighbours (or, of the cdf and the quantile, within their bounds).  A change here changes
// the decisions of every strategy that has ever been recorded: it is never a small one.
struct Pinned {
    double x;
    std::uint64_t bits;
};

struct PinnedPower {
    double x;
    double y;
    std::uint64_t bits;
};

template <class Function>
void expect_bits(Function function, std::span<const Pinned> pinned) {
    for (const auto& [x, bits] : pinned) {
        // Not known at compile time: the compiler's own arithmetic is not what is tested.
        volatile double argument = x;
        EXPECT_EQ(std::bit_cast<std::uint64_t>(function(argument)), bits)
            << std::hexfloat << x << std::hex << " gives 0x"
            << std::bit_cast<std::uint64_t>(function(argument));
    }
}

TEST(MathBits, LogIsPinned) {
    constexpr Pinned pinned[] = {
        {0x1.999999999999ap-4, 0xc0026bb1bbb55515},
        {0x1.0000000000000p-1, 0xbfe62e42fefa39ef},
        {0x1.8000000000000p-1, 0xbfd269621134db92},
        {0x1.000001ad7f29bp+0, 0x3e7ad7f2847b6492},
        {2.0, 0x3fe62e42fefa39ef},
        {0x1.5bf0a8b145769p+1, 0x3ff0000000000000},
        {10.0, 0x40026bb1bbb55516},
        {0x1.f3fffae147ae1p+15, 0x4026221e6727a821},
        {0x1.56e1fc2f8f359p-997, 0xc085963447f87fb5},
        {0x0.0000000000001p-1022, 0xc0874385446d71c3},
        {0x1.fffffffffffffp+1023, 0x40862e42fefa39ef},
        {0x1.6a09e667f3bcdp+0, 0x3fd62e42fefa39f0},
    };

    expect_bits(math::log, pinned);
}

TEST(MathBits, ExpIsPinned) {
    constexpr Pinned pinned[] = {
        {1.0, 0x4005bf0a8b145769},
        {-1.0, 0x3fd78b56362cef38},
        {0x1.999999999999ap-4, 0x3ff1aec7b35a00d4},
        {0x1.62e42fefa39efp-2, 0x3ff6a09e667f3bcc},
        {-0x1.0000000000000p-1, 0x3fe368b2fc6f960a},
        {0x1.6000000000000p+2, 0x406e96244f21bbf6},
        {0x1.9100000000000p+6, 0x48f8c39b9134bac4},
        {-0x1.9100000000000p+6, 0x36e4acd31e167ebb},
        {0x1.62e3d70a3d70ap+9, 0x7fefe9ce5c4c52b4},
        {-0x1.6240000000000p+9, 0x000e6cf6d08897ac},
        {-740.0, 0x0000000000000055},
        {0x1.b7cdfd9d7bdbbp-34, 0x3ff000000006df38},
    };

    expect_bits(math::exp, pinned);
}

TEST(MathBits, SinIsPinned) {
    constexpr Pinned pinned[] = {
        {0x1.0000000000000p-1, 0x3fdeaee8744b05f0},
        {1.0, 0x3feaed548f090cee},
        {2.0, 0x3fed18f6ead1b446},
        {0x1.921fb54442d18p+1, 0x3ca1a62633145c07},
        {-4.0, 0x3fe837b9dddc1eae},
        {100.0, 0xbfe03425b78c4db8},
        {100000.0, 0x3fa24daa9c527e96},
        {0x1.0f0cf064dd592p+73, 0xbfeb453ab76bf397},
        {0x1.7e43c8800759cp+996, 0xbfea2c16b010e385},
        {0x1.fffffffffffffp+1023, 0x3f7452fc98b34e97},
        {0x1.6ac5b262ca1ffp+849, 0x3ff0000000000000},
        {0x1.921fb54442d18p-1, 0x3fe6a09e667f3bcc},
    };

    expect_bits(math::sin, pinned);
}

TEST(MathBits, CosIsPinned) {
    constexpr Pinned pinned[] = {
        {0x1.0000000000000p-1, 0x3fec1528065b7d50},
        {1.0, 0x3fe14a280fb5068c},
        {2.0, 0xbfdaa22657537205},
        {0x1.921fb54442d18p+0, 0x3c91a62633145c07},
        {-4.0, 0xbfe4eaa606db24c1},
        {100.0, 0x3feb981dbf665fdf},
        {100000.0, 0xbfeffac3841b3da7},
        {0x1.0f0cf064dd592p+73, 0x3fe0be2cef01c8f4},
        {0x1.7e43c8800759cp+996, 0xbfe2699022adc4c1},
        {0x1.fffffffffffffp+1023, 0xbfefffe62ecfab75},
        {0x1.6ac5b262ca1ffp+849, 0xbc214ae72e6ba22f},
        {0x1.921fb54442d18p-1, 0x3fe6a09e667f3bcd},
    };

    expect_bits(math::cos, pinned);
}

TEST(MathBits, NormalPdfIsPinned) {
    constexpr Pinned pinned[] = {
        {0.0, 0x3fd9884533d43651},
        {0x1.0000000000000p-1, 0x3fd6883d022086ac},
        {-1.0, 0x3fcef8e58e331737},
        {0x1.4000000000000p+1, 0x3f91f2f0557f5256},
        {-8.0, 0x3cf6c0df3a094834},
        {20.0, 0x2dd1928c553065a4},
        {-37.0, 0x0221bf35e596c740},
    };

    expect_bits(math::normal_pdf, pinned);
}

TEST(MathBits, NormalCdfIsPinned) {
    constexpr Pinned pinned[] = {
        {0x1.0000000000000p-1, 0x3fe62075e232ac77},
        {-0x1.0000000000000p-1, 0x3fd3bf143b9aa712},
        {1.0, 0x3feaec4bd120d37d},
        {-0x1.f5c28f5c28f5cp+0, 0x3f99990c58859312},
        {3.0, 0x3feff4f10f033d25},
        {-8.0, 0x3cc669d2c90d55cd},
        {-20.0, 0x2d8c0bd0f1880782},
        {-37.0, 0x01ceaccc6bfeb0ac},
    };

    expect_bits(math::normal_cdf, pinned);
}

TEST(MathBits, NormalQuantileIsPinned) {
    constexpr Pinned pinned[] = {
        {0x1.3333333333333p-1, 0x3fd036d6c4a04b59},
        {0x1.999999999999ap-6, 0xbfff5c0331eeff83},
        {0x1.e666666666666p-1, 0x3ffa515209676ab8},
        {0x1.0624dd2f1a9fcp-10, 0xc008b8cbb7204470},
        {0x1.b7cdfd9d7bdbbp-34, 0xc0197203597a2154},
        {0x1.79ca10c924223p-67, 0xc022865170b43a4b},
        {0x1.56e1fc2f8f359p-997, 0xc04286074064c26e},
        {0x1.00000055e63b9p-1, 0x3e5aea2ad8cff4f2},
    };

    expect_bits(math::normal_quantile, pinned);
}

TEST(MathBits, PowIsPinned) {
    constexpr PinnedPower pinned[] = {
        {2.0, 0x1.0000000000000p-1, 0x3ff6a09e667f3bcd},
        {10.0, -3.0, 0x3f50624dd2f1a9fc},
        {0x1.000001ad7f29bp+0, 0x1.312d000000000p+23, 0x4005bf0a790ce6f2},
        {0x1.ccccccccccccdp-1, 365.0, 0x3c76ece2bc648c7e},
        {0x1.0cccccccccccdp+0, 0x1.5555555555555p-4, 0x3ff010b0074691ec},
        {0x1.d99999999999ap+1, -0x1.8800000000000p+3, 0x3e7d66c57844aac3},
        {0x1.56e1fc2f8f359p-997, 0x1.ccccccccccccdp-1, 0x07e0e7c9eebc4401},
        {0x1.2a05f20000000p+33, 0x1.e800000000000p+4, 0x7f423a516e82d9ba},
        {-0x1.199999999999ap+0, 101.0, 0xc0cd9b5637aa9b25},
        {0x1.999999999999ap-4, 0x1.33e6666666666p+8, 0x00090d7a3a045676},
    };

    for (const auto& [x, y, bits] : pinned) {
        volatile double argument = x;
        EXPECT_EQ(std::bit_cast<std::uint64_t>(math::pow(argument, y)), bits)
            << std::hexfloat << x << " ^ " << y;
    }
}

TEST(MathBits, EveryNanIsTheSameOne) {
    const double nan = std::bit_cast<double>(std::uint64_t{0xfff8'0000'0000'1234});
    const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
    constexpr std::uint64_t canonical = 0x7ff8'0000'0000'0000;

    EXPECT_EQ(bits(math::log(nan)), canonical);
    EXPECT_EQ(bits(math::log(-1.0)), canonical);
    EXPECT_EQ(bits(math::exp(nan)), canonical);
    EXPECT_EQ(bits(math::pow(nan, 2.0)), canonical);
    EXPECT_EQ(bits(math::pow(-2.0, 0.5)), canonical);
    EXPECT_EQ(bits(math::sin(nan)), canonical);
    EXPECT_EQ(bits(math::cos(std::numeric_limits<double>::infinity())), canonical);
    EXPECT_EQ(bits(math::normal_cdf(nan)), canonical);
    EXPECT_EQ(bits(math::normal_pdf(nan)), canonical);
    EXPECT_EQ(bits(math::normal_quantile(nan)), canonical);
    EXPECT_EQ(bits(math::normal_quantile(2.0)), canonical);
}

}  // namespace
}  // namespace tradelab
