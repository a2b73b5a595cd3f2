#include "tidy/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tradelab::tidy {

namespace {

// The identifier that ends right before `end`.
std::string_view word_before(std::string_view text, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && is_word(text[begin - 1])) {
        --begin;
    }
    return text.substr(begin, end - begin);
}

// After these words an expression follows, not the name of what is declared.
bool leads_an_expression(std::string_view word) {
    constexpr std::array<std::string_view, 7> words = {
        "return", "co_return", "co_await", "else", "throw", "case", "do"};
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::optional<std::size_t> find_word(std::string_view text,
                                     std::string_view word,
                                     std::size_t from) {
    for (auto at = text.find(word, from); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !is_word(text[at - 1]);
        const bool ends = end == text.size() || !is_word(text[end]);
        if (begins && ends) {
            return at;
        }
    }
    return std::nullopt;
}

bool has_word(std::string_view text, std::string_view word) {
    return find_word(text, word).has_value();
}

Use use_at(std::string_view code, std::size_t at) {
    const std::string_view direct = code.substr(0, at);
    if (direct.ends_with("::")) {
        const std::string_view scope = word_before(direct, at - 2);
        if (scope.empty()) {
            return direct.ends_with(">::") ? Use::qualified : Use::global;
        }
        return scope == "std" ? Use::standard : Use::qualified;
    }
    const std::string_view before = trim(direct);
    if (before.ends_with('.') || before.ends_with("->")) {
        return Use::member;
    }
    if (before.empty() || before.ends_with("&&")) {
        return Use::plain;
    }
    if (is_word(before.back())) {
        return leads_an_expression(word_before(before, before.size())) ? Use::plain : Use::declared;
    }
    constexpr std::string_view ends_a_type = ">&*~";
    return ends_a_type.find(before.back()) == std::string_view::npos ? Use::plain : Use::declared;
}

bool is_called(std::string_view code, std::size_t at, std::size_t length) {
    return trim(code.substr(at + length)).starts_with('(');
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_word(text[end])) {
            ++end;
        }
        if (end > at) {
            words.push_back(text.substr(at, end - at));
        }
        at = std::max(end, at + 1);
    }
    return words;
}

}  // namespace tradelab::tidy
