#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace tradelab::tidy {

// A character of an identifier.
[[nodiscard]] bool is_word(char c);

[[nodiscard]] std::string_view trim(std::string_view text);

// Where `word` stands from `from` on, with no word character at either side of it.
[[nodiscard]] std::optional<std::size_t> find_word(std::string_view text,
                                                   std::string_view word,
                                                   std::size_t from = 0);

[[nodiscard]] bool has_word(std::string_view text, std::string_view word);

// How an identifier is used where it stands.
enum class Use {
    plain,      // open(fd)
    global,     // ::open(fd)
    standard,   // std::open(fd)
    qualified,  // Library::open(fd)
    member,     // file.open(fd)
    declared,   // Result<File> open(...)
};

[[nodiscard]] Use use_at(std::string_view code, std::size_t at);

// True where the identifier of this length is called: the next character is a parenthesis.
[[nodiscard]] bool is_called(std::string_view code, std::size_t at, std::size_t length);

// The words of a text, in order: what stands between anything that is not a word character.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);

}  // namespace tradelab::tidy
