#include "ingest/text_source.hpp"

#include "ingest/unpacker.hpp"

#include <algorithm>
#include <cstring>

namespace tradelab {
namespace {

class PlainText final : public TextSource::Unpacker {
public:
    explicit PlainText(std::string_view raw) : raw_(raw) {}

    Result<std::size_t> read(std::span<char> place) override {
        const std::size_t count = std::min(place.size(), raw_.size() - used_);
        std::memcpy(place.data(), raw_.data() + used_, count);
        used_ += count;
        return count;
    }
    std::uint64_t raw_used() const override { return used_; }
    std::string_view plain_rest() const override { return raw_.substr(used_); }
    void skip_plain(std::size_t bytes) override { used_ += std::min(bytes, raw_.size() - used_); }

private:
    std::string_view raw_;
    std::size_t used_ = 0;
};

Result<std::unique_ptr<TextSource::Unpacker>> make_unpacker(Packing packing, std::string_view raw) {
    switch (packing) {
        case Packing::gzip:
            return make_gzip_unpacker(raw);
        case Packing::zip:
            return make_zip_unpacker(raw);
        case Packing::plain:
            break;
    }
    return std::unique_ptr<TextSource::Unpacker>(std::make_unique<PlainText>(raw));
}

}  // namespace

std::string_view packing_text(Packing packing) {
    switch (packing) {
        case Packing::gzip:
            return "gzip";
        case Packing::zip:
            return "zip";
        case Packing::plain:
            break;
    }
    return "plain";
}

// RFC 1952, section 2.3.1, and the local file header of APPNOTE.TXT 4.3.7 (PK\5\6: an empty zip).
// Neither can begin a text.
Packing packing_of(std::string_view raw) {
    if (raw.starts_with("\x1f\x8b")) {
        return Packing::gzip;
    }
    return raw.starts_with("PK\x03\x04") || raw.starts_with("PK\x05\x06") ? Packing::zip
                                                                          : Packing::plain;
}

struct TextSource::State {
    Packing packing = Packing::plain;
    std::unique_ptr<Unpacker> unpacker;
    UnpackLimits limits;
    std::uint64_t raw_bytes = 0;
    std::uint64_t text_bytes = 0;

    [[nodiscard]] Status check_limits() const {
        if (text_bytes > limits.text_bytes_max) {
            return fail(ErrorCode::too_large,
                        "it unpacks to more than " + std::to_string(limits.text_bytes_max) +
                            " bytes of text",
                        "import the days instead of the month");
        }
        if (text_bytes > limits.text_bytes_free && text_bytes / limits.ratio_max > raw_bytes) {
            return fail(ErrorCode::refused,
                        "it unpacks to more than " + std::to_string(limits.ratio_max) +
                            " times its size, as no market data does",
                        "it was made to fill memory: do not trust where it comes from");
        }
        return {};
    }
};

TextSource::TextSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextSource::TextSource(TextSource&&) noexcept = default;
TextSource& TextSource::operator=(TextSource&&) noexcept = default;
TextSource::~TextSource() = default;

Result<TextSource> TextSource::open(std::string_view raw, UnpackLimits limits) {
    auto state = std::make_unique<State>();
    state->packing = packing_of(raw);
    state->limits = limits;
    state->raw_bytes = raw.size();
    auto unpacker = make_unpacker(state->packing, raw);
    if (!unpacker) {
        return fail(unpacker.error());
    }
    state->unpacker = std::move(*unpacker);
    return TextSource(std::move(state));
}

Packing TextSource::packing() const {
    return state_->packing;
}

Result<std::size_t> TextSource::read(std::span<char> place) {
    std::size_t filled = 0;
    while (filled < place.size()) {
        const auto got = state_->unpacker->read(place.subspan(filled));
        if (!got) {
            return got;
        }
        if (*got == 0) {
            break;
        }
        filled += *got;
        state_->text_bytes += *got;
        if (auto fits = state_->check_limits(); !fits) {
            return fail(fits.error());
        }
    }
    return filled;
}

std::string_view TextSource::plain_rest() const {
    return state_->unpacker->plain_rest();
}

void TextSource::skip_plain(std::size_t bytes) {
    state_->unpacker->skip_plain(bytes);
}

std::uint64_t TextSource::raw_used() const {
    return state_->unpacker->raw_used();
}

}  // namespace tradelab
