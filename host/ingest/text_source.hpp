#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

// How the bytes of a file hold its text.  Told from the bytes: a file's name only says it again.
enum class Packing { plain, gzip, zip };

[[nodiscard]] std::string_view packing_text(Packing packing);
[[nodiscard]] Packing packing_of(std::string_view raw);

// What unpacking may produce.  Klines pack 3:1 to 10:1, minutes without a trade 60:1; deflate's own
// limit is 1032:1, and bombs are near it.
struct UnpackLimits {
    // A month of a busy market's trades is 8 GB of text.
    std::uint64_t text_bytes_max = std::uint64_t{16} << 30U;
    std::uint64_t ratio_max = 200;
    // Below this, nobody minds how well a text packs.
    std::uint64_t text_bytes_free = std::uint64_t{4} << 20U;
};

// The text of a raw file, in pieces as they are asked for; never more in memory than one piece.
//
// gzip may have several members; every checksum and length in it is checked.  zip must hold exactly
// one entry, a .csv, unencrypted.  What is damaged, cut short or grows beyond the limits is an
// Error where it shows: text that came before it has been given out by then.  One thread.
class TextSource {
public:
    // The raw bytes are borrowed and must outlive it.
    [[nodiscard]] static Result<TextSource> open(std::string_view raw, UnpackLimits limits = {});

    TextSource(TextSource&&) noexcept;
    TextSource& operator=(TextSource&&) noexcept;
    TextSource(const TextSource&) = delete;
    TextSource& operator=(const TextSource&) = delete;
    ~TextSource();

    [[nodiscard]] Packing packing() const;

    // Fills the place from its beginning; fewer bytes than it has only at the end of the text, 0
    // behind it.
    [[nodiscard]] Result<std::size_t> read(std::span<char> place);

    // What was not read yet of a plain text, where it lies; nothing of a packed one.  Skipping at
    // most as much counts as reading it.
    [[nodiscard]] std::string_view plain_rest() const;
    void skip_plain(std::size_t bytes);

    // Raw bytes used so far, for progress.
    [[nodiscard]] std::uint64_t raw_used() const;

    class Unpacker;

private:
    struct State;
    explicit TextSource(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
