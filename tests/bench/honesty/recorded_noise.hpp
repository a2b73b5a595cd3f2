#pragma once

#include "core/result.hpp"
#include "honesty/noise.hpp"
#include "os/disk.hpp"

#include <filesystem>

namespace bench {

// Bars of eight hours out of the recorded hours of one instrument, relative to their opens: what
// two families of noise are made of.  Hours that are missing end a bar early.
[[nodiscard]] tradelab::Result<tradelab::NoiseBase> recorded_noise(
    const tradelab::Disk& disk, const std::filesystem::path& file);

// The recorded one where the shared data is, else one that is made up and says so.
[[nodiscard]] tradelab::Result<tradelab::NoiseBase> noise_base(const tradelab::Disk& disk);

}  // namespace bench
