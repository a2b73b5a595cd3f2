#include "ingest/unpacker.hpp"

#include <zip.h>

namespace tradelab {
namespace {

struct CloseArchive {
    // Nothing was written, so there is nothing to lose.
    void operator()(zip_t* archive) const { ::zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const { ::zip_fclose(entry); }
};

using Archive = std::unique_ptr<zip_t, CloseArchive>;
using Entry = std::unique_ptr<zip_file_t, CloseEntry>;

constexpr const char* again = "download the file again";

// Takes the error over.
std::string text_of(zip_error_t& error) {
    std::string text = ::zip_error_strerror(&error);
    ::zip_error_fini(&error);
    return text;
}

class Zip final : public TextSource::Unpacker {
public:
    Zip(Archive archive, Entry entry, std::uint64_t text_bytes, std::uint64_t raw_bytes)
        : archive_(std::move(archive)),
          entry_(std::move(entry)),
          text_bytes_(text_bytes),
          raw_bytes_(raw_bytes) {}

    Result<std::size_t> read(std::span<char> place) override {
        const zip_int64_t got = ::zip_fread(entry_.get(), place.data(), place.size());
        if (got < 0) {
            return fail(ErrorCode::malformed,
                        "the zip's entry is damaged: " +
                            std::string(::zip_error_strerror(::zip_file_get_error(entry_.get()))),
                        again);
        }
        given_ += static_cast<std::uint64_t>(got);
        const bool short_of = got == 0 && !place.empty() && given_ != text_bytes_;
        if (given_ > text_bytes_ || short_of) {
            return fail(ErrorCode::malformed,
                        "the zip's entry has another length than its directory says",
                        again);
        }
        return static_cast<std::size_t>(got);
    }

    // As far as the text has come: the library does not say where it reads.
    std::uint64_t raw_used() const override {
        const auto part = static_cast<double>(given_) / static_cast<double>(text_bytes_ + 1);
        return static_cast<std::uint64_t>(part * static_cast<double>(raw_bytes_));
    }

private:
    Archive archive_;
    Entry entry_;
    std::uint64_t text_bytes_;
    std::uint64_t raw_bytes_;
    std::uint64_t given_ = 0;
};

Result<Archive> open_archive(std::string_view raw) {
    zip_error_t error;
    ::zip_error_init(&error);
    zip_source_t* source = ::zip_source_buffer_create(raw.data(), raw.size(), 0, &error);
    if (source == nullptr) {
        return fail(ErrorCode::malformed, "the zip cannot be read: " + text_of(error), again);
    }
    Archive archive(::zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (archive == nullptr) {
        ::zip_source_free(source);
        return fail(ErrorCode::malformed, "the zip cannot be read: " + text_of(error), again);
    }
    ::zip_error_fini(&error);
    return archive;
}

// The one entry, which must be a text that we can read.
Result<zip_stat_t> only_entry(zip_t& archive) {
    const zip_int64_t entries = ::zip_get_num_entries(&archive, 0);
    if (entries != 1) {
        return fail(ErrorCode::malformed,
                    "the zip has " + std::to_string(entries) + " entries",
                    "the exchange's archive has one .csv in each: unpack it and import the files");
    }
    zip_stat_t entry;
    ::zip_stat_init(&entry);
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if (::zip_stat_index(&archive, 0, 0, &entry) != 0 || (entry.valid & needed) != needed) {
        return fail(ErrorCode::malformed, "the zip's directory is incomplete", again);
    }
    if (!std::string_view(entry.name).ends_with(".csv")) {
        return fail(
            ErrorCode::malformed, "the zip's entry is no .csv", "import the exchange's own files");
    }
    if (entry.encryption_method != ZIP_EM_NONE) {
        return fail(ErrorCode::unsupported, "the zip's entry is encrypted", "unpack it first");
    }
    return entry;
}

}  // namespace

Result<std::unique_ptr<TextSource::Unpacker>> make_zip_unpacker(std::string_view raw) {
    auto archive = open_archive(raw);
    if (!archive) {
        return fail(archive.error());
    }
    const auto facts = only_entry(**archive);
    if (!facts) {
        return fail(facts.error());
    }
    Entry entry(::zip_fopen_index(archive->get(), 0, 0));
    if (entry == nullptr) {
        return fail(
            ErrorCode::malformed,
            "the zip's entry cannot be read: " + std::string(::zip_strerror(archive->get())),
            again);
    }
    return std::unique_ptr<TextSource::Unpacker>(
        std::make_unique<Zip>(std::move(*archive), std::move(entry), facts->size, raw.size()));
}

}  // namespace tradelab
