#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "paper/view.hpp"

#include <string>

namespace tradelab {

// What an account holds that could be sold: "momentum 0.512 of synthetic.usdm:SYN-USDT-PERP
// (unrealised -3.2)"; empty where nothing.
[[nodiscard]] std::string held_text(const PaperView& view);

// One sentence about the account before the one that stands, for whoever starts the daemon next.
// Empty: it held nothing, or there was none.
[[nodiscard]] Result<std::string> read_left_behind(const Disk& disk, const Disk::Path& paper);
// Durable when this returns.
[[nodiscard]] Status keep_left_behind(Disk& disk,
                                      const Disk::Path& paper,
                                      const std::string& sentence);

}  // namespace tradelab
