#pragma once

#include "core/data_origin.hpp"

#include <string>
#include <string_view>

namespace tradelab {

// A page that stands alone: no script, no font, nothing fetched (a content policy in the page
// forbids it), light or dark as the reader's system, and fit for A4.  Valid as XML too.  `title` is
// plain text, `body` and `foot` are HTML.
struct Page {
    std::string title;
    DataOrigin origin = DataOrigin::synthetic;
    std::string body;
    std::string foot;
};
[[nodiscard]] std::string html_of(const Page& page);

// Whatever comes from a market that never was says so; empty otherwise.
[[nodiscard]] std::string synthetic_banner(DataOrigin origin);

[[nodiscard]] std::string heading(std::string_view id, std::string_view words);
// Side by side where there is room.
[[nodiscard]] std::string pair_of(const std::string& left, const std::string& right);
// A figure among the first that are read: inside of <dl class="kpis">.
[[nodiscard]] std::string card(const std::string& name,
                               const std::string& value,
                               const std::string& beneath);
// The class of a cell that a gain or a loss of this share colours; empty near zero.
[[nodiscard]] std::string_view heat_of(double share);

}  // namespace tradelab
