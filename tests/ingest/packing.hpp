#pragma once

#include <cstdint>
#include <isa-l/igzip_lib.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <zip.h>

// Packs texts as the archive does.
namespace tradelab {

// One gzip member.
inline std::string gzipped(std::string_view text) {
    std::string packed(text.size() + (text.size() >> 3U) + 1'024, '\0');
    std::string level(ISAL_DEF_LVL1_DEFAULT, '\0');
    ::isal_zstream stream{};
    ::isal_deflate_stateless_init(&stream);
    stream.gzip_flag = IGZIP_GZIP;
    stream.end_of_stream = 1;
    stream.level = 1;
    stream.level_buf = reinterpret_cast<std::uint8_t*>(level.data());
    stream.level_buf_size = static_cast<std::uint32_t>(level.size());
    // The library's signature could write, and only reads.
    stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<std::uint32_t>(text.size());
    stream.next_out = reinterpret_cast<std::uint8_t*>(packed.data());
    stream.avail_out = static_cast<std::uint32_t>(packed.size());
    if (::isal_deflate_stateless(&stream) != COMP_OK) {
        throw std::runtime_error("cannot pack a text");
    }
    packed.resize(stream.total_out);
    return packed;
}

struct ZipEntry {
    std::string name;
    std::string text;
};

inline std::string zipped(const std::vector<ZipEntry>& entries) {
    zip_error_t error;
    ::zip_error_init(&error);
    zip_source_t* place = ::zip_source_buffer_create(nullptr, 0, 0, &error);
    ::zip_source_keep(place);
    zip_t* archive = ::zip_open_from_source(place, ZIP_TRUNCATE, &error);
    for (const auto& entry : entries) {
        zip_source_t* text = ::zip_source_buffer(archive, entry.text.data(), entry.text.size(), 0);
        ::zip_file_add(archive, entry.name.c_str(), text, ZIP_FL_ENC_UTF_8);
    }
    if (::zip_close(archive) != 0 || ::zip_source_open(place) != 0) {
        throw std::runtime_error("cannot make a zip");
    }
    ::zip_source_seek(place, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(::zip_source_tell(place)), '\0');
    ::zip_source_seek(place, 0, SEEK_SET);
    ::zip_source_read(place, bytes.data(), bytes.size());
    ::zip_source_close(place);
    ::zip_source_free(place);
    return bytes;
}

}  // namespace tradelab
