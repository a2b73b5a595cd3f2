#pragma once

#include "ingest/text_source.hpp"

namespace tradelab {

// One packing undone.  Inside only: TextSource picks one and holds it to the limits.
class TextSource::Unpacker {
public:
    virtual ~Unpacker() = default;
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;
    Unpacker(Unpacker&&) = delete;
    Unpacker& operator=(Unpacker&&) = delete;

    // As TextSource::read, but may give fewer bytes at any time; 0 is the end.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<char> place) = 0;
    [[nodiscard]] virtual std::uint64_t raw_used() const = 0;
    // As TextSource's.
    [[nodiscard]] virtual std::string_view plain_rest() const { return {}; }
    virtual void skip_plain(std::size_t /*bytes*/) {}

protected:
    Unpacker() = default;
};

[[nodiscard]] Result<std::unique_ptr<TextSource::Unpacker>> make_gzip_unpacker(
    std::string_view raw);
[[nodiscard]] Result<std::unique_ptr<TextSource::Unpacker>> make_zip_unpacker(std::string_view raw);

}  // namespace tradelab
