#include "document/crc32c.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

// The check value of the catalogue, then the examples of RFC 3720, appendix B.4.
TEST(Crc32c, GivesTheSumsOfTheStandard) {
    std::string rising;
    std::string falling;
    for (int i = 0; i < 32; ++i) {
        rising += static_cast<char>(i);
        falling += static_cast<char>(31 - i);
    }

    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43U);
    EXPECT_EQ(crc32c(rising), 0x46DD794EU);
    EXPECT_EQ(crc32c(falling), 0x113FDB5CU);
    EXPECT_EQ(crc32c(""), 0U);
}

// Bit by bit, as the polynomial is defined.
std::uint32_t slowly(std::string_view bytes) {
    std::uint32_t sum = 0xffff'ffff;
    for (const char c : bytes) {
        sum ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0x82F63B78U : 0U);
        }
    }
    return ~sum;
}

TEST(Crc32c, AgreesWithItsDefinitionAtEveryLength) {
    std::string bytes;
    for (unsigned i = 0; i < 70; ++i) {
        EXPECT_EQ(crc32c(bytes), slowly(bytes)) << i << " bytes";
        bytes += static_cast<char>(static_cast<unsigned char>(i * 37 + 11));
    }
}

}  // namespace
}  // namespace tradelab
