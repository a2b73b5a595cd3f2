#include "document/sha256.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tradelab {
namespace {

// The first three are the examples of FIPS 180-4 and of its published test vectors.
TEST(Sha256, GivesTheDigestsOfTheStandard) {
    EXPECT_EQ(sha256_hex(std::string_view{}),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex(std::string_view{"abc"}),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, ReadsNulBytesAsBytes) {
    const std::string with_nul("a\0b", 3);

    EXPECT_NE(sha256_hex(with_nul), sha256_hex(std::string_view{"a"}));
    EXPECT_EQ(sha256_hex(with_nul), sha256_hex(std::as_bytes(std::span(with_nul))));
}

TEST(Sha256, DoesNotDependOnHowTheBytesAreCut) {
    std::string text(1'000, '\0');
    for (std::size_t i = 0; i < text.size(); ++i) {
        text[i] = static_cast<char>(i * 7);
    }

    for (const std::size_t piece : {1U, 3U, 63U, 64U, 65U, 999U}) {
        Sha256 sum;
        for (std::size_t at = 0; at < text.size(); at += piece) {
            sum.update(std::string_view(text).substr(at, piece));
        }
        EXPECT_EQ(sum.finish(), sha256_hex(text)) << "pieces of " << piece;
    }
}

TEST(Sha256, AMovedSumGoesOn) {
    Sha256 first;
    first.update("ab");

    Sha256 second = std::move(first);
    second.update("c");

    EXPECT_EQ(second.finish(), sha256_hex(std::string_view{"abc"}));
}

TEST(Sha256, BeginsAnewAfterARestart) {
    Sha256 sum;
    sum.update("ab");
    sum.update("c");

    EXPECT_EQ(hex(sum.restart()), sha256_hex(std::string_view{"abc"}));
    EXPECT_EQ(hex(sum.restart()), sha256_hex(std::string_view{}));
    sum.update("abc");
    EXPECT_EQ(sum.finish(), sha256_hex(std::string_view{"abc"}));
}

TEST(Sha256DeathTest, AFinishedSumTakesNothingMore) {
    Sha256 sum;
    static_cast<void>(sum.finish());

    EXPECT_DEATH(sum.update("more"), "check failed");
}

}  // namespace
}  // namespace tradelab
