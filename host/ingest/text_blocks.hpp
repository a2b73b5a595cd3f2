#pragma once

#include "ingest/text_source.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace tradelab {

// A text in blocks of whole lines.
class TextBlocks {
public:
    // Large enough that a call costs nothing, small enough to stay in the second-level cache.
    static constexpr std::size_t block_bytes = std::size_t{512} << 10U;
    // A kline has 150 bytes.
    static constexpr std::size_t table_line_bytes_max = 4'096;

    // The source is borrowed.
    explicit TextBlocks(TextSource& source, std::size_t line_bytes_max = table_line_bytes_max);

    // The next lines, each with its newline; nothing at the end.  Lives until the next call.
    //
    // A line that is too long is refused.  So is a last line without a newline in a plain file:
    // nobody can tell whether it was cut.  Packed files prove their length, and are believed.  The
    // line of such an Error counts from 1, the first that was not given out.
    [[nodiscard]] Result<std::string_view> next();

private:
    [[nodiscard]] std::string_view next_in_place();
    [[nodiscard]] Result<std::string_view> last_line(std::size_t line);
    [[nodiscard]] Failure fail_long_line(std::string_view before);

    TextSource& source_;
    std::size_t line_bytes_max_;
    std::size_t size_ = block_bytes + line_bytes_max_ + 1;
    std::unique_ptr<char[]> bytes_;
    std::size_t begin_ = 0;  // what was not given out lies in [begin_, end_)
    std::size_t end_ = 0;
};

}  // namespace tradelab
