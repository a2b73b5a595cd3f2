#include "core/check.hpp"
#include "ingest/unpacker.hpp"

#include <algorithm>
#include <isa-l/igzip_lib.h>

namespace tradelab {
namespace {

// The library counts in 32 bits.
constexpr std::size_t piece_max = std::size_t{1} << 30U;

std::string_view what_is_wrong(int code) {
    switch (code) {
        case ISAL_INVALID_WRAPPER:
            return "the header of a gzip member is damaged";
        case ISAL_UNSUPPORTED_METHOD:
            return "a gzip member is not packed by deflate";
        case ISAL_INCORRECT_CHECKSUM:
            return "the checksum or length of a gzip member is wrong";
        default:
            return "the packed data is damaged";
    }
}

Failure fail_damaged(std::string what) {
    return fail(ErrorCode::malformed, std::move(what), "download the file again");
}

class Gzip final : public TextSource::Unpacker {
public:
    explicit Gzip(std::string_view raw) : raw_(raw) {
        ::isal_inflate_init(&state_);
        state_.crc_flag = ISAL_GZIP;
    }

    Result<std::size_t> read(std::span<char> place) override {
        place = place.first(std::min(place.size(), piece_max));
        state_.next_out = reinterpret_cast<std::uint8_t*>(place.data());
        state_.avail_out = static_cast<std::uint32_t>(place.size());
        while (state_.avail_out == place.size()) {
            feed();
            if (state_.block_state == ISAL_BLOCK_FINISH) {
                if (state_.avail_in == 0 && left_ == 0) {
                    return std::size_t{0};
                }
                ::isal_inflate_reset(&state_);
                state_.crc_flag = ISAL_GZIP;
            }
            const std::uint32_t in_before = state_.avail_in;
            if (const int code = ::isal_inflate(&state_); code < ISAL_DECOMP_OK) {
                return fail_damaged(std::string(what_is_wrong(code)));
            }
            const bool stuck = state_.block_state != ISAL_BLOCK_FINISH &&
                               state_.avail_out == place.size() && state_.avail_in == 0 &&
                               left_ == 0 && in_before == 0;
            if (stuck) {
                return fail_damaged("the file ends in the middle of a gzip member");
            }
        }
        return place.size() - state_.avail_out;
    }

    std::uint64_t raw_used() const override { return raw_.size() - left_ - state_.avail_in; }

private:
    void feed() {
        if (state_.avail_in != 0) {
            return;
        }
        const std::size_t piece = std::min(left_, piece_max);
        const auto* next =
            reinterpret_cast<const std::uint8_t*>(raw_.data()) + (raw_.size() - left_);
        // The library's signature could write, and only reads.
        state_.next_in = const_cast<std::uint8_t*>(next);
        state_.avail_in = static_cast<std::uint32_t>(piece);
        left_ -= piece;
    }

    std::string_view raw_;
    std::size_t left_ = raw_.size();  // not yet handed to the library
    ::inflate_state state_{};
};

}  // namespace

Result<std::unique_ptr<TextSource::Unpacker>> make_gzip_unpacker(std::string_view raw) {
    return std::unique_ptr<TextSource::Unpacker>(std::make_unique<Gzip>(raw));
}

}  // namespace tradelab
