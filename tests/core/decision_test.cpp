#include "core/decision.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <string>

namespace tradelab {
namespace {

std::string hash_of(std::string_view bytes) {
    DecisionHash hash;
    for (const char c : bytes) {
        hash.add(static_cast<std::uint8_t>(c));
    }
    return hash.text();
}

std::string hash_of(const Decision& decision) {
    DecisionHash hash;
    add_to_hash(hash, decision);
    return hash.text();
}

Decision some_decision() {
    Decision decision{.instance = InstanceId(1),
                      .cause = EventSeq(7),
                      .decided_at = UnixNanos(1'000),
                      .intent = {}};
    decision.intent.size = sizeof(tl_intent);
    decision.intent.type = TL_IN_TARGET;
    decision.intent.target_e9 = 500'000'000;
    return decision;
}

TEST(DecisionHash, IsFnv1aWith128Bits) {
    // Published values of FNV-1a 128 for "", "a" and "abc".
    EXPECT_EQ(hash_of(""), "6c62272e07bb014262b821756295c58d");
    EXPECT_EQ(hash_of("a"), "d228cb696f1a8caf78912b704e4a8964");
    EXPECT_EQ(hash_of("abc"), "a68d622cec8b5822836dbc7977af7f3b");
}

TEST(DecisionHash, IntegersAreLittleEndianAndTextsAreKeptApart) {
    DecisionHash number;
    number.add(std::uint32_t{0x04030201});
    DecisionHash left;
    left.add(std::string_view("ab"));
    left.add(std::string_view("c"));
    DecisionHash right;
    right.add(std::string_view("a"));
    right.add(std::string_view("bc"));

    EXPECT_EQ(number.text(), hash_of("\x01\x02\x03\x04"));
    EXPECT_FALSE(left == right);
}

TEST(Decision, EqualDecisionsHaveEqualHashes) {
    EXPECT_EQ(hash_of(some_decision()), hash_of(some_decision()));
}

TEST(Decision, EveryByteOfTheIntentButSizeAndReservedCounts) {
    const std::string before = hash_of(some_decision());

    for (std::size_t i = 0; i < sizeof(tl_intent); ++i) {
        Decision changed = some_decision();
        unsigned char bytes[sizeof(tl_intent)];
        std::memcpy(bytes, &changed.intent, sizeof bytes);
        bytes[i] ^= 1U;
        std::memcpy(&changed.intent, bytes, sizeof bytes);

        const bool in_size = i < sizeof(tl_intent::size);
        const bool in_reserved = i >= offsetof(tl_intent, reserved) &&
                                 i < offsetof(tl_intent, reserved) + sizeof(tl_intent::reserved);
        EXPECT_EQ(hash_of(changed) == before, in_size || in_reserved) << "byte " << i;
    }
}

TEST(Decision, InstanceCauseAndTimeCount) {
    const std::string before = hash_of(some_decision());
    Decision other = some_decision();

    other.instance = InstanceId(2);
    EXPECT_NE(hash_of(other), before);
    other = some_decision();
    other.cause = EventSeq(8);
    EXPECT_NE(hash_of(other), before);
    other = some_decision();
    other.decided_at = UnixNanos(1'001);
    EXPECT_NE(hash_of(other), before);
}

}  // namespace
}  // namespace tradelab
