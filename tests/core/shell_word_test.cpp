#include "core/shell_word.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

TEST(ShellWord, WhatAShellTakesAsItIsStaysAsItIs) {
    EXPECT_EQ(shell_word("/opt/x-1.0/a_b@c"), "/opt/x-1.0/a_b@c");
}

TEST(ShellWord, WhatItWouldTakeApartIsQuoted) {
    EXPECT_EQ(shell_word(""), "''");
    EXPECT_EQ(shell_word("mit raum"), "'mit raum'");
    EXPECT_EQ(shell_word("r\xc3\xa4um"), "'r\xc3\xa4um'");
    EXPECT_EQ(shell_word("$(x)*;~"), "'$(x)*;~'");
    EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST(ShellWord, WhatATerminalWouldObeyIsSpelled) {
    EXPECT_EQ(shell_word("a\nb'\\"), "$'a\\x0ab\\'\\\\'");
    EXPECT_EQ(shell_word("\x1b[2J"), "$'\\x1b[2J'");
}

}  // namespace
}  // namespace tradelab
