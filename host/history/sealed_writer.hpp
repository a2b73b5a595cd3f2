#pragma once

#include "core/money.hpp"
#include "history/columns.hpp"
#include "history/provenance.hpp"
#include "history/sealed_file.hpp"
#include "os/disk.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tradelab {

// Rows on their way into a file.  The columns are borrowed and must outlive what is made of this.
struct SealRequest {
    Series series;
    Places places = {};  // of bars and trades; marks and funding have fixed places: leave it alone
    Provenance provenance = {};
    ColumnsView rows = {};
};

// The checked, complete image of a sealed file, ready to be written.
class SealedImage {
public:
    // Refuses what a reader could not trust: no rows, too many, another kind than the series',
    // columns of different lengths, provenance that says nothing, times that do not increase (of
    // trades: that go back, or ids that do not grow within one time) or, with an interval, are off
    // its grid; prices that are not positive, negative amounts, amounts in an unknown column.
    //
    // Judging whether the market behaved (OHLC order, spikes) is the validator's, before this.
    [[nodiscard]] static Result<SealedImage> make(const SealRequest& request);

    SealedImage(SealedImage&&) noexcept;
    SealedImage& operator=(SealedImage&&) noexcept;
    SealedImage(const SealedImage&) = delete;
    SealedImage& operator=(const SealedImage&) = delete;
    ~SealedImage();

    // SHA-256 of the rows alone: the same rows imported twice have the same, whenever and by
    // whatever importer.
    [[nodiscard]] const std::string& data_sha256() const;
    // A sealed file already says the same: same series, places and rows, whoever imported it.
    [[nodiscard]] bool holds_the_rows_of(const SealedSummary& file) const;
    // SHA-256 over everything: the file's identity in manifests.
    [[nodiscard]] const std::string& content_sha256() const;
    // "20200101T010000Z-20200201T000000Z-1f0e8a44.tlh": first and last time, and the first digits
    // of data_sha256.
    [[nodiscard]] const std::string& file_name() const;
    [[nodiscard]] std::uint64_t file_bytes() const;
    // All of the file before its columns, which the verifying reader compares.
    [[nodiscard]] std::string_view front() const;

    // Writes it as a new file of mode 0444, and syncs its bytes; the name is the caller's to sync.
    Status write_new(Disk& disk, const std::filesystem::path& path) const;

    // The same through a staging file beside it, renamed, the directory synced: a power cut leaves
    // the whole file or none of that name.  A file of that name is replaced.
    Status write(Disk& disk, const std::filesystem::path& path) const;

private:
    struct Parts;
    explicit SealedImage(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

// Staging files begin with this and are nobody's: a crash leaves them, the next writer in the same
// directory removes them.
inline constexpr std::string_view staging_prefix = ".staging-";
inline constexpr std::string_view sealed_extension = ".tlh";

}  // namespace tradelab
