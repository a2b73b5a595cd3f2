#include "history/provenance.hpp"

#include "document/sha256.hpp"

#include <algorithm>
#include <cstring>

namespace tradelab {
namespace {

// A verdict with more reasons than this names kinds of defects, not places.
constexpr std::size_t findings_max = 256;

class Writer {
public:
    void number(std::uint64_t value) {
        for (int i = 0; i < 8; ++i) {
            bytes_ += static_cast<char>(value & 0xffU);
            value >>= 8U;
        }
    }
    void text(std::string_view text) {
        number(text.size());
        bytes_ += text;
    }
    void maker(const Maker& maker) {
        text(maker.id);
        text(maker.version);
    }
    void moment(const std::optional<UnixNanos>& at) {
        number(at ? 1 : 0);
        number(at ? static_cast<std::uint64_t>(at->ns()) : 0);
    }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Reads what Writer wrote.  Past the end all is zero and empty; `sound` says so at the end.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] std::uint64_t number() {
        if (rest_.size() < 8) {
            sound_ = false;
            rest_ = {};
            return 0;
        }
        std::uint64_t value = 0;
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_.remove_prefix(8);
        return value;
    }
    [[nodiscard]] std::string text() {
        const std::uint64_t size = number();
        if (size > rest_.size()) {
            sound_ = false;
            rest_ = {};
            return {};
        }
        std::string text(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return text;
    }
    [[nodiscard]] Maker maker() {
        std::string id = text();
        return {.id = std::move(id), .version = text()};
    }
    [[nodiscard]] std::optional<UnixNanos> moment() {
        const bool there = number() != 0;
        const auto ns = static_cast<std::int64_t>(number());
        return there ? std::optional(UnixNanos(ns)) : std::nullopt;
    }
    [[nodiscard]] bool sound() const { return sound_; }

private:
    std::string_view rest_;
    bool sound_ = true;
};

Verdict read_verdict(Reader& in) {
    Verdict verdict;
    verdict.validator = in.maker();
    verdict.score_e4 = static_cast<std::uint32_t>(in.number());
    const std::uint64_t findings = std::min<std::uint64_t>(in.number(), findings_max);
    for (std::uint64_t i = 0; i < findings && in.sound(); ++i) {
        Finding finding;
        finding.code = in.text();
        finding.count = in.number();
        finding.first = in.moment();
        finding.text = in.text();
        verdict.findings.push_back(std::move(finding));
    }
    return verdict;
}

void write_verdict(Writer& out, const Verdict& verdict) {
    out.maker(verdict.validator);
    out.number(verdict.score_e4);
    out.number(verdict.findings.size());
    for (const Finding& finding : verdict.findings) {
        out.text(finding.code);
        out.number(finding.count);
        out.moment(finding.first);
        out.text(finding.text);
    }
}

bool printable(std::string_view text) {
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20U || byte == 0x7fU;
    });
}

Status need_text(std::string_view what, std::string_view text) {
    if (text.empty() || !printable(text)) {
        return fail(ErrorCode::invalid_argument,
                    "provenance: the " + std::string(what) +
                        (text.empty() ? " is empty" : " holds control characters"),
                    "rows without provenance are not used: say where they come from");
    }
    return {};
}

Status check_maker(std::string_view what, const Maker& maker) {
    if (auto id = need_text(what, maker.id); !id) {
        return id;
    }
    return need_text(std::string(what) + "'s version", maker.version);
}

Status check_raw(const RawInput& raw) {
    if (!is_sha256_hex(raw.sha256)) {
        return fail(ErrorCode::invalid_argument,
                    "provenance: the raw input's hash is '" + raw.sha256 + "'",
                    "give its SHA-256 as 64 lower-case hexadecimal digits");
    }
    return {};
}

Status check_verdict(const Verdict& verdict) {
    if (verdict.score_e4 > Verdict::score_max || verdict.findings.size() > findings_max) {
        return fail(ErrorCode::invalid_argument,
                    "provenance: a verdict of score " + std::to_string(verdict.score_e4) +
                        " with " + std::to_string(verdict.findings.size()) + " findings",
                    "a score is at most 10000, and findings at most 256");
    }
    for (const Finding& finding : verdict.findings) {
        if (auto code = need_text("finding's code", finding.code); !code) {
            return code;
        }
        if (auto text = need_text("finding's text", finding.text); !text) {
            return text;
        }
    }
    return check_maker("validator", verdict.validator);
}

}  // namespace

Status check_provenance(const Provenance& provenance) {
    if (auto source = need_text("source", provenance.source); !source) {
        return source;
    }
    if (auto location = need_text("location", provenance.location); !location) {
        return location;
    }
    if (auto importer = check_maker("importer", provenance.importer); !importer) {
        return importer;
    }
    if (provenance.raw.has_value() == provenance.synthetic.has_value()) {
        return fail(ErrorCode::invalid_argument,
                    provenance.raw ? "provenance: rows are both imported and synthetic"
                                   : "provenance: rows are neither imported nor synthetic",
                    "give the raw input's hash, or the generator and its seed");
    }
    if (provenance.synthetic) {
        if (auto maker = check_maker("generator", provenance.synthetic->generator); !maker) {
            return maker;
        }
        if (!printable(provenance.synthetic->settings)) {
            return need_text("generator's settings", provenance.synthetic->settings);
        }
    }
    if (provenance.raw) {
        if (auto raw = check_raw(*provenance.raw); !raw) {
            return raw;
        }
    }
    return provenance.verdict ? check_verdict(*provenance.verdict) : Status{};
}

std::string encode_provenance(const Provenance& provenance) {
    Writer out;
    out.text(provenance.source);
    out.text(provenance.location);
    out.moment(provenance.fetched_at);
    out.maker(provenance.importer);
    out.number(provenance.raw ? 1 : 0);
    if (provenance.raw) {
        out.text(provenance.raw->sha256);
        out.number(provenance.raw->bytes);
    }
    out.number(provenance.verdict ? 1 : 0);
    if (provenance.verdict) {
        write_verdict(out, *provenance.verdict);
    }
    out.number(provenance.synthetic ? 1 : 0);
    if (provenance.synthetic) {
        out.maker(provenance.synthetic->generator);
        out.number(provenance.synthetic->seed);
        out.text(provenance.synthetic->settings);
    }
    return out.take();
}

Result<Provenance> decode_provenance(std::string_view bytes) {
    Reader in(bytes);
    Provenance provenance;
    provenance.source = in.text();
    provenance.location = in.text();
    provenance.fetched_at = in.moment();
    provenance.importer = in.maker();
    if (in.number() != 0) {
        std::string sha256 = in.text();
        provenance.raw = RawInput{.sha256 = std::move(sha256), .bytes = in.number()};
    }
    if (in.number() != 0) {
        provenance.verdict = read_verdict(in);
    }
    if (in.number() != 0) {
        SyntheticOrigin origin;
        origin.generator = in.maker();
        origin.seed = in.number();
        origin.settings = in.text();
        provenance.synthetic = std::move(origin);
    }
    // Whatever we read leniently above, a byte that we would have written otherwise shows here.
    if (!in.sound() || encode_provenance(provenance) != bytes) {
        return fail(ErrorCode::malformed,
                    "the provenance is damaged",
                    "import the data again; rows without provenance are not used");
    }
    if (auto checked = check_provenance(provenance); !checked) {
        return fail(checked.error());
    }
    return provenance;
}

}  // namespace tradelab
