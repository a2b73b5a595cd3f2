#pragma once

#include "tidy/source_file.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tradelab::tidy {

// The findings as text, one a line, as the test that fails prints them.
inline std::string text_of(const Findings& findings) {
    std::string text;
    for (const auto& finding : findings) {
        text += describe(finding) + "\n";
    }
    return text;
}

// What a rule says of this text at this path.
template <class Rule>
std::string said(Rule rule, std::string path, std::string_view text) {
    return text_of(rule(make_source(std::move(path), text)));
}

// Exactly one finding, at this place and with these words in it.
inline void expect_one(const Findings& findings, std::string_view place, std::string_view words) {
    ASSERT_EQ(findings.size(), 1U) << text_of(findings);
    const std::string text = describe(findings.front());
    EXPECT_TRUE(text.starts_with(std::string(place) + ": ")) << text;
    EXPECT_NE(text.find(words), std::string::npos) << text;
}

template <class Rule>
void expect_one(Rule rule,
                std::string path,
                std::string_view text,
                std::string_view place,
                std::string_view words) {
    expect_one(rule(make_source(std::move(path), text)), place, words);
}

}  // namespace tradelab::tidy
